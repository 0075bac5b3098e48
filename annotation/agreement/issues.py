"""What reviewers find wrong: how often, and whether they see the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotation.agreement.alpha import Alpha, alpha, specific_agreement
from annotation.agreement.units import Pair
from emosapp_data.schema import Issue


@dataclass(frozen=True)
class IssueFigures:
    """One issue in all reviews."""

    issue: Issue
    reviews: int
    """Reviews that name it."""
    pairs: int
    """Pairs of which at least one review names it."""
    shared: int
    """Of these, pairs with two reviews or more."""
    alpha: Alpha
    """Agreement on whether it is there, over all pairs with two reviews or more."""
    positive: float | None
    """How often another reviewer of the pair names it too where one does; none where nobody does."""


def issue_figures(pairs: Sequence[Pair]) -> tuple[IssueFigures, ...]:
    """The figures of every issue, also of those that nobody named."""
    return tuple(_figures(issue, pairs) for issue in Issue)


def _figures(issue: Issue, pairs: Sequence[Pair]) -> IssueFigures:
    units = [{reviewer: int(issue in review.issues) for reviewer, review in pair.items()} for pair in pairs]
    named = [unit for unit in units if any(unit.values())]
    return IssueFigures(
        issue=issue,
        reviews=sum(sum(unit.values()) for unit in named),
        pairs=len(named),
        shared=sum(len(unit) > 1 for unit in named),
        alpha=alpha(units, (0, 1), "nominal"),
        positive=specific_agreement(units, 1),
    )
