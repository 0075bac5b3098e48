"""Footnotes: what belongs to the notes at the foot of a page, and their marks in the text."""

from emosapp_data.schema import BlockKind, Reason
from tests.corpus.pages import Sheet, line, prose, read, texts, words


def a_page_with_notes(*notes, text="Stress wears the body out.1 Sleep mends it.2", size=8.0):
    """A page whose text has marks, with notes at its foot."""
    sheet = Sheet().set(words(1)).set(words(2)).set(words(3))
    marks = tuple((at, at + 1) for at, sign in enumerate(text) if sign in "12*")
    sheet.lines.append(line(text, 60, sheet.base + 21, marks=marks))
    sheet.lines += [line(note, 60, 500 + 11 * row, size=size) for row, note in enumerate(notes)]
    return sheet


def test_notes_at_the_foot_are_footnotes_and_their_marks_are_not_in_the_text():
    blocks = read(a_page_with_notes("1 Selye saw it first.", "2 Walker showed how."))
    notes = [block for block in blocks if block.kind is BlockKind.FOOTNOTE]
    assert [(note.marker, note.text) for note in notes] == [("1", "Selye saw it first."), ("2", "Walker showed how.")]
    assert {note.reason for note in notes} == {Reason.FOOTNOTE}
    assert prose(blocks)[-1] == "Stress wears the body out. Sleep mends it."


def test_a_footnote_may_run_over_several_lines():
    blocks = read(
        a_page_with_notes("1 Selye saw it first, in the", "animals of his laboratory.", "2 Walker showed how.")
    )
    assert texts(blocks, BlockKind.FOOTNOTE) == [
        "1 Selye saw it first, in the animals of his laboratory.",
        "2 Walker showed how.",
    ]


def test_a_second_paragraph_of_a_footnote_belongs_to_the_notes():
    sheet = a_page_with_notes("1 Selye saw it first.", text="Stress wears the body out.1")
    sheet.lines.append(line("He worked in Montreal.", 60, 518, size=8))
    blocks = read(sheet)
    assert texts(blocks, BlockKind.FOOTNOTE) == ["1 Selye saw it first.", "He worked in Montreal."]


def test_small_type_that_nothing_points_to_is_no_footnote():
    blocks = read(a_page_with_notes("1 Selye saw it first.", text="Stress wears the body out."))
    assert texts(blocks, BlockKind.FOOTNOTE) == []


def test_a_number_in_the_size_of_the_text_is_no_footnote():
    blocks = read(a_page_with_notes("1 Selye saw it first.", size=10.0))
    assert texts(blocks, BlockKind.FOOTNOTE) == []


def test_signs_mark_footnotes_too():
    blocks = read(a_page_with_notes("* Selye saw it first.", text="Stress wears the body out.*"))
    assert texts(blocks, BlockKind.FOOTNOTE) == ["* Selye saw it first."]


def test_a_note_may_stand_on_the_page_behind_its_mark():
    first = a_page_with_notes(text="Stress wears the body out.1")
    second = Sheet(2).set(words(4)).set(words(5)).set(words(6))
    second.lines.append(line("1 Selye saw it first.", 60, 500, size=8))
    blocks = read(first, second)
    assert texts(blocks, BlockKind.FOOTNOTE) == ["1 Selye saw it first."]
    assert "Stress wears the body out." in prose(blocks)


def test_a_paragraph_that_footnotes_cut_in_two_at_the_end_of_a_page_is_one():
    first = a_page_with_notes("1 Selye saw it first.", text="Stress wears the body out,1 and those who never")
    second = Sheet(2, lines=[line("rest are worn out first.", 60, 60)], base=64).set(words(4)).set(words(5))
    assert "Stress wears the body out, and those who never rest are worn out first." in prose(read(first, second))
