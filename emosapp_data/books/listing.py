"""The books that a command is given: files, folders, addresses, patterns, and lists of books."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from corpus.book import BookDescription, problems
from emosapp_data.books.place import Place, file_system, located, said
from emosapp_data.errors import EmosappError, InputError

LISTS = (".csv", ".jsonl")
"""Suffixes of lists of books."""
PATTERN = frozenset("*?[")
"""Characters that make a pattern of a name."""
PATH = "path"
"""Column of a list that says where a book is; relative to the list. The others are those of a description."""


class BookSource(NamedTuple):
    """A book that is given."""

    place: Place
    description: BookDescription = BookDescription()
    """What a list of books says of it."""


def find_books(given: Sequence[str]) -> list[BookSource]:
    """The books that are given, in their order; those of a folder or a pattern by their names.

    Args:
        given: PDFs, folders of PDFs, patterns such as 's3://bucket/books/*.pdf', and lists: CSV or JSON lines with the
            column `path` and, where it is known, title, authors, edition, year, licence and source_url.

    Raises:
        InputError: something cannot be read, a pattern or folder has no books, or a book is given twice; one line each.
    """
    found: list[BookSource] = []
    wrong: list[str] = []
    for text in given:
        try:
            found += _books(text)
        except EmosappError as error:
            wrong.append(str(error))
    counts = Counter(str(book.place) for book in found)
    if twice := sorted(place for place, number in counts.items() if number > 1):
        wrong.append(f"given twice: {', '.join(twice)}")
    if wrong:
        raise InputError("\n".join(wrong))
    return found


def _books(text: str) -> list[BookSource]:
    place = located(text)
    if text.endswith(LISTS):
        return _listed(text, place)
    if isinstance(place, Path) and place.is_dir():
        text, place = f"{text.rstrip('/')}/*.pdf", place / "*.pdf"
    if PATTERN & set(text) and not (isinstance(place, Path) and place.exists()):
        books = _matching(place)
        if not books:
            raise InputError(f"{text}: no book there")
        return books
    return [BookSource(place)]


def _matching(pattern: Place) -> list[BookSource]:
    """The files of a pattern, by their names."""
    if isinstance(pattern, Path):
        root = Path(pattern.anchor)
        return [BookSource(path) for path in sorted(root.glob(str(pattern.relative_to(root)))) if path.is_file()]
    system, path = file_system(pattern)
    try:
        return [BookSource(str(system.unstrip_protocol(name))) for name in sorted(system.glob(path))]
    except Exception as error:  # each library has errors of its own
        raise InputError(f"{pattern}: cannot be listed ({said(error)})") from None


def _listed(text: str, place: Place) -> list[BookSource]:
    """The books of a list.

    Raises:
        InputError: it cannot be read, or lines of it cannot be used; one line for each of them.
    """
    found: list[BookSource] = []
    wrong = []
    for number, row in _rows(text, _read(text, place)):
        where = row.pop(PATH, None)
        try:
            if not isinstance(where, str) or not where:
                wrong.append(f"{text}, line {number}: no {PATH}")
                continue
            found.append(BookSource(_beside(place, where), BookDescription.model_validate(row)))
        except ValidationError as error:
            wrong.append(f"{text}, line {number}: {problems(error)}")
    if wrong:
        raise InputError("\n".join(wrong))
    return found


def _rows(text: str, content: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines of a list, and what they say; what is empty says nothing. Authors in CSV are parted by semicolons."""
    if text.endswith(".jsonl"):
        for number, line in enumerate(content.split("\n"), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise InputError(f"{text}, line {number}: not a JSON object")
            yield number, row
        return
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    try:
        for row in reader:
            if None in row:
                raise InputError(f"{text}, line {reader.line_num}: more values than columns; quote values with commas")
            filled: dict[str, Any] = {name: value for name, value in row.items() if value}
            if "authors" in filled:
                filled["authors"] = [author.strip() for author in filled["authors"].split(";")]
            yield reader.line_num, filled
    except csv.Error as error:
        raise InputError(f"{text}, line {reader.line_num}: {error}") from None


def _read(text: str, place: Place) -> str:
    try:
        if isinstance(place, Path):
            return place.read_text(encoding="utf-8-sig")
        system, path = file_system(place)
        return bytes(system.cat_file(path)).decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"{text}: no such file") from None
    except EmosappError:
        raise
    except Exception as error:  # each library has errors of its own
        raise InputError(f"{text}: cannot be read ({said(error)})") from None


def _beside(listing: Place, where: str) -> Place:
    """The place that a list names."""
    place = located(where)
    if isinstance(place, str) or place.is_absolute():
        return place
    return listing.parent / place if isinstance(listing, Path) else f"{listing.rpartition('/')[0]}/{where}"
