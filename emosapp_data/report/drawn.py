"""What the overlay draws on each page: the blocks cut where a page ends, as the data that its script reads."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from emosapp_data.errors import BookError
from emosapp_data.schema import Block, BlockKind, LineBox, Reason

CONTEXT = 240
"""Characters shown of what a block says on the page before and the page after."""


class DrawnLine(NamedTuple):
    """A line, inside its page. Coordinates are points from the top left corner."""

    start: int
    """Offset in the text of its part at which the line begins."""
    x0: float
    y0: float
    x1: float
    y1: float


class DrawnPart(BaseModel):
    """A block, or as much of it as stands on one page."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    id: str
    """Id of the block."""
    kind: BlockKind
    """What the block is."""
    text: str
    """What it says on this page."""
    before: str = ""
    """The end of what it says on earlier pages."""
    after: str = ""
    """The beginning of what it says on later pages."""
    first_page: int
    """PDF page on which the block starts."""
    last_page: int
    """PDF page on which it ends."""
    lines: tuple[DrawnLine, ...] = ()
    """Its lines on this page."""
    section: tuple[str, ...] = ()
    """Headings above the block."""
    level: int | None = None
    """Depth of a heading."""
    marker: str | None = None
    """Mark or number, on the page where the block starts."""
    term: int | None = None
    """Length of the key term at the start of `text`."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The cells of a table."""
    reason: Reason | None = None
    """Why the block is not part of the reading text."""


class DrawnPage(BaseModel):
    """A page with what is drawn on it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    number: int
    """PDF page, counted from 1."""
    label: str | None
    """Number printed on it."""
    width: float
    """Width in points."""
    height: float
    """Height in points."""
    parts: tuple[DrawnPart, ...]
    """The blocks in reading order."""


class PageBlocks(NamedTuple):
    """The blocks of one page, with their lines there."""

    number: int
    found: list[tuple[Block, range]]
    """Each block, and which of its lines stand on the page."""


def by_page(blocks: Iterable[Block], pages: Sequence[int]) -> Iterator[PageBlocks]:
    """Gather the blocks of each page, holding no more than the pages that a block runs over.

    Args:
        blocks: all blocks of a book, in the order of the pages on which they start.
        pages: the pages to give, in ascending order; what stands on others is left out.

    Raises:
        BookError: a block stands on an earlier page than the block before it.
    """
    shown = frozenset(pages)
    waiting = deque(pages)
    gathered: dict[int, list[tuple[Block, range]]] = defaultdict(list)
    for block in blocks:
        while waiting and waiting[0] < block.page:
            number = waiting.popleft()
            yield PageBlocks(number, gathered.pop(number, []))
        for number, lines in _stretches(block):
            if number not in shown:
                continue
            if not waiting or number < waiting[0]:
                raise BookError(f"page {number}: block {block.id} comes after blocks of later pages; sort by page")
            gathered[number].append((block, lines))
    for number in waiting:
        yield PageBlocks(number, gathered.pop(number, []))


def draw(page: PageBlocks, size: tuple[float, float]) -> DrawnPage:
    """Cut the blocks of a page to what stands on it.

    Args:
        page: the blocks.
        size: width and height of the page in points; lines that reach over its edge end there.
    """
    labels = (block.label for block, _ in page.found if block.page == page.number)
    width, height = round(size[0], 1), round(size[1], 1)
    parts = tuple(_part(block, lines, width, height) for block, lines in page.found)
    return DrawnPage(number=page.number, label=next(labels, None), width=width, height=height, parts=parts)


def _stretches(block: Block) -> Iterator[tuple[int, range]]:
    """The pages of a block, each with its lines there; a block whose lines are not known stands where it starts."""
    if not block.lines:
        yield block.page, range(0)
    for page, places in groupby(range(len(block.lines)), key=lambda place: block.lines[place].page):
        found = list(places)
        yield page, range(found[0], found[-1] + 1)


def _part(block: Block, stretch: range, width: float, height: float) -> DrawnPart:
    lines = block.lines
    start = lines[stretch.start].start if stretch.start else 0
    end = lines[stretch.stop].start if stretch.stop < len(lines) else len(block.text)
    term = min(block.term_length, end) - start if block.term_length else 0
    return DrawnPart(
        id=block.id,
        kind=block.kind,
        text=block.text[start:end],
        before=_end_of(block.text[:start]),
        after=_beginning_of(block.text[end:]),
        first_page=block.page,
        last_page=block.last_page,
        lines=tuple(_inside(lines[place], start, width, height) for place in stretch),
        section=block.section,
        level=block.level,
        marker=None if start else block.marker,
        term=term if term > 0 else None,
        rows=block.rows,
        reason=block.reason,
    )


def _end_of(text: str) -> str:
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def _beginning_of(text: str) -> str:
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"


def _inside(line: LineBox, start: int, width: float, height: float) -> DrawnLine:
    x0, x1 = (min(max(0.0, x), width) for x in (line.x0, line.x1))
    y0, y1 = (min(max(0.0, y), height) for y in (line.y0, line.y1))
    return DrawnLine(line.start - start, x0, y0, x1, y1)
