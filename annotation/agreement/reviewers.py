"""Every reviewer beside the others, so that an owner sees where the guidelines are read in different ways."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from annotation.agreement.alpha import alpha
from annotation.agreement.interval import Share, share
from annotation.agreement.pace import Pace, pace
from annotation.agreement.units import Pair, judged, side
from emosapp_data.schema import SCALES, Decision, Review


@dataclass(frozen=True)
class DecisionCount:
    """How often a decision was made."""

    decision: Decision
    number: int


@dataclass(frozen=True)
class Deviation:
    """How a reviewer's ratings lie beside those of the others on the same pairs."""

    scale: str
    """What was rated."""
    mean: float | None
    """Points above (or below) the mean of the others, averaged over pairs; none where no pair is shared."""
    pairs: int
    """Pairs that the reviewer and somebody else rated."""


@dataclass(frozen=True)
class ReviewerFigures:
    """One reviewer's work."""

    reviewer: str
    """Pseudonym."""
    reviews: int
    """Reviews submitted."""
    decisions: tuple[DecisionCount, ...]
    """What they decided."""
    shared: int
    """Pairs that somebody else judged too."""
    same_decision: Share
    """Of the others' decisions on these pairs, the share that is the same, averaged over pairs."""
    same_side: Share
    """The same for keep (accepted or edited) or reject."""
    alpha_without: float | None
    """Alpha of the decisions of all others; higher than everybody's where this reviewer reads the guidelines otherwise."""
    deviations: tuple[Deviation, ...]
    """Their ratings beside the others', by scale."""
    pace: Pace
    """How long their reviews take."""


def reviewer_figures(pairs: Sequence[Pair]) -> tuple[ReviewerFigures, ...]:
    """The figures of every reviewer, those with most reviews first."""
    own: dict[str, list[Review]] = {}
    for pair in pairs:
        for reviewer, review in pair.items():
            own.setdefault(reviewer, []).append(review)
    ordered = sorted(own, key=lambda reviewer: (-len(own[reviewer]), reviewer))
    return tuple(_figures(reviewer, own[reviewer], pairs) for reviewer in ordered)


def decision_counts(reviews: Sequence[Review]) -> tuple[DecisionCount, ...]:
    """How often each decision was made, those never made included."""
    counts = Counter(review.decision for review in reviews)
    return tuple(DecisionCount(decision, counts[decision]) for decision in Decision)


def _figures(reviewer: str, own: list[Review], pairs: Sequence[Pair]) -> ReviewerFigures:
    shared = [pair for pair in pairs if reviewer in pair and len(pair) > 1]
    others = [{name: review for name, review in pair.items() if name != reviewer} for pair in pairs if len(pair) > 1]
    decided = alpha(judged(others, lambda review: review.decision), list(Decision), "nominal", resamples=0)
    return ReviewerFigures(
        reviewer=reviewer,
        reviews=len(own),
        decisions=decision_counts(own),
        shared=len(shared),
        same_decision=_same(reviewer, judged(shared, lambda review: review.decision)),
        same_side=_same(reviewer, judged(shared, side)),
        alpha_without=decided.value,
        deviations=tuple(_deviation(reviewer, shared, scale) for scale in SCALES),
        pace=pace([[review.submitted for review in own]]),
    )


def _same(reviewer: str, units: Sequence[dict[str, Decision]] | Sequence[dict[str, str]]) -> Share:
    agreed = [fmean(given == unit[reviewer] for name, given in unit.items() if name != reviewer) for unit in units]
    return share(sum(agreed), len(agreed))


def _deviation(reviewer: str, shared: Sequence[Pair], scale: str) -> Deviation:
    units = [
        unit for unit in judged(shared, lambda review: review.ratings.get(scale)) if reviewer in unit and len(unit) > 1
    ]
    apart = [unit[reviewer] - fmean(given for name, given in unit.items() if name != reviewer) for unit in units]
    return Deviation(scale, fmean(apart) if apart else None, len(apart))
