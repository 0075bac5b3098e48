"""Which reviews count for agreement, and the units that they give: one a pair, with every reviewer's judgement of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from annotation.agreement.interval import Share, share
from emosapp_data.schema import Decision, Review, ReviewStatus, Round

Value = TypeVar("Value", bound=str | int)
Pair = Mapping[str, Review]
"""The reviews of one pair, by reviewer."""
KEEP, REJECT = "keep", "reject"
"""Decisions as two classes: a pair that is edited stays."""


def counted(reviews: Iterable[Review]) -> list[Review]:
    """The reviews that count: submitted, with a decision, and of the round in which nobody sees the others."""
    return [
        review
        for review in reviews
        if review.round is Round.REVIEW and review.status is ReviewStatus.SUBMITTED and review.decision is not None
    ]


def by_pair(reviews: Iterable[Review]) -> list[Pair]:
    """The reviews of each pair, by reviewer."""
    pairs: dict[str, dict[str, Review]] = {}
    for review in reviews:
        pairs.setdefault(review.pair, {})[review.reviewer] = review
    return list(pairs.values())


def side(review: Review) -> str:
    """Whether the pair is to stay."""
    return REJECT if review.decision is Decision.REJECT else KEEP


def judged(pairs: Iterable[Pair], value: Callable[[Review], Value | None]) -> list[dict[str, Value]]:
    """What reviewers said of each pair in one respect; who said nothing is left out."""
    units = []
    for pair in pairs:
        said = {reviewer: value(review) for reviewer, review in pair.items()}
        units.append({reviewer: given for reviewer, given in said.items() if given is not None})
    return units


def agreeing(units: Sequence[Mapping[str, Value]], alike: Callable[[Value, Value], bool]) -> Share:
    """The share of pairs of judgements that are alike, averaged over units, so that no unit weighs more for having been
    judged by many."""
    shares = []
    for unit in units:
        if len(unit) > 1:
            found = [alike(one, other) for one, other in combinations(unit.values(), 2)]
            shares.append(sum(found) / len(found))
    return share(sum(shares), len(shares))
