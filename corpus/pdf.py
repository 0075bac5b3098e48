"""Reading PDF files. The only module that knows PyMuPDF.

PyMuPDF loses an interruption that comes while it makes an exception of its own, such as for a title that is not there.
"""

import re
from bisect import bisect_right
from pathlib import Path
from sys import intern
from types import TracebackType
from typing import Any, NamedTuple, Self

from corpus.layout.drawings import find_drawings, is_area, is_rule
from corpus.mupdf import pymupdf
from corpus.ocr import DPI, recognize
from corpus.page import Line, OutlineEntry, Page, Shape
from corpus.quality import unreadable
from emosapp_data.errors import BookError
from emosapp_data.processes import uninterrupted

PARSER = f"PyMuPDF {pymupdf.VersionBind}"
"""The parser and its version: another version may read a page differently."""

TEXT_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_COLLECT_VECTORS
    | pymupdf.TEXT_IGNORE_ACTUALTEXT
)
"""Ligatures spelled out, no pictures, unknown glyphs as U+FFFD (so that they can be counted), drawn shapes in the same pass.

Replacement texts ("ActualText") are left aside: PyMuPDF 2.0 loses them at the start of a line, and puts spaces around them.
"""

CLEAN = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u200b": None,
                       "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
                       "\uf0b7": "•", "\uf0a7": "▪",
                       "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"})  # fmt: skip
UNCLEAN = re.compile(f"[{''.join(map(chr, CLEAN))}]")
ITALIC, BOLD, MONO = pymupdf.TEXT_FONT_ITALIC, pymupdf.TEXT_FONT_BOLD, pymupdf.TEXT_FONT_MONOSPACED
RAISED_SIZE = 0.85
"""A raised mark is smaller than this share of the type size around it,"""
RAISED = 0.12
"""and its baseline is higher by at least this share."""
SPACE = 0.25
"""Usual width of a space, in units of the type size."""
PAGES_IN_CACHE = 200
"""After so many pages what PyMuPDF keeps of them is given back; it would grow to 256 MB."""
NOTE_SIGNS = frozenset("0123456789*†‡§¶,")


