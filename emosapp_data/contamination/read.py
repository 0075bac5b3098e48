"""From a benchmark's file to its items; what could not be read as it stands is said."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from emosapp_data.contamination.files import LETTER, SUFFIXES, read_rows
from emosapp_data.contamination.item import Benchmark, BenchmarkItem
from emosapp_data.contamination.layouts import HEADERLESS, Asked, Layout, layout_of, normalised, string
from emosapp_data.errors import InputError

ID_COLUMNS = ("id", "ind", "idx", "qid", "question_id")
"""Columns that hold an item's own id."""
NO_NAME = re.compile(r"(?:train|test|val|validation|dev|data|default)(?:-\d+-of-\d+)?", re.IGNORECASE)
"""File names that do not say which benchmark it is: the folder's name does."""
NO_BENCHMARK = re.compile(r"(?:readme|licen[cs]e|notice|citation|dataset_infos?|state)\b.*", re.IGNORECASE)
"""Files that lie beside benchmarks."""
SPREADSHEET_ERROR = re.compile(r"#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NULL!|NUM!)")
"""What a spreadsheet leaves where a post began with an equals sign."""
FEWEST_WORDS = 4
"""Words that the cells of an unknown column have at least, in the median, to be read as texts."""


def read_benchmarks(paths: Iterable[Path]) -> list[Benchmark]:
    """Read benchmarks from files and folders; a folder gives every data file below it, in the order of the names.

    Raises:
        InputError: a path does not exist, a folder holds no data file, or a file cannot be read.
    """
    return [read_benchmark(file) for path in paths for file in _files(path)]


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    below = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in SUFFIXES)
    hidden = {file for file in below if any(part.startswith(".") for part in file.relative_to(path).parts)}
    found = [file for file in below if file not in hidden and not NO_BENCHMARK.fullmatch(file.name)]
    if not found:
        raise InputError(f"{path}: no benchmark in this folder; it may hold {', '.join(sorted(SUFFIXES))} files")
    return found


def read_benchmark(path: Path) -> Benchmark:
    """Read the items of one file.

    The layout is recognised by the columns. Of an unknown layout every column of texts is taken, each cell as an item
    of its own, and a note says so.

    Raises:
        InputError: the file is missing, empty, broken, or holds no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give the path of a benchmark") from error
    rows, notes = read_rows(path, data)
    name = _name(path)
    rows = [normalised(row) for row in rows]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    layout = _headerless(columns, rows) or layout_of(columns)
    if layout:
        items, without = _known(name, rows, layout)
    else:
        items, without, note = _unknown(name, rows, columns)
        notes.append(note)
    if not items:
        raise InputError(f"{path}: no item has a text (read as: {layout.name if layout else 'unknown layout'})")
    if without:
        notes.append(f"rows without a text: {len(without)}, the first is row {without[0]}")
    if repeated := len(items) - len({(item.text, item.choices) for item in items}):
        notes.append(f"items that repeat an earlier one word for word: {repeated}")
    title = layout.name if layout else "unknown"
    return Benchmark(name, tuple(items), title, tuple(notes), hashlib.sha256(data).hexdigest())


def _name(path: Path) -> str:
    stem = path.name.removesuffix(path.suffix)
    return f"{path.resolve().parent.name}/{stem}" if NO_NAME.fullmatch(stem) else stem


def _headerless(columns: Sequence[str], rows: Sequence[dict[str, Any]]) -> Layout | None:
    """MMLU's layout, where no column has a name and the last cell of every row is a letter."""
    unnamed = len(columns) >= 3 and all(column.startswith("column_") for column in columns)
    return HEADERLESS if unnamed and all(LETTER.fullmatch(string(row.get(columns[-1]))) for row in rows) else None


def _known(name: str, rows: Sequence[dict[str, Any]], layout: Layout) -> tuple[list[BenchmarkItem], list[int]]:
    """The items, and the numbers of the rows that have none."""
    ids = _ids(rows)
    items: list[BenchmarkItem] = []
    without = []
    for number, row in enumerate(rows, 1):
        asked = layout.read(row) if layout.needs <= row.keys() else Asked("")
        if _says_something(asked.text):
            items.append(BenchmarkItem(name, ids[number - 1], *asked))
        else:
            without.append(number)
    return items, without


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text)) and not SPREADSHEET_ERROR.fullmatch(text)


def _ids(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The items' ids: their own where they have one; with the row where several have the same."""
    own = [next((string(row[column]) for column in ID_COLUMNS if string(row.get(column))), "") for row in rows]
    times = Counter(own)
    return [
        str(number) if not told else told if times[told] == 1 else f"{told} (row {number})"
        for number, told in enumerate(own, 1)
    ]


def _unknown(
    name: str, rows: Sequence[dict[str, Any]], columns: Sequence[str]
) -> tuple[list[BenchmarkItem], list[int], str]:
    """Every cell of every column of texts as an item, the numbers of the rows that have none, and what to tell."""
    texts = [{column: " ".join(_leaves(row.get(column))) for column in columns} for row in rows]
    taken = [column for column in columns if _holds_texts([text[column] for text in texts])]
    items: list[BenchmarkItem] = []
    without = []
    for number, (row_id, text) in enumerate(zip(_ids(rows), texts, strict=True), 1):
        found = [
            BenchmarkItem(name, f"{row_id}/{column}", text[column]) for column in taken if _says_something(text[column])
        ]
        items += found
        if not found:
            without.append(number)
    left = [column for column in columns if column not in taken]
    note = f"unknown layout: each cell of {_listed(taken)} is an item" + (
        f"; not read: {_listed(left)}" if left else ""
    )
    return items, without, note


def _leaves(value: Any) -> Iterator[str]:
    """The texts inside a cell, which may hold lists and objects."""
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _leaves(inner)


def _holds_texts(cells: Sequence[str]) -> bool:
    lengths = [len(cell.split()) for cell in cells if cell]
    return bool(lengths) and median(lengths) >= FEWEST_WORDS


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(columns[:8])
    return (shown + (f" and {len(columns) - 8} more" if len(columns) > 8 else "")) or "no column"
