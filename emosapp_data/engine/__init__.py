"""Engines: they map pure functions over batches, over processes of this machine or over a Ray cluster.

A step gives an engine a function and batches, and records what comes back; it does not know where the work is done. The
ledger stays with the step, on the machine where the command runs.
"""

from emosapp_data.engine.base import BatchWork, Engine, Lost
from emosapp_data.engine.local import LocalEngine
from emosapp_data.engine.opening import open_engine

__all__ = ["BatchWork", "Engine", "LocalEngine", "Lost", "open_engine"]
