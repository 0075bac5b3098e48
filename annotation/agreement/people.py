"""One word of people for each pair, so that a check has something to be held against."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotation.agreement.units import Pair, by_pair, counted
from emosapp_data.schema import Decision, Issue, Review, ReviewStatus, Round


class Word(NamedTuple):
    """What people say of a pair."""

    rejected: bool
    """Whether they want it gone."""
    issues: frozenset[Issue]
    """What they find wrong: in adjudication, or named by at least half of the reviewers."""


@dataclass(frozen=True)
class Words:
    """People's word on all pairs that they have judged."""

    decided: dict[str, Word]
    """By pair."""
    undecided: frozenset[str]
    """Pairs that as many want to keep as to reject, and that nobody has adjudicated."""


def words(reviews: Iterable[Review]) -> Words:
    """The last word of adjudication where there is one, or else what more than half of the reviewers want: keep (accepted
    or edited) or reject."""
    given = list(reviews)
    decided: dict[str, Word] = {}
    undecided: set[str] = set()
    for pair in by_pair(counted(given)):
        name = next(iter(pair.values())).pair
        if word := _of_most(pair):
            decided[name] = word
        else:
            undecided.add(name)
    for review in sorted(filter(adjudicated, given), key=lambda review: review.submitted):
        decided[review.pair] = Word(review.decision is Decision.REJECT, frozenset(review.issues))
    return Words(decided, frozenset(undecided - decided.keys()))


def adjudicated(review: Review) -> bool:
    """Whether a review is a final word on its pair."""
    return (
        review.round is Round.ADJUDICATION and review.status is ReviewStatus.SUBMITTED and review.decision is not None
    )


def _of_most(pair: Pair) -> Word | None:
    reviews = list(pair.values())
    against = sum(review.decision is Decision.REJECT for review in reviews)
    if 2 * against == len(reviews):
        return None
    named = (issue for issue in Issue if 2 * sum(issue in review.issues for review in reviews) >= len(reviews))
    return Word(2 * against > len(reviews), frozenset(named))
