"""Judging answers: the models' and the controls among them, asked one by one, and some asked twice or side by side."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from emosapp_data.config import ModelConfig
from emosapp_data.models.reply import CallError, Question, Reply
from emosapp_data.progress import Reporter
from evaluation.judge.asking import ask_all
from evaluation.judge.controls import Control, Quality, controls
from evaluation.judge.judgement import Compared, Rated
from evaluation.judge.rubric import compare, rate, read_preference, read_rating

LONGEST_QUOTE = 200
"""Characters kept of a reply that cannot be read."""


class ToJudge(NamedTuple):
    """An answer of a model."""

    id: str
    """As people's ratings name it."""
    item: str
    message: str
    model: str
    text: str


class _Rating(NamedTuple):
    """A rating that is to be asked for."""

    draft: Rated
    question: Question


class _Comparison(NamedTuple):
    """A comparison that is to be asked for."""

    draft: Compared
    question: Question


def judge_answers(
    config: ModelConfig, answers: Sequence[ToJudge], cache: Path, show: Reporter, log: Path | None = None
) -> list[Rated | Compared]:
    """Have a judge rate answers and, among them, the controls.

    Nothing tells the judge which is which: all are asked in the same words, in an order drawn by a hash.

    Args:
        config: the judge.
        answers: the models' answers.
        cache: the file of replies, see `ask_all`.
        show: shows progress.
        log: see `ask_all`.

    Raises:
        ServerError: the judge cannot be reached.
    """
    given, bounded = controls(), config.local
    asked: list[_Rating | _Comparison] = [
        *(_rate_answer(answer, bounded) for answer in answers),
        *(_rate_control(control, again, bounded) for control in given for again in (False, True)),
        *_compare_controls(given, bounded),
        *_compare_answers(answers, bounded),
    ]
    asked.sort(key=lambda each: _draw(each.draft.model_dump_json()))
    replies = ask_all(config, [each.question for each in asked], cache, show, log)
    return [_read(each, reply) for each, reply in zip(asked, replies, strict=True)]


def _rate_answer(answer: ToJudge, bounded: bool) -> _Rating:
    draft = Rated(item=answer.item, by=answer.model, control=False, id=answer.id, length=len(answer.text), points=None)
    return _Rating(draft, rate(answer.message, answer.text, bounded=bounded))


def _rate_control(control: Control, again: bool, bounded: bool) -> _Rating:
    draft = Rated(
        item=control.item, by=control.quality, control=True, again=again, length=len(control.text), points=None
    )
    return _Rating(draft, rate(control.message, control.text, seed_shift=int(again), bounded=bounded))


def _compare_controls(given: Sequence[Control], bounded: bool) -> Iterable[_Comparison]:
    """The good answer beside each other one, in both orders."""
    good = {control.item: control for control in given if control.quality is Quality.GOOD}
    for control in given:
        if control.quality is not Quality.GOOD:
            best = good[control.item]
            for one, two in ((best, control), (control, best)):
                draft = Compared(item=control.item, first=one.quality, second=two.quality, control=True, better=None)
                yield _Comparison(draft, compare(control.message, one.text, two.text, bounded=bounded))


def _compare_answers(answers: Sequence[ToJudge], bounded: bool) -> Iterable[_Comparison]:
    """For each message the answers of two models that are drawn for it, in both orders."""
    by_item: dict[str, list[ToJudge]] = defaultdict(list)
    for answer in answers:
        by_item[answer.item].append(answer)
    for item, said in by_item.items():
        couples = [(a, b) for a, b in combinations(said, 2) if a.model != b.model and a.text != b.text]
        if couples:
            one, two = min(couples, key=lambda couple: _draw(f"{item}\x1f{couple[0].model}\x1f{couple[1].model}"))
            for first, second in ((one, two), (two, one)):
                draft = Compared(item=item, first=first.model, second=second.model, control=False, better=None)
                yield _Comparison(draft, compare(first.message, first.text, second.text, bounded=bounded))


def _read(asked: _Rating | _Comparison, reply: Reply | CallError) -> Rated | Compared:
    if isinstance(reply, CallError):
        return asked.draft.model_copy(update={"failed": str(reply)})
    if isinstance(asked, _Rating):
        rating = read_rating(reply)
        found = {"points": rating.points, "reason": rating.reason} if rating else {"reason": reply.text[:LONGEST_QUOTE]}
        return asked.draft.model_copy(update=found)
    preferred = read_preference(reply)
    said = (
        {"better": preferred.better, "reason": preferred.reason}
        if preferred
        else {"reason": reply.text[:LONGEST_QUOTE]}
    )
    return asked.draft.model_copy(update=said)


def _draw(what: str) -> str:
    return hashlib.sha256(what.encode()).hexdigest()
