"""From one entry of a file, a dialogue or a pair, to what is said in it."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from emosapp_data.foreign.files import json_object, whole_characters
from emosapp_data.foreign.records import WhyAside
from emosapp_data.foreign.turns import Item, Said, item, transcript
from emosapp_data.foreign.vocabulary import (
    DIALOGUE_KEYS,
    HISTORY,
    NAME_KEYS,
    PAIR_LIST_KEYS,
    SYSTEM_KEYS,
    TEXT_KEYS,
    Speaker,
    plain,
    speaker_of_field,
)

DEEPEST = 4
"""How many objects may lie around a dialogue."""
PROBED = 20
"""Items looked at to tell what a list is."""


class Heard(NamedTuple):
    """What is said in an entry."""

    form: str
    """The layout, in words."""
    said: tuple[Said, ...]
    """What is said, in order."""
    dialogue: bool
    """Whether it is a dialogue, rather than a pair by itself."""
    name: str | None = None
    """The name that the file gives the dialogue."""


def hear(value: Any, shared_instruction: str | None = None, depth: int = 0) -> Heard | None:
    """Understand a dialogue or a pair; none where it is neither. `shared_instruction`: see `turns.item`."""
    if isinstance(value, str):
        return _hear_text(value, depth)
    if isinstance(value, dict):
        return _hear_object(value, shared_instruction, depth)
    found = item(value, shared_instruction)
    if found:
        return Heard(found.form, found.said, dialogue=False)
    return dialogue(value) if isinstance(value, list) else None


def dialogue(values: Sequence[Any], bare_texts: bool = True) -> Heard | None:
    """Understand a list of turns or pairs; none where no item is either."""
    texts = [_bare_text(value) for value in values]
    if bare_texts and values and None not in texts:
        return Heard("texts in turn", tuple(_in_turn(number, text) for number, text in enumerate(texts, 1)), True)
    items = [item(value) for value in values]
    form = next((found.form for found in items if found), None)
    if form is None:
        return None
    said: list[Said] = []
    for number, (value, found) in enumerate(zip(values, items, strict=True), 1):
        turns = found.said if found else (Said(Speaker.UNKNOWN, "", value, aside=WhyAside.NOT_RECOGNISED),)
        said += [turn._replace(item=number, field=turn.field and len(turns) > 1) for turn in turns]
    return Heard(form, tuple(said), dialogue=True)


def columns(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The rows of an object that holds a list of questions and a list of answers; none where it does not."""
    lists = {
        plain(key).removesuffix("s"): list(column.values()) if isinstance(column, dict) else column
        for key, column in value.items()
        if isinstance(column, (list, dict)) and speaker_of_field(plain(key).removesuffix("s"))
    }
    speakers = {speaker_of_field(key) for key in lists}
    lengths = {len(column) for column in lists.values()}
    if not {Speaker.USER, Speaker.ASSISTANT} <= speakers or len(lengths) != 1:
        return None
    if any(isinstance(cell, (list, dict)) for column in lists.values() for cell in column):
        return None
    return [dict(zip(lists, cells, strict=True)) for cells in zip(*lists.values(), strict=True)]


def holds_turns(values: Sequence[Any]) -> bool:
    """Whether a list is a dialogue by itself: its items are turns, which need one another.

    A field called 'question' makes no turn by itself: an examination has questions only.
    """
    lone = [found.said[0] for value in values[:PROBED] if (found := item(value)) and found.is_turn]
    speakers = {said.speaker for said in lone}
    return any(not said.field for said in lone) or {Speaker.USER, Speaker.ASSISTANT} <= speakers


def _hear_text(text: str, depth: int) -> Heard | None:
    if text.lstrip()[:1] in ("[", "{") and depth < DEEPEST:
        try:
            return hear(json.loads(text, object_pairs_hook=json_object), depth=depth + 1)
        except (ValueError, RecursionError):
            pass
    found = transcript(text)
    return Heard(found.form, _numbered(found.said), dialogue=True) if found else None


