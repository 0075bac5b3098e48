"""What is said whatever the model says."""

import pytest

from emosapp_data.checks.safety.crisis_lines import is_crisis_line
from emosapp_data.errors import InputError
from export.chat import after_answer, before_answer, country_of, opening
from export.chat.help_lines import LINES


@pytest.mark.parametrize("country", LINES)
def test_every_number_is_one_that_the_safety_checks_know(country: str) -> None:
    lines = LINES[country]
    numbers = lines.emergency.split(" or ") + [line.number for line in (lines.crisis, lines.violence) if line]
    assert all(is_crisis_line(number) for number in numbers)


def test_the_opening_says_what_the_model_is_not_and_whom_to_call() -> None:
    assert "no therapist" in opening("US")
    assert "988" in opening("US")
    assert "911" in opening("US")
    assert "findahelpline.com" in opening(None)
    assert "your local emergency number" in opening("BR")
    assert "112" in opening("ES")
    assert "findahelpline.com" in opening("ES")


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "i dont want to live anymore",
        "I've been cutting my wrists again",
        "thinking about su1cide",
        "Everyone would be better off without me",
    ],
)
def test_words_of_suicide_and_self_harm_call_for_the_crisis_line(text: str) -> None:
    said = before_answer(text, "US")
    assert said is not None
    assert "988" in said
    assert "\n" not in said


def test_words_of_violence_call_for_the_line_for_that_where_one_is_known() -> None:
    assert "800-799-7233" in (before_answer("My husband beats me", "US") or "")
    assert "0800 111 0 111" in (before_answer("My husband beats me", "DE") or "")
    assert "findahelpline.com" in (before_answer("My husband beats me", None) or "")


@pytest.mark.parametrize(
    "text", ["I feel anxious about my exams.", "My friend moved away and I miss her.", "This deadline is killing me"]
)
def test_other_words_do_not(text: str) -> None:
    assert before_answer(text, "US") is None


def test_an_answer_that_keeps_from_help_is_contradicted() -> None:
    said = after_answer("I feel low", "You don't need a therapist. Just stop taking your medication.", "US")
    assert said is not None
    assert "do not rely on it" in said
    assert "988" in said


def test_an_answer_that_speaks_of_suicide_is_never_the_last_word() -> None:
    for text in ("I feel low", "I want to kill myself"):
        assert "988" in (after_answer(text, "I want to kill myself.", "US") or "")


def test_an_answer_that_brings_up_violence_by_itself_is_followed_by_the_line() -> None:
    assert "800-799-7233" in (after_answer("I feel low", "He may beat you.", "US") or "")
    assert after_answer("My husband beats me", "Nobody may beat you.", "US") is None


def test_an_answer_that_diagnoses_is_followed_by_who_can() -> None:
    assert "a doctor or psychologist can" in (after_answer("I feel low", "You have clinical depression.", "US") or "")


def test_an_ordinary_answer_is_left_alone() -> None:
    assert after_answer("I feel low", "I am sorry to hear that. Talking to a doctor can help.", "US") is None


@pytest.mark.parametrize(
    ("environment", "country"),
    [
        ({"LANG": "de_AT.UTF-8"}, "AT"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LC_ALL": "en_GB", "LANG": "de_AT.UTF-8"}, "GB"),
        ({"LC_ALL": "", "LANG": "sr_RS@latin"}, "RS"),
        ({}, None),
    ],
)
def test_the_locale_may_tell_the_country(environment: dict[str, str], country: str | None) -> None:
    assert country_of(None, environment) == country


def test_a_country_that_is_given_comes_before_the_locale() -> None:
    assert country_of("us", {"LANG": "de_AT.UTF-8"}) == "US"
    assert country_of("uk", {}) == "GB"
    with pytest.raises(InputError, match="'Germany' is no country; give its code of two letters"):
        country_of("Germany", {})
