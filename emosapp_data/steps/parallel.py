"""Running a step whose items are few and large, such as books, in more than one process."""

from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.processes import worker_pool
from emosapp_data.progress import Advance, Reporter
from emosapp_data.steps.base import attempt

T = TypeVar("T")
Work = Callable[[T, int, Advance], Result]
"""Finds the result of an item; it may use so many processes, and tells how far it got."""


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
    ledger: Ledger,
    step: Step,
    tasks: list[Task[T]],
    work: Work[T],
    reporter: Reporter,
    unit: str,
    processes: int = 1,
) -> None:
    """Run a step; each result is committed as soon as it is there.

    Args:
        ledger: where results are looked up and recorded.
        step: the step.
        tasks: its items, in order.
        work: finds the result of an item; an exception makes it a failed item, and the run goes on.
        reporter: shows progress.
        unit: what sizes are counted in.
        processes: how many processes work side by side; the results are the same for any number.
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
        results = _here(unknown, work, processes, advance)
        if processes > 1 and len(unknown) > 1:
            results = _side_by_side(unknown, work, processes, advance)
        for number, result in results:
            ledger.record(step, number, [Item(tasks[number].input, result)])
    ledger.finish(step)


def _here(tasks: dict[int, Task[T]], work: Work[T], processes: int, advance: Advance) -> Iterator[tuple[int, Result]]:
    for number, task in tasks.items():
        progress = _Progress(task.size, advance)
        yield number, attempt(partial(work, task.value, processes, progress))
        progress.complete()


def _side_by_side(
    tasks: dict[int, Task[T]], work: Work[T], processes: int, advance: Advance
) -> Iterator[tuple[int, Result]]:
    """Results as they come; the largest items are begun first, so that none is left at the end by itself."""
    broken: list[int] = []
    with worker_pool(min(processes, len(tasks))) as pool:
        each = max(1, processes // len(tasks))
        futures = {
            pool.submit(_alone, work, task.value, each): number
            for number, task in sorted(tasks.items(), key=lambda entry: -entry[1].size)
        }
        for future in as_completed(futures):
            number = futures[future]
            try:
                yield number, future.result()
                advance(tasks[number].size)
            except BrokenProcessPool:
                broken.append(number)
    # One of these made the system end its process, which ended the others' too: each gets a process of its own.
    for number in sorted(broken):
        with worker_pool(1) as pool:
            try:
                yield number, pool.submit(_alone, work, tasks[number].value, 1).result()
            except BrokenProcessPool:
                yield number, Result(Outcome.FAILED, detail=_ended(tasks[number].name))
            advance(tasks[number].size)


def _alone(work: Work[T], value: T, processes: int) -> Result:
    return attempt(partial(work, value, processes, _nothing))


def _nothing(_: int) -> None:
    """Progress that nobody sees."""


def _ended(name: str) -> str:
    return (
        f"{name}: the system ended the process that worked on it, perhaps for want of memory;"
        " close other programs and run the command again with --jobs 1"
    )


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
