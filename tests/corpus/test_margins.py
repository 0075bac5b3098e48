"""Notes in the margin: small type beside the area of the text, kept as notes and out of the body."""

import pytest

from corpus.layout.margins import margin_runs, text_areas
from emosapp_data.schema import BlockKind, Reason
from tests.corpus.pages import line, page, prose, read, texts, words

TEXT_WIDTH = 250
LEFT, RIGHT = 40, 320
"""Where notes begin in the two margins: of the text that starts at 130, and of the text that starts at 50."""


def a_page(number, notes=(), x=50, note_x=RIGHT, size=8.0):
    """A page of three paragraphs of four lines, with notes beside them."""
    lines = []
    for paragraph in range(3):
        for row in range(4):
            text = words(100 * number + 4 * paragraph + row, 7)
            last = row == 3
            base = 60 + 70 * paragraph + 13 * row
            lines.append(line(text if last else text[:-1], x, base, width=90 if last else TEXT_WIDTH))
    lines += [line(text, note_x, 60 + 10 * row, size=size, width=80) for row, text in enumerate(notes)]
    return page(number, lines)


def test_notes_in_a_wide_margin_are_sidenotes_and_not_in_the_text():
    blocks = read(a_page(1), a_page(2), a_page(3, notes=["Cortisol is", "made in the", "adrenal glands."]))
    (note,) = [block for block in blocks if block.kind is BlockKind.SIDENOTE]
    assert note.text == "Cortisol is made in the adrenal glands."
    assert (note.page, note.reason) == (3, Reason.SIDENOTE)
    assert len(prose(blocks)) == 9
    assert not any("adrenal" in text for text in prose(blocks))


def test_notes_are_read_behind_the_text_of_their_page():
    blocks = read(a_page(1), a_page(3, notes=["A note."]), a_page(5))
    kinds = [(block.page, block.kind) for block in blocks]
    assert kinds.index((3, BlockKind.SIDENOTE)) == kinds.index((5, BlockKind.PARAGRAPH)) - 1


def test_left_and_right_pages_have_their_margins_on_opposite_sides():
    pages = [
        a_page(number, notes=[f"Note {number}."], x=50 if number % 2 else 130, note_x=RIGHT if number % 2 else LEFT)
        for number in range(1, 7)
    ]
    blocks = read(*pages)
    assert texts(blocks, BlockKind.SIDENOTE) == [f"Note {number}." for number in range(1, 7)]
    assert not any("Note" in text for text in prose(blocks))


def test_two_notes_with_a_gap_between_them_stay_two_notes():
    with_notes = a_page(3, notes=["The first note", "ends here."])
    with_notes.lines += [
        line("The second one", RIGHT, 150, size=8, width=80),
        line("ends here.", RIGHT, 160, size=8, width=50),
    ]
    blocks = read(a_page(1), a_page(2), with_notes)
    assert texts(blocks, BlockKind.SIDENOTE) == ["The first note ends here.", "The second one ends here."]


def test_a_paragraph_goes_on_over_the_page_although_a_note_stands_between_its_parts():
    first, second = a_page(1, notes=["A note."]), a_page(2)
    first.lines[11].text, first.lines[11].x1 = "and the answer to stress and worry that", 50 + TEXT_WIDTH
    second.lines[0].text = "people change is a habit of sleep and"
    blocks = read(first, second, a_page(3))
    whole = next(text for text in prose(blocks) if "worry that" in text)
    assert "worry that people change" in whole
    assert len(prose(blocks)) == 8


@pytest.mark.parametrize("size", [9.6, 10.0, 14.0])
def test_type_that_is_not_smaller_than_the_text_is_no_note_wherever_it_stands(size):
    pages = [a_page(1), a_page(2), a_page(3, notes=["A column", "of text"], size=size)]
    text, notes = margin_runs(pages[2].lines, text_areas(pages, set())[True])
    assert notes == []
    assert text == pages[2].lines


def test_a_caption_in_the_margin_stays_a_caption():
    blocks = read(a_page(1), a_page(2), a_page(3, notes=["Figure 3.1 The", "adrenal glands."]))
    assert texts(blocks, BlockKind.CAPTION) == ["Figure 3.1 The adrenal glands."]
    assert texts(blocks, BlockKind.SIDENOTE) == []


def test_a_book_of_a_few_lines_does_not_show_where_its_text_stands():
    assert text_areas([a_page(1)], set()) == {}
    assert set(text_areas([a_page(1), a_page(3)], set())) == {True}


def test_running_heads_do_not_widen_the_area_of_the_text():
    pages = [a_page(number) for number in (1, 3, 5)]
    heads = [line("A head that reaches far out", RIGHT - 60, 30, width=140) for _ in pages]
    for item, head in zip(pages, heads, strict=True):
        item.lines.insert(0, head)
    assert text_areas(pages, set())[True].x1 > RIGHT
    assert text_areas(pages, set(heads))[True].x1 == 50 + TEXT_WIDTH
