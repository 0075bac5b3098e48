"""What a judge is worth, measured on answers of which it is known what they are worth, and by swapping and repeating."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log2
from statistics import fmean

import numpy as np

from annotation.agreement.bootstrap import mean_interval
from annotation.agreement.interval import share
from emosapp_data.schema import ANSWER_SCALES, Record
from evaluation.judge.controls import WORSE, WORSE_ALTOGETHER, Quality
from evaluation.judge.judgement import Compared, Rated
from evaluation.judge.lengths import by_length

LEVELS = 5
"""Ratings that there are."""


class Proportion(Record):
    """A share with the counts that it comes from."""

    hits: int
    """Cases that count."""
    of: int
    """All cases."""
    value: float | None
    """The share; none where there are no cases."""
    low: float
    """Lower end of Wilson's interval at 95 %."""
    high: float
    """Upper end."""
    p: float | None = None
    """Of the exact binomial test against one half, where that is the question; two-sided."""


class Estimate(Record):
    """A mean or a correlation with its bootstrap interval at 95 %, drawn over messages."""

    value: float
    """The figure."""
    low: float | None
    """Lower end; none for too few messages."""
    high: float | None
    """Upper end."""
    number: int
    """Messages."""


class Spread(Record):
    """How the ratings of the controls on a scale are spread."""

    scale: str
    """The scale."""
    commonest: int | None
    """The most frequent rating."""
    share: float
    """Its share of all ratings."""
    bits: float
    """Entropy of the ratings: 0 for a judge that always says the same, 2.32 for five ratings alike."""


class Discrimination(Record):
    """Whether the judge rates the good control above one that is worse on this scale."""

    scale: str
    """The scale; 'comparison' where both stood side by side."""
    right: Proportion
    """Couples with the good one above; equal ratings are not right."""
    ties: int
    """Couples rated equal."""


class JudgeMeasures(Record):
    """Everything that is measured of a judge."""

    readable: Proportion
    """Replies in their form, of all replies."""
    failed: int
    """Calls that got no reply at all."""
    spread: tuple[Spread, ...]
    """By scale."""
    discrimination: tuple[Discrimination, ...]
    """By scale, and side by side."""
    padded_preferred: Proportion
    """Couples that the padded control wins in both orders together, of those that it or the good one wins."""
    padded_points: Estimate | None
    """Points that the padded control is above the good one, mean of the scales."""
    length_correlation: Estimate | None
    """Rank correlation of mean rating and length over the models' answers."""
    length_within: bool
    """Whether that is within messages, which takes answers of two models; else over all answers."""
    contradictory: Proportion
    """Couples of which the same place wins in both orders, of all couples read in both orders."""
    first_wins: Proportion
    """Comparisons that the first place wins, of those that either wins."""
    consistent: Proportion
    """Ratings that are the same when asked again."""
    apart: float | None
    """Points between both, in the mean."""


def measure(judgements: Sequence[Rated | Compared], seed: int = 0) -> JudgeMeasures:
    """Measure a judge.

    Args:
        judgements: all that it said.
        seed: of the intervals.
    """
    rated = [each for each in judgements if isinstance(each, Rated)]
    compared = [each for each in judgements if isinstance(each, Compared)]
    replies = [each for each in judgements if not each.failed]
    readable = sum((each.points if isinstance(each, Rated) else each.better) is not None for each in replies)
    first = {(each.item, each.by): each for each in rated if each.control and not each.again}
    again = {(each.item, each.by): each for each in rated if each.control and each.again}
    apart = _apart(first, again)
    correlation, within = by_length([each for each in rated if not each.control], seed)
    return JudgeMeasures(
        readable=proportion(readable, len(replies)),
        failed=len(judgements) - len(replies),
        spread=tuple(_spread(scale, first.values()) for scale in ANSWER_SCALES),
        discrimination=(*(_discrimination(scale, first) for scale in ANSWER_SCALES), _side_by_side(compared)),
        padded_preferred=_padded_preferred(compared),
        padded_points=_padded_points(first, seed),
        length_correlation=Estimate(**correlation._asdict()) if correlation else None,
        length_within=within,
        contradictory=_contradictory(compared),
        first_wins=_first_wins(compared),
        consistent=proportion(apart.count(0), len(apart)),
        apart=fmean(apart) if apart else None,
    )


