"""Running heads, running feet and page numbers, found by what recurs over pages, never by size or margin alone.

A line at the edge of a page is furniture when it holds a number that counts the pages, or when it says the same as the
edge of a page nearby; and with it the other lines that stand at the same height in the same type, if most of those are
furniture (a head that names a section of a single page says nothing twice).
"""

import re
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from rapidfuzz import fuzz

from corpus.numerals import number_value
from corpus.page import Line, Page
from corpus.text import fold
from emosapp_data.schema import Reason

DEPTH = 3
"""How many rows at the top and at the bottom of a page may be furniture."""
NEARBY = 2
"""A head recurs on the next page or, where left and right pages differ, on the one after it."""
HEIGHT = 2.0
"""Points by which the height of one and the same head varies from page to page,"""
SCANNED_HEIGHT = 6.0
"""and by which it does where the pages were scanned;"""
MISREAD = 85
"""there, two texts are the same from this ratio on, in per cent."""
SHARE = 0.5
"""Share of the rows at one height and in one type that must recur for them to count as furniture."""
LARGER = 0.5
"""Points by which a title is larger than the running text,"""
TITLE_SIZE = 1.15
"""and by how many times larger than the head that repeats it."""
FEWEST = 3
"""A head stands on at least so many pages,"""
FEWEST_SHARE = 0.05
"""and on at least this share of them."""

NUMBER = re.compile(r"(?:^|(?<=[\s|•·–—-]))(\d{1,4}|[ivxlc]{1,7})(?=$|[\s|•·–—-])")


class Furniture(NamedTuple):
    """The furniture of a book."""

    reasons: dict[Line, Reason]
    """Every line that is furniture, with its kind."""
    labels: dict[int, str]
    """The page number printed on each page that has one, by PDF page."""


@dataclass(slots=True, eq=False)
class _Row:
    """The lines that stand side by side at one edge of a page."""

    page: int
    top: bool
    lines: list[Line]
    text: str
    height: float
    """Distance of the baseline from the edge."""
    numbers: list[tuple[str, int]]
    """The numbers at its two ends, as printed and as a value."""
    size: float
    """Type size of most of it."""
    scanned: bool
    recurs: bool = False

    def core(self, labels: dict[int, str]) -> str:
        """The text without the page's number at its ends."""
        label = labels.get(self.page, "")
        return self.text.removeprefix(label).removesuffix(label).strip()

    def alike(self, other: "_Row") -> bool:
        """Whether the two stand at the same height in the same type."""
        varies = SCANNED_HEIGHT if self.scanned else HEIGHT
        return abs(self.height - other.height) <= varies and abs(self.size - other.size) < varies / 4


@dataclass(slots=True, eq=False)
class _Edge:
    """The top or the bottom of a page: groups of lines side by side, the outermost first."""

    page: Page
    top: bool
    groups: list[list[Line]]
    outermost: _Row | None = None

    def row(self) -> _Row | None:
        """The outermost row that is not furniture yet."""
        if self.outermost is None and self.groups:
            self.outermost = _row(self.page, self.groups[0], self.top)
        return self.outermost

    def drop(self) -> None:
        """Go on to the next row."""
        del self.groups[0]
        self.outermost = None


def find_furniture(pages: list[Page]) -> Furniture:
    """Find the furniture of all pages."""
    edges = {(page.number, top): edge for page in pages for top, edge in zip((True, False), _edges(page), strict=True)}
    fewest = max(FEWEST, FEWEST_SHARE * len(pages))
    titles = _titles(pages)
    labels: dict[int, str] = {}
    reasons: dict[Line, Reason] = {}
    for _ in range(DEPTH):
        candidates = [row for edge in edges.values() if (row := edge.row())]
        recurring = _recurring(candidates, labels, fewest, titles)
        if not recurring:
            break
        for row in recurring:
            edges[row.page, row.top].drop()
            reasons.update({line: _reason(row, line, labels.get(row.page)) for line in row.lines})
    return Furniture(reasons, labels)


class _Titles(NamedTuple):
    """What is said in large type: a head that says the same names a chapter, if only on one page."""

    text_size: float
    """Type size of the running text; a head is not larger."""
    sizes: dict[str, float]
    """The largest type in which each text is set."""

    def named_by(self, row: _Row, labels: dict[int, str]) -> bool:
        """Whether a row says what a title says, in small type."""
        size = self.sizes.get(fold(row.core(labels)), 0.0)
        return size > TITLE_SIZE * row.size and row.size < self.text_size + LARGER


def _titles(pages: list[Page]) -> _Titles:
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    titles: dict[str, float] = {}
    for page in pages:
        text, above = "", None
        for line in page.lines:
            if line.size < usual + LARGER:
                above = None
                continue
            text = f"{text} {line.text}" if above is not None and abs(above.size - line.size) < 0.5 else line.text
            above = line
            for said in {fold(line.text), fold(text)}:
                titles[said] = max(line.size, titles.get(said, 0.0))
    return _Titles(usual, titles)


