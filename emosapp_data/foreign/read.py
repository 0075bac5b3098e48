"""From a file of pairs or dialogues to its pairs; what is no part of a pair is listed with its place and reason."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from emosapp_data.errors import InputError
from emosapp_data.foreign.entries import Entry, described, entries
from emosapp_data.foreign.files import Source, read_source
from emosapp_data.foreign.layouts import Heard, hear
from emosapp_data.foreign.pairing import Answered, pair_up
from emosapp_data.foreign.records import ForeignPair, ForeignPairs, SetAside, WhyAside
from emosapp_data.foreign.turns import Said
from emosapp_data.foreign.vocabulary import Speaker
from emosapp_data.schema import content_id


def read_pairs(path: Path) -> ForeignPairs:
    """Read the pairs of a file of dialogues or pairs, whose layout is recognised by its content.

    Read are JSON, JSON Lines and CSV: lists of dialogues (lists of turns with role and content, from and value, and
    the like; pairs; texts in turn; transcripts with the speakers' names), lists of pairs (question and answer,
    instruction, input and output, prompt and response, two texts), and objects around such lists. A folder stands for
    the file in it that is called as the paper's, 'Knowledge_dataset.json' or misspelled.

    Raises:
        InputError: there is no such file, it is neither JSON, JSON Lines nor CSV, or nothing in it looks like a pair.
    """
    source = read_source(path)
    try:
        return _understood(source)
    except RecursionError as error:
        raise InputError(f"{source.path}: holds objects within objects without end; get the file again") from error


def _understood(source: Source) -> ForeignPairs:
    found = list(entries(source))
    shared = _shared_instruction(found)
    forms: Counter[str] = Counter()
    pairs: list[ForeignPair] = []
    set_aside: list[SetAside] = []
    turns = dialogues = 0
    for entry in found:
        heard = hear(entry.value, shared) or _not_understood(entry.value)
        forms[heard.form] += 1
        turns += len(heard.said)
        place = _place(entry, heard)
        answered = 0
        for result in pair_up(place, heard.said):
            if isinstance(result, SetAside):
                set_aside.append(result)
            else:
                answered += 1
                number = answered if heard.dialogue else len(pairs) + 1
                pairs.append(_pair(result, place if heard.dialogue else None, number))
        dialogues += bool(answered) and heard.dialogue
    if not pairs:
        first = f"; {set_aside[0].place}: {set_aside[0].detail}" if set_aside else ""
        raise InputError(f"{source.path}: nothing in it looks like a pair: {described(found)}{first}")
    digest = hashlib.sha256(source.data).hexdigest()
    return ForeignPairs(source.path.name, digest, _form(forms), turns, dialogues, tuple(pairs), tuple(set_aside))


def _shared_instruction(found: Sequence[Entry]) -> str | None:
    """The instruction, if all pairs that have an input have the same: then the input is the question."""
    objects = [entry.value for entry in found if isinstance(entry.value, dict) and entry.value.get("input")]
    instructions = [value["instruction"] for value in objects if isinstance(value.get("instruction"), str)]
    return instructions[0] if len(instructions) > 1 and len(set(instructions)) == 1 else None


def _not_understood(value: Any) -> Heard:
    """An entry that is neither a dialogue nor a pair: it counts as one turn."""
    return Heard("not recognised", (Said(Speaker.UNKNOWN, "", value, aside=WhyAside.NOT_RECOGNISED),), dialogue=False)


def _place(entry: Entry, heard: Heard) -> str:
    unit = "dialogue" if heard.dialogue else "entry" if heard.form == "not recognised" else "pair"
    place = entry.place(unit)
    return f"{place} ({heard.name})" if heard.name and heard.dialogue else place


def _pair(answered: Answered, dialogue: str | None, number: int) -> ForeignPair:
    identity = content_id("foreign", [answered.place, answered.question, answered.answer])
    return ForeignPair(identity, dialogue, number, *answered)


def _form(forms: Counter[str]) -> str:
    """The layouts, the most frequent first; with numbers where there are several."""
    known = [(form, number) for form, number in forms.most_common() if form != "not recognised"]
    return "; ".join(form if len(known) == 1 else f"{number:,} × {form}" for form, number in known)
