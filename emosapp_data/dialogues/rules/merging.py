"""Rules: consecutive messages of one speaker are one turn, and a message that repeats the one before is said once.

**Merging.** A chat template lets user and assistant speak in turn; 1,178 of ESConv's 1,300 dialogues have consecutive
messages of one speaker (7,973 pairs, up to 14 in a row). They become one turn, in their order, with a new line between
them: most of them end without a full stop, so that a space would run two sentences into one (a space is the other
choice). Every strategy is kept with its message; the turn lists each of them once, in the order of their first use
(2,199 of 15,325 turns of supporters have several).

**Repeats.** 99 messages of ESConv are, white space around them aside, word for word the message before of the same
speaker: sent twice by mistake. The second is dropped and listed; a strategy that only it has goes to the first. Nothing
less than equality counts, and the same words of the other speaker are an answer.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from emosapp_data.dialogues.changes import Change, ChangeKind
from emosapp_data.schema import PlatformTalk, Role, Turn, Utterance

NEWLINE = "\n"


class Message(NamedTuple):
    """One message of a dialogue, with all that is known of it."""

    role: Role
    """Who speaks."""
    text: str
    """What is said, without white space around it; never empty."""
    number: int
    """Its number among the turns of the source, from 1."""
    strategies: tuple[str, ...] = ()
    """The normalised strategies."""
    reason: str | None = None
    """Why this strategy, in the strategy counselor's words."""
    feedback: int | None = None
    """The seeker's rating of what was said before."""
    platform: PlatformTalk | None = None
    """Whether it is about the platform."""


def without_repeats(messages: Sequence[Message]) -> tuple[list[Message], list[Change]]:
    """Drop messages that repeat the one before; returns what is left, and what was dropped."""
    kept: list[Message] = []
    changes = []
    for message in messages:
        before = kept[-1] if kept else None
        if before and (before.role, before.text) == (message.role, message.text):
            changes.append(Change(kind=ChangeKind.REPEAT, turn=message.number, detail=message.text))
            kept[-1] = before._replace(
                strategies=_each_once((*before.strategies, *message.strategies)),
                reason=_both(before.reason, message.reason),
                feedback=before.feedback if message.feedback is None else message.feedback,
            )
        else:
            kept.append(message)
    return kept, changes


def joined(messages: Sequence[Message]) -> list[Change]:
    """The messages that merging joins to the one before, for the list of changes."""
    return [
        Change(kind=ChangeKind.JOINED, turn=message.number)
        for before, message in pairwise(messages)
        if before.role is message.role
    ]


def merge(messages: Sequence[Message], separator: str = NEWLINE) -> tuple[Turn, ...]:
    """Merge consecutive messages of one speaker into turns; speakers alternate in what is returned."""
    return tuple(_turn(role, list(group), separator) for role, group in groupby(messages, lambda each: each.role))


def separator_of(turns: Sequence[Turn]) -> str:
    """What stands between the messages of these turns; a new line where no turn has two."""
    for turn in turns:
        for one, other in pairwise(turn.utterances):
            return turn.text[one.end : other.start]
    return NEWLINE


def messages_of(turns: Sequence[Turn]) -> list[Message]:
    """The messages that turns were made of; a turn without them is one message."""
    found: list[Message] = []
    for turn in turns:
        parts = turn.utterances or (
            Utterance(start=0, end=len(turn.text), number=len(found) + 1, strategies=turn.strategies),
        )
        found += [
            Message(
                turn.role,
                turn.text[part.start : part.end],
                part.number,
                part.strategies,
                part.reason,
                part.feedback,
                part.platform,
            )
            for part in parts
        ]
    return found


def _turn(role: Role, messages: Sequence[Message], separator: str) -> Turn:
    utterances = []
    start = 0
    for message in messages:
        end = start + len(message.text)
        utterances.append(
            Utterance(
                start=start,
                end=end,
                number=message.number,
                strategies=message.strategies,
                reason=message.reason,
                feedback=message.feedback,
                platform=message.platform,
            )
        )
        start = end + len(separator)
    return Turn(
        role=role,
        text=separator.join(message.text for message in messages),
        strategies=_each_once(strategy for message in messages for strategy in message.strategies),
        utterances=tuple(utterances),
    )


def _each_once(strategies: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(strategies))


def _both(one: str | None, other: str | None) -> str | None:
    return "\n".join(filter(None, (one, other))) or None
