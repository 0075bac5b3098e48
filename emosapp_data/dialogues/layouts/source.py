"""From a path to the values of a file of dialogues; a broken line of JSON Lines does not lose the others."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.errors import InputError
from emosapp_data.foreign.files import Source, json_object, read_source

LINES = (".jsonl", ".ndjson")


class Broken(NamedTuple):
    """A line that is no JSON."""

    text: str
    """The line."""
    problem: str
    """What is wrong with it."""


def read_values(path: Path) -> Source:
    """The values of a file; of JSON Lines also where some lines are broken, as long as others are not.

    Raises:
        InputError: there is no such file, or nothing in it can be read.
    """
    try:
        return read_source(path)
    except InputError:
        if path.suffix.lower() not in LINES or not path.is_file():
            raise
        try:
            data = path.read_bytes()
            lines = [(number, line) for number, line in enumerate(data.decode().split("\n"), 1) if line.strip()]
        except UnicodeDecodeError:
            lines = []
        values = [_line(line) for _, line in lines]
        if all(isinstance(value, Broken) for value in values):
            raise
        return Source(path, data, values, [number for number, _ in lines])


def _line(line: str) -> Any:
    try:
        return json.loads(line, object_pairs_hook=json_object)
    except json.JSONDecodeError as error:
        return Broken(line.strip(), f"not JSON at column {error.colno} ({error.msg})")
    except RecursionError:
        return Broken(line.strip(), "lists within lists without end")
