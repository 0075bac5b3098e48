"""Plain chat files: `messages` with role and content, and ShareGPT's `conversations` with from and value.

Sources: the chat format of OpenAI's fine-tuning files; the format of FastChat's training files
(https://github.com/lm-sys/FastChat), which the ShareGPT collections have. A file may also be a list of messages a line.
"""

from typing import Any, NamedTuple

from emosapp_data.dialogues.layouts import fields
from emosapp_data.dialogues.raw import NotADialogue, RawDialogue, RawTurn, Speaker


class Names(NamedTuple):
    """What a chat file calls things."""

    turns: str
    speaker: str
    text: str


MESSAGES = Names("messages", "role", "content")
SHAREGPT = Names("conversations", "from", "value")
NAMES = ("id", "dialogue_id", "conversation_id")
LABELS = ("emotion", "problem", "situation", "split")


def fits(value: Any, names: Names) -> bool:
    """Whether a record has this layout."""
    turns = value.get(names.turns) if isinstance(value, dict) else value
    return (
        isinstance(turns, list)
        and bool(turns)
        and isinstance(turns[0], dict)
        and {names.speaker, names.text} <= turns[0].keys()
    )


def read(value: Any, number: int, names: Names) -> RawDialogue:
    """Read a record.

    Raises:
        NotADialogue: it does not fit.
        UnknownSpeaker: somebody else than user, assistant and system speaks, such as a tool.
    """
    record = value if isinstance(value, dict) else {names.turns: value}
    if names.turns not in record:
        raise NotADialogue(f"no field {names.turns!r}; it has {fields.shown(list(record))}")
    name = next((record[key] for key in NAMES if fields.optional(record.get(key))), number)
    turns = [
        _turn(turn, place, names) for place, turn in enumerate(fields.objects(record[names.turns], names.turns), 1)
    ]
    if isinstance(system := record.get("system"), str) and system.strip():
        turns.insert(0, RawTurn(Speaker.SYSTEM, system))
    emotion, problem, situation, split = (fields.optional(record.get(label)) for label in LABELS)
    used = {names.turns, "system", *NAMES, *LABELS}
    unread = tuple(key for key in record if key not in used)
    return RawDialogue(str(name), tuple(turns), emotion, problem, situation, split, unread=unread)


def _turn(turn: dict[str, Any], number: int, names: Names) -> RawTurn:
    for name in (names.speaker, names.text):
        if name not in turn:
            raise NotADialogue(f"turn {number}: no field {name!r}; it has {fields.shown(list(turn))}")
    who = fields.speaker(turn[names.speaker], number)
    strategy = fields.optional(turn.get("strategy")) if who is Speaker.SUPPORTER else None
    return RawTurn(who, fields.text(turn[names.text], number), strategy)
