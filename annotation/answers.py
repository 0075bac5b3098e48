"""Answers of models that people are to rate: reading them, and the order in which raters see them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from emosapp_data.errors import InputError, WorkspaceError
from emosapp_data.schema import AnswerToRate
from emosapp_data.schema.base import content_id
from emosapp_data.workspace import write_jsonl

PROBLEMS_SHOWN = 10
"""Problems of a file that are named; the rest is counted."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class GivenAnswer(BaseModel):
    """A line of a file of answers."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    message: Text
    """What the person wrote."""
    answer: Text
    """What the model answered."""
    model: Text
    """Which model."""
    id: Text | None = None
    """A name for the answer, for the file's own use; it may tell the model, so that raters never see it."""
    item: Text | None = None
    """A name for the message; the message itself by default."""


def read_answers(path: Path) -> list[AnswerToRate]:
    """The answers of a JSONL file, with at least 'message', 'answer' and 'model' on each line.

    Raises:
        InputError: the file cannot be read, or lines are wrong; every problem is named with its line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({type(error).__name__})") from None
    answers: dict[str, AnswerToRate] = {}
    problems: list[str] = []
    first: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        given = _read_line(line)
        if isinstance(given, str):
            problems.append(f"line {number}: {given}")
            continue
        answer = _to_rate(given)
        if first.setdefault(answer.id, number) != number:
            problems.append(f"line {number}: the same as line {first[answer.id]}")
        answers[answer.id] = answer
    if problems:
        more = [f"and {len(problems) - PROBLEMS_SHOWN:,} more"] if len(problems) > PROBLEMS_SHOWN else []
        raise InputError("\n".join(f"{path}: {problem}" for problem in [*problems[:PROBLEMS_SHOWN], *more]))
    if not answers:
        raise InputError(f"{path}: no answers; each line is a JSON object with message, answer and model")
    return list(answers.values())


def in_order(answers: Iterable[AnswerToRate], seed: int) -> list[AnswerToRate]:
    """The order in which raters see answers.

    All messages come once, each with the answer of a model drawn for it, then all again in the same order with the next one: answers
    to the same message are as far apart as they can be, and no model has a place of its own.
    """
    by_item: dict[str, list[AnswerToRate]] = defaultdict(list)
    for answer in answers:
        by_item[answer.item].append(answer)
    items = sorted(by_item, key=lambda item: _draw(seed, "item", item))
    drawn = [sorted(by_item[item], key=lambda answer: _draw(seed, "answer", answer.id)) for item in items]
    rounds = max(map(len, drawn), default=0)
    return [answers[turn] for turn in range(rounds) for answers in drawn if turn < len(answers)]


def read_stored(path: Path) -> Iterator[AnswerToRate]:
    """The answers that a workspace knows.

    Raises:
        WorkspaceError: a line is none.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield AnswerToRate.model_validate_json(line)
            except ValidationError:
                raise WorkspaceError(f"{path}, line {number}: not an answer; mend or remove the line") from None


def store(path: Path, answers: Sequence[AnswerToRate]) -> None:
    """Add answers to those that a workspace knows, so that their ratings find the model again."""
    known = {answer.id: answer for answer in read_stored(path)}
    known.update({answer.id: answer for answer in answers})
    write_jsonl(path, known.values())


def _read_line(line: str) -> GivenAnswer | str:
    """The answer on a line, or what is wrong with it."""
    try:
        content = json.loads(line)
    except ValueError:
        return "not JSON"
    if not isinstance(content, dict):
        return "not a JSON object"
    try:
        return GivenAnswer.model_validate(content)
    except ValidationError as error:
        return "; ".join(f"{'.'.join(map(str, found['loc']))}: {found['msg'].lower()}" for found in error.errors())


def _to_rate(given: GivenAnswer) -> AnswerToRate:
    item = given.item or content_id("message", given.message)
    identity = content_id("answer", [item, given.message, given.answer, given.model])
    return AnswerToRate(id=identity, message=given.message, answer=given.answer, model=given.model, item=item)


def _draw(seed: int, purpose: str, what: str) -> str:
    return hashlib.sha256(f"{seed}\x1f{purpose}\x1f{what}".encode()).hexdigest()
