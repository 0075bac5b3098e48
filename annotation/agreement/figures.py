"""Agreement of reviewers, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from annotation.agreement.alpha import Alpha, alpha
from annotation.agreement.interval import Share
from annotation.agreement.issues import IssueFigures, issue_figures
from annotation.agreement.pace import Pace, pace
from annotation.agreement.reviewers import DecisionCount, ReviewerFigures, decision_counts, reviewer_figures
from annotation.agreement.units import KEEP, REJECT, Pair, agreeing, by_pair, counted, judged, side
from emosapp_data.schema import SCALES, Decision, Review

POINTS = (1, 2, 3, 4, 5)
"""What a rating may be."""


@dataclass(frozen=True)
class Measure:
    """Agreement in one respect."""

    name: str
    """The respect: 'decision', 'keep or reject', or a scale."""
    alpha: Alpha
    """Agreement beyond chance."""
    raw: Share
    """Share of pairs of judgements that are the same, averaged over pairs."""
    within_one: Share | None = None
    """The same for ratings that lie one point apart at most; none for what is not rated."""


@dataclass(frozen=True)
class Agreement:
    """How far reviewers agree. Only what was submitted in the round of independent review counts."""

    reviews: int
    """Reviews that count."""
    pairs: int
    """Pairs that they judge."""
    shared: int
    """Of these, pairs with two reviews or more: on them agreement rests."""
    decisions: tuple[DecisionCount, ...]
    """What was decided, review by review."""
    decision: Measure
    """Accept, edit or reject."""
    side: Measure
    """Keep (accept or edit) or reject."""
    scales: tuple[Measure, ...]
    """Ratings, which are ordered but need not be evenly spaced: ordinal."""
    reviewers: tuple[ReviewerFigures, ...]
    """Every reviewer, those with most reviews first."""
    issues: tuple[IssueFigures, ...]
    """Every issue."""
    pace: Pace
    """How long reviews take."""


def agreement(reviews: Sequence[Review]) -> Agreement:
    """How far reviewers agree.

    Args:
        reviews: reviews of any round and status; those that do not count are passed over.
    """
    counting = counted(reviews)
    pairs = by_pair(counting)
    decided = judged(pairs, lambda review: review.decision)
    sides = judged(pairs, side)
    times: dict[str, list[datetime]] = {}
    for review in counting:
        times.setdefault(review.reviewer, []).append(review.submitted)
    return Agreement(
        reviews=len(counting),
        pairs=len(pairs),
        shared=sum(len(pair) > 1 for pair in pairs),
        decisions=decision_counts(counting),
        decision=Measure("decision", alpha(decided, list(Decision), "nominal"), agreeing(decided, _same)),
        side=Measure("keep or reject", alpha(sides, (KEEP, REJECT), "nominal"), agreeing(sides, _same)),
        scales=tuple(_scale(pairs, scale) for scale in SCALES),
        reviewers=reviewer_figures(pairs),
        issues=issue_figures(pairs),
        pace=pace(times.values()),
    )


def _scale(pairs: Sequence[Pair], scale: str) -> Measure:
    rated = judged(pairs, lambda review: review.ratings.get(scale))
    return Measure(scale, alpha(rated, POINTS, "ordinal"), agreeing(rated, _same), agreeing(rated, _within_one))


def _same(one: object, other: object) -> bool:
    return one == other


def _within_one(one: int, other: int) -> bool:
    return abs(one - other) <= 1
