"""Running a step whose items are few and large, such as books: each is a batch of its own."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from emosapp_data.engine import Engine
from emosapp_data.ledger import Item, Ledger, Result, Step
from emosapp_data.progress import Advance, Reporter
from emosapp_data.steps.base import attempt
from emosapp_data.steps.spread import Each, Numbered, results

T = TypeVar("T")
Work = Callable[[T, int, Advance], Result]
"""Finds the result of an item; it may use so many processes, and tells how far it got. It can be pickled."""


class Task(NamedTuple, Generic[T]):
    """An item to work on."""

    input: str
    """Its id in the ledger."""
    name: str
    """What a person knows it by."""
    value: T
    size: int
    """How much work it is."""


def run_tasks(
    ledger: Ledger, step: Step, tasks: list[Task[T]], work: Work[T], engine: Engine, reporter: Reporter, unit: str
) -> None:
    """Run a step; each result is committed as soon as it is there.

    Args:
        ledger: where results are looked up and recorded.
        step: the step.
        tasks: its items, in order.
        work: finds the result of an item; an exception makes it a failed item, and the run goes on.
        engine: does the work; the results are the same with any.
        reporter: shows progress.
        unit: what sizes are counted in.

    Raises:
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    ledger.begin(step, len(tasks))
    with reporter.step(step.name, sum(task.size for task in tasks), unit) as advance:
        unknown: dict[int, Task[T]] = {}
        for number, task in enumerate(tasks):
            if known := ledger.known(step, [task.input]):
                ledger.record(step, number, [Item(task.input, known[task.input])], known)
                advance(task.size)
            else:
                unknown[number] = task
        here = engine.name == "local" and (engine.workers == 1 or len(unknown) == 1)
        spread = _here if here else _side_by_side
        for number, result in spread(unknown, work, engine, advance):
            ledger.record(step, number, [Item(tasks[number].input, result)])
    ledger.finish(step)


def _here(tasks: dict[int, Task[T]], work: Work[T], engine: Engine, advance: Advance) -> Iterator[tuple[int, Result]]:
    """One after the other in this process, each with all processes of the engine; progress is shown within an item."""
    for number, task in tasks.items():
        progress = _Progress(task.size, advance)
        yield number, attempt(partial(work, task.value, engine.workers, progress))
        progress.complete()


def _side_by_side(
    tasks: dict[int, Task[T]], work: Work[T], engine: Engine, advance: Advance
) -> Iterator[tuple[int, Result]]:
    """Results as they come; the largest items are begun first, so that none is left at the end by itself."""
    each = max(1, engine.workers // len(tasks)) if tasks and engine.name == "local" else 1
    largest_first = sorted(tasks.items(), key=lambda entry: -entry[1].size)
    batches = ([Numbered(number, task.input, task.name, task.value)] for number, task in largest_first)
    for found in results(engine, Each(partial(_alone, work, each)), batches):
        for entry, result in found:
            yield entry.number, result
            advance(tasks[entry.number].size)


def _alone(work: Work[T], processes: int, value: T) -> Result:
    """The result of an item of whose progress nobody hears."""
    return work(value, processes, _nothing)


def _nothing(_: int) -> None:
    """Progress that nobody sees."""


class _Progress:
    """Progress within an item; what is left when it ends, early or not, is made up for."""

    def __init__(self, size: int, advance: Advance) -> None:
        self._left = size
        self._advance = advance

    def __call__(self, done: int, /) -> None:
        done = min(done, self._left)
        self._left -= done
        self._advance(done)

    def complete(self) -> None:
        self._advance(self._left)
