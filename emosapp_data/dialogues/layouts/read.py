"""Reading a file of dialogues, whose layout is recognised by its records."""

import hashlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.dialogues.layouts import esconv, fields, mapped, messages
from emosapp_data.dialogues.layouts.mapping import Mapping, read_mapping
from emosapp_data.dialogues.layouts.source import Broken, read_values
from emosapp_data.dialogues.raw import NotADialogue, RawDialogue, UnknownSpeaker
from emosapp_data.errors import InputError
from emosapp_data.foreign.files import Source, whole_characters
from emosapp_data.schema import Reason

HALF_CHARACTER = rb"\ud"
"""How JSON writes the half of a character, here in small letters; most files have none, and need no mending."""
Reader = Callable[[Any, int], RawDialogue]


class Layout(StrEnum):
    """How a file is laid out."""

    ESCONV = "esconv"
    MESSAGES = "messages"
    SHAREGPT = "sharegpt"
    MAPPED = "mapped"
    """As a mapping says; without one, as that for ServeForEmo."""


class Unread(NamedTuple):
    """A record that could not be read."""

    reason: Reason
    """Why."""
    detail: str
    """What is wrong with it."""


class Read(NamedTuple):
    """A record, read or not."""

    place: str
    """Where it stands in the file, such as 'dialogue 12' or 'line 7'."""
    value: Any
    """What stands there, with U+FFFD for half characters."""
    found: RawDialogue | Unread
    """What it says."""


class Opened(NamedTuple):
    """A file whose layout is known."""

    layout: Layout
    """Its layout."""
    name: str
    """What the dataset is called, as far as the file or its mapping tells."""
    records: tuple[Read, ...]
    """Its records, in order."""
    sha256: str
    """Checksum of the file."""
    mapping: str | None = None
    """The mapping as JSON; for the layout `mapped` only."""


def read_dialogues(path: Path, layout: Layout | None = None, mapping: Path | None = None) -> Opened:
    """Read a file of dialogues, JSON or JSON Lines.

    Args:
        path: the file.
        layout: its layout; without one it is recognised.
        mapping: YAML file that names its fields; only for the layout `mapped`.

    Raises:
        InputError: the file cannot be read, its layout is not known, a field that its mapping names is in no record, or
            no record is a dialogue.
    """
    if mapping and layout not in (None, Layout.MAPPED):
        raise InputError(f"--mapping {mapping}: only for --layout mapped, and --layout {layout} is given")
    source = read_values(path)
    places = list(_records(source))
    values = [value for _, value in places]
    layout = layout or (Layout.MAPPED if mapping else _recognised(values))
    names = read_mapping(mapping) if layout in (None, Layout.MAPPED) else None
    if names and (lines := mapped.missing(values, names)):
        raise InputError("\n".join(f"{source.path}: {line}" for line in _advised(lines, layout, mapping)))
    read = _reader(layout or Layout.MAPPED, names)
    whole = _whole if HALF_CHARACTER in source.data.lower() else _as_it_is
    records = tuple(
        Read(place, whole(_content(value)), _attempt(read, value, number))
        for number, (place, value) in enumerate(places, 1)
    )
    unread = [each for each in records if isinstance(each.found, Unread)]
    if len(unread) == len(records):
        first = f": {unread[0].place}: {unread[0].found[1]}" if unread else ""
        raise InputError(f"{source.path}: no dialogue in it under the layout {layout or Layout.MAPPED}{first}")
    name = names.name if names else source.path.stem
    checksum = hashlib.sha256(source.data).hexdigest()
    return Opened(layout or Layout.MAPPED, name, records, checksum, names.model_dump_json() if names else None)


def _content(value: Any) -> Any:
    return value.text if isinstance(value, Broken) else value


def _records(source: Source) -> Iterator[tuple[str, Any]]:
    """The records of a file, with their places."""
    values = source.values
    if source.lines is not None and not (len(values) == 1 and isinstance(values[0], list) and _many(values[0])):
        yield from ((f"line {line}", value) for line, value in zip(source.lines, values, strict=True))
        return
    content = values[0]
    if isinstance(content, dict) and _layout_of(content) is None:
        lists = [value for value in content.values() if isinstance(value, list) and _many(value)]
        content = lists[0] if len(lists) == 1 else content
    found = content if isinstance(content, list) and _layout_of(content) is None else [content]
    yield from ((f"dialogue {number}", value) for number, value in enumerate(found, 1))


def _many(values: list[Any]) -> bool:
    """Whether a list holds records, rather than the messages of one."""
    return bool(values) and _layout_of(values) is None and isinstance(values[0], (dict, list))


def _layout_of(value: Any) -> Layout | None:
    if esconv.fits(value):
        return Layout.ESCONV
    if messages.fits(value, messages.MESSAGES):
        return Layout.MESSAGES
    return Layout.SHAREGPT if messages.fits(value, messages.SHAREGPT) else None


def _recognised(values: list[Any]) -> Layout | None:
    """The layout of the first record that has one, if no strategy counselor speaks in the file."""
    found = next((layout for value in values if (layout := _layout_of(value))), None)
    return None if found is Layout.ESCONV and any(map(_has_counselor, values)) else found


def _has_counselor(value: Any) -> bool:
    turns = next((value[name] for name in esconv.TURNS if name in value), None) if isinstance(value, dict) else None
    names = (turn.get("speaker") for turn in turns if isinstance(turn, dict)) if isinstance(turns, list) else ()
    return any(isinstance(name, str) and "counsel" in fields.plain(name) for name in names)


def _reader(layout: Layout, mapping: Mapping | None) -> Reader:
    if layout is Layout.ESCONV:
        return esconv.read
    if layout is Layout.MAPPED and mapping:
        return partial(mapped.read, mapping=mapping)
    return partial(messages.read, names=messages.MESSAGES if layout is Layout.MESSAGES else messages.SHAREGPT)


def _attempt(read: Reader, value: Any, number: int) -> RawDialogue | Unread:
    if isinstance(value, Broken):
        return Unread(Reason.NOT_A_DIALOGUE, whole_characters(value.problem))
    try:
        return read(value, number)
    except UnknownSpeaker as error:
        return Unread(Reason.UNKNOWN_SPEAKER, whole_characters(str(error)))
    except NotADialogue as error:
        return Unread(Reason.NOT_A_DIALOGUE, whole_characters(str(error)))


def _whole(value: Any) -> Any:
    """A record without half characters, which no file can hold."""
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return whole_characters(value) if isinstance(value, str) else value


def _as_it_is(value: Any) -> Any:
    return value


def _advised(lines: list[str], layout: Layout | None, mapping: Path | None) -> list[str]:
    """The missing fields, and what to do about them."""
    advice = "write their names into the mapping" if mapping else "write a mapping and give it with --mapping FILE.yaml"
    first = [] if layout else ["not ESConv, messages or ShareGPT; read as ServeForEmo, whose field names are a guess"]
    return [*first, *lines[:-1], f"{lines[-1]}; {advice}"]
