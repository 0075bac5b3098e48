"""How far the review is, and how fast it goes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from annotation.agreement.people import adjudicated
from annotation.agreement.units import counted
from emosapp_data.schema import PairStatus, QAPair, Review, ReviewStatus

MOST_DAYS = 60
"""Days that are shown one by one; with more, weeks are."""


@dataclass(frozen=True)
class ByReviews:
    """Pairs that were reviewed by so many people."""

    reviews: int
    pairs: int


@dataclass(frozen=True)
class Period:
    """Reviews of one day, or of one week."""

    first: date
    number: int


@dataclass(frozen=True)
class Progress:
    """How far the review is."""

    pairs: int
    """Pairs that the checks let pass: those to review."""
    reviewed: int
    """Of these, pairs with a submitted review or an adjudication."""
    by_reviews: tuple[ByReviews, ...]
    """Of these, how many have one review, two, ..."""
    audited: int
    """Pairs that a check left out and that people have judged all the same."""
    elsewhere: int
    """Reviewed pairs that are none of the workspace's pairs: edited ones, or those of an earlier build."""
    submitted: int
    """Reviews submitted in the first round."""
    adjudications: int
    """Final words submitted in adjudication."""
    drafts: int
    discarded: int
    days: int
    """Days (in UTC) on which somebody submitted a review."""
    period_days: int
    """Days in each of the periods: 1 or 7."""
    periods: tuple[Period, ...]
    """Reviews by day or week, from the first to the last, those without any included."""

    @property
    def left(self) -> int:
        """Pairs that nobody has reviewed yet."""
        return self.pairs - self.reviewed


def progress(pairs: Mapping[str, QAPair], reviews: Sequence[Review], unfinished: Iterable[Review]) -> Progress:
    """Count.

    Args:
        pairs: all pairs of the workspace, by id.
        reviews: submitted reviews.
        unfinished: drafts and discarded reviews.
    """
    first_round = counted(reviews)
    final = [review for review in reviews if adjudicated(review)]
    reviewed = {review.pair for review in (*first_round, *final)}
    kept = {name for name, pair in pairs.items() if pair.status is not PairStatus.REJECTED}
    per_pair = Counter(review.pair for review in first_round if review.pair in kept)
    status = Counter(review.status for review in unfinished)
    times = [review.submitted.astimezone(UTC).date() for review in first_round]
    width, periods = _periods(times)
    return Progress(
        pairs=len(kept),
        reviewed=len(reviewed & kept),
        by_reviews=tuple(ByReviews(number, found) for number, found in sorted(Counter(per_pair.values()).items())),
        audited=len(reviewed & (pairs.keys() - kept)),
        elsewhere=len(reviewed - pairs.keys()),
        submitted=len(first_round),
        adjudications=len(final),
        drafts=status[ReviewStatus.DRAFT],
        discarded=status[ReviewStatus.DISCARDED],
        days=len(set(times)),
        period_days=width,
        periods=periods,
    )


def _periods(times: Sequence[date]) -> tuple[int, tuple[Period, ...]]:
    if not times:
        return 1, ()
    first, last = min(times), max(times)
    width = 1 if (last - first).days < MOST_DAYS else 7
    counts = Counter((time - first).days // width for time in times)
    numbers = range((last - first).days // width + 1)
    return width, tuple(Period(first + timedelta(days=width * number), counts[number]) for number in numbers)
