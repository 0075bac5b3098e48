"""The overlay: every block drawn on the picture of its page, in a page that a browser opens without a server."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2.utils import htmlsafe_json_dumps

import emosapp_data
from corpus.pdf import Pdf
from emosapp_data.errors import BookError
from emosapp_data.report.drawn import DrawnPage, by_page, draw
from emosapp_data.report.templates import template
from emosapp_data.schema import Block, BlockKind, Book, Reason
from emosapp_data.workspace import write_text

DPI = 100
QUALITY = 70
"""Quality of the pictures as JPEG: small type stays clean, and a page takes some 110 kB."""
LONGEST_SIDE = 2400
"""Pixels on the longer side of a picture, at most: a poster is drawn more coarsely."""


class Look(NamedTuple):
    """How a kind of block is drawn."""

    colour: str
    """Dark enough for white type on it (WCAG 2.2, contrast of 4.5 and more)."""
    sign: str
    """Stands beside the colour for those who cannot tell the colours apart."""


LOOKS = {
    BlockKind.HEADING: Look("#003f88", "H"),
    BlockKind.PARAGRAPH: Look("#2678ae", "¶"),
    BlockKind.LIST_ITEM: Look("#1b7f5c", "•"),
    BlockKind.KEY_TERM: Look("#8a6100", "K"),
    BlockKind.QUESTION: Look("#7b3294", "Q"),
    BlockKind.CHOICE: Look("#a5478f", "C"),
    BlockKind.ANSWER: Look("#c2185b", "A"),
    BlockKind.CAPTION: Look("#b8460e", "F"),
    BlockKind.TABLE: Look("#7a4a21", "T"),
    BlockKind.FOOTNOTE: Look("#5f6f1f", "†"),
    BlockKind.SIDENOTE: Look("#00788a", "S"),
    BlockKind.REFERENCE: Look("#4b4fa6", "R"),
    BlockKind.EQUATION: Look("#2f3b45", "="),
    BlockKind.CODE: Look("#0b6b3a", "<>"),
    BlockKind.FURNITURE: Look("#68707c", "×"),
}


class PageRow(NamedTuple):
    """A page in the list of pages."""

    number: int
    label: str | None
    blocks: int
    removed: int


class KindRow(NamedTuple):
    """A kind of block in the legend."""

    id: str
    name: str
    colour: str
    sign: str
    blocks: int
    """Number in the pages shown; a block on two pages counts on both."""


def write_overlay(
    pdf_path: Path,
    book: Book,
    blocks: Iterable[Block],
    folder: Path,
    password: str | None = None,
    pages: Collection[int] | None = None,
    advance: Callable[[int], object] | None = None,
) -> Path:
    """Write `index.html`, and beside it in `pages/` a picture and the blocks of every page.

    The browser loads a page when it is turned to. The blocks are held a page at a time here too, so they may come from
    a stream.

    Args:
        pdf_path: the book's PDF.
        book: its description.
        blocks: all its blocks, in the order of the pages on which they start.
        folder: where to write; it is made if it is missing.
        password: opens an encrypted PDF.
        pages: PDF pages to show, counted from 1; none for all.
        advance: called with 1 after every page.

    Returns:
        The path of `index.html`, which is written last: a folder without it is unfinished.

    Raises:
        BookError: the PDF cannot be read or has no such page, or the blocks are out of order.
    """
    index = folder / "index.html"
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    index.unlink(missing_ok=True)
    rows: list[PageRow] = []
    kinds = Counter[BlockKind]()
    with Pdf(pdf_path, password) as pdf:
        for found in by_page(blocks, _wanted(pdf, pages)):
            size = pdf.size(found.number)
            page = draw(found, size)
            _write_page(page, pdf.picture(page.number, _dpi(size), jpeg=QUALITY), folder / "pages")
            removed = sum(part.reason is not None for part in page.parts)
            rows.append(PageRow(page.number, page.label, len(page.parts), removed))
            kinds.update(part.kind for part in page.parts)
            if advance:
                advance(1)
    write_text(index, _render(book, rows, kinds))
    return index


def _wanted(pdf: Pdf, pages: Collection[int] | None) -> Sequence[int]:
    if pages is None:
        return range(1, len(pdf) + 1)
    wanted = sorted(set(pages))
    if not wanted:
        raise BookError(f"{pdf.path}: no pages were chosen for the overlay; name at least one")
    for page in wanted:
        if not 1 <= page <= len(pdf):
            raise BookError(f"{pdf.path}: there is no page {page}; the PDF has pages 1 to {len(pdf)}")
    return wanted


def _dpi(size: tuple[float, float]) -> int:
    return max(1, min(DPI, int(LONGEST_SIDE * 72 / max(size))))


def _write_page(page: DrawnPage, picture: bytes, folder: Path) -> None:
    """Write a page as a script: a browser loads scripts from a folder, and no other data."""
    data = htmlsafe_json_dumps(page.model_dump(mode="json", exclude_defaults=True))
    (folder / f"{page.number:04d}.js").write_text(f"showPage({data});\n", encoding="utf-8")
    (folder / f"{page.number:04d}.jpg").write_bytes(picture)


def _render(book: Book, pages: list[PageRow], kinds: Counter[BlockKind]) -> str:
    return template("overlay.html.jinja").render(
        book=book,
        pages=pages,
        kinds=[
            KindRow(kind.value, kind.value.replace("_", " "), *look, kinds[kind])
            for kind, look in LOOKS.items()
            if kinds[kind]
        ],
        reasons={reason.value: (reason.value.replace("_", " "), reason.explanation) for reason in Reason},
        version=emosapp_data.__version__,
    )
