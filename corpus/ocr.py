"""Recognizing the text of scanned pages with Tesseract.

Tesseract's own program is used rather than its copy inside PyMuPDF, which gives single words without the columns and
lines that they were found in. Its output format hOCR (https://kba.github.io/hocr-spec/1.2) has for each line the box, the
baseline and the height of the letters, for each word the confidence.
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from statistics import fmean, median
from typing import NamedTuple
from xml.etree import ElementTree

from corpus.page import Line
from emosapp_data.errors import BookError, MissingPartError

PROGRAM = "tesseract"
GET_TESSERACT = "'apt-get install tesseract-ocr' on Debian and Ubuntu, 'brew install tesseract' on macOS"
DPI = 300
"""Resolution at which pages are recognized, in dots per inch: what Tesseract is trained for."""
POINTS = 72 / DPI
HTML = "{http://www.w3.org/1999/xhtml}"
LINE = ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat")
PROPERTY = re.compile(r"(\w+) ([-\d. ]+)")
SAME_SIZE = 0.12
"""Letters that differ in height by at most this share are of one size: heights are measured anew for each line."""
SAME_PARAGRAPH = 0.3
"""The same within a paragraph; a line of few letters is measured badly."""
NOISE = 0.35
"""A line whose words are less certain than this is no text but part of a picture."""
FONT = "recognized"


class Recognized(NamedTuple):
    """The text of a page, as it was recognized."""

    lines: list[Line]
    noise: frozenset[Line]
    """Those of the lines that are parts of a picture."""
    confidence: float
    """Mean certainty of the words that are no noise, 0 to 1; 1 for a page without any."""


class _Row(NamedTuple):
    """A line as hOCR gives it, in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    """y of the baseline in the middle of the line."""
    slope: float
    """By how much the baseline falls, in points per point."""
    size: float
    confidence: float


def check_ocr(languages: str) -> None:
    """Make sure that pages can be recognized in these languages.

    Raises:
        MissingPartError: Tesseract, or what it needs for a language, is not installed.
    """
    if shutil.which(PROGRAM) is None:
        raise MissingPartError(f"--ocr needs Tesseract, which is not installed: {GET_TESSERACT}")
    known = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    listed = known.stdout.splitlines()[1:]  # the first line is a heading
    if missing := [language for language in languages.split("+") if language not in listed]:
        raise MissingPartError(
            f"--ocr-language {languages}: Tesseract has no data for {', '.join(map(repr, missing))}, only for"
            f" {', '.join(filter(None, listed))}; on Debian and Ubuntu"
            f" 'apt-get install tesseract-ocr-{missing[0].replace('_', '-')}' adds a language"
        )


def recognize(picture: bytes, languages: str) -> Recognized:
    """Recognize the text of a page.

    Args:
        picture: the page as PNG, at `DPI`.
        languages: as Tesseract names them: "eng", "deu+eng".

    Raises:
        BookError: Tesseract cannot read the picture.
    """
    # One thread a picture: Tesseract's threads wait for each other more than they work.
    ended = subprocess.run(  # noqa: S603 - a fixed program; languages were checked against its list
        [PROGRAM, "stdin", "stdout", "-l", languages, "--dpi", str(DPI), "hocr"],
        input=picture,
        capture_output=True,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    if ended.returncode:
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        raise BookError(f"Tesseract cannot read a page ({said[-1] if said else f'exit code {ended.returncode}'})")
    return parse(ended.stdout.decode())


def parse(hocr: str) -> Recognized:
    """The lines of a page in hOCR, and how certain its words are."""
    # What Tesseract writes, not what a stranger sent.
    page = next(ElementTree.fromstring(hocr).iter(f"{HTML}div"))  # noqa: S314
    paragraphs = [
        rows
        for paragraph in page.iter(f"{HTML}p")
        if (rows := [row for element in paragraph.iter(f"{HTML}span") for row in _row(element)])
    ]
    rows = [row for paragraph in paragraphs for row in paragraph]
    if not rows:
        return Recognized([], frozenset(), 1.0)
    slope = median(row.slope for row in rows)
    sizes = _sizes(paragraphs)
    middle = POINTS * _properties(page)["bbox"][2] / 2
    lines = [_line(row, size, slope, middle) for row, size in zip(rows, sizes, strict=True)]
    noise = frozenset(line for line, row in zip(lines, rows, strict=True) if row.confidence < NOISE)
    words = [row.confidence for row in rows if row.confidence >= NOISE for _ in row.text.split()]
    return Recognized(lines, noise, fmean(words) if words else 1.0)


def _row(element: ElementTree.Element) -> Iterator[_Row]:
    """The line of an element, if it is one."""
    if element.get("class") not in LINE:
        return
    words = [word for word in element.iter(f"{HTML}span") if word.get("class") == "ocrx_word"]
    text = " ".join("".join(word.itertext()).strip() for word in words).strip()
    if not text:
        return
    confidence = fmean(_properties(word)["x_wconf"][0] for word in words) / 100
    found = _properties(element)
    x0, y0, x1, y1 = (POINTS * value for value in found["bbox"])
    slope, offset = found.get("baseline", [0.0, 0.0])
    size = POINTS * found["x_size"][0]
    yield _Row(text, x0, y0, x1, y1, y1 + POINTS * offset + slope * (x1 - x0) / 2, slope, size, confidence)


def _properties(element: ElementTree.Element) -> dict[str, list[float]]:
    """'bbox 1 2 3 4; x_wconf 96' as numbers by name."""
    return {
        name: [float(value) for value in values.split()] for name, values in PROPERTY.findall(element.get("title", ""))
    }


def _sizes(paragraphs: list[list[_Row]]) -> list[float]:
    """The type size of each line, in points: that of its paragraph, and one and the same for all that are about as large."""
    measured: list[tuple[float, int]] = []
    for rows in paragraphs:
        usual = median(row.size for row in rows for _ in row.text)
        for row in rows:
            same = abs(row.size - usual) <= SAME_PARAGRAPH * usual
            measured.append((usual if same else row.size, len(row.text)))
    counts = Counter[float]()
    for size, length in measured:
        counts[round(2 * size) / 2] += length
    common: list[float] = []
    for size, _ in counts.most_common():
        if all(abs(size - other) > SAME_SIZE * other for other in common):
            common.append(size)
    return [min(common, key=lambda other: abs(size - other)) for size, _ in measured]


def _line(row: _Row, size: float, slope: float, middle: float) -> Line:
    """A line; on a page that was scanned askew, rows are made level again, and left edges put below each other.

    Args:
        row: the line as recognized.
        size: its type size.
        slope: how askew the page is.
        middle: half of its width.
    """
    shift = slope * row.base
    base = row.base - slope * ((row.x0 + row.x1) / 2 - middle)
    return Line(
        row.text,
        row.x0 + shift,
        row.y0,
        row.x1 + shift,
        row.y1,
        base,
        size,
        FONT,
        bold=False,
        italic=False,
        mono=False,
        lead=0,
        marks=(),
        upright=True,
    )
