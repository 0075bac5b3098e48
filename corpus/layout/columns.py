"""Reading order: columns found by the gutters between lines that stand side by side.

A page is cut into bands by the lines that cross a gutter (titles, wide captions, single-column text); within a band the
columns are read one after the other, and each of them may have gutters of its own.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import NamedTuple, Self

from corpus.page import Drawing, Line

FEWEST = 3
"""A column has at least so many lines that stand beside lines of the next column."""
NARROWEST = 0.12
"""Narrowest column, as a share of the width of the text; what is narrower is a table or a list of marks."""
ALIGNED = 0.5
"""Share of a column's lines that begin at one of its left edges,"""
MOST_EDGES = 2
"""of which it has so many: boxes are set in a little."""
OVERLAP = 1.0
"""Lines whose baselines are closer than this, in units of the type size, stand side by side."""
WIDE_GAP = 1.5
"""Gap, in units of the type size, that is wider than any between the parts of one line."""
TITLE_SIZE = 1.15
"""A title's type is at least so many times the size of the text."""
FREE_ABOVE = 0.7
"""Space above such a title, in units of its type size."""
TITLE_GAP = 1.5
"""The columns below a title start within so many times its type size of each other."""
NEARBY = 4
"""Pages around a page that show what its gutters are."""
SAME_EDGE = 1.5
"""Points by which the edge of a column differs."""
SET_IN = 2.5
"""Largest indent of a line in a column, in units of its type size."""
LEADER = re.compile(r"(?:\. ?){7,}|…{3,}|(?:\. ?){4,}[\divxlc]+$")
"""Dots that lead to a page number: a table of contents, which is read line by line."""


@dataclass(slots=True, eq=False)
class Run:
    """Lines to be read one after the other, all in one column or all across the page."""

    lines: list[Line]
    x0: float
    """Left edge of the column."""
    x1: float
    """Right edge of the column."""
    margin: bool = False
    """Whether it stands in the margin, beside the text."""

    @classmethod
    def of(cls, lines: list[Line], *, margin: bool = False) -> Self:
        """The run of some lines, from top to bottom."""
        return cls(
            sorted(lines, key=attrgetter("base", "x0")),
            min(line.x0 for line in lines),
            max(line.x1 for line in lines),
            margin,
        )

    @property
    def width(self) -> float:
        """Width of the column."""
        return self.x1 - self.x0


class Gutter(NamedTuple):
    """The free strip between two columns."""

    place: float
    """x in its middle."""
    right: float
    """x at which the column to its right begins."""

    def equals(self, other: Self) -> bool:
        """Whether two pages have the same gutter."""
        return abs(self.right - other.right) < SAME_EDGE

    def starts(self, line: Line) -> bool:
        """Whether a line begins in the column to its right, set in at most."""
        return -SAME_EDGE < line.x0 - self.right < SET_IN * line.size


def reading_orders(pages: list[list[Line]], drawings: Sequence[Sequence[Drawing]] = ()) -> list[list[Run]]:
    """Order the lines of each page of a book, furniture aside.

    A page with too few lines in a column to show its gutter takes the gutters that the pages around it have.
    """
    gutters: list[list[Gutter]] = [[] for _ in pages]
    drawings = drawings or [()] * len(pages)
    orders = [
        reading_order(lines, found=found, drawings=drawn)
        for lines, found, drawn in zip(pages, gutters, drawings, strict=True)
    ]
    for index, lines in enumerate(pages):
        around = [
            gutters[at] for at in range(max(0, index - NEARBY), min(len(pages), index + NEARBY + 1)) if at != index
        ]
        known = [
            gutter
            for gutter in {gutter for page in around for gutter in page}
            if sum(any(gutter.equals(other) for other in page) for page in around) > 1
            and not any(gutter.equals(own) for own in gutters[index])
            and any(gutter.starts(line) for line in lines)
        ]
        if known:
            orders[index] = reading_order(lines, sorted(known), drawings=drawings[index])
    return orders


def reading_order(
    lines: list[Line], known: Sequence[Gutter] = (), found: list[Gutter] | None = None, drawings: Sequence[Drawing] = ()
) -> list[Run]:
    """Order the lines of a page.

    Args:
        lines: the lines, furniture aside.
        known: gutters of other pages, which one line on either side is enough to show.
        found: takes up the gutters of this page.
        drawings: the drawings of the page: a title beside one does not head two columns.
    """
    if not lines:
        return []
    if sum(has_leader(line.text) for line in lines) >= FEWEST:
        return [Run.of(lines)]
    return _split(sorted(lines, key=attrgetter("base", "x0")), known, [] if found is None else found, drawings)


def has_leader(text: str) -> bool:
    """Whether a line has dots that lead to a page number."""
    return (".." in text or ". ." in text or "……" in text) and bool(LEADER.search(text))


