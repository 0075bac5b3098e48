"""Pages for tests, made from lines at given places, and what is read from them."""

import random
from dataclasses import dataclass, field

from corpus.extract import read_pages
from corpus.layout.drawings import find_drawings
from corpus.page import Line, OutlineEntry, Page, Shape
from emosapp_data.schema import Block, BlockKind, Book

WIDTH, HEIGHT = 420.0, 600.0
LEADING = 1.3
"""Distance of baselines, in units of the type size."""
WORDS = "calm stress sleep habit memory reward signal threat effort change people listen answer cortisol worry friend".split()


def words(number: int, count: int = 30) -> str:
    """A sentence of so many words, another one for each number."""
    return " ".join(random.Random(number).choices(WORDS, k=count)).capitalize() + "."


def line(
    text: str,
    x: float,
    base: float,
    size: float = 10.0,
    bold: bool = False,
    width: float | None = None,
    lead: int | None = None,
    marks: tuple[tuple[int, int], ...] = (),
    font: str = "Serif",
    upright: bool = True,
    bold_phrases: tuple[str, ...] = (),
) -> Line:
    """A line that starts at x and stands on a baseline; as wide as its letters, unless a width is given."""
    right = x + (width if width is not None else 0.5 * size * len(text))
    return Line(
        text,
        x,
        base - 0.8 * size,
        right,
        base + 0.2 * size,
        base,
        size,
        font,
        bold,
        False,
        False,
        lead if lead is not None else len(text) if bold else 0,
        marks,
        upright,
        bold_phrases,
    )


def page(number: int, lines: list[Line], shapes: list[Shape] | None = None, label: str = "") -> Page:
    """A page of these lines."""
    shapes = shapes or []
    return Page(number, WIDTH, HEIGHT, lines, shapes, find_drawings(shapes, WIDTH, HEIGHT), pdf_label=label)


def rule(x0: float, y0: float, x1: float, y1: float) -> Shape:
    """A thin line."""
    return Shape(x0, y0, x1, y1, False)


def box(x0: float, y0: float, x1: float, y1: float) -> Shape:
    """A filled area."""
    return Shape(x0, y0, x1, y1, True)


@dataclass
class Sheet:
    """A page that is set from top to bottom, paragraph by paragraph."""

    number: int = 1
    x: float = 60.0
    width: float = 300.0
    base: float = 60.0
    """The baseline of the last line."""
    lines: list[Line] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)

    def set(
        self,
        text: str,
        *,
        size: float = 10.0,
        bold: bool = False,
        term: str = "",
        above: float = 8.0,
        indent: float = 0.0,
        hang: float = 0.0,
        bold_phrase: str = "",
    ) -> "Sheet":
        """Set a text below what stands there.

        Args:
            text: the text; it is broken into lines as wide as the sheet allows.
            size: its type size, in points.
            bold: whether all of it is bold.
            term: bold words that it starts with.
            above: space above it, in points, besides the usual distance of lines.
            indent: by how much its first line is set in.
            hang: by how much its other lines are set in.
            bold_phrase: bold words that stand within it, on one line.
        """
        bold_left = len(f"{term} {text}".strip()) if bold else len(term)
        before = len(self.lines)
        self.base += above
        left = indent
        words: list[str] = []
        for word in f"{term} {text}".split():
            if words and len(" ".join((*words, word))) * 0.5 * size > self.width - left:
                bold_left = self._line(" ".join(words), size, left, bold_left)
                words, left = [], hang
            words.append(word)
        self._line(" ".join(words), size, left, bold_left)
        for item in self.lines[before:]:
            if bold_phrase and bold_phrase in item.text:
                item.bold_phrases += (bold_phrase,)
        return self

    def title(self, text: str, size: float = 14.0) -> "Sheet":
        """Set a heading."""
        return self.set(text, size=size, bold=True, above=12)

    def page(self) -> Page:
        """The page."""
        return page(self.number, self.lines, self.shapes)

    def _line(self, text: str, size: float, left: float, bold_left: int) -> int:
        self.base += LEADING * size
        lead = min(max(bold_left, 0), len(text))
        phrases = (text[:lead],) if 0 < lead < len(text) else ()
        self.lines.append(
            line(text, self.x + left, self.base, size, bold=lead == len(text), lead=lead, bold_phrases=phrases)
        )
        return bold_left - len(text) - 1


BOOK = Book(id="book", title="A Book", file_name="book.pdf", sha256="0" * 64)


def read(*pages: Page | Sheet, outline: tuple[OutlineEntry, ...] = ()) -> list[Block]:
    """The blocks of a book of these pages."""
    made = [item.page() if isinstance(item, Sheet) else item for item in pages]
    return read_pages(made, list(outline), BOOK).blocks


def texts(blocks: list[Block], kind: BlockKind) -> list[str]:
    """The texts of the blocks of one kind, as printed."""
    return [block.printed for block in blocks if block.kind is kind]


def prose(blocks: list[Block]) -> list[str]:
    """The paragraphs that are there to be read."""
    return [block.text for block in blocks if block.kind is BlockKind.PARAGRAPH and block.reason is None]
