"""Rule: what the strategy counselor says is the reason of a strategy, not a turn of the dialogue.

In ServeForEmo (SweetieChat, arXiv 2412.08389) a third speaker, the strategy counselor, tells the supporter which strategy
to use and why; the seeker does not hear it. What the counselor says becomes the `reason` of the supporter's next message.
Where no message of the supporter follows before the seeker speaks again, or before the end, it is set aside and listed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from emosapp_data.dialogues.changes import Change, ChangeKind
from emosapp_data.dialogues.raw import RawTurn, Speaker
from emosapp_data.dialogues.rules.characters import without_controls
from emosapp_data.foreign.files import whole_characters


class Reasoned(NamedTuple):
    """A turn of the source with the reason that was given for it."""

    number: int
    """Its number in the source, from 1."""
    turn: RawTurn
    """The turn; never the counselor's."""
    reason: str | None = None
    """What the counselor said before it."""


def with_reasons(turns: Sequence[RawTurn]) -> tuple[list[Reasoned], list[Change]]:
    """The turns without the counselor's; these are given to the supporter's turns, or listed."""
    found: list[Reasoned] = []
    aside: list[Change] = []
    waiting: list[Change] = []
    for number, turn in enumerate(turns, 1):
        if turn.speaker is Speaker.COUNSELOR:
            if text := whole_characters(turn.text).strip():
                waiting.append(Change(kind=ChangeKind.REASON, turn=number, detail=text))
            continue
        if turn.speaker is Speaker.SUPPORTER and without_controls(turn.text)[0].strip():
            found.append(Reasoned(number, turn, "\n".join(change.detail for change in waiting) or None))
            waiting = []
        else:
            found.append(Reasoned(number, turn))
            if turn.speaker is Speaker.SEEKER:
                aside += waiting
                waiting = []
    return found, [*aside, *waiting]
