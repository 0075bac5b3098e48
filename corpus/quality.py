"""Can the text of a book be trusted? Pages without text, and text that could not be decoded."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from corpus.layout.paragraphs import Draft
from corpus.page import Page
from emosapp_data.errors import BookError
from emosapp_data.schema import Reason

MOST_EMPTY = 0.4
"""Share of pages without text above which a book is taken for damaged; books of plates stay below."""
UNDECODED = "\ufffd"
ODD = re.compile("[\ufffd\u0080-\u009f\ue000-\uf8ffÂÃâ]")
"""Characters that are looked at closely."""
WITHOUT_MEANING = re.compile("[\ufffd\u0080-\u009f]|(?<=[^\\W\\d_])[\ue000-\uf8ff]|[\ue000-\uf8ff](?=[a-z])")
"""Characters that could not be decoded, control codes, and letters in a font's private area (not its bullets and icons)."""
TWICE_ENCODED = re.compile("[ÂÃâ][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2010-\u203a€™]+")
"""UTF-8 that was taken for Latin-1 or Windows-1252: 'Ã©', 'â€™'."""
ODD_BY_CHANCE = 2
"""So many of them make no text unreadable,"""
MOST_UNDECODED = 0.1
"""and no larger share of its characters does."""
VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüý".encode("latin-1")
LETTERS = VOWELS + "bcdfghjklmnpqrstvwxzçñßðþ".encode("latin-1")
FEWEST_VOWELS, MOST_VOWELS = 0.27, 0.6
"""Share of vowels among the letters of European languages (35 to 50 per cent), and a good deal around it."""
FEWEST_LATIN = 0.4
"""A text with a smaller share of Latin letters is judged by its characters alone: another script, or numbers."""
ENOUGH_LETTERS = 150
"""Fewer letters may have any share of vowels."""
LINES_OF_FONT = 200
"""So many lines tell whether the letters of a font stand for others."""
DOUBTFUL = 0.8
"""A page whose words were recognized with less certainty than this on average has to be read by a person."""


def unreadable(text: str) -> bool:
    """Whether a text is no language: not decoded, encoded twice, or with letters that stand for others.

    Fonts without a map to Unicode give text whose letters are exchanged, which shows in its share of vowels.
    """
    if _is_odd(text):
        return True
    plain = text.lower().encode("latin-1", "ignore")
    letters = len(plain) - len(plain.translate(None, LETTERS))
    if letters < max(ENOUGH_LETTERS, FEWEST_LATIN * len(text)):
        return False
    vowels = len(plain) - len(plain.translate(None, VOWELS))
    return not FEWEST_VOWELS < vowels / letters < MOST_VOWELS


def _is_odd(text: str) -> bool:
    """Whether too many characters were not decoded, or encoded twice."""
    if text.isascii() or not ODD.search(text):
        return False
    odd = sum(len(match[0]) for pattern in (WITHOUT_MEANING, TWICE_ENCODED) for match in pattern.finditer(text))
    return odd > max(ODD_BY_CHANCE, MOST_UNDECODED * len(text))


def mark_unreadable(drafts: Iterable[Draft], pages: Iterable[Page]) -> None:
    """Take what is no language out of the reading text: odd blocks, and all blocks of garbled pages and fonts."""
    drafts = [draft for draft in drafts if draft.reason is None]
    garbled = {page.number for page in pages if page.garbled}
    samples: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        if len(sample := samples[draft.first.font]) < LINES_OF_FONT:
            sample += [line.text for line in draft.lines]
    fonts = {font for font, sample in samples.items() if unreadable(" ".join(sample))}
    for draft in drafts:
        if draft.page in garbled or draft.first.font in fonts or any(_is_odd(line.text) for line in draft.lines):
            draft.reason = Reason.UNREADABLE


def inspect(pages: list[Page], path: Path, damaged: bool = False, allow_empty_pages: bool = False) -> list[str]:
    """What a person should know of the pages before their text is used.

    Args:
        pages: all pages of the book.
        path: its file.
        damaged: whether the file had to be repaired.
        allow_empty_pages: read it although many pages have no text.

    Raises:
        BookError: there is no text at all, or too many pages have none and that was not allowed.
    """
    empty = [page.number for page in pages if not page.lines]
    if len(empty) == len(pages):
        what = f"{path}: no text on any of its {len(pages)} pages"
        if damaged:
            raise BookError(f"{what}: the file is damaged; get it again from its source")
        raise BookError(
            f"{what}: a scan; recognize them with --ocr (needs Tesseract), or get the book with a text layer"
        )
    warnings = (
        ["the file is damaged and was repaired while reading; compare a page or two with another copy"]
        if damaged
        else []
    )
    if empty:
        said = f"{len(empty)} of {len(pages)} pages have no text ({page_ranges(empty)})"
        if len(empty) > MOST_EMPTY * len(pages) and not allow_empty_pages:
            cause = "the file is damaged" if damaged else "damaged or partly scanned"
            raise BookError(
                f"{path}: {said}: {cause}; get it again from its source, or read what is left with --allow-empty-pages"
            )
        warnings.append(said)
    recognized = [page.number for page in pages if page.confidence is not None]
    if recognized:
        said = f"{len(recognized)} of {len(pages)} pages were recognized in pictures ({page_ranges(recognized)})"
        doubtful = [page.number for page in pages if (page.confidence or 1) < DOUBTFUL]
        warnings.append(f"{said}; badly on {page_ranges(doubtful)}: compare them" if doubtful else said)
    garbled = [page.number for page in pages if page.garbled]
    if garbled:
        warnings.append(
            f"the text of {len(garbled)} of {len(pages)} pages cannot be decoded and was left out"
            f" ({page_ranges(garbled)}): recognize them with --ocr"
        )
    undecoded = {
        page.number: count
        for page in pages
        if not page.garbled and (count := sum(_odd(line.text) for line in page.lines if not line.text.isascii()))
    }
    if undecoded:
        total = sum(undecoded.values())
        what = "1 character" if total == 1 else f"{total:,} characters"
        warnings.append(f"{what} could not be decoded ({page_ranges(undecoded)})")
    return warnings


def _odd(text: str) -> int:
    """How many places of a text could not be decoded."""
    return len(WITHOUT_MEANING.findall(text)) + len(TWICE_ENCODED.findall(text)) if ODD.search(text) else 0


def page_ranges(numbers: Iterable[int]) -> str:
    """'page 3', 'pages 3, 5–8, 11 and 40 more': at most a handful of ranges."""
    numbers = sorted(numbers)
    ranges = [[numbers[0], numbers[0]]]
    for before, number in pairwise(numbers):
        if number == before + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges[:6])
    rest = sum(last - first + 1 for first, last in ranges[6:])
    return ("page " if len(numbers) == 1 else "pages ") + shown + (f" and {rest} more" if rest else "")
