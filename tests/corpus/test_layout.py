"""Furniture, tables and boxes, on pages whose layout is known."""

import random

import pytest

from corpus.layout.boxes import find_boxes
from corpus.layout.furniture import find_furniture
from corpus.layout.tables import find_tables
from corpus.structure.labels import page_labels
from emosapp_data.schema import BlockKind, Reason
from tests.corpus.pages import HEIGHT, WORDS, Sheet, box, line, page, prose, read, rule, words


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


PLAIN_CELLS = [["Group", "Mean", "Share"], ["Stress", "4.1", "12 %"], ["Sleep", "7.5", "31 %"], ["Habit", "2.2", "8 %"]]


def cells(rows, x=60, base=100, step=110):
    return [
        line(text, x + step * place, base + 16 * row)
        for row, texts_ in enumerate(rows)
        for place, text in enumerate(texts_)
        if text
    ]


def test_a_table_without_any_rules_is_found_by_its_columns():
    text = [line(words(1, 10), 60, 40 + 13 * row, width=300) for row in range(3)]
    rows = cells(PLAIN_CELLS)
    (table,) = find_tables(page(1, [*text, *rows]), set())
    assert [list(row) for row in table.rows] == PLAIN_CELLS
    assert table.lines == rows


def test_a_plain_table_may_have_empty_cells_but_not_many():
    few = [["Group", "Mean", "Share"], ["Stress", "", "12 %"], ["Sleep", "7.5", "31 %"]]
    many = [["Group", "Mean", "Share", "Rank"], ["Stress", "", "", "2"], ["Sleep", "7.5", "", ""], ["", "", "8 %", "3"]]
    (table,) = find_tables(page(1, cells(few)), set())
    assert table.rows[1] == ("Stress", "", "12 %")
    assert find_tables(page(1, cells(many, step=80)), set()) == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([row[:2] for row in PLAIN_CELLS], id="two columns"),
        pytest.param(PLAIN_CELLS[:2], id="two rows"),
        pytest.param([["1. a", "2. b", "3. c"], ["4. d", "5. a", "6. b"], ["7. c", "8. d", "9. a"]], id="a key"),
        pytest.param([["a) calm", "b) stress", "c) worry"]] * 4, id="choices side by side"),
        pytest.param([["a long stretch of running text here"] * 3] * 4, id="three columns of text"),
    ],
)
def test_what_only_looks_like_a_plain_table_is_none(rows):
    assert find_tables(page(1, cells(rows, x=20, step=200)), set()) == []


def test_a_plain_table_is_a_table_block_between_the_paragraphs_around_it():
    sheet = Sheet().set(words(1))
    sheet.lines += cells(PLAIN_CELLS, base=sheet.base + 20)
    sheet.base += 80
    blocks = read(sheet.set(words(2)))
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]
    assert (blocks[1].reason, blocks[1].rows) == (Reason.TABLE, tuple(map(tuple, PLAIN_CELLS)))


@pytest.mark.parametrize("style", ["filled", "framed", "ruled"])
def test_a_boxed_feature_is_a_section_of_its_own_that_ends_with_the_box(style):
    sheet = Sheet().title("1 Stress", 18).set(words(1)).set(words(2))
    top = sheet.base + 14
    sheet.base += 12
    sheet.set("Try It", bold=True).set(words(3, 20))
    bottom = sheet.base + 8
    sheet.base += 14
    sheet.set(words(4)).set(words(5))
    edge = (50.0, top, 370.0, bottom)
    sheet.shapes = {
        "filled": [box(*edge)],
        "framed": [box(*edge)._replace(filled=False)],
        "ruled": [rule(50, top, 370, top + 1), rule(50, bottom, 370, bottom + 1)],
    }[style]
    blocks = read(sheet)
    sections = {block.text: block.section for block in blocks if block.kind is BlockKind.PARAGRAPH}
    assert sections == {
        words(1): ("1 Stress",),
        words(2): ("1 Stress",),
        words(3, 20): ("1 Stress", "Try It"),
        words(4): ("1 Stress",),
        words(5): ("1 Stress",),
    }


