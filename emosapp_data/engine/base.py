"""What an engine is: it maps a function over batches, and says of every batch what became of it."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

log = logging.getLogger(__name__)
T = TypeVar("T")
R = TypeVar("R")
BatchWork = Callable[[T], R]
"""A pure function over a batch. It can be pickled, and so can what goes into it and what comes out."""


class Lost(NamedTuple):
    """Stands for the result of a batch that gave none."""

    reason: str
    """What happened, and what one may do."""


class Engine(ABC):
    """Maps functions over batches. Use as a context manager."""

    name: ClassVar[str]

    @property
    @abstractmethod
    def workers(self) -> int:
        """How many batches are worked on at a time."""

    @property
    def window(self) -> int:
        """How many batches may have been taken up whose results have not been handed out: enough to keep all workers busy."""
        return 2 * self.workers + 2

    def map(
        self, work: BatchWork[T, R], batches: Iterable[T], *, ordered: bool = False, few: int = 1
    ) -> Iterator[tuple[int, R | Lost]]:
        """Map a function over batches.

        Batches are taken up as results are handed out, never more than `window` ahead: a quick producer waits, and memory
        depends on the window and not on how many batches there are. A batch whose worker dies is given to another one.

        Args:
            work: the function.
            batches: what it is mapped over, taken up in this thread.
            ordered: hand results out in the order of the batches; otherwise as they come.
            few: up to so many batches, which are taken up at once, take less time than workers would take to start. An
                engine that can do them in this process does, unless its workers are there already.

        Yields:
            the number of a batch, counted from 0, and its result, or why there is none.

        Raises:
            ClusterError: there are no workers any more, or they have other versions than this machine.
        """
        with self._prepared(work) as prepared:
            source = enumerate(batches)
            under_way: dict[Any, int] = {}
            ready: dict[int, R | Lost] = {}
            handed_out = 0
            try:
                while True:
                    while len(under_way) + len(ready) < self.window and (entry := next(source, None)):
                        under_way[self._submit(prepared, entry[1])] = entry[0]
                    if not under_way:
                        return
                    for handle, result in self._finished(under_way):
                        ready[under_way.pop(handle)] = result
                    for number in sorted(ready):
                        if ordered and number != handed_out:
                            break
                        handed_out += 1
                        yield number, ready.pop(number)
            finally:
                self._give_up(under_way)

    def __enter__(self) -> Self:
        """Return the engine itself; it takes up workers when they are needed."""
        return self

    @abstractmethod
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the workers go."""

    @abstractmethod
    def _prepared(self, work: BatchWork[T, R]) -> AbstractContextManager[Any]:
        """Bring a function to where workers can have it."""

    @abstractmethod
    def _submit(self, prepared: Any, batch: Any) -> Any:
        """Give a batch to a worker; returns something hashable to know it by."""

    @abstractmethod
    def _finished(self, under_way: Mapping[Any, int]) -> Iterable[tuple[Any, Any]]:
        """Wait until some of the batches are finished; which, and their results."""

    @abstractmethod
    def _give_up(self, under_way: Mapping[Any, int]) -> None:
        """Nobody waits for these batches any more."""


def guarded(work: BatchWork[T, R], batch: T) -> R | Lost:
    """The result of a batch, or the error that its function raised."""
    try:
        return work(batch)
    except Exception as error:
        log.debug("a batch failed", exc_info=error)
        return Lost(f"{type(error).__name__}: {error}")
