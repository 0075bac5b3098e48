"""From a book to a PDF in its style, and to the blocks that an extraction should find there."""

import functools
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pymupdf_fonts
import typst

from tests.typesetter.books import Book, Part, write_book
from tests.typesetter.styles import Style

SOURCE = Path(__file__).with_name("book.typ")
FONTS = ("figo", "figit", "figbo", "figbi", "ubuntu", "ubuntuit", "ubuntubo", "ubuntubi", "notos", "notosit", "notosbo", "notosbi")  # fmt: skip
"""FiraGO, Ubuntu and Noto Sans, as the package of fonts for PyMuPDF names them."""
MOST_COLUMNS = {"a4": 3, "us-letter": 3, "iso-b5": 2, "a5": 1}
"""How many columns a paper has room for."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block that an extraction should find."""

    kind: str
    text: str
    page: int
    """PDF page on which it starts, from 1; 0 where it does not matter."""
    level: int
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typeset:
    """A typeset book."""

    pdf: bytes
    blocks: tuple[Block, ...]
    title: str


@functools.cache
def _fonts() -> typst.Fonts:
    with TemporaryDirectory() as folder:
        for name in FONTS:
            (Path(folder) / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(name))
        return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def typeset(style: Style, chapters: int = 3) -> Typeset:
    """Write and typeset the book of a style, with so many chapters."""
    book = write_book(style, chapters)
    with TemporaryDirectory() as folder:
        source = Path(shutil.copy(SOURCE, folder))
        source.with_suffix(".json").write_text(json.dumps(_data(book)), encoding="utf-8")
        compiler = typst.Compiler(source, font_paths=_fonts())
        pdf = compiler.compile(format="pdf", timestamp=0)
        marks = json.loads(compiler.query("<mark>", field="value"))
    assert isinstance(pdf, bytes)
    return Typeset(pdf, tuple(_blocks(book, dict(reversed(marks)))), book.title)


def _data(book: Book) -> dict[str, object]:
    parts = [
        {**asdict(part), "id": number, "printed": printed_title(part, book.style)}
        for number, part in enumerate(book.parts)
    ]
    return {
        "title": book.title,
        "style": asdict(book.style),
        "columns": columns(book.style),
        "has_margin": has_margin(book.style),
        "groups": [list(group) for _, group in groupby(parts, key=lambda part: part["boxed"])],
    }


def _blocks(book: Book, pages: dict[int, int]) -> Iterator[Block]:
    stack: list[tuple[int, str]] = []
    for number, part in enumerate(book.parts):
        page = pages.get(number, 0)
        kind, text = part.kind, part.text
        if kind == "contents":
            continue
        if kind == "heading":
            text = " ".join(printed_title(part, book.style))
            if not part.boxed:
                stack = [entry for entry in stack if entry[0] < part.level]
                stack.append((part.level, text))
        elif kind == "key_term":
            text = f"{part.term} {text}"
        elif kind == "answer":
            text = f"{part.number} {text}"
        elif kind == "quote":
            kind = "paragraph"
        yield Block(kind, text, page, part.level, tuple(title for _, title in stack))
        if part.note:
            yield Block("sidenote" if has_margin(book.style) else "footnote", part.note, page, 0, ())


def columns(style: Style) -> int:
    """How many columns a style has on its paper."""
    return min(style.columns, MOST_COLUMNS[style.paper])


def has_margin(style: Style) -> bool:
    """Whether notes stand in the margin, which takes a large page and a single column."""
    return style.sidenotes and style.columns == 1 and MOST_COLUMNS[style.paper] > 2


def printed_title(part: Part, style: Style) -> list[str]:
    """The lines of a heading as printed."""
    opens = part.level == (2 if style.parts else 1)
    lines = [part.number, part.text] if part.number else [part.text]
    if not (opens and style.numbering == "chapter line"):
        lines = [" ".join(lines)]
    capitals = (opens and style.numbering == "capitals") or (style.heading_look == "capitals" and part.level <= 2)
    return [line.upper() for line in lines] if capitals and not part.boxed else lines
