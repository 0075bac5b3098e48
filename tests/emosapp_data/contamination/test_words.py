"""What is left of a text for comparison: its words, in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.contamination.words import sentences, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is well-being?", "WHAT IS WELL BEING"),
        ("3,000 people", "3000 people"),
        ("1.50 metres", "1.5 metres"),
        ("85 % of them", "85 per cent of them"),
        ("three of twelve", "3 of 12"),
        ("I don’t know", "i dont know"),
        ("naïve café", "naive cafe"),
        ("ﬁve", "5"),
        ("behav-\niour", "behaviour"),
        ("Smith & Jones", "Smith and Jones"),
        ("a\u00adnxie\u00adty", "anxiety"),
        ("the ____ comes first", "the comes first"),
    ],
)
def test_the_same_in_another_dress_is_the_same(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1.5", "15"), ("is", "is not"), ("1,2", "12"), ("increases", "decreases"), ("100", "1")]
)
def test_other_words_and_numbers_stay_others(one, other):
    assert words(one) != words(other)


def test_signs_of_scripts_without_spaces_are_words():
    assert words("焦虑是什么") == list("焦虑是什么")


def test_sentences_end_at_marks_quotes_new_lines_and_blanks():
    text = "A student asks: “What is grief?” Is it\nA. a mood B. an ____ or 1.5 things"
    assert [" ".join(sentence) for sentence in sentences(text)] == [
        "a student asks",
        "what is grief",
        "is it",
        "a",
        "a mood b",
        "an",
        "or 1.5 things",
    ]


@given(st.text())
def test_any_text_is_taken_apart_and_doing_it_again_changes_nothing(text):
    assert words(" ".join(words(text))) == words(text)
