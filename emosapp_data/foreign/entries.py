"""From the values of a file to its entries: dialogues and pairs, each with its place."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from emosapp_data.foreign.files import Source
from emosapp_data.foreign.layouts import columns, hear, holds_turns
from emosapp_data.foreign.turns import item
from emosapp_data.foreign.vocabulary import DIALOGUE_KEYS, SPLIT_NAMES, plain

KEYS_SHOWN = 12


class Entry(NamedTuple):
    """What a file holds one after the other."""

    value: Any
    """What stands there."""
    label: str
    """Its number or its name in quotes."""
    part: str = ""
    """Name of the part of the file that it belongs to, where there are several."""
    line: int | None = None
    """Its line, where every entry has one."""

    def place(self, unit: str) -> str:
        """Where it stands, such as 'train, dialogue 12' or 'line 7'; `unit` says what it is."""
        if self.line is not None:
            return f"line {self.line}"
        return f"{self.part}, {unit} {self.label}" if self.part else f"{unit} {self.label}"


def entries(source: Source) -> Iterator[Entry]:
    """The entries of a file, in order."""
    if source.lines is None or len(source.values) == 1:
        yield from _within(source.values[0] if source.values else [])
    elif holds_turns(source.values):
        yield Entry(source.values, "1")
    else:
        for number, (value, line) in enumerate(zip(source.values, source.lines, strict=True), 1):
            yield Entry(value, str(number), line=line)


def _within(content: Any, part: str = "") -> Iterator[Entry]:
    """The entries of a list, or of an object around lists."""
    if isinstance(content, list):
        if holds_turns(content):
            yield Entry(content, "1", part)
        else:
            for number, value in enumerate(content, 1):
                yield Entry(value, str(number), part)
    elif isinstance(content, dict) and (rows := columns(content)):
        yield from _within(rows, part)
    elif isinstance(content, dict) and not _is_entry(content):
        yield from _of_object(content, part)
    else:
        yield Entry(content, "1", part)


def _is_entry(content: dict[str, Any]) -> bool:
    """Whether an object is a pair or a dialogue by itself, rather than an envelope around many."""
    if item(content):
        return True
    turns = (value for key, value in content.items() if plain(key) in DIALOGUE_KEYS)
    return sum(isinstance(value, list) and holds_turns(value) for value in turns) == 1


def _of_object(content: dict[str, Any], part: str) -> Iterator[Entry]:
    """The entries in the fields of an object: the parts of a file, or dialogues by their names."""
    fields = {key: value for key, value in content.items() if _is_data(value)}
    if not fields:
        yield Entry(content, "1", part)
    for key, value in fields.items():
        name = ", ".join(filter(None, [part, key])) if len(fields) > 1 or part else ""
        if isinstance(value, list) and not holds_turns(value) and (len(fields) == 1 or _is_part(key, value)):
            yield from _within(value, name)
        elif isinstance(value, dict) and hear(value) is None:
            yield from _within(value, name or key)
        else:
            yield Entry(value, repr(key), part)


def _is_part(key: str, values: list[Any]) -> bool:
    """Whether a list is a part of a file, rather than a dialogue of pairs that has this name."""
    return plain(key) in SPLIT_NAMES or not any(item(value) for value in values)


def _is_data(value: Any) -> bool:
    """Whether there is a dialogue or a pair in a field; other fields describe the file."""
    if isinstance(value, list):
        return any(hear(inner) for inner in value) or (hear(value) is not None and holds_turns(value))
    return isinstance(value, dict) and (hear(value) is not None or any(map(_is_data, value.values())))


def described(found: list[Entry]) -> str:
    """What the entries are, for the message that nothing in them was understood."""
    keys = dict.fromkeys(
        key for entry in found for key in (entry.value if isinstance(entry.value, dict) else ()) if key
    )
    if keys:
        shown = ", ".join(list(keys)[:KEYS_SHOWN])
        return f"its keys are {shown}{f' and {len(keys) - KEYS_SHOWN} more' if len(keys) > KEYS_SHOWN else ''}"
    kinds = dict.fromkeys(NAMES.get(type(entry.value), "values") for entry in found)
    return f"it holds {' and '.join(kinds)}" if kinds else "it holds an empty list"


NAMES = {
    list: "lists",
    dict: "empty objects",
    str: "texts",
    int: "numbers",
    float: "numbers",
    bool: "true and false",
    type(None): "nulls",
}
