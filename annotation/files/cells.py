"""Cells of a table, kept from being taken for formulas, numbers or dates.

A spreadsheet program runs a cell that begins like a formula (OWASP, CSV Injection), an answer that begins with a dash becomes an
error, and '007' or '1-2' becomes a number or a date, and stays one when the table is saved. Such a text gets an apostrophe
before it, and a text that begins with apostrophes and goes on like this gets one more; so the way back is exact. It is also what
one types into a spreadsheet to say that a cell is text.
"""

import re

FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
"""The beginning of a cell that may be run."""
NUMBER = r"[\d\s.,:;/%€$£()Ee+\-–−]+"
MONTH = r"(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]*"
VALUE = re.compile(
    rf"'*(?:(?=[^\n]*\d)(?:{NUMBER}|[\d\s.,/-]*{MONTH}[\d\s.,/-]*)|\s*(?:true|false|wahr|falsch)\s*)",
    re.IGNORECASE,
)
"""A whole cell that becomes a number, a date or a truth value."""
MOST_CHARACTERS = 32_000
"""Longest text in a cell that is only read; Excel takes 32,767 characters and spills the rest over the rows below."""


def protect(text: str, *, value: bool = False) -> str:
    """The text as a cell that programs leave as it is.

    Args:
        text: the text.
        value: whether it may become a number or a date, as it should where a number or a date is asked for.
    """
    becomes_value = VALUE.fullmatch(text) and (not value or text.startswith("'"))
    return "'" + text if FORMULA.match(text) or becomes_value else text


def unprotect(cell: str) -> str:
    """The text that was meant; what was typed without protection stays as it is."""
    return cell[1:] if cell.startswith("'") and protected(cell) else cell


def protected(text: str) -> bool:
    """Whether a text, without the apostrophes before it, is one that needs protection."""
    return bool(FORMULA.match(text) or VALUE.fullmatch(text))


def shorten(text: str) -> str:
    """A text for reading, cut where a spreadsheet would spill it."""
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + " […]"


def same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but line ends and outer space, which programs change on their own."""
    return plain(one) == plain(other)


def blank(text: str) -> bool:
    """Whether a cell holds nothing."""
    return not text.strip()


def plain(text: str) -> str:
    """A text with one kind of line end and no space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
