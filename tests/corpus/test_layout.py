"""Furniture, columns and tables, on pages whose layout is known."""

import random

from hypothesis import given
from hypothesis import strategies as st

from corpus.layout.columns import reading_order
from corpus.layout.furniture import find_furniture
from corpus.layout.tables import find_tables
from corpus.structure.labels import page_labels
from emosapp_data.schema import Reason
from tests.corpus.pages import HEIGHT, line, page, rule

WORDS = "calm stress sleep habit memory reward signal threat effort change people listen answer cortisol worry friend".split()


def a_page(number, head=None, foot=None):
    chance = random.Random(number)
    lines = [line(" ".join(chance.choices(WORDS, k=8)), 60, 100 + 14 * row) for row in range(8)]
    if head:
        lines.insert(0, line(head, 60, 40, size=8))
    if foot:
        lines.append(line(foot, 60, HEIGHT - 30, size=8))
    return page(number, lines)


def removed(pages):
    return {text.text: reason for text, reason in find_furniture(pages).reasons.items()}


def test_heads_with_page_numbers_are_found_although_each_section_has_one_page_only():
    pages = [a_page(number, head=f"{number + 10} Section {name}") for number, name in enumerate("ABCDEFGH", 1)]
    assert set(removed(pages).values()) == {Reason.RUNNING_HEAD}
    assert len(removed(pages)) == len(pages)


def test_page_numbers_alone_are_found_and_give_the_labels():
    pages = [a_page(number, foot=str(number + 4)) for number in range(1, 9)]
    furniture = find_furniture(pages)
    assert set(furniture.reasons.values()) == {Reason.PAGE_NUMBER}
    assert furniture.labels == {number: str(number + 4) for number in range(1, 9)}


def test_a_first_line_in_the_type_of_the_text_is_never_eaten():
    pages = [a_page(number) for number in range(1, 9)]
    assert removed(pages) == {}


def test_headings_that_open_every_chapter_are_not_running_heads():
    pages = [a_page(number, head="Key Terms" if number % 6 == 0 else None) for number in range(1, 31)]
    assert removed(pages) == {}


def test_numbered_footnotes_on_following_pages_are_not_page_numbers():
    pages = [
        a_page(number, head=f"A Book {number}", foot=f"{number // 2} A note on {WORDS[number]}")
        for number in range(1, 13)
    ]
    assert set(removed(pages).values()) == {Reason.RUNNING_HEAD}


def test_a_page_without_a_number_takes_it_from_its_neighbours():
    pages = [a_page(number) for number in range(1, 6)]
    assert page_labels(pages, {2: "iv", 4: "1"}) == {1: "iii", 2: "iv", 3: "v", 4: "1", 5: "2"}


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


def test_a_ruled_table_keeps_its_cells_and_the_spaces_in_them():
    cells = [["", "What it is", "An example"], ["habit", "action set off by a cue", "coffee at nine"]]
    lines = [
        line(text, 50 + 110 * column, 75 + 30 * row, width=90)
        for row, texts in enumerate(cells)
        for column, text in enumerate(texts)
        if text
    ]
    rules = [rule(45, 60 + 30 * row, 375, 61 + 30 * row) for row in range(3)]
    rules += [rule(45 + 110 * column, 60, 46 + 110 * column, 120) for column in range(4)]
    (table,) = find_tables(page(1, lines, rules), set())
    assert [list(row) for row in table.rows] == cells
    assert set(table.lines) == set(lines)


def test_a_table_with_rules_above_and_below_only_is_found():
    cells = [["Skill", "Example"], ["open question", "What was it like"], ["restatement", "So it was hard"]]
    lines = [
        line(text, 50 + 160 * column, 75 + 16 * row, width=100)
        for row, texts in enumerate(cells)
        for column, text in enumerate(texts)
    ]
    rules = [rule(45, y, 330, y + 1) for y in (62, 80, 115)]
    head_rule = rule(45, 40, 330, 41)
    (table,) = find_tables(
        page(1, [line("Table 1 Skills of listening and helping", 50, 55), *lines], [head_rule, *rules]), set()
    )
    assert [list(row) for row in table.rows] == cells
