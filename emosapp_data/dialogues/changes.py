"""What conversion changed or set aside, one record each, so that no word of a source goes missing in silence."""

from enum import StrEnum

from pydantic import Field

from emosapp_data.schema import Record


class ChangeKind(StrEnum):
    """What was done."""

    JOINED = "joined"
    REPEAT = "repeat"
    EMPTY = "empty"
    SYSTEM = "system"
    REASON = "reason"
    CHARACTER = "character"
    CONTROL = "control"
    LABEL = "label"
    UNKNOWN_LABEL = "unknown_label"
    SCORE = "score"
    OPENING = "opening"
    CLOSING = "closing"
    PLATFORM_TASK = "platform_task"
    PLATFORM_NAMED = "platform_named"

    @property
    def explanation(self) -> str:
        """What was done, in words, for reports."""
        return EXPLANATIONS[self]


EXPLANATIONS = {
    ChangeKind.JOINED: "messages joined to the one before, of the same speaker",
    ChangeKind.REPEAT: "messages that repeat the one before word for word: kept once",
    ChangeKind.EMPTY: "messages without text: left out",
    ChangeKind.SYSTEM: "instructions to a model, which are no turns: set aside",
    ChangeKind.REASON: "reasons of the strategy counselor that no supporter's message follows: set aside",
    ChangeKind.CHARACTER: "texts with half a character, now U+FFFD",
    ChangeKind.CONTROL: "texts with control characters, which are removed",
    ChangeKind.LABEL: "labels with another name for the same",
    ChangeKind.UNKNOWN_LABEL: "labels that are not known: kept as they are",
    ChangeKind.SCORE: "scores that cannot be used: left empty",
    ChangeKind.OPENING: "opening turns of the supporter: kept, but not for training",
    ChangeKind.CLOSING: "closing turns of the seeker: kept, but not for training",
    ChangeKind.PLATFORM_TASK: "messages about the task itself (survey, HIT, ending the chat): kept, but not for training",
    ChangeKind.PLATFORM_NAMED: "messages that name the platform as a part of life: flagged only",
}


class Change(Record):
    """One change."""

    kind: ChangeKind
    """What was done."""
    turn: int | None = Field(default=None, ge=1)
    """Number of the turn in the source, from 1; none where it is about the dialogue as a whole."""
    detail: str = ""
    """What exactly: the text that was set aside, the label before and after."""


class DialogueChange(Change):
    """A change as the workspace lists it, with the dialogue that it belongs to."""

    source: str
    """The dataset."""
    source_id: str
    """How the dataset names the dialogue."""
    dialogue: str
    """Id of the dialogue."""