def _hear_object(value: dict[str, Any], shared_instruction: str | None, depth: int) -> Heard | None:
    name = next(
        (
            whole_characters(str(value[key]))
            for key in value
            if plain(key) in NAME_KEYS and value[key] not in (None, "")
        ),
        None,
    )
    rows = columns(value)
    if rows and (heard := dialogue(rows)):
        return heard._replace(form=f"columns of {heard.form}", name=name)
    found = item(value, shared_instruction)
    pair = found is not None and not found.is_turn
    lists = _lists(value, only_known=pair)
    if lists:
        return _with_what_stands_beside(value, lists)._replace(name=name)
    if found:
        return _after_history(value, found)
    if depth < DEEPEST:
        for inner in value.values():
            if isinstance(inner, dict) and (heard := hear(inner, depth=depth + 1)) and heard.dialogue:
                return heard._replace(name=name or heard.name)
    texts = (transcript(text) for text in value.values() if isinstance(text, str))
    found = next((text for text in texts if text), None)
    return Heard(found.form, _numbered(found.said), dialogue=True, name=name) if found else None


def _lists(value: dict[str, Any], only_known: bool) -> dict[str, Heard]:
    """The lists of turns or pairs in an object, the surest first."""
    found: dict[str, Heard] = {}
    for key, inner in value.items():
        known = plain(key) in DIALOGUE_KEYS
        if isinstance(inner, str) and known and inner.strip():
            heard = _hear_text(inner, depth=0)
        elif isinstance(inner, dict) and known and (numbered := item(inner)) and numbered.is_dialogue:
            heard = Heard(numbered.form, _numbered(numbered.said), dialogue=True)
        elif isinstance(inner, list):
            heard = dialogue(inner, bare_texts=known and plain(key) not in PAIR_LIST_KEYS)
            if not known and (only_known or not any(isinstance(part, dict) for part in inner)):
                heard = None
        else:
            heard = None
        if heard:
            found[key] = heard._replace(form=f"dialogues in {key!r}: {heard.form}", dialogue=True)
    order = {key: DIALOGUE_KEYS.index(plain(key)) for key in found if plain(key) in DIALOGUE_KEYS}
    return dict(sorted(found.items(), key=lambda entry: order.get(entry[0], len(DIALOGUE_KEYS))))


def _with_what_stands_beside(value: dict[str, Any], lists: dict[str, Heard]) -> Heard:
    """The first list, with the system's text in front, and with what else the object says set beside it."""
    (_, chosen), *others = lists.items()
    fields = [
        Said(speaker, key, value[key], field=True)
        for key in value
        if key not in lists
        and isinstance(value[key], str)
        and value[key].strip()
        and (speaker := speaker_of_field(key))
    ]
    system = [said for said in fields if plain(said.name) in SYSTEM_KEYS]
    beside = [said._replace(aside=WhyAside.BESIDE) for said in fields if said not in system]
    beside += [
        said._replace(aside=WhyAside.BESIDE, name=f"{key}, {said.name or 'item'}")
        for key, heard in others
        for said in heard.said
    ]
    return chosen._replace(said=(*system, *chosen.said, *beside))


def _after_history(value: dict[str, Any], found: Item) -> Heard:
    """A pair, or a dialogue where the pairs before it stand in a field of their own."""
    earlier = next((value[key] for key in value if plain(key) == HISTORY), None)
    heard = dialogue(earlier, bare_texts=False) if isinstance(earlier, list) and earlier else None
    if heard is None or earlier is None:
        said = _numbered(found.said) if found.is_dialogue else found.said
        return Heard(found.form, said, found.is_dialogue)
    last = tuple(said._replace(item=len(earlier) + 1) for said in found.said)
    return Heard(f"{found.form} after their history", (*heard.said, *last), dialogue=True)


def _bare_text(value: Any) -> str | None:
    """A text without its speaker: a string, or an object whose only known field is a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and item(value) is None:
        return next((value[key] for key in value if plain(key) in TEXT_KEYS and isinstance(value[key], str)), None)
    return None


def _in_turn(number: int, text: str | None) -> Said:
    speaker = Speaker.USER if number % 2 else Speaker.ASSISTANT
    return Said(speaker, speaker.value, text, item=number)


def _numbered(said: Sequence[Said]) -> tuple[Said, ...]:
    return tuple(turn._replace(item=number) for number, turn in enumerate(said, 1))
