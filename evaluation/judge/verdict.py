"""The verdict on a judge, with its reasons in plain words.

The limits are ours, set so that a judge is turned away where what it says could as well come from a coin, from the length or from
the place of an answer, and that it is doubted where this cannot be ruled out.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from emosapp_data.schema import ANSWER_SCALES, Record
from evaluation.judge.agreement import ScaleAgreement
from evaluation.judge.measures import JudgeMeasures

CHANCE = 0.05
"""A test with a larger p-value cannot tell the judge from a coin."""
HARDLY = 2 / 3
"""Share of couples at which such a judge is of no use; above it there may be too few couples to be sure."""
TELLS_APART = 0.8
"""Share of couples that a judge to be trusted orders rightly on each scale."""
READABLE, HARDLY_READABLE = 0.95, 0.8
"""Shares of readable replies below which a judge is doubtful, and not to be used."""
ALWAYS_THE_SAME, MOSTLY_THE_SAME = 0.95, 0.9
"""Shares of the commonest rating; of the controls at most five in six can deserve the same."""
PADDING_PAYS = 0.25
"""Points that mere words may bring, in the mean of the scales."""
LENGTH_COUNTS = 0.6
"""Rank correlation with length that is worth a doubt: longer answers may also be better."""
BY_PLACE, SOMETIMES_BY_PLACE = 0.5, 0.2
"""Shares of couples of which the same place wins both times."""
CONSISTENT = 0.7
"""Share of ratings that are the same when asked again."""
FAR_APART = 1.0
"""Points between two ratings of the same answer at which a rating says next to nothing."""


class Level(StrEnum):
    """How far a judge is to be trusted."""

    TRUSTED = "trusted"
    DOUBTFUL = "doubtful"
    UNUSABLE = "not to be used"


class Finding(Record):
    """Something that speaks against a judge."""

    level: Level
    """What it makes of it."""
    scale: str | None = None
    """The scale that it touches; none for all."""
    text: str
    """What was found, in plain words."""


class JudgeVerdict(Record):
    """What is to be thought of a judge."""

    level: Level
    """Altogether."""
    findings: tuple[Finding, ...]
    """What speaks against it, the gravest first."""

    def usable(self, scale: str) -> bool:
        """Whether its ratings on a scale mean anything."""
        return self.level is not Level.UNUSABLE and not any(
            found.level is Level.UNUSABLE and found.scale == scale for found in self.findings
        )


def verdict(found: JudgeMeasures, people: Sequence[ScaleAgreement] = ()) -> JudgeVerdict:
    """The verdict that follows from the measures, and from agreement with people where there is some.

    A judge that fails on half of the scales fails altogether.
    """
    findings = [
        *_readable(found),
        *_constant(found),
        *_discrimination(found),
        *_length(found),
        *_order(found),
        *_consistency(found),
        *_people(people),
    ]
    grave = [each for each in findings if each.level is Level.UNUSABLE]
    scales = {each.scale for each in grave if each.scale}
    if any(each.scale is None for each in grave) or 2 * len(scales) >= len(ANSWER_SCALES):
        level = Level.UNUSABLE
    else:
        level = Level.DOUBTFUL if findings else Level.TRUSTED
    return JudgeVerdict(
        level=level,
        findings=tuple(sorted(findings, key=lambda each: (each.level is not Level.UNUSABLE, each.scale is not None))),
    )


def _readable(found: JudgeMeasures) -> Iterator[Finding]:
    share = found.readable.value
    if share is None:
        yield Finding(level=Level.UNUSABLE, text="it gave no reply at all")
    elif share < READABLE:
        level = Level.UNUSABLE if share < HARDLY_READABLE else Level.DOUBTFUL
        yield Finding(
            level=level,
            text=f"only {share:.0%} of its replies can be read; the others hold no rating in the form asked for",
        )
    if found.failed:
        yield Finding(level=Level.DOUBTFUL, text=f"{found.failed} calls got no reply; run it again to ask for them")


def _constant(found: JudgeMeasures) -> Iterator[Finding]:
    for spread in found.spread:
        if spread.commonest is not None and spread.share >= MOSTLY_THE_SAME:
            level = Level.UNUSABLE if spread.share >= ALWAYS_THE_SAME else Level.DOUBTFUL
            said = f"says {spread.commonest} for {spread.share:.0%} of the control answers"
            text = f"it {said}, whether they are good or bad: its figures would be the same for any model"
            yield Finding(level=level, scale=spread.scale, text=text)


def _discrimination(found: JudgeMeasures) -> Iterator[Finding]:
    for each in found.discrimination:
        right, scale = each.right, None if each.scale == "comparison" else each.scale
        if right.value is None:
            text = "no couple of control answers could be read, so that nothing shows that it tells good from bad"
            yield Finding(level=Level.UNUSABLE if scale else Level.DOUBTFUL, scale=scale, text=text)
            continue
        how = "prefers the good answer" if scale is None else "rates the good answer above the bad one"
        counted = f"in {right.hits} of {right.of} control couples it {how}"
        ties = f" ({each.ties} equal)" if each.ties else ""
        chance = right.p is None or right.p >= CHANCE
        if right.value <= HARDLY:
            level = Level.UNUSABLE if scale and (chance or right.value <= 0.5) else Level.DOUBTFUL
            yield Finding(level=level, scale=scale, text=f"{counted}{ties}: hardly better than a coin, or worse")
        elif chance:
            yield Finding(level=Level.DOUBTFUL, scale=scale, text=f"{counted}{ties}: that may be chance")
        elif right.value < TELLS_APART:
            yield Finding(level=Level.DOUBTFUL, scale=scale, text=f"{counted}{ties}: it often misses what is bad")


def _length(found: JudgeMeasures) -> Iterator[Finding]:
    padded, points, correlation = found.padded_preferred, found.padded_points, found.length_correlation
    if padded.value is not None and padded.value > 0.5 and padded.p is not None and padded.p < CHANCE:
        text = f"it prefers the answer that is merely padded with empty phrases in {padded.hits} of {padded.of} control couples: it goes by length"
        yield Finding(level=Level.UNUSABLE, text=text)
    if points and points.low is not None and points.low > 0:
        level = Level.UNUSABLE if points.value > PADDING_PAYS else Level.DOUBTFUL
        text = f"empty phrases bring an answer {points.value:+.2f} points ({points.low:+.2f} to {points.high:+.2f}): it goes by length"
        yield Finding(level=level, text=text)
    if correlation and correlation.low is not None and correlation.low > 0 and correlation.value > LENGTH_COUNTS:
        text = f"the longer a model's answer, the better its rating (rank correlation {correlation.value:.2f})"
        yield Finding(level=Level.DOUBTFUL, text=text)


def _order(found: JudgeMeasures) -> Iterator[Finding]:
    share, first = found.contradictory.value, found.first_wins
    if share is not None and share > SOMETIMES_BY_PLACE:
        place = ""
        if first.value is not None and first.p is not None and first.p < CHANCE:
            place = f", and the {'first' if first.value > 0.5 else 'second'} place wins more often"
        text = f"it contradicts itself in {share:.0%} of the couples when the order is swapped{place}"
        yield Finding(level=Level.UNUSABLE if share > BY_PLACE else Level.DOUBTFUL, text=text)


def _consistency(found: JudgeMeasures) -> Iterator[Finding]:
    same, apart = found.consistent.value, found.apart
    if same is not None and apart is not None and same < CONSISTENT:
        text = f"asked again it gives the same rating in {same:.0%} of the cases, and is {apart:.1f} points off in the mean"
        yield Finding(level=Level.UNUSABLE if apart >= FAR_APART else Level.DOUBTFUL, text=text)


def _people(found: Sequence[ScaleAgreement]) -> Iterator[Finding]:
    for each in found:
        alpha = each.judge_and_people
        if alpha.value is not None and (alpha.value <= 0 or (alpha.low is not None and alpha.low <= 0)):
            text = f"its agreement with people may be chance (alpha {alpha.value:.2f} on {alpha.answers} answers)"
            yield Finding(level=Level.DOUBTFUL, scale=each.scale, text=text)
