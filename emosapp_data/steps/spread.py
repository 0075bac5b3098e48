"""Items that an engine works on: a lost batch is tried again item by item, so that one item loses itself and no other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from emosapp_data.engine import Engine, Lost
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.steps.base import attempt

T = TypeVar("T")
Work = Callable[[Sequence[T]], list[Result]]
"""Finds the results of items, in their order. It must be one that can be pickled."""


class Numbered(NamedTuple, Generic[T]):
    """An item to work on."""

    number: int
    """Its place in the step's run."""
    input: str
    """Its id in the ledger."""
    name: str
    """What a person knows it by."""
    value: T


class Each(Generic[T]):
    """From a function of one item to one of many; an exception makes an item a failed one."""

    def __init__(self, work: Callable[[T], Result]) -> None:
        """Wrap a function that can be pickled."""
        self._work = work

    def __call__(self, values: Sequence[T]) -> list[Result]:
        """The results of the items."""
        return [attempt(partial(self._work, value)) for value in values]


def run_batches(
    ledger: Ledger,
    step: Step,
    batches: Iterable[Sequence[tuple[str, T]]],
    total: int,
    work: Work[T],
    engine: Engine,
    reporter: Reporter,
    unit: str,
    few: int = 1,
) -> None:
    """Run a step by an engine; each batch is committed as soon as its results are there.

    Args:
        ledger: where results are looked up and recorded.
        step: the step.
        batches: its items, in order, as id and value; cut so that what is in one batch is worked on together.
        total: number of items.
        work: finds the results of items.
        engine: does the work.
        reporter: shows progress.
        unit: what the items are called.
        few: batches for which it is not worth starting workers.

    Raises:
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    ledger.begin(step, total)
    with reporter.step(step.name, total, unit) as advance:

        def unknown() -> Iterator[list[Numbered[T]]]:
            number = 0
            for batch in batches:
                known = ledger.known(step, [input_id for input_id, _ in batch])
                entries = [
                    Numbered(at, input_id, input_id, value) for at, (input_id, value) in enumerate(batch, number)
                ]
                number += len(batch)
                done = [
                    (entry.number, Item(entry.input, known[entry.input])) for entry in entries if entry.input in known
                ]
                ledger.record_numbered(step, done, known)
                advance(len(done))
                if wanted := [entry for entry in entries if entry.input not in known]:
                    yield wanted

        for found in results(engine, work, unknown(), few):
            ledger.record_numbered(step, [(entry.number, Item(entry.input, result)) for entry, result in found])
            advance(len(found))
    ledger.finish(step)


def results(
    engine: Engine, work: Work[T], batches: Iterable[Sequence[Numbered[T]]], few: int = 1
) -> Iterator[list[tuple[Numbered[T], Result]]]:
    """The results of items, batch by batch, as they come.

    An item whose batch is lost also when it is alone is a failed one.
    """
    lost: list[Numbered[T]] = []
    yield from _mapped(engine, work, batches, lost, few)
    yield from _mapped(engine, work, ([entry] for entry in lost), [])


def _mapped(
    engine: Engine, work: Work[T], batches: Iterable[Sequence[Numbered[T]]], lost: list[Numbered[T]], few: int = 1
) -> Iterator[list[tuple[Numbered[T], Result]]]:
    """The results of batches; the items of those that are lost and hold more than one are added to `lost`."""
    under_way: dict[int, Sequence[Numbered[T]]] = {}

    def values() -> Iterator[list[T]]:
        for number, batch in enumerate(batches):
            under_way[number] = batch
            yield [entry.value for entry in batch]

    for number, found in engine.map(work, values(), few=few):
        batch = under_way.pop(number)
        if not isinstance(found, Lost):
            yield list(zip(batch, found, strict=True))
        elif len(batch) == 1:
            yield [(batch[0], Result(Outcome.FAILED, detail=f"{batch[0].name}: {found.reason}"))]
        else:
            lost.extend(batch)
