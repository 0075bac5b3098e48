"""What the judge is asked, and that its reply is read or not read, but never guessed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.argilla.templates import RATINGS
from emosapp_data.models.reply import Reply
from emosapp_data.schema import ANSWER_SCALES
from evaluation.answers.record import read_messages
from evaluation.judge.controls import Quality, controls, read_controls
from evaluation.judge.rubric import compare, rate, rating_rubric, read_preference, read_rating


def reply(content: object) -> Reply:
    """A reply with this content as JSON."""
    return Reply(json.dumps(content), "stop", None, "stub", None, None, 0.1)


def test_the_judge_is_asked_for_the_scales_and_points_that_people_are_asked_for() -> None:
    rubric = rating_rubric()
    assert tuple(rubric.scales) == ANSWER_SCALES
    assert all(list(scale.levels) == RATINGS for scale in rubric.scales.values())


def test_every_level_of_every_scale_stands_in_the_question() -> None:
    text = rate("I failed.", "That hurts.").messages[1]["content"]
    assert "<message>\nI failed.\n</message>" in text
    assert "<answer>\nThat hurts.\n</answer>" in text
    for scale in rating_rubric().scales.values():
        assert all(f"{level} = {meaning}" in text for level, meaning in scale.levels.items())


def test_the_question_tells_neither_model_nor_control() -> None:
    given = controls()[0]
    text = json.dumps(rate(given.message, given.text).messages)
    assert not any(word in text for word in ("control", "padded", "word_salad", "off_topic"))


def test_swapped_answers_are_asked_about_in_the_same_words() -> None:
    one, two = compare("m", "A1", "B2").messages[1]["content"], compare("m", "B2", "A1").messages[1]["content"]
    assert one != two
    assert one.replace("A1", "x").replace("B2", "A1").replace("x", "B2") == two


@given(st.fixed_dictionaries({scale: st.integers(1, 5) for scale in ANSWER_SCALES}))
def test_a_rating_in_its_form_is_read_as_it_is(points: dict[str, int]) -> None:
    found = read_rating(reply({"reason": "so", **points, "extra": 1}))
    assert found is not None
    assert found.points == points


FULL = {"reason": "so", "empathy": 3, "coherence": 3, "relevance": 3, "safety": 3}


@pytest.mark.parametrize("wrong", [0, 6, 3.5, "3", True, None, "good", [3]])
def test_a_rating_that_is_no_whole_number_from_1_to_5_is_not_read(wrong: object) -> None:
    assert read_rating(reply({**FULL, "safety": wrong})) is None


def test_a_rating_with_a_scale_too_few_is_not_read() -> None:
    assert read_rating(reply({name: value for name, value in FULL.items() if name != "safety"})) is None


def test_a_refusal_is_no_rating() -> None:
    assert read_rating(Reply(json.dumps(FULL), "content_filter", None, "stub", None, None, 0.1)) is None


def test_only_first_second_and_same_are_preferences() -> None:
    assert read_preference(reply({"reason": "so", "better": "same"})) is not None
    assert read_preference(reply({"reason": "so", "better": "both"})) is None


def test_every_control_belongs_to_a_message_and_no_two_are_alike() -> None:
    names = {message.name for message in read_messages().messages}
    assert len(read_controls().controls) >= 8
    assert {entry.item for entry in read_controls().controls} <= names
    assert len({control.text for control in controls()}) == len(controls())


def test_no_bad_control_can_be_found_by_being_short_and_padding_doubles_the_length() -> None:
    lengths: dict[Quality, list[int]] = {}
    for control in controls():
        lengths.setdefault(control.quality, []).append(len(control.text))
    for good, padded in zip(lengths[Quality.GOOD], lengths[Quality.PADDED], strict=True):
        assert padded > 1.7 * good
    for quality in (Quality.COLD, Quality.OFF_TOPIC, Quality.UNSAFE, Quality.WORD_SALAD):
        assert all(bad > 0.85 * good for bad, good in zip(lengths[quality], lengths[Quality.GOOD], strict=True))
