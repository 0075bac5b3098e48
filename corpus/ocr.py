"""Lines from recognized words: OCR gives each word its own size and place, and lines have to be put together again."""

from statistics import median
from typing import NamedTuple

from corpus.page import Line

SAME_ROW = 0.4
"""Largest vertical distance of the words of one line, in units of the usual height of words."""
WIDEST_SPACE = 1.6
"""Widest space between two words of a line, in the same unit."""
SAME_SIZE = 0.25
"""Type that differs by at most this share from that of most lines has their size: heights of words vary."""
DESCENT = 0.22
"""Distance from the baseline to the bottom of a word's box, in units of its height."""
FONT = "OCR"


class Word(NamedTuple):
    """A recognized word."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.y0 + self.y1) / 2


def lines_of(words: list[Word]) -> list[Line]:
    """Put words together to lines, from top to bottom."""
    if not words:
        return []
    height = median(word.y1 - word.y0 for word in words)
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.x0):
        near = [row for row in rows if _continues(row[-1], word, height)]
        if near:
            min(near, key=lambda row: abs(row[-1].middle - word.middle)).append(word)
        else:
            rows.append([word])
    lines = [_line(row) for row in rows]
    usual = median(line.size for line in lines)
    for line in lines:
        if abs(line.size - usual) <= SAME_SIZE * usual:
            line.size = usual
    return sorted(lines, key=lambda line: (line.base, line.x0))


def _continues(last: Word, word: Word, height: float) -> bool:
    gap = word.x0 - last.x1
    return abs(last.middle - word.middle) <= SAME_ROW * height and -height < gap <= WIDEST_SPACE * height


def _line(words: list[Word]) -> Line:
    height = median(word.y1 - word.y0 for word in words)
    bottom = median(word.y1 for word in words)
    text = " ".join(word.text for word in words)
    return Line(
        text,
        words[0].x0,
        bottom - height,
        words[-1].x1,
        bottom,
        bottom - DESCENT * height,
        height,
        FONT,
        False,
        False,
        False,
        0,
        (),
        True,
    )
