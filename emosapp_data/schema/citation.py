"""Where a text stands in a book."""

from typing import Self

from pydantic import Field, model_validator

from emosapp_data.schema.base import Record


class PageRef(Record):
    """One page of a PDF."""

    pdf: int = Field(ge=1)
    """Number of the page in the file, counted from 1."""
    label: str | None = None
    """Number printed on the page, such as 'xii' or '211'; none where none is printed nor can be inferred."""

    @property
    def printed(self) -> str:
        """The number one would look for on the paper: the label, or else the PDF page."""
        return self.label or str(self.pdf)


class Span(Record):
    """A stretch of characters: `text[start:end]`."""

    start: int = Field(ge=0)
    """Offset of the first character."""
    end: int = Field(ge=0)
    """Offset behind the last character."""

    @model_validator(mode="after")
    def _not_backwards(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"span ends at {self.end}, before its start at {self.start}")
        return self


class Citation(Record):
    """Where a text stands: book, section, pages and characters."""

    book: str
    """Id of the book."""
    title: str
    """Title of the book."""
    edition: str | None = None
    """Edition of the book."""
    section: tuple[str, ...] = ()
    """Headings above the text, from the chapter down; empty where the book has none."""
    first_page: PageRef
    """Page on which the text starts."""
    last_page: PageRef
    """Page on which the text ends."""
    span: Span
    """Characters in the book's reading text: its kept blocks in order, with a blank line between two."""

    @property
    def chapter(self) -> str | None:
        """Title of the chapter, the outermost heading."""
        return self.section[0] if self.section else None

    @property
    def pages(self) -> str:
        """The pages as one writes them: 'p. 12', 'pp. xi–xii (PDF pp. 11–12)'."""
        printed = _page_range(self.first_page.printed, self.last_page.printed)
        pdf = _page_range(str(self.first_page.pdf), str(self.last_page.pdf))
        if self.first_page.label is None:
            return f"PDF {pdf}"
        return printed if printed == pdf else f"{printed} (PDF {pdf})"

    def __str__(self) -> str:
        """The citation on one line: title, innermost headings, pages."""
        return ", ".join(
            [self.title, *(["“" + " › ".join(self.section[-2:]) + "”"] if self.section else []), self.pages]
        )


def _page_range(first: str, last: str) -> str:
    return f"p. {first}" if first == last else f"pp. {first}–{last}"