class Pdf:
    """An open PDF. Use as a context manager."""

    def __init__(self, path: Path, password: str | None = None) -> None:
        """Open the file.

        Raises:
            BookError: it is missing, empty, not a PDF, damaged beyond repair, encrypted or without pages.
        """
        self.path = path
        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)
        self._document = _open(path)
        self._unlock(password)
        if len(self._document) == 0:
            self.close()
            raise BookError(f"{path}: no pages; the file is truncated or damaged: get it again from its source")

    def __enter__(self) -> Self:
        """Return the document itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self.close()

    def __len__(self) -> int:
        """Number of pages."""
        return len(self._document)

    def close(self) -> None:
        """Close the file."""
        self._document.close()

    @property
    def title(self) -> str | None:
        """Title in the metadata."""
        return (self._document.metadata or {}).get("title") or None

    @property
    def author(self) -> str | None:
        """Author in the metadata."""
        return (self._document.metadata or {}).get("author") or None

    @property
    def damaged(self) -> bool:
        """Whether the file had to be repaired; damage inside shows only when the pages are read."""
        return bool(self._document.is_repaired)

    def check_permission(self, licensed: bool) -> list[str]:
        """Whether the file allows its text to be used: a warning where only the licence does.

        Args:
            licensed: whether a licence for the book is known, which may allow what the file's settings forbid.

        Raises:
            BookError: copying is forbidden and no licence is known.
        """
        if self._document.permissions & pymupdf.PDF_PERM_COPY:
            return []
        if not licensed:
            raise BookError(
                f"{self.path}: its author has forbidden copying text; if its licence permits it all the same,"
                f" name the licence with --licence or in {self.path.with_suffix('.yaml').name}"
            )
        return ["the file's author has forbidden copying text; read on the strength of the licence given"]

    @uninterrupted()
    def outline(self) -> list[OutlineEntry]:
        """The bookmarks, in their order."""
        return [
            OutlineEntry(level, " ".join(title.split()), page)
            for level, title, page in self._document.get_toc()
            if page > 0
        ]

    def pages(self, numbers: range | None = None, ocr: str | None = None) -> list[Page]:
        """Read pages.

        Args:
            numbers: which, counted from 0; all by default.
            ocr: languages, as Tesseract names them ("eng", "deu+eng"), in which to recognize pages without readable text.

        Raises:
            BookError: a page cannot be recognized.
        """
        rules = self._document.get_page_labels()
        pages = []
        for index in range(len(self._document)) if numbers is None else numbers:
            page = self._page(index, rules)
            page.garbled = unreadable(" ".join(line.text for line in page.lines))
            if ocr and (page.garbled or not page.lines):
                page.garbled = False
                page.lines, page.noise, page.confidence = recognize(self.picture(page.number, DPI), ocr)
            pages.append(page)
            if index % PAGES_IN_CACHE == PAGES_IN_CACHE - 1:
                pymupdf.TOOLS.store_shrink(100)
        return pages

    @uninterrupted()
    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page, in points."""
        area = self._document[page - 1].rect
        return area.width, area.height

    @uninterrupted()
    def picture(
        self, page: int, dpi: int, clip: tuple[float, float, float, float] | None = None, jpeg: int | None = None
    ) -> bytes:
        """Draw a page, or the part of it inside `clip` (x0, y0, x1, y1 in points), as PNG, or as JPEG of quality `jpeg`."""
        pixmap = self._document[page - 1].get_pixmap(dpi=dpi, clip=pymupdf.Rect(clip) if clip else None)
        if page % PAGES_IN_CACHE == 0:
            pymupdf.TOOLS.store_shrink(100)
        return bytes(pixmap.tobytes("jpeg", jpg_quality=jpeg) if jpeg else pixmap.tobytes("png"))

    @uninterrupted()
    def _page(self, index: int, rules: list[dict[str, Any]]) -> Page:
        source = self._document[index]
        content = _as_seen(source) if source.rotation else source.get_text("dict", flags=TEXT_FLAGS)
        lines: list[Line] = []
        shapes: list[Shape] = []
        for block in content["blocks"]:
            if block["type"] == 0:
                lines += [line for raw in block["lines"] if (line := _line(raw))]
            elif block["type"] == 3:
                x0, y0, x1, y1 = block["bbox"]
                shapes.append(Shape(x0, y0, x1, y1, not block["stroked"]))
        width, height = content["width"], content["height"]
        return Page(
            index + 1,
            width,
            height,
            lines,
            list(dict.fromkeys(shape for shape in shapes if is_rule(shape) or is_area(shape))),
            find_drawings(shapes, width, height),
            pdf_label=_label(rules, index),
        )

    @uninterrupted()
    def _unlock(self, password: str | None) -> None:
        if not self._document.needs_pass:
            return
        # A document that was touched while locked stays broken after authentication: authenticate before anything else.
        if password is None or not self._document.authenticate(password):
            self.close()
            problem = (
                "is encrypted; give its password with --password"
                if password is None
                else "is encrypted and the password is wrong"
            )
            raise BookError(f"{self.path}: {problem}")


def _as_seen(page: Any) -> Any:
    """The text of a turned page where a reader sees it; PyMuPDF's `get_text` gives it as if the page were not turned."""
    text = pymupdf.mupdf.FzStextPage(page.this, pymupdf.mupdf.FzStextOptions(TEXT_FLAGS))
    return pymupdf.TextPage(text).extractDICT()


