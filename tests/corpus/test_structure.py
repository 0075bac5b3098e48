"""Headings and their levels, sections, and the zones whose blocks are not prose; in books with and without an outline."""

import pytest

from corpus.page import OutlineEntry
from corpus.structure.zones import Zone, zone_of
from emosapp_data.schema import BlockKind, Reason
from tests.corpus.pages import Sheet, line, prose, read, texts, words

CHAPTERS = ("Stress", "Sleep", "Habit")


def a_book(open_chapter, sections=("{0} in Life", "{0} at Work")):
    """Three chapters of three pages each; `open_chapter(sheet, number, title)` sets their titles."""
    sheets = []
    for number, title in enumerate(CHAPTERS, 1):
        sheet = Sheet(3 * number - 2)
        open_chapter(sheet, number, title)
        sheet.set(words(number))
        for place, section in enumerate(sections):
            sheet.title(section.format(title)).set(words(10 * number + place))
        sheets.append(sheet)
        sheets += [
            Sheet(sheet.number + step).set(words(100 * number + step)).set(words(200 * number + step))
            for step in (1, 2)
        ]
    return sheets


def with_title(sheet, number, title):
    sheet.title(title, 18)


def headings(blocks):
    return [(block.level, block.text) for block in blocks if block.kind is BlockKind.HEADING]


def outline_of(*titles):
    """What `headings` gives for a book whose chapters have these titles."""
    return [
        entry
        for printed, title in zip(titles, CHAPTERS, strict=True)
        for entry in ((1, printed), (2, f"{title} in Life"), (2, f"{title} at Work"))
    ]


def test_without_an_outline_larger_type_stands_above_smaller():
    blocks = read(*a_book(with_title))
    assert headings(blocks) == outline_of(*CHAPTERS)


def test_every_block_knows_the_headings_it_stands_under():
    blocks = read(*a_book(with_title))
    sections = {block.text: block.section for block in blocks if block.kind is BlockKind.PARAGRAPH}
    assert sections[words(2)] == ("Sleep",)
    assert sections[words(21)] == ("Sleep", "Sleep at Work")
    assert sections[words(201)] == ("Sleep", "Sleep at Work")
    assert sections[words(3)] == ("Habit",)


@pytest.mark.parametrize(
    "title", ["{0} {1}", "{0} {2}", "Chapter {0} {1}", "Chapter {0}: {1}", "CHAPTER {0} {2}", "Unit {0}: {1}"]
)
def test_chapters_may_be_numbered_in_many_ways(title):
    printed = [title.format(number, name, name.upper()) for number, name in enumerate(CHAPTERS, 1)]
    blocks = read(*a_book(lambda sheet, number, _: sheet.title(printed[number - 1], 18)))
    assert headings(blocks) == outline_of(*printed)


def test_a_line_chapter_1_above_a_title_in_the_same_type_is_part_of_the_title():
    blocks = read(
        *a_book(
            lambda sheet, number, title: sheet.title(f"Chapter {number}", 18).set(title, size=18, bold=True, above=0)
        )
    )
    assert headings(blocks) == outline_of("Chapter 1 Stress", "Chapter 2 Sleep", "Chapter 3 Habit")


@pytest.mark.parametrize(("number_size", "title_size"), [(12, 20), (24, 18)])
def test_a_line_chapter_1_in_another_type_above_a_title_is_part_of_the_title(number_size, title_size):
    def opening(sheet, number, title):
        sheet.set(f"Chapter {number}", size=number_size, bold=True).set(title, size=title_size, bold=True, above=4)

    blocks = read(*a_book(opening))
    assert headings(blocks) == outline_of(*(f"Chapter {number} {title}" for number, title in enumerate(CHAPTERS, 1)))


def test_a_large_number_alone_above_a_title_is_part_of_the_title():
    def opening(sheet, number, title):
        sheet.set(f"{number}", size=30, bold=True).set(title, size=20, bold=True, above=4)

    blocks = read(*a_book(opening))
    assert headings(blocks) == outline_of(*(f"{number} {title}" for number, title in enumerate(CHAPTERS, 1)))
    assert not [text for text in prose(blocks) if text.isdigit()]


def test_a_part_alone_on_its_page_keeps_its_own_heading():
    blocks = read(
        Sheet(1).title("Part I", 24),
        Sheet(2).title("Chapter 1 Stress", 18).set(words(1)).set(words(2)),
        Sheet(3).set(words(3)).set(words(4)),
        Sheet(4).title("Chapter 2 Sleep", 18).set(words(5)).set(words(6)),
    )
    assert headings(blocks) == [(1, "Part I"), (2, "Chapter 1 Stress"), (2, "Chapter 2 Sleep")]


@pytest.mark.parametrize("outline", [(), (OutlineEntry(1, "1. Stress", 1),)])
def test_a_title_numbered_like_a_list_item_is_a_heading(outline):
    blocks = read(Sheet().title("1. Stress", 18).set(words(1)).set(words(2)), outline=outline)
    assert headings(blocks) == [(1, "1. Stress")]


