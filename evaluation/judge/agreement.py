"""How far the judge and people agree: on the same answers, scale by scale, beside how far people agree with each other."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from annotation.agreement import alpha
from annotation.agreement.alpha import Alpha
from annotation.store import ReviewStore
from emosapp_data.errors import InputError
from emosapp_data.schema import ANSWER_SCALES, AnswerRating, Record
from emosapp_data.workspace import Workspace
from evaluation.judge.judgement import Rated
from evaluation.judge.measures import Estimate, estimate

HALVES = tuple(half / 2 for half in range(2, 11))
"""What a median of ratings may be: 1, 1.5, ... 5."""
FEWEST = 5
"""Answers below which a correlation says nothing."""


class AlphaFigure(Record):
    """Krippendorff's alpha for ordered values, with its interval at 95 %."""

    value: float | None
    """Alpha; none where it is undefined."""
    low: float | None
    """Lower end; none where there is no interval."""
    high: float | None
    """Upper end."""
    answers: int
    """Answers with two values or more."""
    note: str = ""
    """Why there is none."""


class ScaleAgreement(Record):
    """Agreement on one scale."""

    scale: str
    """The scale."""
    judge_and_people: AlphaFigure
    """Of the judge and the people's median."""
    people: AlphaFigure
    """Of people among themselves."""
    spearman: float | None
    """Rank correlation of judge and median; none for too few answers, or where one does not vary."""
    difference: Estimate | None
    """Points by which the judge rates higher, averaged over each message's answers first."""
    answers: int
    """Answers that both rated."""


def people_ratings(workspace: Path) -> list[AnswerRating]:
    """The ratings of people in a workspace.

    Raises:
        InputError: there are none.
    """
    found = ReviewStore(Workspace(workspace)).ratings()
    if not found:
        raise InputError(f"{workspace}: no ratings of people; 'emosapp review pull {workspace}' fetches them")
    return found


def agree(rated: Sequence[Rated], people: Sequence[AnswerRating], seed: int = 0) -> tuple[ScaleAgreement, ...]:
    """Agreement by scale.

    Args:
        rated: the judge's ratings; those of controls are passed over.
        people: what people said, of these answers and of others.
        seed: of the intervals.

    Raises:
        InputError: no answer was rated by both.
    """
    judged = {each.id: each for each in rated if not each.control and each.points}
    by_answer: dict[str, list[AnswerRating]] = defaultdict(list)
    for rating in people:
        if rating.answer in judged:
            by_answer[rating.answer].append(rating)
    if not by_answer:
        raise InputError(
            "people rated none of the answers that the judge rated; push the same answers.jsonl for rating"
        )
    return tuple(_scale(scale, judged, by_answer, seed) for scale in ANSWER_SCALES)


def _scale(
    scale: str, judged: Mapping[str, Rated], by_answer: Mapping[str, list[AnswerRating]], seed: int
) -> ScaleAgreement:
    said = {
        answer: {rating.rater: rating.ratings[scale] for rating in ratings if scale in rating.ratings}
        for answer, ratings in by_answer.items()
    }
    said = {answer: given for answer, given in said.items() if given}
    both = {
        answer: (float(_points(judged[answer], scale)), float(median(given.values()))) for answer, given in said.items()
    }
    apart: dict[str, list[float]] = defaultdict(list)
    for answer, (judge, people) in both.items():
        apart[judged[answer].item].append(judge - people)
    units = [{"judge": judge, "people": people} for judge, people in both.values()]
    return ScaleAgreement(
        scale=scale,
        judge_and_people=_figure(alpha(units, HALVES, "ordinal", seed=seed)),
        people=_figure(alpha(said.values(), (1, 2, 3, 4, 5), "ordinal", seed=seed)),
        spearman=_spearman(list(both.values())),
        difference=estimate([sum(points) / len(points) for _, points in sorted(apart.items())], seed),
        answers=len(both),
    )


def _points(rated: Rated, scale: str) -> int:
    assert rated.points is not None  # noqa: S101 - only what was read is taken
    return rated.points[scale]


def _figure(found: Alpha) -> AlphaFigure:
    low, high = (found.interval.low, found.interval.high) if found.interval else (None, None)
    return AlphaFigure(value=found.value, low=low, high=high, answers=found.units, note=found.note)


def _spearman(both: Sequence[tuple[float, float]]) -> float | None:
    from scipy.stats import spearmanr  # noqa: PLC0415

    judge, people = ([pair[side] for pair in both] for side in (0, 1))
    if len(both) < FEWEST or len(set(judge)) < 2 or len(set(people)) < 2:
        return None
    return float(spearmanr(judge, people).statistic)
