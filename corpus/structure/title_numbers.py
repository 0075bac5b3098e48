"""Numbers of chapters that stand above their titles, in another type: "CHAPTER 3", or a large "3" alone."""

import re
from itertools import pairwise

from corpus.layout.paragraphs import Draft
from emosapp_data.schema import BlockKind

NUMBER_LINE = re.compile(
    r"(?:(?:chapter|unit|part|module|lesson|lecture)\s+(?:\d{1,3}|[ivxl]+|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)[.:]?|\d{1,3})",
    re.IGNORECASE,
)
LARGER = 1.15
"""A number alone is larger than the running text by so much; with "Chapter" before it, it may have any size."""
FARTHEST = 4.0
"""Largest distance from the number to its title, in units of the larger type."""


def join_title_numbers(drafts: list[Draft], titles: set[Draft], body_size: dict[int, float]) -> list[Draft]:
    """Put numbers to the titles below them.

    Args:
        drafts: the blocks of the book in reading order.
        titles: those of them that are headings without a number.
        body_size: type size of the running text, by page.

    Returns:
        The drafts without the numbers, which have become the first lines of their titles.
    """
    joined = {
        above
        for above, below in pairwise(drafts)
        if below in titles and _is_number(above, body_size[above.page]) and _stands_above(above, below)
    }
    for above, below in pairwise(drafts):
        if above in joined:
            below.lines = [*above.lines, *below.lines]
            below.gap = above.gap
    return [draft for draft in drafts if draft not in joined]


def _is_number(draft: Draft, body_size: float) -> bool:
    if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or draft.reason or len(draft.lines) > 1:
        return False
    text = draft.first.text
    return bool(NUMBER_LINE.fullmatch(text)) and (not text.isdigit() or draft.first.size > LARGER * body_size)


def _stands_above(number: Draft, title: Draft) -> bool:
    distance = title.first.base - number.first.base
    largest = max(number.first.size, title.first.size)
    return (
        number.page == title.page
        and number.box is title.box
        and 0 < distance < FARTHEST * largest
        and NUMBER_LINE.fullmatch(title.plain) is None
    )
