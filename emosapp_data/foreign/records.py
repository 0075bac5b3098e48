"""What is read from other people's files: pairs, and what is no part of a pair."""

from enum import StrEnum
from typing import NamedTuple


class WhyAside(StrEnum):
    """Why something in a file is no part of a pair."""

    SYSTEM = "system"
    NO_ANSWER = "no_answer"
    NO_QUESTION = "no_question"
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    UNKNOWN_SPEAKER = "unknown_speaker"
    BESIDE = "beside"
    NOT_RECOGNISED = "not_recognised"

    @property
    def explanation(self) -> str:
        """The reason in words, for reports."""
        return EXPLANATIONS[self]


EXPLANATIONS = {
    WhyAside.SYSTEM: "an instruction to the model, kept apart from what is asked and answered",
    WhyAside.NO_ANSWER: "a question that nobody answers",
    WhyAside.NO_QUESTION: "an answer to which nothing was asked",
    WhyAside.EMPTY: "no text",
    WhyAside.NOT_TEXT: "something else than text",
    WhyAside.UNKNOWN_SPEAKER: "a speaker of whom it is not known whether they ask or answer",
    WhyAside.BESIDE: "text beside a dialogue, in another field",
    WhyAside.NOT_RECOGNISED: "neither a turn nor a question with its answer",
}


class ForeignPair(NamedTuple):
    """A question and its answer from somebody else's file."""

    id: str
    """Hash of the place and the texts, so that two equal pairs of a file have two ids."""
    dialogue: str | None
    """Where its dialogue stands in the file, such as 'dialogue 12 (ch3-07)'; none in a plain list of pairs."""
    number: int
    """Number of the pair in its dialogue, or in the file where there are no dialogues, from 1."""
    place: str
    """Where the pair stands, such as 'dialogue 12, turns 5 and 6'."""
    question: str
    """The question, without white space around it."""
    answer: str
    """The answer, likewise."""


class SetAside(NamedTuple):
    """A turn that is no part of a pair, or an entry of the file that is no turn."""

    place: str
    """Where it stands, such as 'dialogue 12, turn 5'."""
    reason: WhyAside
    """Why it is no part of a pair."""
    detail: str
    """What exactly was found, such as 'two user turns in a row'."""
    text: str
    """What stands there; of what is no text the beginning of its JSON."""


class ForeignPairs(NamedTuple):
    """A file of pairs. Nothing in it is passed over: `turns` = 2 × pairs + set aside."""

    path: str
    """Name of the file, without its folder."""
    sha256: str
    """Checksum of the file."""
    form: str
    """The layout that was recognised, in words."""
    turns: int
    """Turns in the file; a question with its answer is two, an entry that is neither counts as one."""
    dialogues: int
    """Dialogues that hold at least one pair."""
    pairs: tuple[ForeignPair, ...]
    """The pairs, in the order of the file."""
    set_aside: tuple[SetAside, ...]
    """All the rest, in the order in which it was found to be no part of a pair."""
