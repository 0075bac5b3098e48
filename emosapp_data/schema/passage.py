"""A passage: a stretch of a book's reading text under one heading, small enough to ask about."""

from bisect import bisect_right
from enum import StrEnum
from typing import ClassVar, NamedTuple

from emosapp_data.schema.base import IdentifiedRecord
from emosapp_data.schema.citation import Citation, PageRef


class PassageKind(StrEnum):
    """What a passage holds."""

    PROSE = "prose"
    KEY_TERMS = "key_terms"
    QUESTIONS = "questions"
    ANSWERS = "answers"


class BlockStart(NamedTuple):
    """Where a block begins in a passage."""

    start: int
    """Offset in the passage's text."""
    block: str
    """Id of the block."""


class PageStart(NamedTuple):
    """Where a page begins in a passage."""

    start: int
    """Offset in the passage's text."""
    page: PageRef
    """The page that the text stands on from there."""


class Passage(IdentifiedRecord):
    """A cited stretch of a book's reading text: one or more whole blocks with a blank line between two."""

    ID_PREFIX: ClassVar = "passage"
    ID_FIELDS: ClassVar = ("text", "kind", "citation")

    text: str
    """The blocks as printed, joined by blank lines."""
    kind: PassageKind
    """What the passage holds."""
    citation: Citation
    """Where the passage stands."""
    licence: str | None = None
    """Licence of the book, as an SPDX expression."""
    blocks: tuple[BlockStart, ...]
    """The blocks of the passage."""
    page_starts: tuple[PageStart, ...]
    """The pages of the passage; the first starts at 0."""

    def page_at(self, offset: int) -> PageRef:
        """The page on which the character at `offset` of the text stands."""
        return self.page_starts[bisect_right(self.page_starts, offset, key=lambda mark: mark.start) - 1].page