def test_section_numbers_give_the_levels_even_where_the_type_says_otherwise():
    sheet = Sheet().title("1 Stress", 14).set(words(1)).title("1.1 Kinds", 16).set(words(2))
    sheet.title("1.1.1 Acute", 12).set(words(3)).title("1.2 Effects", 16).set(words(4)).title("2 Sleep", 14).set(
        words(5)
    )
    expected = [(1, "1 Stress"), (2, "1.1 Kinds"), (3, "1.1.1 Acute"), (2, "1.2 Effects"), (1, "2 Sleep")]
    assert headings(read(sheet)) == expected


@pytest.mark.parametrize("size", [24, 16])
def test_parts_stand_above_chapters_in_whatever_size_they_are_set(size):
    def opened(sheet, number, title):
        if number != 2:
            sheet.title(f"Part {'I' * ((number + 1) // 2)} Foundations {number}", size)
        sheet.title(f"{number} {title}", 18)

    found = headings(read(*a_book(opened)))
    assert [entry for entry in found if entry[1].startswith("Part")] == [
        (1, "Part I Foundations 1"),
        (1, "Part II Foundations 3"),
    ]
    assert [entry for entry in found if entry[1][0].isdigit()] == [(2, "1 Stress"), (2, "2 Sleep"), (2, "3 Habit")]
    assert {level for level, text in found if "at Work" in text} == {3}


def test_the_outline_gives_levels_that_the_type_does_not_show():
    sheets = [Sheet(number).title(title).set(words(number)) for number, title in enumerate(CHAPTERS, 1)]
    outline = tuple(OutlineEntry(level, title, level) for level, title in enumerate(CHAPTERS, 1))
    assert headings(read(*sheets, outline=outline)) == [(1, "Stress"), (2, "Sleep"), (3, "Habit")]
    assert {level for level, _ in headings(read(*sheets))} == {1}


def test_a_title_in_the_outline_is_a_heading_even_in_the_type_of_the_text():
    sheet = Sheet().title("1 Stress", 18).set(words(1)).set("A quiet word about sleep").set(words(2))
    plain = read(sheet)
    known = read(sheet, outline=(OutlineEntry(1, "1 Stress", 1), OutlineEntry(2, "A quiet word about sleep", 1)))
    assert "A quiet word about sleep" in prose(plain)
    assert headings(known) == [(1, "1 Stress"), (2, "A quiet word about sleep")]


def test_a_short_sentence_in_bold_type_is_no_heading():
    sheet = Sheet().title("1 Stress", 18).set(words(1)).set("Nobody is ever free of it.", bold=True).set(words(2))
    assert headings(read(sheet)) == [(1, "1 Stress")]


def test_words_that_come_again_and_again_in_their_own_type_label_what_follows():
    def opened(sheet, number, title):
        sheet.title(title, 18).set("Learning Objectives", size=11, bold=True)
        sheet.set(f"• tell {title.lower()} from worry").set(f"• name the effects of {title.lower()}", above=0)

    blocks = read(*a_book(opened))
    labels = [block for block in blocks if block.text == "Learning Objectives"]
    assert [block.reason for block in labels] == [Reason.LABEL] * 3
    assert next(block for block in blocks if block.text == "tell sleep from worry").section == ("Sleep",)


def test_a_summary_in_every_chapter_is_a_section():
    blocks = read(*a_book(with_title, sections=("{0} in Life", "Summary")))
    assert headings(blocks).count((2, "Summary")) == 3
    assert next(block for block in blocks if block.text == words(11)).section == ("Stress", "Summary")


def test_what_stands_before_the_first_chapter_in_the_outline_is_front_matter():
    front = Sheet(1).title("A Foreword", 18).set(words(1))
    chapter = Sheet(2).title("1 Stress", 18).set(words(2))
    blocks = read(front, chapter, outline=(OutlineEntry(1, "1 Stress", 2),))
    reasons = {block.text: block.reason for block in blocks}
    assert reasons[words(1)] is Reason.FRONT_MATTER
    assert reasons[words(2)] is None


def contents(entry):
    """A contents page; `entry(title, page)` gives the lines of an entry, from left to right."""
    sheet = Sheet(1).title("Contents", 18)
    for title, number in (
        ("1 Stress", 3),
        ("Kinds of Stress", 3),
        ("2 Sleep", 5),
        ("Stages of Sleep", 6),
        ("Index", 8),
    ):
        sheet.base += 22
        bold = title[0].isdigit()
        sheet.lines += [line(text, x, sheet.base, bold=bold) for text, x in entry(title, str(number))]
    return sheet


