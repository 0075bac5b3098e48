"""From a path to the values in the file: JSON, JSON Lines and CSV, with the line on which each stands."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from emosapp_data.errors import InputError

PUBLISHED = "Knowledge_dataset.json"
"""Name of the paper's file (https://huggingface.co/datasets/SIR-Lab/Mental_Health_Knowledge_Dataset)."""
SUFFIXES = {".json", ".jsonl", ".ndjson", ".csv", ".tsv"}
ALIKE = 80
"""Likeness, in per cent, from which one file name is taken for a misspelling of another: 'Knowlege_dataset.json'."""
HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class Source(NamedTuple):
    """A file, read but not yet understood."""

    path: Path
    """The file itself."""
    data: bytes
    """Its bytes."""
    values: list[Any]
    """The JSON values in it: one, or one a line; the rows of a CSV file as objects."""
    lines: list[int] | None
    """The line on which each value stands; none for a file that is a single value."""


def read_source(path: Path) -> Source:
    """Read a file, or the one file in a folder that is called as the paper's.

    Raises:
        InputError: there is no such file, or it is neither JSON, JSON Lines nor CSV.
    """
    path = _the_file(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    text = _decode(path, data)
    if path.suffix.lower() in {".csv", ".tsv"}:
        rows = _csv(path, text)
        return Source(path, data, [row for _, row in rows], [line for line, _ in rows])
    values = _json(path, text)
    single = len(values) == 1 and path.suffix.lower() not in {".jsonl", ".ndjson"}
    return Source(path, data, [value for _, value in values], None if single else [line for line, _ in values])


def _the_file(path: Path) -> Path:
    """The file itself; in a folder, the one whose name is the paper's, in either spelling."""
    folder = path if path.is_dir() else path.parent
    near = _near(folder, PUBLISHED if path.is_dir() else path.name)
    if path.is_dir():
        if len(near) == 1:
            return path / near[0]
        found = ", ".join(near) or "no file called like it"
        raise InputError(f"{path}: a folder, with {found}; give the file, such as {path / PUBLISHED}")
    if not path.exists():
        hint = f"; did you mean {folder / near[0]}?" if near else "; give the path of a JSON, JSON Lines or CSV file"
        raise InputError(f"{path}: no such file{hint}")
    return path


def _near(folder: Path, name: str) -> list[str]:
    """The data files of a folder whose names are much like `name`, the most alike first."""
    if not folder.is_dir():
        return []
    names = sorted(file.name for file in folder.iterdir() if file.is_file() and file.suffix.lower() in SUFFIXES)
    found = process.extract(
        name, names, scorer=fuzz.ratio, processor=lambda text: text.casefold().replace("-", "_"), score_cutoff=ALIKE
    )
    return [match for match, _, _ in found]


def _decode(path: Path, data: bytes) -> str:
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}: line {line} is not text in {error.encoding}; save the file as UTF-8") from error
    if not text.strip("\ufeff \t\r\n\0"):
        raise InputError(f"{path}: the file is empty")
    return text


def _json(path: Path, text: str) -> list[tuple[int, Any]]:
    """The values of a file one after the other, each with the line on which it starts."""
    decoder = json.JSONDecoder(object_pairs_hook=json_object)
    values: list[tuple[int, Any]] = []
    at, line, counted = 0, 1, 0
    while at < len(text):
        if text[at] in " \t\r\n\ufeff":
            at += 1
            continue
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise InputError(
                f"{path}: not JSON at line {error.lineno}, column {error.colno} ({error.msg}); "
                "get the file again, or mend it there"
            ) from error
        except RecursionError as error:
            raise InputError(f"{path}: line {line} holds lists within lists without end; get the file again") from error
        values.append((line, value))
    return values


def json_object(entries: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a key that comes again gets a number, so that {"user": ..., "bot": ..., "user": ...} keeps all."""
    times: Counter[str] = Counter()
    found: dict[str, Any] = {}
    for name, value in entries:
        key = whole_characters(name)
        times[key] += 1
        found[key if times[key] == 1 else f"{key} {times[key]}"] = value
    return found


def whole_characters(text: str) -> str:
    """A text in which U+FFFD stands for half characters: JSON can hold them ("\\ud83d"), a file cannot."""
    return HALF_CHARACTER.sub("\ufffd", text)


def _csv(path: Path, text: str) -> list[tuple[int, dict[str, Any]]]:
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=max(",;\t", key=first.count))
    rows: list[tuple[int, dict[str, Any]]] = []
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            if names and any(cells):
                rows.append((line, _named(names, cells)))
            names = names or [name.strip() for name in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path}: broken CSV at line {reader.line_num} ({error}); save it as JSON Lines") from error
    return rows


def _named(names: list[str], cells: list[str]) -> dict[str, Any]:
    """A row by its names; of a row that is broken by an unquoted comma, say, the cells as they are."""
    if len(cells) > len(names):
        return {f"row of {len(cells)} cells under {len(names)} names": cells}
    return dict(zip(names, cells, strict=False))
