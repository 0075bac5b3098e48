"""An emotional-support dialogue."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from emosapp_data.schema.base import IdentifiedRecord, Record


class Role(StrEnum):
    """Who speaks."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"


class PlatformTalk(StrEnum):
    """What a message has to do with the crowdsourcing platform on which the dialogue was collected."""

    TASK = "task"
    """It is about the task itself: ending the chat, the survey, the pay, the minutes and turns that are asked for."""
    NAMED = "named"
    """It names the platform as a part of somebody's life, such as the seeker's income."""


class Quality(StrEnum):
    """Whether a dialogue helped the seeker."""

    HELPED = "helped"
    FAILED = "failed"
    """An example of what not to do: not to be trained on as it is."""


class Utterance(Record):
    """One message of a turn: what the source has as a turn of its own."""

    start: int = Field(ge=0)
    """Where it starts in the turn's text, in characters."""
    end: int = Field(ge=1)
    """Where it ends."""
    number: int = Field(ge=1)
    """Its number among the turns of the source, from 1."""
    strategies: tuple[str, ...] = ()
    """Support strategies that the source names for it; several where it repeats a message that has another."""
    reason: str | None = None
    """Why this strategy was chosen, in the words of a third speaker (the strategy counselor)."""
    feedback: int | None = Field(default=None, ge=1, le=5)
    """How the seeker rates what the supporter said before, from 1 (bad) to 5."""
    platform: PlatformTalk | None = None
    """Whether it is about the platform; none where it is not."""


class Turn(Record):
    """What one speaker says before the other speaks."""

    role: Role
    """Who speaks."""
    text: str = Field(min_length=1)
    """What is said."""
    strategies: tuple[str, ...] = ()
    """Support strategies that the source names for the turn, each once, in the order in which they are first used."""
    utterances: tuple[Utterance, ...] = ()
    """The messages that the text is made of, in order; none where that is not known."""


class Scores(Record):
    """What the seeker and the supporter said of the dialogue afterwards; from 1 to 5, none where they did not say."""

    initial_intensity: int | None = Field(default=None, ge=1, le=5)
    """How strong the seeker's emotion was before."""
    final_intensity: int | None = Field(default=None, ge=1, le=5)
    """How strong it was after."""
    empathy: int | None = Field(default=None, ge=1, le=5)
    """How well the seeker felt understood."""
    relevance: int | None = Field(default=None, ge=1, le=5)
    """How much the supporter kept to the subject, as the seeker says."""
    supporter_relevance: int | None = Field(default=None, ge=1, le=5)
    """How much the seeker kept to the subject, as the supporter says."""


class Dialogue(IdentifiedRecord):
    """A conversation between a person who seeks support and one who gives it."""

    ID_PREFIX: ClassVar = "dialogue"
    ID_FIELDS: ClassVar = ("source", "source_id", "turns")

    source: str
    """The dataset that the dialogue comes from."""
    source_id: str
    """How that dataset names the dialogue."""
    turns: tuple[Turn, ...] = Field(min_length=1)
    """What is said, in order; who speaks alternates."""
    emotion: str | None = None
    """The seeker's emotion: a normalised label, or the source's own where that is not known."""
    problem: str | None = None
    """The seeker's problem, likewise."""
    situation: str | None = None
    """The seeker's situation in the source's words."""
    licence: str | None = None
    """Licence of the source, as an SPDX expression."""
    source_split: str | None = None
    """The part of the source's own split that it is in."""
    scores: Scores = Scores()
    """What both sides said of it afterwards."""
    quality: Quality | None = None
    """Whether it helped; none where nothing is known."""
