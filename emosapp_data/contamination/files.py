"""From a file to rows of named values: CSV, TSV, JSON, JSON Lines, Parquet, and text with one item a line."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.errors import InputError

SUFFIXES = {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".txt"}
"""Files that are read as benchmarks; of any other the content tells what it is."""
LONGEST_NAME = 40
"""Characters that the name of a column has at most: longer cells of a first row are data."""
LETTER = re.compile(r"[A-J]")
TEXT_COLUMN = "text"
"""Name of the one column of a file of plain lines."""


class Rows(NamedTuple):
    """The rows of a file."""

    rows: list[dict[str, Any]]
    """The rows; a file without a header names its columns 'column 1', 'column 2' and so on."""
    notes: list[str]
    """What could not be read as it stands."""


def read_rows(path: Path, data: bytes) -> Rows:
    """Read the rows of a file whose bytes are `data`.

    Raises:
        InputError: the file is empty, of no known form, or broken at a place that the message names.
    """
    if not data.strip():
        raise InputError(f"{path}: the file is empty; get the benchmark again, or leave it out")
    if data.startswith(b"PAR1"):
        return Rows(_parquet(path, data), [])
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(
            f"{path}: neither text nor Parquet; benchmarks are CSV, TSV, JSON, JSON Lines, Parquet or lines of text"
        )
    text, notes = _decode(data)
    suffix = path.suffix.lower()
    if suffix in {".csv", ".tsv"}:
        rows, more = _csv(path, text, "\t" if suffix == ".tsv" else None)
        return Rows(rows, notes + more)
    if suffix in {".jsonl", ".ndjson"}:
        return Rows(_json_lines(path, text), notes)
    if suffix == ".json" or (suffix not in SUFFIXES and text.lstrip()[0] in "[{"):
        return Rows(_json(path, text), notes)
    if suffix == ".parquet":
        raise InputError(f"{path}: named .parquet, but it is not Parquet; get the benchmark again, or rename it")
    if suffix not in SUFFIXES:
        notes = [*notes, f"the name ends in {suffix or 'nothing'!r}: read as text with one item a line"]
    return Rows([{TEXT_COLUMN: line.strip()} for line in text.splitlines()], notes)


def _decode(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="replace")
        broken = text.count("\ufffd") - data.count("\ufffd".encode())
        first = text[: text.index("\ufffd")].count("\n") + 1
        return text, [f"places that are not UTF-8: {broken}, the first on line {first}; those characters are left out"]


def _parquet(path: Path, data: bytes) -> list[dict[str, Any]]:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        rows: list[dict[str, Any]] = pq.read_table(pa.BufferReader(data)).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{path}: broken Parquet ({error}); get the benchmark again") from error
    return rows


def _csv(path: Path, text: str, delimiter: str | None) -> tuple[list[dict[str, Any]], list[str]]:
    first = text.lstrip().split("\n", 1)[0]
    delimiter = delimiter or max(",;\t", key=first.count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise InputError(f"{path}: broken CSV ({error}); mend the file, or save it as JSON Lines") from error
    if has_header(lines[0]):
        names, lines = [name.strip() for name in lines[0]], lines[1:]
    else:
        names = [f"column {number}" for number in range(1, max(map(len, lines)) + 1)]
    uneven = [number for number, row in enumerate(lines, 1) if len(row) != len(names)]
    notes = (
        [f"rows with more or fewer columns than the first: {len(uneven)}, the first is row {uneven[0]}"]
        if uneven
        else []
    )
    return [_named(names, row) for row in lines], notes


def has_header(cells: list[str]) -> bool:
    """Whether the first row of a CSV file names the columns: short, distinct, no sentences, no numbers, no lone key letter.

    MMLU's files have no header; their first row is a question, its choices, and the letter of the right one.
    """
    names = [cell.strip() for cell in cells]
    if len(names) > 1 and LETTER.fullmatch(names[-1]) and not all(LETTER.fullmatch(name) for name in names[1:]):
        return False
    return len(set(names)) == len(names) and all(
        len(name) <= LONGEST_NAME and not name.endswith(tuple(".?!:")) and not re.fullmatch(r"[-\d.,]+", name)
        for name in names
    )


def _named(names: list[str], row: list[str]) -> dict[str, Any]:
    """A row by its names; cells beyond the header get the numbers of their columns, so that no text is lost."""
    more = [f"column {number}" for number in range(len(names) + 1, len(row) + 1)]
    return dict(zip([*names, *more], row, strict=False))


def _json_lines(path: Path, text: str) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            rows.append(_row(json.loads(line)))
        except ValueError as error:
            raise InputError(f"{path}: line {number} is not JSON ({error}); mend or delete the line") from error
    return rows


def _json(path: Path, text: str) -> list[dict[str, Any]]:
    try:
        content = json.loads(text)
    except ValueError as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            return _json_lines(path, text)
        raise InputError(f"{path}: not JSON ({error}); get the benchmark again, or mend it there") from error
    rows = _rows_within(content)
    if rows is None:
        raise InputError(f"{path}: holds no list of items; give a list of objects, or an object with one such list")
    return [_row(row) for row in rows]


def _rows_within(content: Any) -> list[Any] | None:
    """The rows of a JSON file: a list, the only list of objects inside an object, or columns of equal length."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return None
    lists = {name: value for name, value in content.items() if isinstance(value, list) and value}
    objects = [value for value in lists.values() if isinstance(value[0], dict)]
    if len(objects) == 1:
        return objects[0]
    if lists and len(lists) == len(content) and len({len(value) for value in lists.values()}) == 1:
        return [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]
    return None


def _row(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {TEXT_COLUMN: value}
