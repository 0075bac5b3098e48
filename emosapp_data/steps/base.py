"""Running a step: what is on record is not done again, and whatever becomes of an item is recorded."""

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TypeVar

from emosapp_data.errors import EmosappError
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter

BATCH = 200
"""Items in one commit: a killed process loses at most so much work."""

log = logging.getLogger(__name__)
T = TypeVar("T")


def run_each(
    ledger: Ledger,
    step: Step,
    inputs: Iterable[tuple[str, T]],
    total: int,
    work: Callable[[T], Result],
    reporter: Reporter,
    unit: str,
    batch: int = BATCH,
) -> None:
    """Run a step whose items do not depend on each other.

    Args:
        ledger: where results are looked up and recorded.
        step: the step.
        inputs: id and value of each item.
        total: number of items.
        work: finds the result of an item; an exception makes it a failed item, and the run goes on.
        reporter: shows progress.
        unit: what the items are called.
        batch: items in one commit.
    """
    ledger.begin(step, total)
    number = 0
    with reporter.step(step.name, total, unit) as advance:
        for group in batched(inputs, batch):
            known = ledger.known(step, [input_id for input_id, _ in group])
            items = [Item(input_id, known.get(input_id) or attempt(partial(work, value))) for input_id, value in group]
            ledger.record(step, number, items, known)
            number += len(items)
            advance(len(items))
    ledger.finish(step)


def record_all(ledger: Ledger, step: Step, items: Iterable[Item], total: int) -> None:
    """Record a step that judges all items together and is quick enough to be done anew every time."""
    ledger.begin(step, total)
    number = 0
    for group in batched(items, 10 * BATCH):
        ledger.record(step, number, group)
        number += len(group)
    ledger.finish(step)


def attempt(work: Callable[[], Result]) -> Result:
    """The result of the work; a failed one where it raises an error."""
    try:
        return work()
    except Exception as error:
        return failed(error)


def failed(error: Exception) -> Result:
    """The result of work that raised an error."""
    if isinstance(error, EmosappError):
        return Result(Outcome.FAILED, detail=str(error))
    log.debug("an item failed", exc_info=error)
    return Result(Outcome.FAILED, detail=f"{type(error).__name__}: {error}")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in groups of a size, as they come; the last may be smaller."""
    iterator = iter(items)
    while group := list(islice(iterator, size)):
        yield group
