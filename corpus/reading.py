"""Reading a book: the whole way from its file to its blocks."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from corpus.book import BookDescription, describe, identify
from corpus.extract import stream_blocks
from corpus.ocr import check_ocr
from corpus.page import Page
from corpus.pdf import Pdf
from corpus.quality import inspect
from emosapp_data.processes import worker_pool
from emosapp_data.schema import Block, Book

LONG = 400
"""Pages from which on it pays to read a book in more than one process."""
RANGE = 100
"""Pages that a process reads in one go."""
OCR_RANGE = 2
"""The same where they are recognized, which takes seconds a page."""


class ReadingOptions(NamedTuple):
    """How a book is to be read."""

    password: str | None = None
    allow_empty_pages: bool = False
    """Read it although many of its pages have no text."""
    use_outline: bool = True
    """Take its bookmarks for its headings; otherwise they are found by numbers and type alone."""
    ocr: str | None = None
    """Languages, as Tesseract names them, in which pages that have no readable text are recognized."""

    def fingerprint(self) -> list[str | bool | None]:
        """What changes the blocks that are read."""
        return [self.allow_empty_pages, self.use_outline, self.ocr]


PLAIN = ReadingOptions()
"""Nothing special."""


class Reading(NamedTuple):
    """A book that is being read."""

    book: Book
    blocks: Iterator[Block]
    """The blocks in reading order, which can be gone through once."""
    labels: dict[int, str]
    """The printed or inferred number of each page, by PDF page."""
    warnings: list[str]
    """What a person should know before the text is used."""


def read_book(
    path: Path,
    description: BookDescription | None = None,
    options: ReadingOptions = PLAIN,
    processes: int = 1,
    advance: Callable[[int], object] = lambda _: None,
) -> Reading:
    """Read a book.

    Args:
        path: its PDF.
        description: what is known of it, besides what a YAML file beside it says.
        options: how it is to be read.
        processes: how many processes read the pages of a long book; the blocks are the same for any number.
        advance: told of every so many pages that have been read.

    Raises:
        BookError: it cannot be read, or must not be.
        MissingPartError: pages are to be recognized and Tesseract, or what it needs for the language, is not installed.
        ExtractionError: here or while the blocks come: a line of a page would be in no block, or in two.
    """
    if options.ocr:
        check_ocr(options.ocr)
    with _collector_off(), Pdf(path, options.password) as pdf:
        book = identify(path, describe(path, description), pdf.title)
        warnings = pdf.check_permission(licensed=book.licence is not None)
        pages: list[Page] = []
        for some in _pages(pdf, options, processes):
            pages += some
            advance(len(some))
        outline = pdf.outline() if options.use_outline else []
        warnings += inspect(pages, path, pdf.damaged, options.allow_empty_pages)
        stream = stream_blocks(pages, outline, book, consume=True)
    return Reading(book, stream.blocks, stream.labels, warnings + stream.warnings)


@contextmanager
def _collector_off() -> Iterator[None]:
    """No search for garbage while a book is read: what is made of it lives until its end, and is looked at in vain."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _pages(pdf: Pdf, options: ReadingOptions, processes: int) -> Iterator[list[Page]]:
    """The pages of a book, some at a time."""
    size = OCR_RANGE if options.ocr else RANGE
    ranges = [range(first, min(first + size, len(pdf))) for first in range(0, len(pdf), size)]
    if processes == 1 or (len(pdf) < LONG and not options.ocr):
        yield from (pdf.pages(numbers, options.ocr) for numbers in ranges)
    else:
        with worker_pool(processes) as pool:
            yield from pool.map(partial(_read, pdf.path, options), ranges)


def _read(path: Path, options: ReadingOptions, numbers: range) -> list[Page]:
    with Pdf(path, options.password) as pdf:
        return pdf.pages(numbers, options.ocr)