@pytest.mark.parametrize(("bold", "boxes"), [(True, 1), (False, 0)])
def test_two_rules_make_a_box_only_of_what_starts_with_a_title(bold, boxes):
    lines = [line("Try it", 60, 80, bold=bold), *(line(words(row, 5), 60, 95 + 13 * row) for row in range(3))]
    assert len(find_boxes(page(1, lines, [rule(50, 60, 370, 61), rule(50, 140, 370, 141)]))) == boxes


def test_text_in_a_box_is_not_joined_with_the_text_right_above_it():
    outside = [line("they slept the whole night and the", 60, 100 + 13 * row, width=300) for row in range(2)]
    inside = [line("day behind it as well they said", 60, 126 + 13 * row, width=300) for row in range(2)]
    rest = Sheet(base=180).set(words(1)).set(words(2))
    blocks = read(page(1, [*outside, *inside, *rest.lines], [box(50, 116, 370, 146)]))
    assert [len(block.lines) for block in blocks[:2]] == [2, 2]


def test_a_raised_initial_belongs_to_its_word():
    rest = [line("Stress wears out the bodies of those who", 74, 100, width=286), line("never rest.", 60, 113)]
    rest[0].text = "tress wears out the bodies of those who"
    sheet = Sheet(base=120).set(words(1)).set(words(2))
    blocks = read(page(1, [line("S", 60, 100, size=24, width=13.5), *rest, *sheet.lines]))
    assert prose(blocks)[0] == "Stress wears out the bodies of those who never rest."


def test_a_section_title_at_the_top_of_a_page_is_no_head_although_a_larger_one_says_the_same():
    pages = []
    for number, title in enumerate(("Stress and Rest", "Sleep and Play", "Habit and Change", "Memory and Time"), 1):
        pages += [
            Sheet(2 * number - 1).title(title, 20).set(words(number)).page(),
            Sheet(2 * number).title(title, 14).set(words(10 + number)).page(),
        ]
    assert removed(pages) == {}


DROPPED = ("he longer they slept the less they worried", "in the week behind it, and the more they had")


@pytest.mark.parametrize(
    ("initial", "first", "expected"),
    [
        ("T", DROPPED[0], "The longer they"),
        ("A", "t last they slept without worry", "At last"),
        ("A", "week later they slept", "A week later"),
    ],
)
def test_a_dropped_initial_starts_the_first_of_the_lines_beside_it(initial, first, expected):
    lines = [
        line(initial, 60, 113, size=28, width=16),
        line(first, 78, 100, width=282),
        line(DROPPED[1], 78, 113, width=282),
        line("to say about it to their friends.", 60, 126, width=200),
    ]
    found = prose(read(page(1, [*lines, *Sheet(base=140).set(words(1)).set(words(2)).lines])))
    assert found[0].startswith(expected)
    assert found[0].endswith("in the week behind it, and the more they had to say about it to their friends.")
    assert len(found) == 3


def test_a_large_letter_with_nothing_beside_it_stays_alone():
    lines = [line("T", 60, 113, size=28, width=16), *Sheet(base=140).set(words(1)).set(words(2)).lines]
    assert prose(read(page(1, lines)))[-2:] == [words(1), words(2)]


def test_a_head_that_says_what_a_title_says_is_furniture_if_it_stands_on_one_page_only():
    pages = []
    for number, title in enumerate(("Stress and Rest", "Sleep and Play", "Habit and Change", "Memory and Time"), 1):
        pages += [
            Sheet(2 * number - 1).title(title, 20).set(words(number)).page(),
            page(2 * number, [line(title, 60, 40, size=8), *Sheet().set(words(10 + number)).lines]),
        ]
    found = removed(pages)
    assert set(found.values()) == {Reason.RUNNING_HEAD}
    assert len(found) == 4


def test_turned_text_is_set_aside():
    sheet = Sheet().set(words(1)).set(words(2))
    sheet.lines.append(line("Table 3 continued", 380, 300, upright=False, width=10))
    blocks = read(sheet)
    (turned,) = [block for block in blocks if block.reason is Reason.TURNED_TEXT]
    assert (turned.text, turned.kind) == ("Table 3 continued", BlockKind.FURNITURE)
    assert prose(blocks) == [words(1), words(2)]
