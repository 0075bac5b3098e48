"""The engine `local`: processes of this machine, or this one alone."""

import pickle
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from itertools import chain, count, islice
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from emosapp_data.engine.base import BatchWork, Engine, Lost, guarded
from emosapp_data.processes import worker_pool

T = TypeVar("T")
R = TypeVar("R")
ENDED = (
    "the system ended the process that worked on it, perhaps for want of memory;"
    " close other programs and run the command again with --jobs 1"
)


class _Pickled(NamedTuple):
    """A function as it goes to the processes, with every batch: what is on disk would outlive a killed command."""

    number: int
    """Tells a process whether it has it already."""
    work: bytes


class LocalEngine(Engine):
    """Processes that are started when there are more than a few batches, and used again by the next function."""

    name = "local"

    def __init__(self, processes: int = 1) -> None:
        """Use so many processes; one is this process itself."""
        self._processes = processes
        self._stack = ExitStack()
        self._pool: Any = None
        self._submitted: dict[Future[Any], tuple[_Pickled, Any]] = {}
        self._numbers = count()

    @property
    def workers(self) -> int:
        """How many processes work."""
        return self._processes

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes; where the work is interrupted they are not waited for."""
        self._pool = None
        self._stack.__exit__(kind, error, trace)

    def map(
        self, work: BatchWork[T, R], batches: Iterable[T], *, ordered: bool = False, few: int = 1
    ) -> Iterator[tuple[int, R | Lost]]:
        """Map a function over batches, as `Engine.map` does; few of them are worked on in this process."""
        source = iter(batches)
        few = few if self._pool is None else 1
        first = list(islice(source, few + 1)) if self._processes > 1 else []
        if len(first) > few:
            yield from super().map(work, chain(first, source), ordered=ordered)
        else:
            for number, batch in enumerate(chain(first, source)):
                yield number, guarded(work, batch)

    @contextmanager
    def _prepared(self, work: BatchWork[T, R]) -> Iterator["_Pickled"]:
        if self._pool is None:
            self._pool = self._stack.enter_context(worker_pool(self._processes))
        yield _Pickled(next(self._numbers), pickle.dumps(work))

    def _submit(self, prepared: "_Pickled", batch: Any) -> Future[Any]:
        try:
            future: Future[Any] = self._pool.submit(_run, prepared, batch)
        except BrokenProcessPool as error:  # noticed by the pool before the batches under way were looked at
            future = Future()
            future.set_exception(error)
        self._submitted[future] = (prepared, batch)
        return future

    def _finished(self, under_way: Mapping[Any, int]) -> Iterator[tuple[Any, Any]]:
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            yield from self._one_by_one(list(under_way))
            return
        for future in done:
            del self._submitted[future]
            yield future, future.result()

    def _one_by_one(self, futures: list[Future[Any]]) -> Iterator[tuple[Future[Any], Any]]:
        """One of these made the system end its process, which ended the others' too: each gets a process of its own."""
        for future in futures:
            prepared, batch = self._submitted.pop(future)
            wait([future])
            try:
                yield future, future.result()
            except BrokenProcessPool:
                yield future, _alone(prepared, batch)
        self._pool = self._stack.enter_context(worker_pool(self._processes))

    def _give_up(self, under_way: Mapping[Any, int]) -> None:
        for future in under_way:
            future.cancel()
            self._submitted.pop(future, None)


_loaded: tuple[int, Any] | None = None


def _run(pickled: _Pickled, batch: Any) -> Any:
    """In a process of the pool: the result of a batch; the function is unpickled when it is another than the last."""
    global _loaded  # noqa: PLW0603
    if _loaded is None or _loaded[0] != pickled.number:
        try:
            _loaded = pickled.number, pickle.loads(pickled.work)  # noqa: S301 - this program wrote it
        except Exception as error:
            return Lost(f"{type(error).__name__}: {error}")
    return guarded(_loaded[1], batch)


def _alone(pickled: _Pickled, batch: Any) -> Any:
    with worker_pool(1) as pool:
        try:
            return pool.submit(_run, pickled, batch).result()
        except BrokenProcessPool:
            return Lost(ENDED)
