"""Lines that the PDF gives in pieces are one line again, unless the gap between them belongs to the layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.layout.columns import Run
from corpus.layout.marks import attach_marks
from corpus.layout.pieces import beside, join_pieces, merge_baselines
from tests.corpus.pages import line


def run_texts(lines):
    run = Run.of(lines)
    merge_baselines(run)
    return [item.text for item in run.lines]


def test_pieces_of_a_justified_line_are_one_line_that_knows_its_pieces():
    pieces = [line("People who", 60, 100, width=60), line("worry sleep", 135, 100, width=70), line("less.", 60, 113)]
    first, second = join_pieces(pieces)
    assert first.text == "People who worry sleep"
    assert (first.x0, first.x1) == (60, 205)
    assert first.parts == tuple(pieces[:2])
    assert second is pieces[2]


def test_a_line_of_many_pieces_is_one_line():
    pieces = [line(word, 60 + 50 * place, 100, width=30) for place, word in enumerate("it has been a while".split())]
    assert [item.text for item in join_pieces(pieces)] == ["it has been a while"]


def test_gaps_at_the_same_place_in_three_lines_are_a_gutter():
    pieces = [
        part
        for row in range(3)
        for part in (line("left", 60, 100 + 13 * row, width=100), line("right", 180, 100 + 13 * row, width=100))
    ]
    assert join_pieces(pieces) == pieces
    assert len(join_pieces(pieces[:4])) == 2


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(line("right", 160, 106), id="it stands lower"),
        pytest.param(line("right", 220, 100), id="the gap is as wide as a column's"),
        pytest.param(line("right", 160, 100, size=8), id="its type is smaller"),
        pytest.param(line("right", 100, 100), id="it stands on the piece before"),
    ],
)
def test_what_does_not_go_on_on_the_same_line_stays_apart(second):
    assert len(join_pieces([line("left", 60, 100, width=90), second])) == 2


def test_turned_pieces_stay_apart():
    pieces = [line("upwards", 60, 100, width=40, upright=False), line("again", 110, 100, upright=False)]
    assert join_pieces(pieces) == pieces


def test_a_mark_and_its_item_are_one_line_once_their_column_is_known():
    lines = [
        line("•", 60, 100),
        line("sleep enough", 72, 100.4),
        line("•", 60, 113),
        line("talk to people", 72, 113),
    ]
    assert run_texts(lines) == ["• sleep enough", "• talk to people"]


def test_lines_below_each_other_are_never_one_line():
    lines = [line(f"row {row}", 60, 100 + 5 * row) for row in range(4)]
    assert run_texts(lines) == [f"row {row}" for row in range(4)]


def test_the_left_piece_comes_first_in_whatever_order_they_are_given():
    left, right = line("before", 60, 100), line("after", 120, 100)
    assert beside(left, right).text == beside(right, left).text == "before after"


def test_pieces_that_touch_are_one_word():
    left = line("un", 60, 100, width=10)
    assert beside(left, line("happy", 70.5, 100)).text == "unhappy"


def test_footnote_marks_and_bold_starts_keep_their_places_in_the_joined_line():
    left = line("Stress", 60, 100, bold=True)
    right = line("is common1 today", 120, 100, marks=((9, 10),), lead=2)
    joined = beside(left, right)
    (mark,) = joined.marks
    assert joined.text[slice(*mark)] == "1"
    assert joined.text[: joined.lead] == "Stress is"
    assert not joined.bold


def test_what_is_bold_in_one_of_the_pieces_is_bold_in_the_joined_line():
    left = line("what a stressor is to", 60, 100, bold_phrases=("stressor",))
    right = line("Lazarus", 175, 100, bold=True)
    assert beside(left, right).bold_phrases == ("stressor", "Lazarus")


@given(st.lists(st.integers(1, 12), min_size=2, max_size=8), st.integers(11, 39))
def test_however_a_line_is_cut_its_letters_come_back_in_order(lengths, gap):
    pieces, x = [], 40.0
    for place, length in enumerate(lengths):
        pieces.append(line(chr(97 + place) * length, x, 100))
        x = pieces[-1].x1 + gap
    (joined,) = join_pieces(pieces)
    assert joined.text.split() == [piece.text for piece in pieces]
    assert joined.parts == tuple(pieces)


def test_a_raised_mark_belongs_to_the_end_of_its_line():
    host, mark = line("Stress wears the body out.", 60, 100, width=130), line("12", 190.5, 96, size=6)
    (joined,) = attach_marks([host, mark])
    assert joined.text == "Stress wears the body out.12"
    assert joined.unmarked == "Stress wears the body out."
    assert joined.parts == (host, mark)


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param(line("12", 240, 96, size=6), id="far from the line"),
        pytest.param(line("12", 190.5, 96, size=10), id="in the size of the text"),
        pytest.param(line("ab", 190.5, 96, size=6), id="letters"),
        pytest.param(line("12", 190.5, 104, size=6), id="below the line"),
    ],
)
def test_what_is_no_raised_mark_stays_a_line_of_its_own(mark):
    assert len(attach_marks([line("Stress wears the body out.", 60, 100, width=130), mark])) == 2
