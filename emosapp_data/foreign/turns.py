"""From one item of a file, a turn or a pair, to what is said in it."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from emosapp_data.foreign.records import WhyAside
from emosapp_data.foreign.vocabulary import (
    ANSWERING_KEYS,
    ASKING_KEYS,
    HISTORY,
    ROLE_KEYS,
    SYSTEM_KEYS,
    TEXT_KEYS,
    Speaker,
    plain,
    speaker_named,
    speaker_of_field,
)

LABEL = re.compile(r"^\s*(?:#+\s*|\*\*)?([A-Za-z][A-Za-z _-]{0,24}?)\s*\d*(?:\*\*)?\s*:(?:\*\*)?[ \t]*", re.MULTILINE)
"""A speaker's name in front of what is said, as in 'User: ...' and '### Human: ...'."""

DIGITS_BEHIND = re.compile(r"\d+$")


class Said(NamedTuple):
    """What one speaker says."""

    speaker: Speaker
    """Which part the turn plays."""
    name: str
    """What the file calls the speaker, or the field."""
    value: Any
    """What stands there: a text, as a rule."""
    field: bool = False
    """Whether it is a field of a pair, rather than a turn by itself."""
    item: int | None = None
    """Number of the item in its dialogue; none where the entry is no dialogue."""
    aside: WhyAside | None = None
    """Why it plays no part, where that does not follow from what is said around it."""


class Item(NamedTuple):
    """A turn, a pair, or several turns in one object."""

    form: str
    """The layout, in words."""
    said: tuple[Said, ...]
    """What is said, in order."""

    @property
    def is_dialogue(self) -> bool:
        """Whether it is more than a pair."""
        return sum(not said.field for said in self.said) > 1

    @property
    def is_turn(self) -> bool:
        """Whether it is a turn by itself, which needs others around it."""
        return len(self.said) == 1 and self.said[0].speaker is not Speaker.SYSTEM


def item(value: Any, shared_instruction: str | None = None) -> Item | None:
    """Understand a turn or a pair; none where it is neither.

    `shared_instruction` is what all pairs of the file have as their instruction: it asks nothing.
    """
    if isinstance(value, dict):
        return _record(value, shared_instruction) or _turn(value) or _lone(value)
    if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(part, str) for part in value):
        speaker = speaker_named(value[0])
        if speaker is not Speaker.UNKNOWN:
            return Item("turns (speaker and text)", (Said(speaker, value[0], value[1]),))
        return Item(
            "pairs of two texts",
            (_field(Speaker.USER, "first", value[0]), _field(Speaker.ASSISTANT, "second", value[1])),
        )
    return None


def transcript(text: str) -> Item | None:
    """Understand a text with the speakers' names in front of what they say; none where fewer than two speak."""
    marks = [mark for mark in LABEL.finditer(text) if speaker_named(mark[1]) is not Speaker.UNKNOWN]
    speakers = {speaker_named(mark[1]) for mark in marks}
    if not {Speaker.USER, Speaker.ASSISTANT} <= speakers:
        return None
    ends = [following.start() for _, following in pairwise(marks)] + [len(text)]
    before = text[: marks[0].start()].strip()
    said = [Said(Speaker.SYSTEM, "text before the first speaker", before)] if before else []
    said += [
        Said(speaker_named(mark[1]), mark[1], text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)
    ]
    return Item("transcripts with the speakers' names", tuple(said))


def _in_order(entries: Iterable[tuple[str, Any]]) -> Item | None:
    """An object with several questions and answers: {"question1": ..., "answer1": ..., "question2": ...}."""
    said = [Said(speaker, key, value) for key, value in entries if (speaker := speaker_of_field(key))]
    said.sort(key=lambda turn: int(match[0]) if (match := DIGITS_BEHIND.search(turn.name)) else 0)
    names = dict.fromkeys(plain(turn.name) for turn in said)
    return Item(f"turns in one object ({', '.join(names)})", tuple(said)) if said else None


def _record(value: dict[str, Any], shared_instruction: str | None) -> Item | None:
    """A question with its answer, each in a field of its own."""
    spoken = [key for key in value if speaker_of_field(key) and plain(key) != HISTORY]
    asking = _first(spoken, ASKING_KEYS)
    answering = _first(spoken, ANSWERING_KEYS)
    if asking is None or answering is None:
        return None
    known = [plain(key) for key in spoken]
    if len(set(known)) < len(known):
        return _in_order(value.items())
    used = {asking, answering}
    said = [Said(Speaker.SYSTEM, key, value[key], field=True) for key in spoken if plain(key) in SYSTEM_KEYS]
    question = value[asking]
    more = next((key for key in spoken if plain(key) == "input"), None)
    if plain(asking) == "instruction" and more is not None:
        used.add(more)
        if question == shared_instruction:
            said.append(Said(Speaker.SYSTEM, asking, question, field=True))
            asking, question = more, value[more]
        elif value[more]:
            question = _joined(question, value[more])
    pair = [_field(Speaker.USER, asking, question), _field(Speaker.ASSISTANT, answering, value[answering])]
    beside = [
        Said(speaker_of_field(key) or Speaker.UNKNOWN, key, value[key], field=True, aside=WhyAside.BESIDE)
        for key in spoken
        if key not in used and plain(key) not in (*SYSTEM_KEYS, "context") and value[key]
    ]
    return Item(f"pairs ({_names(pair)})", (*said, *pair, *beside))


def _turn(value: dict[str, Any]) -> Item | None:
    """A turn with its speaker's name, or a text by itself."""
    text_key = _first(value, TEXT_KEYS)
    role_key = next((key for key in value if plain(key) in ROLE_KEYS and isinstance(value[key], str)), None)
    if text_key is None or role_key is None:
        return None
    said = Said(speaker_named(value[role_key]), value[role_key], value[text_key])
    return Item(f"turns ({role_key}, {text_key})", (said,))


def _lone(value: dict[str, Any]) -> Item | None:
    """A turn whose speaker's name is the name of the field, as in {"user": "What is coping?"}."""
    said = tuple(Said(speaker, key, value[key], field=True) for key in value if (speaker := speaker_of_field(key)))
    return Item("turns (the speaker names the field)", said) if len(said) == 1 else None


def _field(speaker: Speaker, name: str, value: Any) -> Said:
    return Said(speaker, name, value, field=True)


def _first(keys: Iterable[str], wanted: Sequence[str]) -> str | None:
    """The key that comes first in `wanted`."""
    known = [key for key in keys if plain(key) in wanted]
    return min(known, key=lambda key: wanted.index(plain(key)), default=None)


def _joined(question: Any, more: Any) -> Any:
    """Instruction and input, as the Alpaca layout means them (https://github.com/tatsu-lab/stanford_alpaca)."""
    return f"{question}\n\n{more}" if isinstance(question, str) and isinstance(more, str) else [question, more]


def _names(said: Iterable[Said]) -> str:
    return ", ".join(dict.fromkeys(turn.name for turn in said))
