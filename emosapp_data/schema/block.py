"""A block: a paragraph, heading, list item, caption ... of a page, as the extraction found it."""

from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from emosapp_data.schema.base import Record
from emosapp_data.schema.reason import Reason


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    KEY_TERM = "key_term"
    QUESTION = "question"
    CHOICE = "choice"
    ANSWER = "answer"
    CAPTION = "caption"
    TABLE = "table"
    FOOTNOTE = "footnote"
    SIDENOTE = "sidenote"
    REFERENCE = "reference"
    EQUATION = "equation"
    CODE = "code"
    FURNITURE = "furniture"


class LineBox(NamedTuple):
    """Where one printed line of a block stands. Coordinates are points from the top left corner of the page."""

    start: int
    """Offset in the block's text at which the line begins."""
    page: int
    """PDF page, counted from 1."""
    x0: float
    y0: float
    x1: float
    y1: float


class Block(Record):
    """A block of a book, in reading order."""

    id: str
    """Number of the block within its book, such as 'b00042'."""
    book: str
    """Id of the book."""
    kind: BlockKind
    """What the block is."""
    text: str
    """The text as printed, its lines joined, without the mark or number that `marker` holds."""
    page: int = Field(ge=1)
    """PDF page on which the block starts, counted from 1."""
    label: str | None = None
    """Number printed on that page."""
    last_page: int = Field(ge=1)
    """PDF page on which the block ends."""
    section: tuple[str, ...] = ()
    """Headings above the block (a heading's own title included), from the chapter down."""
    level: int | None = Field(default=None, ge=1)
    """Depth of a heading: 1 is a chapter."""
    marker: str | None = None
    """Mark of a list item, number of a question, letter of a choice, as printed: '•', '12.', 'a.'."""
    term_length: int | None = Field(default=None, ge=1)
    """Length of the term at the start of a key term's text; the definition follows it."""
    bold_phrases: tuple[str, ...] = ()
    """What is bold in a paragraph: often the terms that it introduces."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The cells of a table."""
    reason: Reason | None = None
    """Why the block is not part of the book's reading text; none for text that is."""
    lines: tuple[LineBox, ...] = ()
    """Where the block's lines stand."""

    @property
    def printed(self) -> str:
        """The text with its marker, as a reader sees it."""
        return f"{self.marker} {self.text}" if self.marker else self.text
