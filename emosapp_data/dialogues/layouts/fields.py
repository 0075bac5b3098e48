"""Taking values from the records of a source, with errors that say what is there instead."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from emosapp_data.dialogues.raw import NotADialogue, Speaker, UnknownSpeaker

FIELDS_SHOWN = 12

SPEAKERS: Mapping[str, Speaker] = {
    **dict.fromkeys(("seeker", "help_seeker", "usr", "user", "human", "speaker", "client", "patient"), Speaker.SEEKER),
    **dict.fromkeys(
        ("supporter", "sys", "assistant", "gpt", "bot", "model", "listener", "counsellor", "therapist"),
        Speaker.SUPPORTER,
    ),
    **dict.fromkeys(("strategy_counselor", "strategy_counsellor"), Speaker.COUNSELOR),
    **dict.fromkeys(("system", "developer"), Speaker.SYSTEM),
}
"""Speakers by the names that copies give them. In copies of ESConv 'sys' is the supporter, never a system prompt."""


def plain(name: str) -> str:
    """A name in small letters, with underscores."""
    return "_".join(name.strip().casefold().replace("-", " ").replace("_", " ").split())


def speaker(name: Any, number: int, names: Mapping[str, Speaker] = SPEAKERS) -> Speaker:
    """Who a name means.

    Raises:
        UnknownSpeaker: the name is not known.
    """
    found = names.get(plain(name)) if isinstance(name, str) else None
    if found is None:
        known = ", ".join(sorted(names))
        raise UnknownSpeaker(f"turn {number}: the speaker is {short(name)}; known are {known}")
    return found


def text(value: Any, number: int) -> str:
    """What is said; an absent text is an empty one.

    Raises:
        NotADialogue: it is no text.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise NotADialogue(f"turn {number}: what is said is no text but {short(value)}")
    return value


def objects(values: Any, what: str) -> Sequence[dict[str, Any]]:
    """A list of objects.

    Raises:
        NotADialogue: it is none, or it is empty.
    """
    if not isinstance(values, list) or not values:
        raise NotADialogue(f"{what!r} holds no turns but {short(values)}")
    for number, value in enumerate(values, 1):
        if not isinstance(value, dict):
            raise NotADialogue(f"turn {number}: no object but {short(value)}")
    return values


def optional(value: Any) -> str | None:
    """A label or a name; none where there is none."""
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value).strip() or None


def short(value: Any) -> str:
    """The beginning of a value, for messages."""
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def shown(names: Sequence[str]) -> str:
    """Names of fields, for messages; a few of many."""
    more = len(names) - FIELDS_SHOWN
    return (", ".join(names[:FIELDS_SHOWN]) or "none") + (f" and {more} more" if more > 0 else "")