@uninterrupted()
def _open(path: Path) -> Any:
    try:
        document = pymupdf.open(path, filetype="pdf")
    except pymupdf.FileNotFoundError:
        raise BookError(f"{path}: no such file") from None
    except pymupdf.EmptyFileError:
        raise BookError(f"{path}: the file is empty; get it again from its source") from None
    except (pymupdf.FileDataError, RuntimeError, ValueError) as error:
        raise BookError(f"{path}: not a readable PDF ({_first_line(error)}); get it again from its source") from None
    if not document.is_pdf:
        document.close()
        raise BookError(f"{path}: not a PDF")
    return document


def _label(rules: list[dict[str, Any]], index: int) -> str:
    """The label of a page, empty where there is none; PyMuPDF 2.0 takes the type in a rule's dictionary for a prefix."""
    before = bisect_right(rules, index, key=lambda rule: rule.get("startpage", 0))
    if not before:
        return ""
    rule = rules[before - 1]
    number = rule.get("firstpagenum", 1) + index - rule.get("startpage", 0)
    prefix = rule.get("prefix", "").removeprefix("ageLabel")
    return str(pymupdf.utils.construct_label(rule.get("style", ""), prefix, number))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


class _Merged(NamedTuple):
    """What the spans of a line have in common."""

    text: str
    main: dict[str, Any]
    """The span that gives the line its type and its baseline."""
    flags: int
    """Style bits that all of them have."""
    lead: int
    """Length of the bold text at the start."""
    marks: tuple[tuple[int, int], ...]
    bold_phrases: tuple[str, ...]


def _line(raw: dict[str, Any]) -> Line | None:
    """Put the spans of a line together; none for a line of spaces."""
    spans = raw["spans"]
    marks: tuple[tuple[int, int], ...] = ()
    bold_phrases: tuple[str, ...] = ()
    if len(spans) == 1:
        main = spans[0]
        text, flags = main["text"], main["flags"]
        if not text.isascii() and UNCLEAN.search(text):
            text = text.translate(CLEAN)
        lead = len(text) if flags & BOLD else 0
    else:
        text, main, flags, lead, marks, bold_phrases = _merge(spans)
    stripped = text.rstrip()
    if not stripped or stripped.isspace():
        return None
    x0, y0, x1, y1 = raw["bbox"]
    size: float = main["size"]
    x1 -= SPACE * size * (len(text) - len(stripped))
    cosine, _ = raw["dir"]
    return Line(
        stripped,
        x0,
        y0,
        x1,
        y1,
        main["origin"][1],
        size,
        intern(main["font"]),
        bool(flags & BOLD),
        bool(flags & ITALIC),
        bool(flags & MONO),
        min(lead, len(stripped)),
        marks,
        cosine > 0.99,
        bold_phrases if not flags & BOLD else (),
    )


def _merge(spans: list[dict[str, Any]]) -> _Merged:
    main = max(spans, key=_length)
    small, high = RAISED_SIZE * main["size"], main["origin"][1] - RAISED * main["size"]
    parts: list[str] = []
    marks: list[tuple[int, int]] = []
    length = lead = 0
    common = -1
    leading = True
    phrases = [""]
    for span in spans:
        text: str = span["text"]
        if not text.isascii() and UNCLEAN.search(text):
            text = text.translate(CLEAN)
        parts.append(text)
        end = length + len(text)
        if not text.isspace():
            if span["size"] < small and span["origin"][1] < high and NOTE_SIGNS.issuperset(text.strip()):
                marks.append((length, end))
            else:
                common &= span["flags"]
                leading = leading and bool(span["flags"] & BOLD)
        if leading:
            lead = end
        if span["flags"] & BOLD:
            phrases[-1] += text
        elif phrases[-1]:
            phrases.append("")
        length = end
    bold_phrases = tuple(phrase.strip() for phrase in phrases if phrase and not phrase.isspace())
    return _Merged("".join(parts), main, common, lead, tuple(marks), bold_phrases)


def _length(span: dict[str, Any]) -> int:
    return len(span["text"])
