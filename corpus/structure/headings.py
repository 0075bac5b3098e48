"""Headings and their levels: from the outline where the book has one, and from numbering and type.

A heading's type (size, weight, slant) means the same level all through a book. Headings that the outline or their
numbering places teach which type means which level; other headings get the level of their type, or are ranked by it.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from corpus.layout.formulas import SIGNS
from corpus.layout.paragraphs import Draft
from corpus.page import OutlineEntry
from corpus.structure.run_ins import runs_in, split_run_ins
from corpus.structure.title_numbers import join_title_numbers
from corpus.structure.zones import zone_of
from corpus.text import fold
from emosapp_data.schema import BlockKind

LONGEST = 200
"""Most characters of a heading."""
MOST_LINES = 4
"""Most lines of a heading in the size of the text,"""
MOST_LARGE_LINES = 8
"""and of one in larger type."""
LARGER = 1.05
"""A heading's type is at least so many times the body's size, unless it is bold, italic or in capitals."""
LONGEST_LABEL = 40
"""Most characters of a label in capitals at the top of a box."""
LABEL_COUNT = 3
"""A line that stands so often in the same words above different texts is a label ("Learning objectives"), not a section."""
EXCEPTION = 0.2
"""Headings of a type stand one below a level where at least so large a share of them does."""

LETTERS = re.compile(r"[^\W\d_]{2}")
NUMBERED = re.compile(r"(?:(?:chapter|section|appendix)\s+)?(\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)[.:]?\s+\S", re.IGNORECASE)
PART = re.compile(r"part\s+(?:\d+|[ivxl]+|one|two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
BEFORE_TITLE = re.compile(r"^(?:(?:chapter|unit|part|module|lesson)\s+)?(?:[\d.]+|[IVXL]+)[.:]?\s+", re.IGNORECASE)
SECTION_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?\s+(?=\S)")


class Style(NamedTuple):
    """The type of a heading, stronger styles first when sorted in descending order."""

    size: int
    """Type size in half points."""
    bold: bool
    upright: bool
    font: str

    @property
    def strength(self) -> tuple[int, bool, bool]:
        """What makes a heading stand above another one."""
        return self[:3]


RUN_IN = Style(0, bold=True, upright=True, font="")
"""Weaker than any heading on a line of its own."""


@dataclass(slots=True, eq=False)
class _Heading:
    draft: Draft
    style: Style
    level: int | None = None


def find_headings(drafts: list[Draft], outline: list[OutlineEntry], body_size: dict[int, float]) -> list[Draft]:
    """Mark the headings among the drafts and give each its level; 1 is a chapter, or a part where the book has parts.

    Args:
        drafts: the blocks of the book in reading order.
        outline: the book's bookmarks.
        body_size: type size of the running text, by page.

    Returns:
        The drafts, headings that ran in with their paragraph cut from it.
    """
    titles = _titles(outline)
    pages = {page for _, page in titles}
    longest = max((len(entry.title) for entry in outline), default=0) + 20
    levels: dict[Draft, int | None] = {}
    for draft in drafts:
        if (
            draft.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
            or draft.reason
            or draft.table
            or len(draft.lines) > MOST_LARGE_LINES
        ):
            continue
        level = _outline_level(draft, titles) if titles and draft.page in pages and draft.length <= longest else None
        if level is not None or (draft.kind is BlockKind.PARAGRAPH and _stands_out(draft, body_size[draft.page])):
            draft.kind = BlockKind.HEADING
            draft.listed = level is not None
            levels[draft] = level
    unnumbered = {draft for draft in levels if not NUMBERED.match(draft.plain)}
    drafts = join_title_numbers(drafts, unnumbered, body_size)
    drafts = split_run_ins(drafts)
    headings = [
        _Heading(draft, _style(draft), levels.get(draft) or _outline_level(draft, titles))
        for draft in drafts
        if draft.kind is BlockKind.HEADING
    ]
    boxed = [heading for heading in headings if heading.draft.box is not None and heading.level is None]
    open_ = [heading for heading in headings if heading not in boxed]
    _level_by_numbers(open_)
    _level_by_style(open_)
    deepest = max((heading.level or 1 for heading in open_), default=0)
    for heading in boxed:
        heading.level = deepest + 1
    for heading in headings:
        heading.draft.level = heading.level
    return drafts


def find_labels(drafts: list[Draft], outline: list[OutlineEntry]) -> set[Draft]:
    """The headings that only label what follows ("Learning objectives"): the same words again and again, in no outline.

    Their type is their own. What is set like the titles of sections opens a section, however often it comes: the
    "Summary" of each chapter, or a section's title that comes again below "Review questions".
    """
    listed = {fold(entry.title) for entry in outline}
    headings = [draft for draft in drafts if draft.kind is BlockKind.HEADING]
    by_text: dict[str, list[Draft]] = defaultdict(list)
    for draft in headings:
        text = fold(draft.plain)
        if text not in listed and zone_of(text) is None and not NUMBERED.match(draft.plain):
            by_text[text].append(draft)
    recurring = {draft for same in by_text.values() if len(same) >= LABEL_COUNT for draft in same}
    in_type = Counter(_label_type(draft) for draft in headings)
    again_in_type = Counter(_label_type(draft) for draft in recurring)
    labels = {draft for draft in recurring if 2 * again_in_type[look := _label_type(draft)] > in_type[look]}
    return labels | {above for above, below in pairwise(drafts) if _labels_box(above, below)}


def _label_type(draft: Draft) -> tuple[Style, bool, bool]:
    return _style(draft), draft.plain.isupper(), draft.box is None


def _labels_box(above: Draft, below: Draft) -> bool:
    """Whether a heading stands above another one at the top of a box, as the name of a series ("Try it")."""
    return above.kind is below.kind is BlockKind.HEADING and above.box is not None and above.box is below.box


def _titles(outline: list[OutlineEntry]) -> dict[tuple[str, int], int]:
    """Level by folded title and page."""
    return {(fold(entry.title), entry.page): entry.level for entry in reversed(outline)}


def _outline_level(draft: Draft, titles: dict[tuple[str, int], int]) -> int | None:
    text = fold(draft.plain.replace("- ", "") if draft.plain.find("- ") >= 0 else draft.plain)
    bare = fold(BEFORE_TITLE.sub("", draft.plain))
    return titles.get((text, draft.page)) or titles.get((bare, draft.page))


def _stands_out(draft: Draft, body_size: float) -> bool:
    """Whether a draft looks like a heading: short, not a sentence, in type that differs from the running text."""
    length = draft.length
    if length > LONGEST or len(draft.lines) > MOST_LARGE_LINES:
        return False
    text = draft.plain
    if _is_numbered_title(draft, text):
        return True
    if (
        text[-1] in ".,;"
        or SIGNS.search(text)
        or not LETTERS.search(text)
        or (draft.marked and not NUMBERED.match(text))
    ):
        return False
    if all(line.size > LARGER * body_size for line in draft.lines):
        return True
    if len(draft.lines) > MOST_LINES:
        return False
    if draft.box is not None and len(draft.lines) == 1 and text.isupper() and length <= LONGEST_LABEL:
        return True
    if draft.first.size < 0.9 * body_size:
        return False
    return all(line.bold for line in draft.lines) or (text.isupper() and " " in text)


def _is_numbered_title(draft: Draft, text: str) -> bool:
    """Whether a draft is a section number in bold with a title, which may be set in the type of the text."""
    match = SECTION_NUMBER.match(text)
    if not match or len(draft.lines) > 2 or text[-1] in ".,;":
        return False
    return draft.first.lead >= match.end() - 1 and not runs_in(draft)


def _style(draft: Draft) -> Style:
    if draft.run_in:
        return RUN_IN
    line = draft.lines[-1]  # a number above the title may have other type
    return Style(round(2 * line.size), line.bold, not line.italic, line.font)


def _level_by_numbers(headings: list[_Heading]) -> None:
    """Levels that follow from numbers: "6.2" lies one level below "6", and "6" below "Part II".

    Where the outline gives the level of numbered headings, it tells at which level the numbering starts. A heading
    whose type is otherwise used at another depth has a number by chance ("1984 and After"), and where a number comes
    again (below "Summary"), the largest one alone opens the section.
    """
    openings: dict[str, _Heading] = {}
    for heading in headings:
        if match := NUMBERED.match(heading.draft.plain):
            first = openings.setdefault(match[1], heading)
            if heading.style.size > LARGER * first.style.size:
                openings[match[1]] = heading
    numbers = {heading: number.count(".") + 1 for number, heading in openings.items()}
    parts = [heading for heading in headings if PART.match(heading.draft.plain)]
    starts = Counter(heading.level - depth for heading, depth in numbers.items() if heading.level is not None)
    start = starts.most_common(1)[0][0] if starts else int(bool(parts))
    for heading in parts:
        heading.level = heading.level or 1
    depths: dict[Style, Counter[int]] = defaultdict(Counter)
    for heading, depth in numbers.items():
        depths[heading.style][depth] += 1
    for heading, depth in numbers.items():
        if heading.level is None and (depth > 1 or depths[heading.style].most_common(1)[0][0] == depth):
            heading.level = max(depth + start, 1)


def _level_by_style(headings: list[_Heading]) -> None:
    """Levels that follow from type: one below the stronger heading that headings of this type stand under.

    Stronger types come first, so that what they open is known. A type that stands under several levels belongs one
    below the deepest of those that are no exception: a subsection may well stand in a chapter without sections.
    """
    known: dict[Style, Counter[int]] = defaultdict(Counter)
    for heading in headings:
        if heading.level is not None:
            known[heading.style][heading.level] += 1
    for style in sorted({heading.style for heading in headings if heading.level is None}, reverse=True):
        level = known[style].most_common(1)[0][0] if style in known else _level_under(style, headings)
        for heading in headings:
            if heading.style == style and heading.level is None:
                heading.level = max(level, 1)


def _level_under(style: Style, headings: list[_Heading]) -> int:
    """One below the stronger headings that headings of a type follow; 1 if there is none."""
    levels: Counter[int] = Counter()
    above = 0
    for heading in headings:
        if heading.style == style:
            levels[above + 1] += 1
        elif heading.style.strength > style.strength and heading.level is not None:
            above = heading.level
    if style == RUN_IN:
        return levels.most_common(1)[0][0]
    return max(level for level, count in levels.items() if count >= EXCEPTION * levels.total())
