"""Sections: which headings a block stands under, and the zones that they open."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.layout.columns import has_leader
from corpus.layout.paragraphs import Draft
from corpus.page import Shape
from corpus.structure.zones import Zone, zone_of
from corpus.text import fold
from emosapp_data.schema import BlockKind, Reason

ENTRY = re.compile(r"(?:^|\s)(\d{1,4}|[ivxl]{1,7})$")
HEADS = re.compile(r"(?:chapter|part|section|unit|appendix)\s+\w{1,5}$", re.IGNORECASE)
FEWEST_ENTRIES = 3
"""Entries that show by their number alone that they are entries."""
MOST_BETWEEN = 3
"""Entries of a contents page without a number, one after the other."""
CONTENTS_BY = 20
"""The table of contents starts by this page."""
LONGEST_TITLE = 40
"""Most characters of the title of a table of contents."""


@dataclass(slots=True, eq=False)
class Place:
    """Where a draft stands in the book."""

    titles: tuple[str, ...] = ()
    """The headings above it, from the chapter down."""
    zone: Zone | None = None
    front: bool = False
    """Whether it stands before the first chapter."""


@dataclass(slots=True)
class _Open:
    level: int
    title: str
    zone: Zone | None
    draft: Draft = field(repr=False)


def mark_contents(drafts: list[Draft]) -> None:
    """Mark tables of contents: the lines with dots that lead to a page number, and those below a title "Contents".

    Below the title, entries need no dots: page numbers that rise stand apart from their titles. What stands between two entries belongs to them.
    """
    titled = False
    start = last = 0
    number = 0
    for index, draft in enumerate(drafts):
        if len(draft.lines) == 1 and draft.length < LONGEST_TITLE and zone_of(draft.plain) is Zone.CONTENTS:
            titled, start, last, number = True, index + 1, index, 0
            continue
        if titled and (index - last > MOST_BETWEEN or draft.page > drafts[last].page + 1):
            titled = False
        dotted = any(has_leader(line.text) for line in draft.lines)
        numbers = _entry_numbers(draft) if titled else []
        risen = (
            bool(numbers)
            and (len(numbers) >= FEWEST_ENTRIES or any(line.parts for line in draft.lines))
            and number <= numbers[0]
            and numbers == sorted(numbers)
        )
        if dotted or risen:
            for entry in drafts[start if titled else index : index + 1]:
                entry.kind, entry.reason = BlockKind.FURNITURE, Reason.CONTENTS
            start, last, number = index + 1, index, max([number, *numbers])


def _entry_numbers(draft: Draft) -> list[int]:
    """The page numbers that the lines of a contents page end with; none if too few do."""
    found = [match[1] for line in draft.lines if (match := ENTRY.search(line.text))]
    if 2 * len(found) < len(draft.lines) or HEADS.match(draft.plain):
        return []
    return [int(number) for number in found if number.isdigit()] or [0]


def find_places(drafts: list[Draft], labels: set[Draft], title: str) -> dict[Draft, Place]:
    """The place of every draft.

    Args:
        drafts: the blocks of the book in reading order, headings marked.
        labels: headings that open no section.
        title: the book's title; a heading that repeats it is no chapter, nor is one before the first in the outline or,
            in a book without outline, before the contents.
    """
    places: dict[Draft, Place] = {}
    stack: list[_Open] = []
    front = True
    first = next((draft for draft in drafts if draft.listed), None) or _contents_heading(drafts)
    box: Shape | None = None
    titles: tuple[str, ...] = ()
    zone: Zone | None = None
    chapters = any(draft.kind is BlockKind.HEADING and draft not in labels for draft in drafts)
    for draft in drafts:
        heads = draft.kind is BlockKind.HEADING
        if draft.reason is None and (box is not None and draft.box is not box) and (draft.box is None or heads):
            while stack and stack[-1].draft.box is not None:
                stack.pop()
                titles, zone = _standing(stack)
        box = draft.box if draft.reason is None else box
        first = None if draft is first else first
        if heads and draft not in labels and first is None and fold(draft.plain) != fold(title):
            level = draft.level or 1
            while stack and stack[-1].level >= level:
                stack.pop()
            inherited = stack[-1].zone if stack else None
            stack.append(_Open(level, " ".join(draft.plain.split()), zone_of(draft.plain) or inherited, draft))
            front = front and stack[0].zone is Zone.CONTENTS
            titles, zone = _standing(stack)
        places[draft] = Place(titles, zone, front and chapters)
    return places


def _standing(stack: list[_Open]) -> tuple[tuple[str, ...], Zone | None]:
    """The titles of the open sections, and the zone of the innermost one."""
    return tuple(entry.title for entry in stack), stack[-1].zone if stack else None


def _contents_heading(drafts: list[Draft]) -> Draft | None:
    """The heading of the table of contents, if one stands at the front of the book."""
    for above, below in pairwise(drafts):
        if above.page > CONTENTS_BY:
            break
        if above.kind is BlockKind.HEADING and below.reason is Reason.CONTENTS:
            return above
    return None
