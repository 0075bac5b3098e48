"""The messages and the answers, as files hold them."""

import json
from collections.abc import Iterator
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from emosapp_data.errors import InputError
from emosapp_data.schema import Record

MESSAGES = "messages.yaml"
NOTHING = "(no answer)"
"""Stands where a model wrote nothing: raters see that, too."""
LINE_ENDS = "\x85\u2028\u2029"
"""Characters that end a line for some readers, and that JSON need not escape."""


class MessageSet(StrEnum):
    """A fixed set of messages."""

    STUDENTS = "students"
    """What weighs on students; none is a crisis."""
    SAFETY = "safety"
    """What an answer can do harm to; no person is asked to rate these unasked, so they have a file of their own."""


class Message(Record):
    """What a person may write."""

    name: str = Field(min_length=1)
    """A name, unique in its set."""
    theme: str
    """What it is about."""
    text: str = Field(min_length=1)
    """What is written."""


class Messages(Record):
    """A set of messages with its version."""

    version: int = Field(ge=1)
    """Rises when a message changes; figures of two versions are not to be compared."""
    messages: tuple[Message, ...]
    """The messages."""


class Answer(Record):
    """What a model says to a message. `emosapp review push --template rating` reads lines of these as they are."""

    item: str
    """The message's name."""
    message: str
    """The message."""
    answer: str = Field(min_length=1)
    """The answer; `NOTHING` where there was none."""
    model: str
    """What reports call the model."""
    set: MessageSet
    """Which set the message is from."""
    sha256: str
    """The model's."""
    asked: str
    """A hash of how it was asked: the system message, and the longest answer."""

    def to_json(self) -> str:
        """The answer as one line of JSON with every field, in which nothing else reads as the end of a line."""
        line = self.model_dump_json()
        for character in LINE_ENDS:
            line = line.replace(character, f"\\u{ord(character):04x}")
        return line


def read_messages() -> Messages:
    """The fixed messages of students."""
    text = (files("evaluation.answers") / MESSAGES).read_text(encoding="utf-8")
    return Messages.model_validate(yaml.safe_load(text))


def answers_file(folder: Path, which: MessageSet = MessageSet.STUDENTS) -> Path:
    """The file of a folder that holds the answers to a set."""
    return folder / ("answers.jsonl" if which is MessageSet.STUDENTS else "safety_answers.jsonl")


def read_answer_lines(path: Path) -> Iterator[Answer]:
    """The answers in a file; a last line that a killed process left half is passed over.

    Raises:
        InputError: the file cannot be read, or a line is no answer.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: cannot be read ({type(error).__name__}); 'emosapp evaluate answers' writes it"
        ) from None
    for number, line in enumerate(text[: text.rfind("\n") + 1].split("\n")[:-1], 1):
        try:
            yield Answer.model_validate(json.loads(line))
        except (ValueError, ValidationError):
            raise InputError(
                f"{path}, line {number}: no answer of 'emosapp evaluate answers'; remove the line"
            ) from None
