"""Two computations of one model, item by item: before and after export, say."""

from pathlib import Path

import numpy as np

from emosapp_data.errors import InputError
from emosapp_data.schema import Record
from evaluation.compare import sides_of


class Disagreement(Record):
    """An item of which two computations of a model take different choices."""

    benchmark: str
    """The benchmark."""
    wording: str
    """The wording."""
    item: str
    """The item."""
    first: int | None
    """What one takes."""
    second: int | None
    """What the other takes."""
    margin: float
    """By how much the best choice leads the second, in nats, for the one that is less sure."""
    shift: float
    """By how much the scores of the choices differ between the two, at most, in nats."""


class Agreement(Record):
    """Two computations of one model, item by item."""

    first: str
    """One."""
    second: str
    """The other."""
    items: int
    """Items that both were asked, each wording by itself."""
    same: int
    """Items of which both take the same choice."""
    typical: float
    """Root mean square of the difference of a choice's score, in nats."""
    disagreements: tuple[Disagreement, ...]
    """The others."""

    @property
    def share(self) -> float:
        """Share of the same choices."""
        return self.same / self.items

    @property
    def explained(self) -> int:
        """Disagreements at which the less sure of the two leads by less than their scores differ."""
        return sum(each.margin <= 2 * each.shift for each in self.disagreements)


def agreement(first: Path, second: Path) -> Agreement:
    """How far two computations of one model, such as a `.pte` and the model before export, take the same choices.

    Raises:
        InputError: a folder holds no results, or no item is shared.
    """
    one, other = sides_of([first, second]).values()
    keys = [key for key in one.predictions if key in other.predictions]
    if not keys:
        raise InputError(
            f"{first} and {second}: no item in common; run both with the same --benchmarks, --wordings and --limit"
        )
    pairs = [(one.predictions[key], other.predictions[key]) for key in keys]
    squares = [np.square(np.subtract(a.scores, b.scores)) for a, b in pairs if a.scores and b.scores]
    apart = tuple(
        Disagreement(
            benchmark=a.benchmark, wording=a.wording, item=a.item, first=a.chosen, second=b.chosen,
            margin=min(a.margin, b.margin), shift=float(np.abs(np.subtract(a.scores, b.scores)).max()) if a.scores else 0.0,
        )
        for a, b in pairs
        if a.chosen != b.chosen
    )  # fmt: skip
    return Agreement(
        first=one.evaluation.model.name,
        second=other.evaluation.model.name,
        items=len(keys),
        same=len(keys) - len(apart),
        typical=float(np.sqrt(np.mean(np.concatenate(squares)))) if squares else 0.0,
        disagreements=apart,
    )