def a_chapter(number, page, title, section):
    return Sheet(page).title(f"{number} {title}", 18).set(words(page)).title(section).set(words(page + 50))


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(lambda title, number: [(f"{title} {'.' * 30} {number}", 60)], id="dots"),
        pytest.param(lambda title, number: [(f"{title} {'. ' * 20}{number}", 60)], id="spaced dots"),
        pytest.param(lambda title, number: [(title, 60), (number, 350)], id="no dots"),
    ],
)
def test_the_table_of_contents_is_neither_prose_nor_headings(entry):
    blocks = read(
        contents(entry), a_chapter(1, 3, "Stress", "Kinds of Stress"), a_chapter(2, 5, "Sleep", "Stages of Sleep")
    )
    assert headings(blocks)[1:] == [(1, "1 Stress"), (2, "Kinds of Stress"), (1, "2 Sleep"), (2, "Stages of Sleep")]
    assert {block.reason for block in blocks if block.page == 1} == {Reason.HEADING, Reason.CONTENTS}
    assert prose(blocks) == [words(3), words(53), words(5), words(55)]


def test_lines_with_dots_that_lead_to_a_number_are_contents_under_any_title():
    sheet = Sheet(1).title("What Is in This Book", 18)
    for title, number in (("Stress", 3), ("Sleep", 5), ("Habit", 9)):
        sheet.set(f"{title} {'.' * 30} {number}", above=2)
    blocks = read(sheet, a_chapter(1, 3, "Stress", "Kinds"), a_chapter(2, 5, "Sleep", "Stages"))
    assert {block.reason for block in blocks if block.page == 1} == {Reason.HEADING, Reason.CONTENTS}


def test_the_index_is_not_prose():
    index = Sheet(8).title("Index", 18)
    for entry in ("alarm, 3, 5", "cortisol, 3–4", "sleep, 5, 6", "worry, 6"):
        index.set(entry, above=0)
    blocks = read(a_chapter(1, 3, "Stress", "Kinds"), a_chapter(2, 5, "Sleep", "Stages"), index)
    assert {block.reason for block in blocks if block.page == 8} == {Reason.HEADING, Reason.INDEX}


@pytest.mark.parametrize("title", ["References", "Bibliography", "Works Cited", "3 References"])
def test_each_entry_of_the_bibliography_is_a_reference(title):
    entries = [
        "Lazarus, R. S. (1984). Stress, appraisal, and coping in the lives of ordinary people. Springer.",
        "Selye, H. (1956). The stress of life and of the ones who have to live it. McGraw-Hill.",
    ]
    sheet = Sheet(8).title(title, 18)
    for entry in entries:
        sheet.set(entry, above=0, hang=15)
    blocks = read(a_chapter(1, 3, "Stress", "Kinds"), a_chapter(2, 5, "Sleep", "Stages"), sheet)
    assert texts(blocks, BlockKind.REFERENCE) == entries
    assert {block.reason for block in blocks if block.page == 8} == {Reason.HEADING, Reason.REFERENCE}


def test_the_answer_key_is_not_prose():
    sheet = Sheet(8).title("Answer Key", 18).set("1. B", above=4).set("2. It wears the body out.", above=0)
    blocks = read(a_chapter(1, 3, "Stress", "Kinds"), a_chapter(2, 5, "Sleep", "Stages"), sheet)
    assert texts(blocks, BlockKind.ANSWER) == ["1. B", "2. It wears the body out."]
    assert prose(blocks) == [words(3), words(53), words(5), words(55)]


def test_a_zone_ends_where_the_next_chapter_begins():
    first = Sheet(3).title("1 Stress", 18).set(words(3)).title("References")
    first.set("Selye, H. (1956). The stress of life and of the ones who have to live it. McGraw-Hill.", hang=15)
    blocks = read(first, a_chapter(2, 5, "Sleep", "Stages"))
    assert prose(blocks) == [words(3), words(5), words(55)]


@pytest.mark.parametrize(
    ("title", "zone"),
    [
        ("Key Terms", Zone.KEY_TERMS),
        ("Chapter 3 Key Terms and Concepts", Zone.KEY_TERMS),
        ("GLOSSARY", Zone.KEY_TERMS),
        ("Review Questions", Zone.QUESTIONS),
        ("Critical Thinking Questions", Zone.QUESTIONS),
        ("Test Yourself", Zone.QUESTIONS),
        ("True or False", Zone.QUESTIONS),
        ("Answers to Chapter 1", Zone.ANSWERS),
        ("Solutions", Zone.ANSWERS),
        ("12 References", Zone.REFERENCES),
        ("Further Reading", Zone.READINGS),
        ("Table of Contents", Zone.CONTENTS),
        ("Subject Index", Zone.INDEX),
        ("Questions of Method", None),
        ("The Key to Memory", None),
        ("Indexing Memories", None),
        ("Frames of Reference", None),
    ],
)
def test_the_title_of_a_section_tells_what_its_blocks_are(title, zone):
    assert zone_of(title) is zone
