"""Books in styles drawn at random, whose truth the typesetter knows: what holds for any style, for most, and for hard ones."""

import functools
from collections import Counter
from statistics import fmean, median

import pytest
from hypothesis import HealthCheck, given, settings

for package in ("typst", "pymupdf_fonts"):
    pytest.importorskip(package, reason=f"the typesetter of test books needs {package}")

from emosapp_data.schema import BlockKind  # noqa: E402 - after the packages were asked for
from tests.typesetter import Style, random_style, read_typeset, styles  # noqa: E402

SEEDS = range(24)
LEAST_RECALL = LEAST_PRECISION = 0.75
"""What holds for any style: a book of a few pages in three columns of large type is the hardest."""
in_any_style = settings(
    max_examples=30, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def letters(printed):
    """The letters of some texts; the fonts give a soft hyphen for some hyphens."""
    return Counter("".join("".join(text.split()) for text in printed).replace("\u00ad", "-"))


@in_any_style
@given(styles())
def test_every_line_of_the_book_is_in_exactly_one_block(style):
    reading = read_typeset(style)
    printed = letters(line.text for page in reading.pages for line in page.lines)
    found = letters(f"{block.marker or ''}{block.text}" for block in reading.blocks)
    missing = printed - found
    notes = sum(block.kind == "footnote" for block in reading.typeset.blocks)
    # Hyphens at line ends and the marks of footnotes are all that may be missing; nothing may be added.
    assert found - printed == Counter()
    assert set(missing) <= set("-0123456789")
    assert sum(missing.values()) - missing["-"] <= sum(len(str(number)) for number in range(1, notes + 1))


@in_any_style
@given(styles())
def test_paragraphs_are_found_whole_in_their_order_and_without_what_stands_around_them(style):
    reading = read_typeset(style)
    scores = reading.scores
    assert scores.order_errors == 0
    assert scores.recall >= LEAST_RECALL
    assert scores.precision >= LEAST_PRECISION
    paragraphs = [block for block in reading.blocks if block.kind is BlockKind.PARAGRAPH and block.reason is None]
    assert not [block.text for block in paragraphs if reading.typeset.title in block.text]
    assert {box.page for block in reading.blocks for box in block.lines} == {
        page.number for page in reading.pages if page.lines
    }


@functools.cache
def readings():
    """The books of the fixed seeds."""
    return {seed: read_typeset(random_style(seed)) for seed in SEEDS}


def shares(name):
    return {seed: getattr(reading.scores, name) for seed, reading in readings().items()}


@pytest.mark.parametrize(
    ("name", "least"),
    [("recall", 0.98), ("precision", 0.98), ("headings", 0.97), ("levels", 0.97), ("sections", 0.98), ("pages", 1.0)],
)
def test_half_of_all_books_are_read_nearly_without_a_mistake(name, least):
    assert median(shares(name).values()) >= least


@pytest.mark.parametrize(("name", "least"), [("recall", 0.98), ("precision", 0.98), ("levels", 0.98)])
def test_bad_books_are_rare(name, least):
    assert fmean(shares(name).values()) >= least


def test_the_paragraphs_of_these_books_are_read_in_order():
    assert {seed: errors for seed, errors in shares("order_errors").items() if errors} == {}


def test_every_kind_of_block_is_found_in_most_books():
    by_kind: dict[str, list[float]] = {}
    for reading in readings().values():
        for kind, share in reading.scores.kinds.items():
            by_kind.setdefault(kind, []).append(share)
    assert len(by_kind) == 10
    assert {kind: mean for kind, found in by_kind.items() if (mean := fmean(found)) < 0.95} == {}


def test_no_more_than_one_book_in_twenty_keeps_a_running_head_in_its_text():
    kept = [
        (seed, block.text)
        for seed, reading in readings().items()
        for block in reading.blocks
        if block.kind is BlockKind.PARAGRAPH and block.reason is None and is_title(block.text, reading)
    ]
    assert len({seed for seed, _ in kept}) <= len(SEEDS) / 20, kept


def is_title(text, reading):
    """Whether a paragraph says what a heading says, as running heads do."""
    return any(text.lower() == block.text.lower() for block in reading.typeset.blocks if block.kind == "heading")


HARD = {
    "three columns with footnotes and text that runs on behind figures": Style(
        seed=2, columns=3, font="Ubuntu", size=8.5, justify=True, hyphenate=True, footnotes=True, figures="above",
        running_head="outer",
    ),
    "two narrow columns of hyphenated text, with indents and no room for notes in the margin": Style(
        seed=1, paper="iso-b5", margin="wide", columns=2, size=9.0, justify=True, hyphenate=True, indent=True,
        sidenotes=True, figures="below", numbering="decimal",
    ),
    "notes in a wide margin beside indented paragraphs": Style(
        seed=2, paper="us-letter", sidenotes=True, justify=True, indent=True, running_head="outer",
        folio="head outer", figures="below",
    ),
    "no outline, parts, and headings that run in with their paragraph": Style(
        seed=3, paper="us-letter", font="New Computer Modern", indent=True, numbering="decimal", parts=True,
        deepest="run in", outline=False, running_head="left", running_text="both",
    ),
    "a table of contents without dots, and no outline": Style(
        seed=4, numbering="chapter", parts=True, outline=False, contents="plain", key_terms="book", references="book"
    ),
    "tables without rules between two columns of text, and questions": Style(
        seed=2, columns=2, size=9.0, figures="below", tables="plain", questions=True, choices="(a)"
    ),
    "boxes between two rules on a small page, quotations and italic titles": Style(
        seed=5, paper="a5", indent=True, heading_look="italic", quotes=True, boxes="ruled"
    ),
    "centred titles in the weight of the text, hardly larger": Style(
        seed=0, font="Noto Sans", leading=1.0, heading_look="regular", heading_scale=1.15, heading_align="center",
        outline=False, equations=True,
    ),
    "numbered titles in capitals over both columns, and large initials": Style(
        seed=4, columns=2, heading_look="capitals", spanning_chapters=True, numbering="capitals", outline=False,
        running_head="center", initials=True,
    ),
    "chapters that run on, their number on a line of its own, key terms behind a dash": Style(
        seed=1, font="FiraGO", heading_align="center", numbering="chapter line", chapter_start="running on",
        outline=False, bullets="dash", footnotes=True, key_terms="chapter", term_end="dash", references="chapter",
    ),
}  # fmt: skip
"""Styles that were once read badly."""


@pytest.mark.parametrize("style", HARD.values(), ids=HARD)
def test_hard_styles_are_read_without_a_mistake(style):
    scores = read_typeset(style).scores
    assert scores.lost == scores.added == scores.headings_lost == scores.headings_added == ()
    assert scores.order_errors == 0
    assert {kind: share for kind, share in scores.kinds.items() if share < 1} == {}
    assert scores.sections == 1
    assert scores.pages == 1
