"""Can the text of a book be trusted? Pages without text, and characters that could not be decoded."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from corpus.page import Page
from emosapp_data.errors import BookError

MOST_EMPTY = 0.4
"""Share of pages without text above which a book is taken for damaged; books of plates stay below."""
UNDECODED = "\ufffd"


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
            f"{what}: a scan; give it a text layer first, for example with 'ocrmypdf {path.name} readable.pdf'"
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
    undecoded = {
        page.number: count for page in pages if (count := sum(line.text.count(UNDECODED) for line in page.lines))
    }
    if undecoded:
        warnings.append(f"{sum(undecoded.values()):,} characters could not be decoded ({page_ranges(undecoded)})")
    return warnings


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
