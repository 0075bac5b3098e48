"""A dialogue as a layout gives it, before anything is decided about it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple


class Speaker(StrEnum):
    """Who says something in a source."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"
    COUNSELOR = "counselor"
    """Says which strategy the supporter should use, and why; the seeker does not hear it."""
    SYSTEM = "system"
    """An instruction to a model."""


class RawTurn(NamedTuple):
    """One message of a source."""

    speaker: Speaker
    """Who says it."""
    text: str
    """What is said, as the source has it."""
    strategy: str | None = None
    """The strategy, as the source calls it."""
    feedback: Any = None
    """The seeker's rating of what was said before, as the source has it."""


class RawDialogue(NamedTuple):
    """One dialogue of a source."""

    source_id: str
    """Its name in the source, or else its number, from 1."""
    turns: tuple[RawTurn, ...]
    """What is said, in order."""
    emotion: str | None = None
    """As the source calls it."""
    problem: str | None = None
    """As the source calls it."""
    situation: str | None = None
    """In the source's words."""
    split: str | None = None
    """The source's own split."""
    scores: Mapping[str, Any] = {}
    """By the names of the fields of `Scores`, as the source has them."""
    unread: tuple[str, ...] = ()
    """Fields of the source that nothing is made of."""


class NotADialogue(Exception):  # noqa: N818 - says what it is
    """A record that does not fit its layout; the message says where and how."""


class UnknownSpeaker(NotADialogue):
    """A message of a speaker whose part is not known."""
