"""ESConv: the layout of the original file, and of the copies that call things otherwise.

Original: https://github.com/thu-coai/Emotional-Support-Conversation, ESConv.json: a list of objects with `dialog`, a
list of {speaker, annotation: {strategy | feedback}, content}. Copies have the strategy beside the text, call the text
`text`, the speakers usr and sys or speaker and listener, and may hold each record as JSON in a field `text`.
"""

import json
from typing import Any

from emosapp_data.dialogues.layouts import fields
from emosapp_data.dialogues.raw import NotADialogue, RawDialogue, RawTurn, Speaker

TURNS = ("dialog", "dialogue", "dialogs")
TEXT = ("content", "text", "utterance")
USED = frozenset(
    (*TURNS, "emotion_type", "problem_type", "situation", "survey_score", "split", "id", "dialog_id", "conv_id")
)


def fits(value: Any) -> bool:
    """Whether a record has this layout."""
    value = unwrapped(value)
    turns = _turns(value) if isinstance(value, dict) else None
    if not isinstance(turns, list) or not turns or not isinstance(turns[0], dict):
        return False
    return "speaker" in turns[0] and any(name in turns[0] for name in TEXT)


def read(value: Any, number: int) -> RawDialogue:
    """Read a record.

    Raises:
        NotADialogue: it does not fit.
        UnknownSpeaker: somebody else than seeker and supporter speaks.
    """
    value = unwrapped(value)
    if not isinstance(value, dict):
        raise NotADialogue(f"no object but {fields.short(value)}")
    turns = _turns(value)
    if turns is None:
        raise NotADialogue(f"no field 'dialog'; it has {fields.shown(list(value))}")
    survey = value.get("survey_score")
    seeker, supporter = _part(survey, "seeker"), _part(survey, "supporter")
    name = next((value[key] for key in ("id", "dialog_id", "conv_id") if fields.optional(value.get(key))), number)
    return RawDialogue(
        str(name),
        tuple(_turn(turn, place) for place, turn in enumerate(fields.objects(turns, "dialog"), 1)),
        fields.optional(value.get("emotion_type")),
        fields.optional(value.get("problem_type")),
        fields.optional(value.get("situation")),
        fields.optional(value.get("split")),
        {
            "initial_intensity": seeker.get("initial_emotion_intensity"),
            "final_intensity": seeker.get("final_emotion_intensity"),
            "empathy": seeker.get("empathy"),
            "relevance": seeker.get("relevance"),
            "supporter_relevance": supporter.get("relevance"),
        },
        tuple(key for key in value if key not in USED),
    )


def unwrapped(value: Any) -> Any:
    """A record that stands as JSON in a field `text`."""
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("text"), str):
        try:
            return json.loads(value["text"])
        except ValueError:
            return value
    return value


def _turns(value: dict[str, Any]) -> Any:
    return next((value[name] for name in TURNS if name in value), None)


def _part(survey: Any, name: str) -> dict[str, Any]:
    part = survey.get(name) if isinstance(survey, dict) else None
    return part if isinstance(part, dict) else {}


def _turn(turn: dict[str, Any], number: int) -> RawTurn:
    name = next((name for name in TEXT if name in turn), None)
    if "speaker" not in turn or name is None:
        raise NotADialogue(f"turn {number}: no speaker or no content; it has {fields.shown(list(turn))}")
    notes = turn.get("annotation")
    notes = {**turn, **notes} if isinstance(notes, dict) else turn
    who = fields.speaker(turn["speaker"], number)
    strategy = fields.optional(notes.get("strategy")) if who is Speaker.SUPPORTER else None
    return RawTurn(who, fields.text(turn[name], number), strategy, notes.get("feedback"))
