"""Where the work is done. Nothing in here changes a result."""

from typing import Literal, Self

from pydantic import Field, model_validator

from emosapp_data.config.base import Config


class EngineConfig(Config):
    """Where the work is done; `engine: ray` is short for `engine: {name: ray}`."""

    name: Literal["local", "ray"] = "local"
    """`local` for processes of this machine, `ray` for a Ray cluster."""
    processes: int = Field(default=0, ge=0)
    """Processes of this machine, also of a cluster that is started here; 0 for one a processor."""
    cluster: str | None = None
    """Address of a Ray cluster as host:port of its head; none starts one on this machine, for the time of the command."""
    retries: int = Field(default=3, ge=0)
    """How often a batch is given to another worker of a cluster when the one that had it is gone."""

    @model_validator(mode="after")
    def _only_ray_has_clusters(self) -> Self:
        if self.cluster and self.name != "ray":
            raise ValueError("a cluster needs the engine 'ray'")
        return self

    @model_validator(mode="after")
    def _a_cluster_has_its_processes(self) -> Self:
        if self.cluster and self.processes:
            raise ValueError("a cluster that runs has its own number of processes; leave 'processes' (--jobs) out")
        return self
