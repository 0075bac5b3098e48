"""From a configuration to its engine."""

from emosapp_data.config import EngineConfig
from emosapp_data.engine.base import Engine
from emosapp_data.engine.local import LocalEngine
from emosapp_data.processes import usable_cpus


def open_engine(config: EngineConfig) -> Engine:
    """The engine that a configuration asks for; to be used as a context manager.

    Raises:
        MissingPartError: the libraries of the engine are not installed.
        ClusterError: the cluster cannot be reached.
    """
    if config.name == "ray":
        from emosapp_data.engine.ray import RayEngine  # noqa: PLC0415

        return RayEngine(config)
    return LocalEngine(config.processes or usable_cpus())
