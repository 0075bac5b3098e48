"""Ratings of models' answers: means over messages, differences on the same messages, agreement of raters."""

import pytest

from annotation.agreement import answer_agreement
from annotation.agreement.answers import EVERYBODY
from emosapp_data.schema import AnswerRating, ReviewStatus
from tests.annotation.reviewing import START


def rated(model: str, item: int, rater: str, points: int, group: str = "students", **fields: object) -> AnswerRating:
    return AnswerRating(
        answer=f"{model}-{item}",
        model=model,
        item=f"item-{item}",
        rater=rater,
        group=group,
        ratings={"empathy": points},
        submitted=START,
        **fields,  # type: ignore[arg-type]
    )


def test_an_item_counts_once_however_many_rated_it():
    ratings = [rated("m", 1, "a", 1), *(rated("m", 2, rater, 5) for rater in "abcd")]
    (mean,) = answer_agreement(ratings).means
    assert (mean.group, mean.model, mean.scale, mean.mean, mean.items, mean.ratings) == (
        EVERYBODY,
        "m",
        "empathy",
        3,
        2,
        5,
    )
    assert mean.error == pytest.approx(2)
    assert mean.interval.low == 1
    assert mean.interval.high == 5


def test_differences_are_taken_on_items_that_both_models_answered():
    ratings = [rated("a", item, "x", 5 if item < 9 else 1) for item in range(10)]
    ratings += [rated("b", item, "x", 3) for item in range(9)]
    (difference,) = answer_agreement(ratings).differences
    assert (difference.model, difference.other, difference.items, difference.mean) == ("a", "b", 9, 2)
    assert (difference.interval.low, difference.interval.high) == (2, 2)


def test_groups_of_raters_are_shown_apart_where_there_are_several():
    ratings = [rated("m", 1, "a", 2), rated("m", 1, "b", 4, "professionals")]
    found = answer_agreement(ratings)
    assert found.groups == (EVERYBODY, "professionals", "students")
    assert [(mean.group, mean.mean, mean.error) for mean in found.means] == [
        (EVERYBODY, 3, None),
        ("professionals", 4, None),
        ("students", 2, None),
    ]
    assert answer_agreement(ratings[:1]).groups == (EVERYBODY,)


def test_alpha_is_over_answers_and_drafts_do_not_count():
    ratings = [rated("m", item, rater, 1 + item % 5) for item in range(10) for rater in "ab"]
    ratings.append(rated("m", 1, "c", 5, status=ReviewStatus.DRAFT))
    found = answer_agreement(ratings)
    empathy = next(entry.alpha for entry in found.alphas if entry.scale == "empathy")
    assert (empathy.value, empathy.units, empathy.raters) == (1, 10, 2)
    assert (found.ratings, found.raters, found.answers, found.items) == (20, 2, 10, 10)


def test_no_ratings_are_no_error():
    assert answer_agreement([]).groups == ()
