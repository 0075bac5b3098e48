"""Pages whose reading order should be looked at: it is far from the order in which the PDF draws its lines.

Most programs write a page in the order in which it is read; where the layout says otherwise, one of the two is wrong.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from corpus.layout.paragraphs import Draft
from corpus.page import Line, Page

IN_ORDER = 0.75
"""Share of lines that stand in the same order in both, below which a page is doubtful."""
FEWEST_LINES = 10
"""Pages with fewer lines are not judged."""


def doubtful_pages(pages: Iterable[Page], drafts: Iterable[Draft]) -> list[int]:
    """The pages, by PDF page, whose order of reading is doubtful.

    Notes in the margin do not count: they may be drawn anywhere. Recognized pages have no order of their own.
    """
    read: dict[int, list[Line]] = defaultdict(list)
    for draft in drafts:
        if not draft.run.margin:
            read[draft.page] += [part for line in draft.lines for part in (line.parts or (line,))]
    return [page.number for page in pages if page.confidence is None and _doubtful(page, read[page.number])]


def _doubtful(page: Page, read: list[Line]) -> bool:
    if len(read) < FEWEST_LINES:
        return False
    drawn = {line: number for number, line in enumerate(page.lines)}
    return _longest_rise([drawn[line] for line in read]) < IN_ORDER * len(read)


def _longest_rise(numbers: Iterable[int]) -> int:
    """Length of the longest increasing subsequence."""
    ends: list[int] = []
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
    return len(ends)
