"""Agreement of judge and people, from the ratings that the review keeps."""

from datetime import UTC, datetime
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from scipy.stats import spearmanr

from annotation.store import ReviewStore
from emosapp_data.errors import InputError
from emosapp_data.schema import ANSWER_SCALES, AnswerRating
from emosapp_data.workspace import Workspace
from evaluation.judge.agreement import agree, people_ratings
from evaluation.judge.judgement import Rated


def judged(answer: str, points: int) -> Rated:
    """The judge's rating of an answer."""
    given = dict.fromkeys(ANSWER_SCALES, points)
    return Rated(item=f"item-{answer}", by="m", control=False, id=answer, length=9, points=given)


def said(answer: str, rater: str, points: int) -> AnswerRating:
    """A person's rating of an answer."""
    return AnswerRating(
        answer=answer,
        model="m",
        item=f"item-{answer}",
        rater=rater,
        group="students",
        ratings=dict.fromkeys(ANSWER_SCALES, points),
        submitted=datetime(2026, 1, 1, tzinfo=UTC),
    )


def drawn(seed: int, number: int = 40) -> tuple[list[Rated], list[AnswerRating]]:
    """A judge and three people who see the same thing, each a little differently."""
    draw = np.random.default_rng(seed)
    judge, people = [], []
    for at in range(number):
        truth = draw.integers(1, 6)
        seen = [int(np.clip(truth + draw.integers(-1, 2), 1, 5)) for _ in range(4)]
        judge.append(judged(f"a{at}", seen[0]))
        people += [said(f"a{at}", f"p{rater}", seen[rater]) for rater in (1, 2, 3)]
    return judge, people


@pytest.mark.parametrize("seed", range(3))
def test_alpha_and_rank_correlation_are_those_of_other_libraries(seed: int) -> None:
    judge, people = drawn(seed)
    found = agree(judge, people)[0]
    by_rater = [[each.ratings["empathy"] for each in people if each.rater == rater] for rater in ("p1", "p2", "p3")]
    points = [each.points["empathy"] for each in judge if each.points]
    medians = np.median(np.asarray(by_rater), axis=0)
    assert found.people.value == pytest.approx(
        krippendorff.alpha(np.asarray(by_rater, dtype=float), level_of_measurement="ordinal")
    )
    assert found.judge_and_people.value == pytest.approx(
        krippendorff.alpha(np.asarray([points, medians], dtype=float), level_of_measurement="ordinal")
    )
    assert found.spearman == pytest.approx(spearmanr(points, medians).statistic)
    assert found.difference is not None
    assert found.difference.value == pytest.approx(float(np.mean(np.asarray(points) - medians)))


def test_a_judge_who_says_what_people_say_agrees_wholly_and_one_who_is_generous_is_shown_to_be() -> None:
    _, people = drawn(7)
    medians = {
        each.answer: int(np.median([p.ratings["safety"] for p in people if p.answer == each.answer])) for each in people
    }
    same = agree([judged(answer, points) for answer, points in medians.items()], people)[-1]
    assert same.judge_and_people.value == 1
    generous = agree([judged(answer, min(5, points + 1)) for answer, points in medians.items()], people)[-1]
    assert generous.difference is not None
    assert generous.difference.low is not None
    assert generous.difference.low > 0.4
    assert generous.judge_and_people.value is not None
    assert generous.judge_and_people.value < 0.9


def test_a_judge_that_always_says_the_same_has_no_correlation_and_no_agreement() -> None:
    _, people = drawn(3)
    found = agree([judged(f"a{at}", 5) for at in range(40)], people)[0]
    assert found.spearman is None
    assert found.judge_and_people.value is not None
    assert found.judge_and_people.value < 0.1


def test_ratings_of_other_answers_are_passed_over_and_without_common_ones_it_says_so() -> None:
    judge, people = drawn(0)
    assert agree(judge[:10], people)[0].answers == 10
    with pytest.raises(InputError, match="push the same answers"):
        agree([judged("another", 3)], people)


def test_the_ratings_that_the_review_keeps_are_read(tmp_path: Path) -> None:
    _, people = drawn(0, 5)
    ReviewStore(Workspace(tmp_path)).merge_ratings(people)
    assert sorted(people_ratings(tmp_path), key=str) == sorted(people, key=str)


def test_a_workspace_without_ratings_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="emosapp review pull"):
        people_ratings(tmp_path)
