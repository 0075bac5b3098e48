"""Putting the page together."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from jinja2 import ChoiceLoader, Environment, PackageLoader

import emosapp_data
from annotation.agreement import Agreement, Alpha, AnswerAgreement, CheckAgainstPeople, Interval, Measure
from annotation.agreement.answers import Difference, Mean
from annotation.agreement.reviewers import ReviewerFigures
from annotation.report import words
from annotation.report.figures import ReviewFigures
from annotation.report.outcomes import Outcomes
from annotation.report.plots import POINTS, SHARES, Axis, Dot, DotRow, Part, alpha_axis, dot, stacked
from emosapp_data.report.plots import bars
from emosapp_data.report.templates import template
from emosapp_data.schema import ANSWER_SCALES, Decision

SECTIONS = 12
"""Sections listed, those with most rejected pairs first."""
RULES = {
    "majority": "more than half of its reviewers say the same",
    "unanimous": "all its reviewers say the same",
    "owner": "all its reviewers say the same, or the owner has had a word",
}
MEANINGS = {
    "decision": "accept, edit or reject",
    "keep or reject": "an edited pair is kept",
    "factuality": "rated from 1 to 5",
    "empathy": "rated from 1 to 5",
    "safety": "rated from 1 to 5",
}


class ReviewerRow(NamedTuple):
    """A reviewer as the page lists them."""

    figures: ReviewerFigures
    parts: list[Part]
    dot: Dot | None


class CheckRow(NamedTuple):
    """A check as the page lists it."""

    figures: CheckAgainstPeople
    dot: Dot | None


class OutcomeRow(NamedTuple):
    """A group of pairs as the page lists it."""

    figures: Outcomes
    parts: list[Part]


class GroupRows(NamedTuple):
    """Means of one group of raters on one scale."""

    group: str
    rows: list[DotRow]


class ScaleMeans(NamedTuple):
    """Means on one scale."""

    scale: str
    groups: list[GroupRows]


class DifferenceRow(NamedTuple):
    """A comparison of two models by one group of raters, by scale; none for a scale that was not rated."""

    group: str
    model: str
    other: str
    scales: list[Difference | None]


@dataclass(frozen=True)
class AgreementView:
    """The chart of agreement."""

    axis: Axis
    alphas: list[DotRow]
    shares: list[DotRow]


def render(figures: ReviewFigures) -> str:
    """The page as HTML; it needs nothing else."""
    far, agreed = figures.progress, figures.agreement
    return (
        _environment()
        .get_template("review.html.jinja")
        .render(
            figures=figures,
            progress=far,
            agreement=agreed,
            view=_agreement(agreed),
            days=bars((f"{period.first.day} {period.first:%b %Y}", period.number) for period in far.periods),
            left_seconds=far.left * agreed.pace.median_seconds if agreed.pace.median_seconds else None,
            rule=RULES[figures.rule],
            altogether=_outcome(figures.outcomes.altogether),
            makers=[_outcome(found) for found in figures.outcomes.by_maker],
            sections=[_outcome(found) for found in figures.outcomes.by_section[:SECTIONS]],
            more_sections=max(0, len(figures.outcomes.by_section) - SECTIONS),
            issue_bars=bars(
                (found.issue.value.replace("_", " ") if found.issue else "no issue named", found.pairs)
                for found in figures.outcomes.issues
            ),
            reviewers=[_reviewer(reviewer) for reviewer in agreed.reviewers],
            issues=sorted((found for found in agreed.issues if found.reviews), key=lambda found: -found.reviews),
            unnamed=[found.issue for found in agreed.issues if not found.reviews],
            checks=[_check(check) for check in figures.checks if check.rejected.pairs or check.doubted.judged],
            silent=[check for check in figures.checks if not check.rejected.pairs and not check.doubted.judged],
            scored=[check for check in figures.checks if any(score.rejected.of for score in check.scores)],
            answers=figures.answers,
            means=_means(figures.answers) if figures.answers else [],
            differences=_differences(figures.answers) if figures.answers else [],
            alphas=_rater_alphas(figures.answers) if figures.answers else [],
            points=POINTS,
            shares_axis=SHARES,
            answer_scales=ANSWER_SCALES,
            version=emosapp_data.__version__,
        )
    )


def _environment() -> Environment:
    """The rules and the styles of the dataset's report, with this page's own templates before its templates."""
    given = template("report.html.jinja").environment
    environment = given.overlay(
        loader=ChoiceLoader([PackageLoader("annotation.report", "."), PackageLoader("emosapp_data.report", ".")])
    )
    filters: dict[str, Callable[..., str]] = {
        "percent": words.percent,
        "percents": words.span_of_percents,
        "share": words.share_text,
        "number": words.number,
        "signed": words.signed,
        "span": words.span,
        "duration": words.duration,
    }
    environment.filters = {**given.filters, **filters}
    environment.globals = {**given.globals, "plural": words.plural}
    return environment


def _agreement(agreed: Agreement) -> AgreementView:
    measures = (agreed.side, agreed.decision, *agreed.scales)
    ends = [measure.alpha.interval.low for measure in measures if measure.alpha.interval]
    axis = alpha_axis([*ends, *(measure.alpha.value for measure in measures if measure.alpha.value is not None)])
    return AgreementView(axis, [_alpha(axis, measure) for measure in measures], [_raw(measure) for measure in measures])


def _alpha(axis: Axis, measure: Measure) -> DotRow:
    alpha = measure.alpha
    place = None if alpha.value is None else dot(axis, alpha.value, alpha.interval)
    return DotRow(measure.name, MEANINGS[measure.name], place, words.alpha_text(alpha))


def _raw(measure: Measure) -> DotRow:
    place = _share_dot(measure.raw.value, measure.raw.interval)
    text = words.share_text(measure.raw)
    if measure.within_one and measure.within_one.of:
        text += f"; {words.percent(measure.within_one.value)} within a point"
    return DotRow(measure.name, MEANINGS[measure.name], place, text)


def _share_dot(value: float | None, interval: Interval | None) -> Dot | None:
    return None if value is None else dot(SHARES, value, interval)


def _outcome(found: Outcomes) -> OutcomeRow:
    parts = (
        ("accepted", found.accepted),
        ("edited", found.edited),
        ("disputed", found.disputed),
        ("rejected", found.rejected),
    )
    return OutcomeRow(found, stacked(parts))


def _reviewer(reviewer: ReviewerFigures) -> ReviewerRow:
    names = {Decision.ACCEPT: "accepted", Decision.EDIT: "edited", Decision.REJECT: "rejected"}
    parts = stacked([(names[count.decision], count.number) for count in reviewer.decisions])
    return ReviewerRow(reviewer, parts, _share_dot(reviewer.same_side.value, reviewer.same_side.interval))


def _check(check: CheckAgainstPeople) -> CheckRow:
    return CheckRow(check, _share_dot(check.precision.value, check.precision.interval))


def _means(answers: AnswerAgreement) -> list[ScaleMeans]:
    found = []
    for scale in ANSWER_SCALES:
        groups = [
            GroupRows(group, [_mean(mean) for mean in means])
            for group, means in groupby(
                (mean for mean in answers.means if mean.scale == scale), key=lambda mean: mean.group
            )
        ]
        found += [ScaleMeans(scale, groups)] if groups else []
    return found


def _mean(mean: Mean) -> DotRow:
    text = f"{words.number(mean.mean)}" + (f" ± {words.number(mean.error)}" if mean.error is not None else "")
    detail = f"{words.plural(mean.items, 'message')}, {words.plural(mean.ratings, 'rating')}"
    return DotRow(mean.model, detail, dot(POINTS, mean.mean, mean.interval), text)


def _differences(answers: AnswerAgreement) -> list[DifferenceRow]:
    rows: dict[tuple[str, str, str], dict[str, Difference]] = {}
    for found in answers.differences:
        rows.setdefault((found.group, found.model, found.other), {})[found.scale] = found
    return [DifferenceRow(*key, _in_order(by_scale)) for key, by_scale in rows.items()]


def _rater_alphas(answers: AnswerAgreement) -> list[tuple[str, list[Alpha]]]:
    """By scale, in the order of the groups."""
    return [(scale, [found.alpha for found in answers.alphas if found.scale == scale]) for scale in ANSWER_SCALES]


def _in_order(by_scale: dict[str, Difference]) -> list[Difference | None]:
    return [by_scale.get(scale) for scale in ANSWER_SCALES]
