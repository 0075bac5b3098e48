"""Headings that run in with their paragraph: bold words at its start that a full stop closes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.schema import BlockKind
from tests.corpus.pages import Sheet, line, prose, read, words

SUBJECTS = ("Acute stress.", "Chronic stress.", "Who is at risk?", "What helps!")


def a_book(titles, chapter="1 Stress"):
    """A chapter with a section whose paragraphs start with these titles."""
    sheet = Sheet().title(chapter, size=18).set(words(1)).title("1.1 Kinds of Stress").set(words(2))
    for number, title in enumerate(titles, 3):
        sheet.set(words(number), term=title)
    return sheet


def headings(blocks):
    return [(block.level, block.text) for block in blocks if block.kind is BlockKind.HEADING]


def test_bold_words_that_a_full_stop_closes_open_a_subsection():
    blocks = read(a_book(SUBJECTS))
    assert headings(blocks) == [(1, "1 Stress"), (2, "1.1 Kinds of Stress"), *((3, title) for title in SUBJECTS)]
    assert prose(blocks) == [words(number) for number in range(1, 7)]
    risk = next(block for block in blocks if block.text == words(5))
    assert risk.section == ("1 Stress", "1.1 Kinds of Stress", "Who is at risk?")


def test_a_book_with_one_or_two_bold_starts_has_no_such_headings():
    blocks = read(a_book(SUBJECTS[:2]))
    assert [title for _, title in headings(blocks)] == ["1 Stress", "1.1 Kinds of Stress"]
    assert f"Acute stress. {words(3)}" in prose(blocks)


def test_the_same_words_again_and_again_are_a_label_and_stay_in_the_text():
    blocks = read(a_book(["Example.", *SUBJECTS[:3], "Example.", "Example."]))
    assert [title for level, title in headings(blocks) if level == 3] == list(SUBJECTS[:3])
    assert sum(text.startswith("Example. ") for text in prose(blocks)) == 3


def test_bold_words_without_a_full_stop_are_emphasis():
    blocks = read(a_book(["Acute stress", "Chronic stress", "Daily stress"]))
    assert [title for _, title in headings(blocks)] == ["1 Stress", "1.1 Kinds of Stress"]


def test_a_title_longer_than_a_line_is_cut_where_its_bold_type_ends():
    long = "The long and winding way from a single event to an illness that lasts for years."
    blocks = read(a_book([*SUBJECTS[:3], long]))
    assert headings(blocks)[-1] == (3, long)
    assert prose(blocks)[-1] == words(6)
    assert len(next(block for block in blocks if block.text == long).lines) == 2


def test_a_title_that_fills_its_line_is_one_too_where_others_run_in():
    sheet = a_book(SUBJECTS[:3])
    sheet.set("A title of its own that fills nearly all of its line.", bold=True).set(words(9), above=0)
    blocks = read(sheet)
    assert headings(blocks)[-1] == (3, "A title of its own that fills nearly all of its line.")
    assert prose(blocks)[-1] == words(9)


@pytest.mark.parametrize("zone", ["Key Terms", "Glossary", "Review Questions", "References"])
def test_entries_of_lists_start_in_bold_for_other_reasons(zone):
    sheet = a_book(SUBJECTS[:3]).title(zone)
    for number, term in enumerate(("Alarm.", "Burnout.", "Coping."), 20):
        sheet.set(words(number, 8), term=term)
    titles = {title for _, title in headings(read(sheet))}
    assert titles.isdisjoint({"Alarm.", "Burnout.", "Coping."})


@given(st.lists(st.text("abc.", min_size=1, max_size=6), min_size=2, max_size=9), st.data())
def test_a_line_cut_in_two_keeps_its_letters_its_place_and_its_bold_start(parts, data):
    text = " ".join(parts)
    lead = data.draw(st.integers(0, len(text)))
    whole = line(text, 60, 100, lead=lead)
    at = data.draw(st.integers(1, len(text) - 1).filter(lambda at: text[:at].strip() and text[at:].strip()))
    left, right = whole.split(at)
    assert "".join((left.text + right.text).split()) == "".join(text.split())
    assert (left.x0, right.x1) == (whole.x0, whole.x1)
    assert left.x0 < left.x1 == right.x0 < right.x1
    assert (left.parts, right.parts) == ((whole,), ())
    bold = "".join(text[:lead].split())
    assert "".join((left.text[: left.lead] + right.text[: right.lead]).split()) == bold