def _edges(page: Page) -> tuple[_Edge, _Edge]:
    """The first rows of the upper half of a page and the last rows of its lower half."""
    lines = sorted((line for line in page.lines if line.upright), key=attrgetter("base"))
    middle = page.height / 2
    upper = [line for line in lines[: 4 * DEPTH] if line.base < middle]
    lower = [line for line in lines[-4 * DEPTH :] if line.base >= middle]
    return _Edge(page, True, _groups(upper)[:DEPTH]), _Edge(page, False, _groups(lower)[: -DEPTH - 1 : -1])


def _groups(lines: list[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and abs(line.base - groups[-1][0].base) < 0.4 * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _row(page: Page, lines: list[Line], top: bool) -> _Row:
    lines = sorted(lines, key=attrgetter("x0"))
    text = " ".join(" ".join(line.text.split()) for line in lines)
    numbers = [(match[1], value) for match in NUMBER.finditer(text) if (value := number_value(match[1]))]
    ends = [number for number in numbers if text.startswith(number[0]) or text.endswith(number[0])]
    return _Row(
        page.number,
        top,
        lines,
        text,
        lines[0].base if top else page.height - lines[0].base,
        ends,
        max(lines, key=lambda line: len(line.text)).size,
        page.confidence is not None,
    )


def _recurring(candidates: list[_Row], labels: dict[int, str], fewest: float, titles: "_Titles") -> set[_Row]:
    """The rows that are furniture; the page numbers among them are added to `labels`."""
    counting = _label(candidates, labels)
    furniture = {row for row in counting if row.text == labels[row.page]}
    neighbours = {(row.top, row.page): row for row in candidates}
    for row in candidates:
        others = (neighbours.get((row.top, row.page + step)) for step in range(-NEARBY, NEARBY + 1) if step)
        row.recurs = (
            row in counting
            or titles.named_by(row, labels)
            or any(other and other.alike(row) and _says_the_same(row, other, labels) for other in others)
        )
    for group in _places([row for row in candidates if row not in furniture]):
        recurring = sum(row.recurs for row in group)
        if recurring >= max(fewest, SHARE * len(group)):
            furniture.update(group)
    return furniture


def _says_the_same(row: _Row, other: _Row, labels: dict[int, str]) -> bool:
    """Whether two rows share a text, their page numbers aside."""
    if (core := row.core(labels)) and core == other.core(labels):
        return True
    if row.scanned and core and fuzz.ratio(core, other.core(labels)) >= MISREAD:
        return True
    return not {line.text for line in row.lines}.isdisjoint(
        line.text for line in other.lines if not line.text.strip().isdigit()
    )


def _label(candidates: list[_Row], labels: dict[int, str]) -> set[_Row]:
    """Find the rows that hold their page's number: numbers that differ as their pages do."""
    neighbours = {(row.top, row.page): row for row in candidates}
    ahead: dict[tuple[_Row, str], int] = {}
    for row in candidates:
        for step in range(-NEARBY, NEARBY + 1):
            other = neighbours.get((row.top, row.page + step))
            if step and other and row.alike(other):
                following = {value - step for _, value in other.numbers}
                ahead.update({(row, printed): value - row.page for printed, value in row.numbers if value in following})
    # Footnotes count too, but not as evenly over the whole book: of two numbers on a page the commoner lead is right.
    votes = Counter(ahead.values())
    for (row, printed), lead in sorted(ahead.items(), key=lambda item: -votes[item[1]]):
        if votes[lead] >= FEWEST:
            labels.setdefault(row.page, printed)
    _label_alone(candidates, labels)
    return {row for row in candidates if any(printed == labels.get(row.page) for printed, _ in row.numbers)}


def _label_alone(candidates: list[_Row], labels: dict[int, str]) -> None:
    """Add the numbers that stand in another place than on the pages around them, as on a chapter's first page."""
    leads = {page: (number_value(printed) or 0) - page for page, printed in labels.items()}
    for row in candidates:
        if row.page not in labels:
            around = {leads.get(row.page + step) for step in range(-NEARBY, NEARBY + 1)}
            labels.update((row.page, printed) for printed, value in row.numbers if value - row.page in around)


def _places(candidates: list[_Row]) -> list[list[_Row]]:
    """The rows that stand at the same height, at the same edge, in type of the same size."""
    places: list[list[_Row]] = []
    for row in sorted(candidates, key=lambda row: (row.top, round(2 * row.size), row.height)):
        if places and places[-1][-1].top == row.top and places[-1][-1].alike(row):
            places[-1].append(row)
        else:
            places.append([row])
    return places


def _reason(row: _Row, line: Line, label: str | None) -> Reason:
    if line.text.strip() == label:
        return Reason.PAGE_NUMBER
    return Reason.RUNNING_HEAD if row.top else Reason.RUNNING_FOOT
