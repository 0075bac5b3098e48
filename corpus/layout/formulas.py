"""Displayed formulas: lines set in from the text that hold signs rather than words, with the pieces of their fractions."""

import re
from functools import cache

from corpus.layout.columns import Run
from corpus.page import Line
from corpus.text import ends_sentence

SIGN = re.compile(r"[=→←↔⇒≤≥≈≠×÷∗∼∪∩∑∫√∏\U0001d400-\U0001d7ff]")
WITH_LETTER = re.compile(r"[^\W\d_]")
WITH_DIGIT = re.compile(r"\d")
SIGNS = re.compile(r"\s[=→←↔⇒≤≥≈≠×÷∗∼∪∩]\s|\S\s?[=∼≈≤≥](?:\s|$)|[∑∫√∏]|[\U0001d400-\U0001d7ff]")
"""Signs of a formula: relations between spaces, sums and roots, letters of mathematical alphabets."""
VOLUME = re.compile(r"^\d+(?:\(\d+\))?[,:]|\d[–-]\d+\.?$")
"""Volume and pages of a journal, at the end of a reference."""
LETTER = re.compile(r"[\U0001d400-\U0001d7ff]")
MATHEMATICAL = re.compile(r"math|cmmi|cmsy|cmex|mtmi|mtsy|stix|symbol", re.IGNORECASE)
"""Names of fonts that hold mathematical signs."""
WORD = re.compile(r"[^\W\d_]{4,}")
SET_IN = 1.0
"""A displayed formula is set in by at least so many times its type size."""
SHORT = 0.5
"""A formula at the edge of the text is narrower than this share of it."""
PIECE = 12
"""Most characters of a piece of a fraction, or of the limits of a sum."""
CLOSE = 1.7
"""Largest distance of a piece from its formula, in units of the type size."""


def formula_lines(run: Run) -> set[Line]:
    """The lines of a run that belong to displayed formulas."""
    lines = run.lines
    formulas = {line for line in lines if _is_formula(line) and (_is_set_in(line, run) or _is_all_signs(line, run))}
    if not formulas:
        return formulas
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        near: Line | None = None
        for index in order:
            line = lines[index]
            if line in formulas:
                near = line
            elif near is not None and _is_piece(line, near, run):
                formulas.add(line)
                near = line
            else:
                near = None
    return formulas


def _is_set_in(line: Line, run: Run) -> bool:
    return line.x0 > run.x0 + SET_IN * line.size


def _is_all_signs(line: Line, run: Run) -> bool:
    """Whether a line at the edge of the text is a formula all the same: short, in a font of signs."""
    if line.width >= SHORT * run.width or ends_sentence(line.text):
        return False
    return is_mathematical(line.font) or (" = " in line.text and len(LETTER.findall(line.text)) > 1)


def _is_formula(line: Line) -> bool:
    text = line.text
    if SIGN.search(text) and SIGNS.search(text):
        words = len(WORD.findall(text))
        return words <= 3 or (" = " in text and words <= 6)
    if is_mathematical(line.font):
        return len(WORD.findall(text)) <= 1
    return " " in text and not WITH_LETTER.search(text) and bool(WITH_DIGIT.search(text)) and not VOLUME.search(text)


@cache
def is_mathematical(font: str) -> bool:
    """Whether a font holds mathematical signs."""
    return bool(MATHEMATICAL.search(font))


def _is_piece(line: Line, formula: Line, run: Run) -> bool:
    """Whether a line is a numerator, a denominator or a limit of the formula next to it."""
    if abs(line.base - formula.base) > CLOSE * max(line.size, formula.size) or not _is_set_in(line, run):
        return False
    if ends_sentence(line.text) and WORD.search(line.text):
        return False
    return len(line.text) <= PIECE or line.width < 0.4 * run.width
