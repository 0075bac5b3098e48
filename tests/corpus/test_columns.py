"""Columns: pages are read in the order in which a reader reads them."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.layout.columns import reading_order, reading_orders
from tests.corpus.pages import line


@given(
    columns=st.integers(1, 3),
    rows=st.integers(6, 20),
    gutter=st.floats(14, 30),
    across=st.integers(0, 2),
    shift=st.floats(0, 6),
)
def test_columns_are_read_one_after_the_other(columns, rows, gutter, across, shift):
    width = (340 - gutter * (columns - 1)) / columns
    expected = [
        line(f"A title over everything {number}", 40, 40 + 16 * number, size=14, width=340) for number in range(across)
    ]
    for column in range(columns):
        x = 40 + column * (width + gutter)
        expected += [
            line(f"column {column} row {row}", x, 100 + shift * column + 13 * row, width=width) for row in range(rows)
        ]
    shuffled = sorted(expected, key=lambda item: (item.x1, -item.base))
    assert [item.text for run in reading_order(shuffled) for item in run.lines] == [item.text for item in expected]


def test_a_title_set_over_the_left_column_heads_both():
    left = [line(f"left {row}", 40, 60 + 13 * row, width=150) for row in (*range(6), *range(9, 15))]
    right = [line(f"right {row}", 220, 60 + 13 * row, width=150) for row in (*range(6), *range(9, 15))]
    title = line("The Second Section", 40, 60 + 13 * 7.2, size=14)
    texts = [item.text for run in reading_order([*left, *right, title]) for item in run.lines]
    assert texts.index("right 5") < texts.index("The Second Section") < texts.index("left 9") < texts.index("right 9")


def test_numbers_and_their_items_are_no_columns():
    lines = [
        part
        for row in range(8)
        for part in (line(f"{row}.", 40, 60 + 13 * row), line("an item of a list", 60, 60 + 13 * row))
    ]
    assert [item.text for item in reading_order(lines)[0].lines] == [item.text for item in lines]


def column(name, x, rows, base=60.0, width=100.0):
    """A column of lines with a name."""
    return [line(f"{name} {row}", x, base + 13 * row, width=width) for row in range(rows)]


def order_of(runs):
    return [item.text for run in runs for item in run.lines]


def test_three_columns_of_different_length_are_read_from_left_to_right():
    columns = [column("first", 40, 12), column("second", 155, 12), column("third", 270, 4)]
    assert order_of(reading_order([item for row in columns[::-1] for item in row])) == [
        item.text for row in columns for item in row
    ]


def test_a_title_over_two_of_three_columns_heads_only_these():
    left = column("left", 40, 20)
    title = [line("A title over two columns", 155, 65, size=14, width=215)]
    below = [*column("middle", 155, 16, base=112), *column("right", 270, 16, base=112)]
    assert order_of(reading_order([*below, *title, *left])) == [item.text for item in (*left, *title, *below)]


def test_a_page_with_few_lines_takes_the_gutters_of_the_pages_around_it():
    full = [[*column("left", 40, 12, width=150), *column("right", 220, 12, width=150)] for _ in range(3)]
    last = [line("left 0", 40, 60, width=150), line("left 1", 40, 73, width=150), line("right 0", 220, 60, width=150)]
    expected = ["left 0", "left 1", "right 0"]
    assert order_of(reading_orders([*full, last])[3]) == expected
    assert order_of(reading_orders([last])[0]) != expected


def test_gutters_are_taken_from_nearby_pages_only():
    columns = [[*column("left", 40, 12, width=150), *column("right", 220, 12, width=150)] for _ in range(3)]
    plain = [column(f"page {number}", 40, 12, width=330) for number in range(4)]
    far = [line("a mark", 40, 60, width=150), line("another", 40, 73, width=150), line("its text", 220, 60, width=150)]
    assert len(reading_orders([*columns, *plain, far])[-1]) == 1