def _split(lines: list[Line], known: Sequence[Gutter], found: list[Gutter], drawings: Sequence[Drawing]) -> list[Run]:
    """Cut lines, sorted from top to bottom, into runs."""
    free = _gutter(lines, known)
    if free is None:
        return [Run.of(lines)]
    found.append(free)
    gutter = free.place
    fewest = 1 if free in known else FEWEST
    usual = median(line.size for line in lines)
    runs: list[Run] = []
    across: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []

    def close_band() -> None:
        if left and right and _is_band(left, right, fewest):
            if across:
                runs.append(Run.of(across))
            runs.extend(_split(left, known, found, drawings))
            runs.extend(_split(right, known, found, drawings))
            across.clear()
        else:
            across.extend(left + right)
        left.clear()
        right.clear()

    for line in lines:
        if line.x1 <= gutter + 1:
            if line.size >= TITLE_SIZE * usual and _heads_both(line, lines, gutter, drawings):
                close_band()
                across.append(line)
            else:
                left.append(line)
        elif line.x0 >= gutter - 1:
            right.append(line)
        else:
            close_band()
            across.append(line)
    close_band()
    if across:
        runs.append(Run.of(across))
    return runs


def _heads_both(title: Line, lines: list[Line], gutter: float, drawings: Sequence[Drawing]) -> bool:
    """Whether a title over the left column heads both: it stands free, and both columns start anew below it."""
    if any(drawing.y0 < title.y1 and title.y0 < drawing.y1 for drawing in drawings):
        return False
    below: dict[bool, float] = {}
    above: dict[bool, float] = {}
    for line in lines:
        right = line.x0 >= gutter - 1
        if line is title:
            continue
        if line.y1 < title.y0 + 0.2 * title.size:
            above[right] = max(line.y1, above.get(right, 0.0))
            if not right and title.y0 - line.y1 < FREE_ABOVE * title.size:
                return False
        elif line.y0 > title.y1:
            below.setdefault(right, line.y0)
        else:
            return False
    return True in above and len(below) > 1 and abs(below[True] - below[False]) < TITLE_GAP * title.size


def _is_band(left: list[Line], right: list[Line], fewest: int) -> bool:
    """Whether lines on both sides of a gutter are columns, not the two parts of a heading or a list item."""
    gap = min(line.x0 for line in right) - max(line.x1 for line in left)
    return max(len(left), len(right)) >= fewest or gap > WIDE_GAP * left[0].size


def _gutter(lines: list[Line], known: Sequence[Gutter]) -> Gutter | None:
    """The gutter that most pairs of neighbouring lines leave free; none where the lines form one column."""
    pairs = _side_by_side(lines)
    return _own_gutter(lines, pairs) or next(
        (gutter for gutter in known if any(left.x1 <= gutter.place and gutter.starts(right) for left, right in pairs)),
        None,
    )


def _own_gutter(lines: list[Line], pairs: list[tuple[Line, Line]]) -> Gutter | None:
    if len(pairs) < FEWEST:
        return None
    edges = sorted(
        [(left.x1, 1, right.x0) for left, right in pairs] + [(right.x0, -1, 0.0) for _, right in pairs],
        key=lambda edge: edge[:2],
    )
    depth = best = 0
    place = 0.0
    for index, (x, change, _) in enumerate(edges):
        depth += change
        if depth > best and index + 1 < len(edges):
            best, place = depth, (x + edges[index + 1][0]) / 2
    beside = [(left, right) for left, right in pairs if left.x1 <= place <= right.x0]
    width = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    lefts = list({id(left): left for left, _ in beside}.values())
    rights = list({id(right): right for _, right in beside}.values())
    if all(_is_column(side, width) for side in (lefts, rights)):
        return Gutter(place, Counter(line.x0 for line in rights).most_common(1)[0][0])
    return None


def _is_column(lines: list[Line], width: float) -> bool:
    if len(lines) < FEWEST or sum(line.width for line in lines) < NARROWEST * width * len(lines):
        return False
    starts = Counter(round(line.x0) for line in lines)
    aligned = {place + shift for place, _ in starts.most_common(MOST_EDGES) for shift in (-1, 0, 1)}
    return sum(starts[place] for place in aligned) >= ALIGNED * len(lines)


def _side_by_side(lines: list[Line]) -> list[tuple[Line, Line]]:
    """Pairs of lines at about the same height, the left one ending before the right one starts."""
    pairs = []
    for index, line in enumerate(lines):
        lowest = line.base + OVERLAP * line.size
        for other in lines[index + 1 :]:
            if other.base > lowest:
                break
            if line.x1 < other.x0:
                pairs.append((line, other))
            elif other.x1 < line.x0:
                pairs.append((other, line))
    return pairs