def proportion(hits: int, of: int, *, test: bool = False) -> Proportion:
    """A share with its interval, and with its test against one half if asked for."""
    from scipy.stats import binomtest  # noqa: PLC0415

    found = share(hits, of)
    low, high = (found.interval.low, found.interval.high) if found.interval else (0.0, 1.0)
    p = float(binomtest(hits, of).pvalue) if test and of else None
    return Proportion(hits=hits, of=of, value=found.value, low=low, high=high, p=p)


def estimate(values: Sequence[float], seed: int) -> Estimate | None:
    """A mean over messages with its interval; none without values."""
    if not values:
        return None
    interval = mean_interval(np.asarray(values, dtype=np.float64), seed)
    low, high = (interval.low, interval.high) if interval else (None, None)
    return Estimate(value=fmean(values), low=low, high=high, number=len(values))


def _spread(scale: str, rated: Iterable[Rated]) -> Spread:
    counts = Counter(each.points[scale] for each in rated if each.points)
    total = counts.total()
    if not total:
        return Spread(scale=scale, commonest=None, share=1.0, bits=0.0)
    commonest, number = counts.most_common(1)[0]
    bits = -sum(count / total * log2(count / total) for count in counts.values())
    return Spread(scale=scale, commonest=commonest, share=number / total, bits=abs(bits))


def _discrimination(scale: str, rated: dict[tuple[str, str], Rated]) -> Discrimination:
    apart = []
    for item in {item for item, _ in rated}:
        good = rated.get((item, Quality.GOOD))
        for quality in WORSE[scale]:
            bad = rated.get((item, quality))
            if good and bad and good.points and bad.points:
                apart.append(good.points[scale] - bad.points[scale])
    right = proportion(sum(points > 0 for points in apart), len(apart), test=True)
    return Discrimination(scale=scale, right=right, ties=sum(points == 0 for points in apart))


def _side_by_side(compared: Sequence[Compared]) -> Discrimination:
    leads = [
        lead
        for couple in _couples(compared)
        if couple[0].control and (lead := _lead(couple, WORSE_ALTOGETHER)) is not None
    ]
    right = proportion(sum(lead < 0 for lead in leads), len(leads), test=True)
    return Discrimination(scale="comparison", right=right, ties=leads.count(0))


def _padded_preferred(compared: Sequence[Compared]) -> Proportion:
    leads = [lead for couple in _couples(compared) if couple[0].control and (lead := _lead(couple, (Quality.PADDED,)))]
    return proportion(sum(lead > 0 for lead in leads), len(leads), test=True)


def _couples(compared: Sequence[Compared]) -> list[list[Compared]]:
    """Comparisons that could be read, by couple: those of one couple are no two cases of anything."""
    couples: dict[tuple[str, frozenset[str]], list[Compared]] = defaultdict(list)
    for each in compared:
        if each.better:
            couples[each.item, frozenset((each.first, each.second))].append(each)
    return list(couples.values())


def _lead(couple: Sequence[Compared], others: Sequence[Quality]) -> int | None:
    """By how many comparisons one of these controls leads the good one; none where the couple holds none of them."""
    if not {couple[0].first, couple[0].second} & {*others}:
        return None
    winners = [each.winner for each in couple if each.winner]
    return sum(-1 if winner == Quality.GOOD else 1 for winner in winners)


def _padded_points(rated: dict[tuple[str, str], Rated], seed: int) -> Estimate | None:
    apart = []
    for item in sorted({item for item, _ in rated}):
        good, padded = rated.get((item, Quality.GOOD)), rated.get((item, Quality.PADDED))
        if good and padded and good.points and padded.points:
            apart.append(fmean(padded.points.values()) - fmean(good.points.values()))
    return estimate(apart, seed)


def _contradictory(compared: Sequence[Compared]) -> Proportion:
    both = [(couple[0].better, couple[1].better) for couple in _couples(compared) if len(couple) == 2]
    return proportion(sum(one == two and one != "same" for one, two in both), len(both))


def _first_wins(compared: Sequence[Compared]) -> Proportion:
    decided = [each.better for each in compared if each.better in ("first", "second")]
    return proportion(decided.count("first"), len(decided), test=True)


def _apart(first: dict[tuple[str, str], Rated], again: dict[tuple[str, str], Rated]) -> list[int]:
    """Points between both ratings of each control on each scale."""
    return [
        abs(one.points[scale] - two.points[scale])
        for key, one in first.items()
        if (two := again.get(key)) and one.points and two.points
        for scale in ANSWER_SCALES
    ]
