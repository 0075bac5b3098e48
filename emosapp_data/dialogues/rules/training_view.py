"""Rule: what of a dialogue a model is trained on begins with the seeker and ends with the supporter.

The record keeps every turn, since reviewers, other tasks and other rules need them. The view for training leaves out,
in this order:

1. messages about the crowdsourcing task (see `platform_talk`), wherever they stand; neighbours that are then of one
   speaker are merged again;
2. the supporter's opening turn, where the dialogue begins with one (683 of ESConv's 1,300 do). Most are greetings
   ("Hello, how are you?"). Many chat templates raise an error when the assistant speaks first, and as an answer to
   nothing it would teach a model to greet whatever it is told;
3. the seeker's closing turn, where the dialogue ends with one (425): no answer follows, so that there is nothing to
   learn from it.

So every turn of the seeker has its answer. Without step 1 ESConv gives 14,642 such pairs.
"""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from emosapp_data.dialogues.changes import Change, ChangeKind
from emosapp_data.dialogues.rules.merging import Message, merge, messages_of, separator_of
from emosapp_data.schema import Dialogue, PlatformTalk, Role, Turn

LEFT_OUT = frozenset({PlatformTalk.TASK})
"""Talk about the platform that is left out unless something else is asked for."""


KINDS = {PlatformTalk.TASK: ChangeKind.PLATFORM_TASK, PlatformTalk.NAMED: ChangeKind.PLATFORM_NAMED}


class View(NamedTuple):
    """What of a dialogue is trained on, and what is not."""

    turns: tuple[Turn, ...]
    """Turns in pairs: the seeker's, then the supporter's answer. None where there is no such pair."""
    left_out: tuple[Change, ...]
    """The messages that are left out, in their order."""


def training_turns(dialogue: Dialogue, leave_out: Collection[PlatformTalk] = LEFT_OUT) -> tuple[Turn, ...]:
    """What a model is trained on: the seeker first, the supporter last, in turn.

    Args:
        dialogue: the dialogue; it is not changed.
        leave_out: which talk about the platform is left out; an empty collection keeps all.
    """
    return training_view(dialogue.turns, leave_out).turns


def training_view(turns: Sequence[Turn], leave_out: Collection[PlatformTalk] = LEFT_OUT) -> View:
    """The turns that a model is trained on, and a list of what is left out."""
    messages = messages_of(turns)
    talk = [message for message in messages if message.platform in leave_out]
    kept = tuple(turns)
    if talk or any(one.role is other.role for one, other in pairwise(turns)):
        others = [message for message in messages if message.platform not in leave_out]
        kept = merge(others, separator_of(turns))
    first = 1 if kept and kept[0].role is Role.SUPPORTER else 0
    last = len(kept) - (1 if kept and kept[-1].role is Role.SEEKER else 0)
    left_out = [
        *(change for what, kind in KINDS.items() for change in _listed([m for m in talk if m.platform is what], kind)),
        *_listed(messages_of(kept[:first]), ChangeKind.OPENING),
        *_listed(messages_of(kept[last:] if last >= first else ()), ChangeKind.CLOSING),
    ]
    return View(kept[first:last], tuple(sorted(left_out, key=lambda change: change.turn or 0)))


def _listed(messages: list[Message], kind: ChangeKind) -> list[Change]:
    return [Change(kind=kind, turn=message.number, detail=message.text) for message in messages]
