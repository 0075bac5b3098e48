"""A typeset book as the extraction reads it."""

import functools
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.extract import read_pages
from corpus.page import Page
from corpus.pdf import Pdf
from emosapp_data.schema import Block, Book
from tests.typesetter.scores import Scores, score
from tests.typesetter.setting import Typeset, typeset
from tests.typesetter.styles import Style


@dataclass(frozen=True)
class Reading:
    """A typeset book, and what is read from it."""

    typeset: Typeset
    pages: list[Page]
    blocks: list[Block]

    @functools.cached_property
    def scores(self) -> Scores:
        """How much of the book was found."""
        return score(self.typeset, self.blocks)


def read_typeset(style: Style) -> Reading:
    """Typeset the book of a style and read it.

    Raises:
        ExtractionError: a line of a page would be in no block, or in two.
    """
    made = typeset(style)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "book.pdf"
        path.write_bytes(made.pdf)
        with Pdf(path) as pdf:
            pages, outline = list(pdf.pages()), pdf.outline()
    book = Book(id="book", title=made.title, file_name=path.name, sha256="0" * 64)
    return Reading(made, pages, read_pages(pages, outline, book).blocks)
