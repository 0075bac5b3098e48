"""Files whose fields a mapping names, such as ServeForEmo."""

from collections.abc import Sequence
from typing import Any

from emosapp_data.dialogues.layouts import fields
from emosapp_data.dialogues.layouts.mapping import TURN_FIELDS, Mapping
from emosapp_data.dialogues.raw import NotADialogue, RawDialogue, RawTurn, Speaker

ABSENT = object()


def missing(values: Sequence[Any], mapping: Mapping) -> list[str]:
    """What no record of a file has, one line each: what it would be, the names looked for, the fields there are."""
    records = [value for value in values if isinstance(value, dict)]
    found = (find(record, mapping.turns) for record in records)
    turns = [turn for each in found if isinstance(each, list) for turn in each if isinstance(turn, dict)]
    lines = []
    for what, names in mapping.named().items():
        inside = what in TURN_FIELDS
        if what in mapping.optional or (inside and not turns):
            continue
        where = turns if inside else records
        if all(find(each, names) is ABSENT for each in where):
            have = fields.shown(list(dict.fromkeys(path for each in where for path in _paths(each))))
            looked = " or ".join(map(repr, names))
            lines.append(f"no field {looked} ({what}); the {'turns' if inside else 'records'} have {have}")
    return lines


def read(value: Any, number: int, mapping: Mapping) -> RawDialogue:
    """Read a record.

    Raises:
        NotADialogue: a field that is needed is not there.
        UnknownSpeaker: somebody speaks whom the mapping does not name.
    """
    if not isinstance(value, dict):
        raise NotADialogue(f"no object but {fields.short(value)}")
    said = find(value, mapping.turns)
    if said is ABSENT:
        raise NotADialogue(f"no field {' or '.join(map(repr, mapping.turns))}; it has {fields.shown(_paths(value))}")
    turns = [_turn(turn, place, mapping) for place, turn in enumerate(fields.objects(said, mapping.turns[0]), 1)]
    answer = find(value, mapping.last_answer)
    if answer is not ABSENT:
        text = fields.text(answer, len(turns) + 1)
        turns.append(RawTurn(Speaker.SUPPORTER, text, _label(value, mapping.last_strategy)))
    used = {name.split(".")[0] for names in mapping.named().values() for name in names}
    return RawDialogue(
        _label(value, mapping.id) or str(number),
        tuple(turns),
        _label(value, mapping.emotion),
        _label(value, mapping.problem),
        _label(value, mapping.situation),
        _label(value, mapping.split),
        unread=tuple(key for key in value if key not in used),
    )


def find(value: Any, names: Sequence[str]) -> Any:
    """What stands under the first of the names that is there; `ABSENT` where none is."""
    for name in names:
        found = value
        for part in name.split("."):
            found = found.get(part, ABSENT) if isinstance(found, dict) else ABSENT
        if found is not ABSENT:
            return found
    return ABSENT


def _turn(turn: dict[str, Any], number: int, mapping: Mapping) -> RawTurn:
    speakers = {fields.plain(name): who for name, who in mapping.speakers.items()}
    name, said = find(turn, mapping.speaker), find(turn, mapping.text)
    for what, names, found in (("speaker", mapping.speaker, name), ("text", mapping.text, said)):
        if found is ABSENT:
            looked = " or ".join(map(repr, names))
            raise NotADialogue(f"turn {number}: no field {looked} ({what}); it has {fields.shown(list(turn))}")
    who = fields.speaker(name, number, speakers)
    strategy = _label(turn, mapping.strategy) if who is Speaker.SUPPORTER else None
    feedback = find(turn, mapping.feedback)
    return RawTurn(who, fields.text(said, number), strategy, None if feedback is ABSENT else feedback)


def _label(value: Any, names: Sequence[str]) -> str | None:
    found = find(value, names)
    return None if found is ABSENT else fields.optional(found)


def _paths(value: dict[str, Any], before: str = "") -> list[str]:
    """The names of all fields, with dots into objects."""
    paths = []
    for key, inner in value.items():
        paths += _paths(inner, f"{before}{key}.") if isinstance(inner, dict) and inner else [f"{before}{key}"]
    return paths
