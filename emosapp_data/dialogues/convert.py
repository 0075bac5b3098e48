"""From a dialogue of a source to a record: all rules in their order, and a list of all that they changed."""

from collections.abc import Callable
from typing import NamedTuple

from emosapp_data.dialogues.changes import Change, ChangeKind
from emosapp_data.dialogues.labels import Label, emotion_label, problem_label, strategy_label
from emosapp_data.dialogues.raw import RawDialogue, Speaker
from emosapp_data.dialogues.rules.characters import without_controls
from emosapp_data.dialogues.rules.counselor import Reasoned, with_reasons
from emosapp_data.dialogues.rules.merging import NEWLINE, Message, joined, merge, without_repeats
from emosapp_data.dialogues.rules.platform_talk import platform_talk
from emosapp_data.dialogues.rules.scores import quality_of, read_score, read_scores, unusable
from emosapp_data.dialogues.rules.training_view import training_view
from emosapp_data.foreign.files import whole_characters
from emosapp_data.schema import Dialogue, PlatformTalk, Quality, Role

VERSION = 2
"""Raised whenever a rule gives another result for the same source."""


class Options(NamedTuple):
    """What is asked of the conversion of a file."""

    source: str
    """Name of the dataset."""
    licence: str | None = None
    """Its licence, as an SPDX expression."""
    separator: str = NEWLINE
    """What stands between merged messages."""
    failed: bool = False
    """Whether all dialogues are examples of what not to do, whatever their scores."""


class Converted(NamedTuple):
    """A dialogue, and what became of its source."""

    dialogue: Dialogue | None
    """The record; none where nothing that the seeker says is answered."""
    changes: tuple[Change, ...]
    """All that was changed, set aside or flagged, in the order of the source."""
    pairs: int
    """Pairs of user and assistant that the view for training has."""


def convert(raw: RawDialogue, options: Options) -> Converted:
    """Convert a dialogue."""
    reasoned, changes = with_reasons(raw.turns)
    messages: list[Message] = []
    for each in reasoned:
        message, found = _message(each, left=len(raw.turns) - each.number)
        changes += found
        messages += [message] if message else []
    messages, repeats = without_repeats(messages)
    turns = merge(messages, options.separator)
    view = training_view(turns)
    scores, unread = read_scores(raw.scores)
    emotion, problem = (
        _label("emotion", raw.emotion, emotion_label, changes),
        _label("problem", raw.problem, problem_label, changes),
    )
    changes += [*repeats, *joined(messages), *view.left_out, *unread, *_named(messages)]
    ordered = tuple(sorted(changes, key=lambda change: change.turn or 0))
    if not view.turns:
        return Converted(None, ordered, 0)
    dialogue = Dialogue.create(
        source=options.source,
        source_id=whole_characters(raw.source_id),
        turns=turns,
        emotion=emotion,
        problem=problem,
        situation=without_controls(whole_characters(raw.situation))[0] if raw.situation else None,
        licence=options.licence,
        source_split=whole_characters(raw.split) if raw.split else None,
        scores=scores,
        quality=Quality.FAILED if options.failed else quality_of(scores),
    )
    return Converted(dialogue, ordered, len(view.turns) // 2)


def _message(each: Reasoned, left: int) -> tuple[Message | None, list[Change]]:
    """A turn of the source as a message; none where it is no message of the dialogue."""
    turn, number = each.turn, each.number
    text, controls = without_controls(whole_characters(turn.text))
    text = text.strip()
    if not text:
        return None, [Change(kind=ChangeKind.EMPTY, turn=number, detail=controls)]
    if turn.speaker is Speaker.SYSTEM:
        return None, [Change(kind=ChangeKind.SYSTEM, turn=number, detail=whole_characters(turn.text).strip())]
    changes = [Change(kind=ChangeKind.CHARACTER, turn=number)] if whole_characters(turn.text) != turn.text else []
    changes += [Change(kind=ChangeKind.CONTROL, turn=number, detail=controls)] if controls else []
    changes += unusable("feedback", turn.feedback, number)
    strategy = _label("strategy", turn.strategy, strategy_label, changes, number)
    message = Message(
        Role.SEEKER if turn.speaker is Speaker.SEEKER else Role.SUPPORTER,
        text,
        number,
        (strategy,) if strategy else (),
        each.reason,
        read_score(turn.feedback),
        platform_talk(text, left),
    )
    return message, changes


def _label(
    what: str, text: str | None, normalise: Callable[[str], Label], changes: list[Change], turn: int | None = None
) -> str | None:
    """A normalised label; one that is not known, or was called otherwise, is added to the changes."""
    if text is None:
        return None
    label = normalise(whole_characters(text))
    if not label.known:
        changes.append(Change(kind=ChangeKind.UNKNOWN_LABEL, turn=turn, detail=f"{what}: {label.value}"))
    elif label.renamed:
        changes.append(Change(kind=ChangeKind.LABEL, turn=turn, detail=f"{what}: {text.strip()} → {label.value}"))
    return label.value


def _named(messages: list[Message]) -> list[Change]:
    """The messages that name the platform and stay."""
    return [
        Change(kind=ChangeKind.PLATFORM_NAMED, turn=message.number, detail=message.text)
        for message in messages
        if message.platform is PlatformTalk.NAMED
    ]
