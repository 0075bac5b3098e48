"""Answers of a model are rated in files."""

from annotation.store import Merged
from annotation.template import Template
from emosapp_data.schema import ANSWER_SCALES, ReviewStatus
from tests.annotation.files.desk import ANSWERS, PSEUDONYMS


def test_ratings_of_answers_go_the_same_way_and_nobody_sees_which_model_wrote_what(either):
    either.exported(*ANSWERS[:3], template=Template.RATING, group="students")
    assert "m0" not in either.path.read_text(encoding="utf-8-sig")
    full = dict(zip(ANSWER_SCALES, "5432", strict=True))
    either.filled(full, {"empathy": "3"})
    taken = either.take()
    assert (taken.problems, taken.untouched, taken.rating) == ((), 1, True)
    (rating,), (draft,) = either.store.ratings(), either.store.unfinished_ratings()
    assert (rating.answer, rating.model, rating.item, rating.group) == ("answer-0", "m0", "i0", "students")
    assert rating.ratings == {"empathy": 5, "coherence": 4, "relevance": 3, "safety": 2}
    assert (rating.rater, draft.ratings) == (PSEUDONYMS("Anna"), {"empathy": 3})
    assert either.take().merged == Merged(same=2)


def test_an_answer_that_a_rater_would_not_rate_is_discarded_and_decided_in_no_other_way(either):
    either.exported(*ANSWERS[:2], template=Template.RATING, group="students").filled({"decision": "Discard"})
    assert either.take().counts == {ReviewStatus.DISCARDED: 1}
    either.filled({"decision": "accept"})
    assert "decision: 'accept'; write discard" in either.take().problems[0]


def test_a_rating_without_a_group_or_of_another_answer_is_a_problem(desk):
    desk.exported(*ANSWERS[:2], template=Template.RATING)
    desk.saved(fill=({"empathy": "6"}, {"empathy": "1", "answer": "Swapped", "id": "answer-9"}))
    first, group, second, other = desk.take().problems
    assert "empathy: '6'" in first
    assert "give --group" in group
    assert "'answer-9' is no answer of this workspace" in second
    assert "give --group" in other
