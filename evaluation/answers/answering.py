"""Letting a model answer messages, one after the other; an interrupted run goes on where it ended."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from emosapp_data.errors import InputError
from emosapp_data.progress import Reporter
from emosapp_data.schema.base import content_id
from evaluation.answers.record import NOTHING, Answer, Message, MessageSet, read_answer_lines
from evaluation.record import TestedModel

LONGEST = 200
"""Tokens of an answer at most: more than people like to read on a phone."""


class Answerer(Protocol):
    """What answers."""

    def answer(self, system: str | None, message: str, longest: int) -> str:
        """The answer to a message, of so many tokens at most, always the same to the same."""
        ...


def answer_all(
    answerer: Answerer,
    model: TestedModel,
    messages: Sequence[Message],
    out: Path,
    show: Reporter,
    *,
    which: MessageSet = MessageSet.STUDENTS,
    system: str | None = None,
    longest: int = LONGEST,
) -> list[Answer]:
    """Let a model answer; each answer is on disk before the next message is asked.

    Args:
        answerer: answers.
        model: which model that is.
        messages: the messages.
        out: the file of answers; what stands there is not asked again.
        show: shows progress.
        which: the set that the messages are from.
        system: the system message.
        longest: tokens of an answer.

    Raises:
        InputError: the file holds answers of another model, to other messages, or asked in another way.
    """
    asked = content_id("asked", [system, longest])
    known = _known(out, model, messages, asked) if out.exists() else {}
    left = [message for message in messages if message.name not in known]
    out.parent.mkdir(parents=True, exist_ok=True)
    with show.step("answers", len(messages), "answers") as advance, out.open("a", encoding="utf-8") as file:
        advance(len(messages) - len(left))
        for message in left:
            text = answerer.answer(system, message.text, longest).strip() or NOTHING
            answer = Answer(
                item=message.name,
                message=message.text,
                answer=text,
                model=model.name,
                set=which,
                sha256=model.sha256,
                asked=asked,
            )
            file.write(answer.to_json() + "\n")
            file.flush()
            os.fsync(file.fileno())
            known[message.name] = answer
            advance(1)
    return [known[message.name] for message in messages]


def _known(out: Path, model: TestedModel, messages: Sequence[Message], asked: str) -> dict[str, Answer]:
    """The answers on record, once it is sure that they are of this model to these messages; half a line is cut off."""
    texts = {message.name: message.text for message in messages}
    found = {}
    for answer in read_answer_lines(out):
        what = _unlike(answer, model, asked)
        if texts.get(answer.item, answer.message) != answer.message:
            what = "answers to another version of the messages"
        if what:
            raise InputError(f"{out}: holds {what}; give another folder, or remove the file")
        found[answer.item] = answer
    content = out.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(out, whole)
    return found


def _unlike(answer: Answer, model: TestedModel, asked: str) -> str | None:
    """What is unlike in an answer on record; none where nothing is."""
    if (answer.sha256, answer.model) != (model.sha256, model.name):
        return f"answers of another model ({answer.model})"
    return "answers that were asked with another system message or length" if answer.asked != asked else None
