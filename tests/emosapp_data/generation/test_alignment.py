"""Quotes: what differs by typing only is found and put right; what was made up, or changes a number or a not, is not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.generation.alignment import Nearest, align

PASSAGE = (
    "Coping is dealing with demands. About 85 per cent of students do not sleep enough before an exam — a “normal”"
    " reaction.\n\nThe alarm reaction comes first. It can’t last, and resistance follows; the ﬂood of hormones ebbs away."
)


def quoted(quote: str) -> list[str]:
    places = align(quote, PASSAGE)
    assert not isinstance(places, Nearest), places
    return [PASSAGE[place.start : place.end] for place in places]


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("Coping is dealing with demands.", "Coping is dealing with demands."),
        ("coping is  dealing\nwith demands", "Coping is dealing with demands."),
        ('before an exam - a "normal" reaction.', "before an exam — a “normal” reaction."),
        ("“The alarm reaction comes first.”", "The alarm reaction comes first."),
        ("It can't last, and resistance follows", "It can’t last, and resistance follows"),
        ("the flood of hormones ebbs away", "the ﬂood of hormones ebbs away."),
        ("reaction. The alarm reaction comes first", "reaction.\n\nThe alarm reaction comes first."),
        ("...the alarm reaction comes first...", "The alarm reaction comes first."),
        ("The alarm reacton comes first, It can't last, and", "The alarm reaction comes first. It can’t last, and"),
    ],
)  # fmt: skip
def test_a_quote_that_differs_by_typing_is_found_and_kept_as_printed(quote, printed):
    assert quoted(quote) == [printed]


def test_words_marked_as_left_out_give_two_quotes_in_their_order():
    assert quoted("Coping is dealing with demands ... The alarm reaction comes first.") == [
        "Coping is dealing with demands.",
        "The alarm reaction comes first.",
    ]
    assert isinstance(align("The alarm reaction comes first [...] Coping is dealing with demands.", PASSAGE), Nearest)


@pytest.mark.parametrize(
    "quote",
    [
        "About 15 per cent of students do not sleep enough before an exam",
        "About 85 per cent of students do sleep enough before an exam",
        "The alarm reaction comes last, and resistance comes first of all.",
        "Sleep is good for the memory of most students.",
        "quoti",
        "",
        "...",
        "larm reaction comes fir",
    ],
)
def test_a_quote_that_was_made_up_or_changed_is_not_found(quote):
    assert isinstance(align(quote, PASSAGE), Nearest)


def test_what_comes_nearest_is_told():
    nearest = align("About 15 per cent of students do not sleep enough", PASSAGE)
    assert isinstance(nearest, Nearest)
    assert nearest.text == "About 85 per cent of students do not sleep enough"
    assert nearest.similarity > 0.95


WORDS = [match.span() for match in re.finditer(r"\S+", PASSAGE)]


@given(st.integers(0, len(WORDS) - 4), st.integers(4, 20))
def test_every_stretch_of_whole_words_is_found(first, words):
    start, end = WORDS[first][0], WORDS[min(first + words, len(WORDS)) - 1][1]
    places = align(PASSAGE[start:end], PASSAGE)
    assert not isinstance(places, Nearest)
    (place,) = places
    assert place.similarity == 1.0
    assert PASSAGE[start:end].strip(" \n\"'.,;:*_“”‘’—") in PASSAGE[place.start : place.end]


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_found_stands_in_the_passage(quote, passage):
    places = align(quote, passage)
    if not isinstance(places, Nearest):
        assert all(0 <= place.start < place.end <= len(passage) for place in places)
