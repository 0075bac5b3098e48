"""Offsets as Python counts them and as a browser does.

Python counts characters, JavaScript the 16-bit units of UTF-16, in which characters beyond U+FFFF, such as 𝑥 or an emoji, are two.
Argilla's page marks spans in units; its server, which is written in Python, refuses a span that ends behind the last
character. So a text is given to Argilla with as many spaces at its end as it has such characters: no span that the page can
mark is refused then, and all that people see is the same.
"""

from collections.abc import Iterable

from emosapp_data.schema import Span

LAST_OF_ONE = "\uffff"
"""The last character that is one unit."""


def padded(text: str) -> str:
    """The text as it is given to Argilla."""
    return text + " " * _units_over(text)


def unpadded(text: str) -> str:
    """The text that `padded` was given."""
    return text[: len(text) - _units_over(text)] if _units_over(text) else text


def to_units(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans of characters as spans of 16-bit units."""
    if not _units_over(text):
        return list(spans)
    return [
        Span(start=span.start + _units_over(text[: span.start]), end=span.end + _units_over(text[: span.end]))
        for span in spans
    ]


def to_characters(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans of 16-bit units as spans of characters; what lies behind the end or within a character is moved to its border."""
    if not _units_over(text):
        return [Span(start=min(span.start, len(text)), end=min(span.end, len(text))) for span in spans]
    at: list[int] = []
    for index, character in enumerate(text):
        at += [index] * (2 if character > LAST_OF_ONE else 1)
    at.append(len(text))
    last = len(at) - 1
    # a span that ends within a character holds all of it
    return [
        Span(
            start=at[min(span.start, last)], end=at[min(span.end - 1, last)] + (span.end - 1 < last) if span.end else 0
        )
        for span in spans
    ]


def _units_over(text: str) -> int:
    return 0 if text.isascii() else sum(character > LAST_OF_ONE for character in text)
