"""The engine `ray`: a Ray cluster, of many machines or of this one (Moritz et al. 2018; https://docs.ray.io).

Batches are Ray tasks: Ray finds the workers, moves the data, and gives a batch to another worker when one dies. What this
adds is the window of `Engine.map`, so that neither the driver nor the cluster's memory fills up, and the same results as
on one machine: a worker with another version of the toolkit or of a library that results depend on is refused.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple
from uuid import uuid4

from emosapp_data.config import EngineConfig
from emosapp_data.engine.base import BatchWork, Engine, Lost, guarded
from emosapp_data.engine.cluster import connected
from emosapp_data.engine.environment import Environment, environment
from emosapp_data.errors import ClusterError

LOOKED_AFTER = 5.0
"""Seconds after which the size of the cluster is asked for again: machines come and go."""
PATIENCE = 60.0
"""Seconds in which a cluster without any worker may get one."""
AGAIN = "what was done is on record, and the same command goes on from there"


class Unfit(NamedTuple):
    """A worker's answer if it must not work on the batch."""

    node: str
    why: str


class _Prepared(NamedTuple):
    key: str
    """Names the function: a worker that has it does not fetch it again."""
    holder: list[Any]
    """A reference to it, in a list, so that it is fetched only where it is asked for."""


class RayEngine(Engine):
    """The workers of a Ray cluster: one for each of its processors."""

    name = "ray"

    def __init__(self, config: EngineConfig) -> None:
        """Connect to the cluster, or start one on this machine.

        Raises:
            MissingPartError: Ray is not installed.
            ClusterError: the cluster cannot be reached.
        """
        self._stack = ExitStack()
        self._ray = self._stack.enter_context(connected(config))
        self._cluster = config.cluster or "the cluster on this machine"
        self._retries = config.retries
        self._task = self._ray.remote(run_batch).options(num_cpus=1, max_retries=config.retries)
        self._workers, self._looked = 1, -LOOKED_AFTER
        self._since: float | None = None

    @property
    def workers(self) -> int:
        """How many processors the cluster has now; 1 while it has none."""
        if monotonic() - self._looked >= LOOKED_AFTER:
            found = int(self._ray.cluster_resources().get("CPU", 0))
            self._workers, self._looked = max(1, found), monotonic()
            self._since = None if found else self._since or monotonic()
        return self._workers

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the cluster; one that was started here ends."""
        self._stack.close()

    @contextmanager
    def _prepared(self, work: BatchWork[Any, Any]) -> Iterator[_Prepared]:
        yield _Prepared(uuid4().hex, [self._ray.put(work)])

    def _submit(self, prepared: _Prepared, batch: Any) -> Any:
        return self._task.remote(environment(), prepared.key, prepared.holder, batch)

    def _finished(self, under_way: Mapping[Any, int]) -> Iterator[tuple[Any, Any]]:
        handles = list(under_way)
        while True:
            done, _ = self._ray.wait(handles, num_returns=1, timeout=LOOKED_AFTER)
            if done:
                break
            if self.workers and self._since and monotonic() - self._since > PATIENCE:
                raise ClusterError(f"{self._cluster}: has had no worker for {PATIENCE:.0f} s; {AGAIN}")
        done, _ = self._ray.wait(handles, num_returns=len(handles), timeout=0)
        for handle in done:
            yield handle, self._result(handle)

    def _result(self, handle: Any) -> Any:
        errors = self._ray.exceptions
        try:
            found = self._ray.get(handle)
        except errors.RayTaskError as error:  # the batch's own errors are results: this is one of finding its function
            why = str(error).strip().splitlines()[-1]
            raise ClusterError(
                f"{self._cluster}: a worker cannot run the toolkit ({why}); install the same emosapp-data on all machines; {AGAIN}"
            ) from None
        except errors.OutOfMemoryError:
            return Lost(
                f"no worker has the memory for it ({self._tries}); give the workers more memory and run the command again"
            )
        except errors.RayError as error:
            return Lost(
                f"its worker died ({self._tries}; {type(error).__name__}), perhaps for want of memory; run the command again"
            )
        if isinstance(found, Unfit):
            raise ClusterError(
                f"worker {found.node} has {found.why}; install the same versions on all machines; {AGAIN}"
            )
        return found

    @property
    def _tries(self) -> str:
        return f"tried {self._retries + 1} times"

    def _give_up(self, under_way: Mapping[Any, int]) -> None:
        """Nothing is to be done: they are no more than the window holds, and end by themselves."""


_loaded: tuple[str, Any] | None = None


def run_batch(driver: Environment, key: str, holder: list[Any], batch: Any) -> Any:
    """In a worker: the result of a batch.

    Args:
        driver: the environment of the machine that asks for it.
        key: names the function.
        holder: a reference to the function.
        batch: the batch.
    """
    import ray  # noqa: PLC0415

    global _loaded  # noqa: PLW0603
    if differences := driver.differences(environment()):
        return Unfit(ray.util.get_node_ip_address(), ", ".join(differences))
    if _loaded is None or _loaded[0] != key:
        _loaded = key, ray.get(holder[0])
    return guarded(_loaded[1], batch)
