"""What a PDF page holds before anything is understood of it: printed lines and drawn shapes.

Coordinates are points; x grows to the right and y downwards, from the top left corner of the page.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

RAISED_FIGURE = re.compile(r"([^\W\d_][.?!][”’)]*)\d{1,3}$")
"""A number right behind the end of a sentence."""


@dataclass(slots=True, eq=False)
class Line:
    """One printed line, or a part of one: text between two large gaps."""

    text: str
    """The text, with ligatures spelled out and without control characters."""
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    """y of the baseline."""
    size: float
    """Font size in points of most of its characters."""
    font: str
    """Font name of most of its characters."""
    bold: bool
    """Whether all of it is bold."""
    italic: bool
    """Whether all of it is italic."""
    mono: bool
    """Whether all of it is in a typewriter face."""
    lead: int
    """Length of the bold text that it starts with; the whole length where all of it is bold."""
    marks: tuple[tuple[int, int], ...]
    """Where superscript numbers and signs stand in the text: candidates for footnote marks."""
    upright: bool
    """Whether it runs from left to right; false for turned text."""
    bold_phrases: tuple[str, ...] = ()
    """What is bold in it, where not all of it is."""
    parts: tuple["Line", ...] = ()
    """The lines it was put together from; none for a line as the PDF gives it."""

    def __reduce__(self) -> tuple[type["Line"], tuple[Any, ...]]:
        """Pickled by its values alone, which is several times faster: lines are what processes send each other."""
        return Line, tuple(getattr(self, name) for name in self.__slots__)

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def unmarked(self) -> str:
        """The text without a footnote's mark at its end: a superscript, or a raised figure of the font."""
        if self.marks and self.marks[-1][1] >= len(self.text):
            return self.text[: self.marks[-1][0]]
        if self.text[-1:].isdigit() and (match := RAISED_FIGURE.search(self.text)):
            return self.text[: match.end(1)]
        return self.text

    def split(self, at: int) -> tuple["Line", "Line"]:
        """Cut it in two before a character; x is shared out by the number of characters.

        The first part counts for the whole line (it is made of it); the second has no place of its own in the page.
        """
        left, right = self.text[:at].rstrip(), self.text[at:].lstrip()
        gap = len(self.text) - len(right)
        x = self.x0 + self.width * gap / len(self.text)
        return (
            replace(
                self,
                text=left,
                x1=x,
                lead=min(self.lead, len(left)),
                bold=self.lead >= len(left),
                marks=tuple(mark for mark in self.marks if mark[1] <= len(left)),
                parts=self.parts or (self,),
            ),
            replace(
                self,
                text=right,
                x0=x,
                lead=max(0, self.lead - gap),
                marks=tuple((start - gap, end - gap) for start, end in self.marks if start >= gap),
                parts=(),
            ),
        )


class Shape(NamedTuple):
    """A drawn rectangle or line."""

    x0: float
    y0: float
    x1: float
    y1: float
    filled: bool
    """Whether it is an area rather than an outline or a stroke."""


class Drawing(NamedTuple):
    """An area where many shapes stand close together, such as a plot."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True, eq=False)
class Page:
    """A page."""

    number: int
    """Number of the page in the file, counted from 1."""
    width: float
    height: float
    lines: list[Line]
    shapes: list[Shape] = field(default_factory=list)
    """The rules, and the shapes that are large enough to hold text."""
    drawings: list[Drawing] = field(default_factory=list)
    garbled: bool = False
    """Whether its text is no language, as fonts without a map to Unicode give it."""
    noise: frozenset[Line] = frozenset()
    """Lines that were recognized in a picture and are no text."""
    confidence: float | None = None
    """Mean certainty of its words, 0 to 1, where its text was recognized in a picture."""
    pdf_label: str = ""
    """The label that the PDF itself gives the page."""


class OutlineEntry(NamedTuple):
    """One bookmark."""

    level: int
    """Depth, from 1."""
    title: str
    page: int
    """PDF page, counted from 1."""
