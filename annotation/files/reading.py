"""Reading files that people filled in, however their programs saved them.

Encoding: a byte order mark says UTF-8 or UTF-16; without one it is UTF-8 if it can be, and else Windows-1252, which Excel's plain
'CSV' is in the west. Windows-1252 has no room for some characters; they arrive as question marks. The delimiter is the one of
comma, semicolon and tab with which the header names the most columns.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from annotation.files.cells import blank, plain, same, unprotect
from annotation.files.columns import DECISIONS, FILLED_IN, KNOWN, RATED, REVIEW, ROUND, Form
from annotation.files.problem import CellError, Problems
from annotation.files.writing import form_of
from emosapp_data.errors import InputError
from emosapp_data.schema import Span

WINDOWS = "cp1252"
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = ",;\t"
LONGEST_CELL = 10_000_000
"""Characters; the csv module's own bound is 131,072, which a passage may exceed."""
Raw = list[str] | str


@dataclass(frozen=True)
class Row:
    """What a person filled in for one pair or answer."""

    number: int
    """Row as a spreadsheet shows it, the header being 1; line of a JSON Lines file."""
    cells: Mapping[str, str]
    """Text by column; columns that are missing are absent."""
    evidence: tuple[Span | str, ...]
    """Evidence that is given as a list: by its places, or by quotes one by one."""
    raw: Raw
    """The row as it was read."""
    problems: list[str]
    """What is wrong with its form."""

    def __getitem__(self, column: str) -> str:
        """The text of a column; empty where there is none."""
        return self.cells.get(column, "")


class Sheet(NamedTuple):
    """A file that a person filled in."""

    path: Path
    form: Form
    encoding: str
    modified: datetime
    """When the file was last changed, in UTC."""
    header: list[str]
    """Columns of a table, as written."""
    delimiter: str
    rows: list[Row]
    ignored: list[str]
    """Columns that mean nothing here."""
    rating: bool
    """Whether answers were rated, not pairs reviewed."""

    def holds(self, cell: str, text: str) -> bool:
        """Whether a cell holds a text, as far as this file can: in Windows-1252 other characters came to stand for some."""
        if same(cell, text):
            return True
        return self.encoding == WINDOWS and re.fullmatch(_lossy(plain(text)), plain(cell)) is not None


def read_sheet(path: Path) -> Sheet:
    """Read a file that a person filled in.

    Raises:
        InputError: it cannot be read, or is not such a file.
    """
    form = form_of(path)
    try:
        data, modified = path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    text, encoding = _decoded(data, path)
    sheet = Sheet(path, form, encoding, modified, [], "", [], [], False)
    return _lines(sheet, text) if form is Form.JSONL else _table(sheet, text)


def _decoded(data: bytes, path: Path) -> tuple[str, str]:
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", WINDOWS]:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path}: neither UTF-8, UTF-16 nor Windows-1252; save it as 'CSV UTF-8'")


def _table(sheet: Sheet, text: str) -> Sheet:
    csv.field_size_limit(LONGEST_CELL)
    header, delimiter = max(
        ((_first(text, delimiter), delimiter) for delimiter in DELIMITERS),
        key=lambda found: len(KNOWN.intersection(map(_name, found[0]))),
    )
    names = [_name(cell) for cell in header]
    rating = bool({"message", "coherence", "relevance"}.intersection(names))
    if missing := [name for name in ("id", "empathy" if rating else "decision") if name not in names]:
        raise InputError(
            f"{sheet.path}: row 1 has no column {' nor '.join(missing)}; it must be the header as the export wrote it"
            " (if all stands in one column, export again with --semicolons)"
        )
    if twice := sorted({name for name in names if name in KNOWN and names.count(name) > 1}):
        raise InputError(f"{sheet.path}: more than one column {', '.join(twice)}; remove one")
    rows = list(_rows(sheet.path, text, names, delimiter))
    ignored = [cell for cell, name in zip(header, names, strict=True) if name not in KNOWN | {"", "problems"}]
    return sheet._replace(header=header, delimiter=delimiter, rows=rows, ignored=ignored, rating=rating)


def _first(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(path: Path, text: str, names: list[str], delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, raw in enumerate(reader, 1):
            if number == 1 or not any(raw):
                continue
            cells = {name: unprotect(cell) for name, cell in zip(names, raw, strict=False) if name in KNOWN}
            over = any(not blank(cell) for cell in raw[len(names) :])
            problems = ["more cells than the header has; a quotation mark or a separator is missing"] if over else []
            yield Row(number, cells, (), raw, problems)
    except csv.Error as error:
        raise InputError(f"{path}: row {number + 1}: not readable as CSV ({error})") from None


def _lines(sheet: Sheet, text: str) -> Sheet:
    rows = [_line(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    rating = any("message" in row.cells for row in rows)
    return sheet._replace(rows=rows, rating=rating)


def _line(number: int, line: str) -> Row:
    try:
        record = json.loads(line)
    except ValueError as error:
        return Row(number, {}, (), line, [f"not JSON ({error}); every line holds one record"])
    review = record.get(REVIEW) if isinstance(record, dict) else None
    if not isinstance(record, dict) or not isinstance(review, dict):
        return Row(number, {}, (), line, [f"no object with a field {REVIEW!r}, into which the review goes"])
    problems, evidence = Problems(), _evidence(review.get("evidence_corrected"))
    problems += [f"{REVIEW}.{name}: no such field" for name in review if name not in {*FILLED_IN, *RATED}]
    cells = {
        name: record[name]
        for name in ("id", "message", "question", "answer", ROUND)
        if isinstance(record.get(name), str)
    }
    for name, value in review.items():
        if name != "evidence_corrected" or not evidence:
            cells[name] = problems.attempt(partial(_text, name, value), "")
    return Row(number, cells, evidence, line, list(problems))


def _evidence(value: Any) -> tuple[Span | str, ...]:
    """Evidence that is given as a list; nothing where it is given otherwise."""
    if not isinstance(value, list):
        return ()
    try:
        return tuple(part if isinstance(part, str) else Span.model_validate(part) for part in value)
    except ValueError:
        return ()


def _text(name: str, value: Any) -> str:
    """A value of JSON as the cell of a table."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    hint = f"; write {' or '.join(DECISIONS)}" if name == "decision" else ""
    raise CellError(f"{name}: {json.dumps(value, ensure_ascii=False)[:60]} cannot be read{hint}")


def _lossy(text: str) -> str:
    """A pattern of what becomes of a text in Windows-1252: '?', or a letter that looks alike, for what it has no room for."""
    return "".join(re.escape(letter) if _has_room(letter) else ".{1,2}" for letter in text)


def _has_room(letter: str) -> bool:
    return letter.encode(WINDOWS, "ignore") != b""


def _name(cell: str) -> str:
    return "_".join(cell.strip().lstrip("\ufeff").casefold().replace("-", " ").replace("_", " ").split())
