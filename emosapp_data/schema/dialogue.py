"""An emotional-support dialogue."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from emosapp_data.schema.base import IdentifiedRecord, Record


class Role(StrEnum):
    """Who speaks."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"


class Turn(Record):
    """What one speaker says before the other speaks."""

    role: Role
    """Who speaks."""
    text: str = Field(min_length=1)
    """What is said."""
    strategies: tuple[str, ...] = ()
    """Support strategies that the source names for the turn."""


class Dialogue(IdentifiedRecord):
    """A conversation between a person who seeks support and one who gives it."""

    ID_PREFIX: ClassVar = "dialogue"
    ID_FIELDS: ClassVar = ("source", "source_id", "turns")

    source: str
    """The dataset that the dialogue comes from."""
    source_id: str
    """How that dataset names the dialogue."""
    turns: tuple[Turn, ...] = Field(min_length=1)
    """What is said, in order."""
    emotion: str | None = None
    """The seeker's emotion, as the source labels it."""
    problem: str | None = None
    """The seeker's problem, as the source labels it."""
    situation: str | None = None
    """The seeker's situation in the source's words."""
    licence: str | None = None
    """Licence of the source, as an SPDX expression."""
