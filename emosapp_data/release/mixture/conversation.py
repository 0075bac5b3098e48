"""A conversation of a component, as a mixture takes it."""

from typing import NamedTuple

from emosapp_data.schema import Flag, Reason, Record, content_id


class Said(NamedTuple):
    """A message of a chat."""

    role: str
    """Who speaks: system, user or assistant."""
    content: str
    """What is said."""


class Conversation(NamedTuple):
    """A conversation of a released dataset."""

    dataset: str
    """Name of the dataset."""
    origin: str
    """Its id there."""
    split: str
    """Its split there, and so in the mixture."""
    messages: tuple[Said, ...]
    """What is said: the system prompt where there is one, then user and assistant in turn."""
    flags: tuple[Flag, ...]
    """What it speaks of that asks for a person's decision."""
    undecided: tuple[Flag, ...]
    """Those of the flags on which nobody has decided."""
    reviewed: bool
    """Whether people have reviewed all of it."""
    failed: bool
    """Whether it did not help the seeker."""
    licence: str | None
    """Licence of its source, as an SPDX expression."""

    @property
    def answers(self) -> int:
        """Answers in it."""
        return sum(message.role == "assistant" for message in self.messages)


class Drawn(NamedTuple):
    """A conversation in the mixture."""

    conversation: Conversation
    copy: int
    """1; 2 and more where the weight repeats it."""

    @property
    def id(self) -> str:
        """What the mixture calls it: the same in every version, wherever it stands."""
        return row_id(self.conversation.dataset, self.conversation.origin, self.copy)


class LeftOut(Record):
    """A conversation that the mixture leaves out, as the workspace lists it."""

    dataset: str
    """Name of its dataset."""
    origin: str
    """Its id there."""
    split: str
    """Its split there."""
    reason: Reason
    """Why it was left out."""
    detail: str = ""
    """What exactly was found."""


def row_id(dataset: str, origin: str, copy: int) -> str:
    """The id of a row: the same conversation has the same one in every version of the mixture."""
    return content_id("conversation", [dataset, origin, copy])


def left_out(conversation: Conversation, reason: Reason, detail: str = "") -> LeftOut:
    """Leave a conversation out."""
    return LeftOut(
        dataset=conversation.dataset,
        origin=conversation.origin,
        split=conversation.split,
        reason=reason,
        detail=detail,
    )
