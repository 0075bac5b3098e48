"""Review questions with their choices and answers.

Numbering starts anew with every chapter or exercise, so questions and answers are first cut into groups that count up.
A group of answers belongs to the first group of questions, not yet answered, that has its numbers: within the same
chapter for keys at the end of a chapter, within the chapter that the key names, or else in the order of the book.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from corpus.text import fold
from emosapp_data.schema import Answer, Block, BlockKind, Choice, ReviewQuestion

ANSWER = re.compile(r"\(?(\d{1,3})[.)]\s+(.+)", re.DOTALL)
FITTING = 0.8
"""Share of the numbers of a group of answers that its group of questions must have."""

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Question:
    block: Block
    number: int
    choices: list[Choice] = field(default_factory=list)
    answer: Answer | None = None


@dataclass(slots=True, eq=False)
class _Answer:
    block: Block
    number: int
    text: str


def review_questions(blocks: Iterable[Block]) -> tuple[list[ReviewQuestion], list[Block]]:
    """The questions of a book in order, and the answers that belong to none of them."""
    questions: list[_Question] = []
    answers: list[_Answer] = []
    for block in blocks:
        if block.kind is BlockKind.QUESTION:
            questions.append(_Question(block, int(_mark(block))))
        elif block.kind is BlockKind.CHOICE and questions:
            questions[-1].choices.append(Choice(letter=_mark(block).lower(), text=block.text, block=block.id))
        elif block.kind is BlockKind.ANSWER and (match := ANSWER.fullmatch(block.text)):
            answers.append(_Answer(block, int(match[1]), match[2]))
    strays = _match(_counting_up(questions, lambda item: item.number), _counting_up(answers, lambda item: item.number))
    return [_record(question) for question in questions], strays


def _record(question: _Question) -> ReviewQuestion:
    return ReviewQuestion.create(
        book=question.block.book,
        block=question.block.id,
        number=str(question.number),
        text=question.block.text,
        choices=tuple(question.choices),
        answer=question.answer,
    )


def _counting_up(items: list[T], number: Callable[[T], int]) -> list[list[T]]:
    """Cut a list wherever its numbers start anew."""
    if not items:
        return []
    groups = [[items[0]]]
    for before, item in pairwise(items):
        if number(item) <= number(before):
            groups.append([])
        groups[-1].append(item)
    return groups


def _match(question_groups: list[list[_Question]], answer_groups: list[list[_Answer]]) -> list[Block]:
    """Give the questions their answers; returns the answers that found no question."""
    strays: list[Block] = []
    for answers in answer_groups:
        open_groups = [group for group in question_groups if not any(question.answer for question in group)]
        group = next((group for group in _nearest(open_groups, answers[0].block) if _fits(group, answers)), [])
        by_number = {question.number: question for question in group}
        for answer in answers:
            if question := by_number.get(answer.number):
                question.answer = Answer(text=answer.text, block=answer.block.id)
            else:
                strays.append(answer.block)
    return strays


def _nearest(groups: list[list[_Question]], key: Block) -> list[list[_Question]]:
    """The groups of the chapter that a key belongs to, or names in a heading; all groups where it does neither."""
    same = [group for group in groups if _chapter(group) and _chapter(group) == key.section[0]] if key.section else []
    if same:
        return same
    named = {_short(title) for title in key.section}
    return [group for group in groups if _short(_chapter(group)) in named] or groups


def _chapter(group: list[_Question]) -> str:
    section = group[0].block.section
    return section[0] if section else ""


def _short(title: str) -> str:
    """A chapter's number where its title has one, or else the title: keys write 'Chapter 3' for '3 Memory'."""
    folded = re.sub(r"^chapter ", "", fold(title))
    number = re.match(r"\d+", folded)
    return number[0] if number else folded


def _fits(group: list[_Question], answers: list[_Answer]) -> bool:
    numbers = {question.number: question for question in group}
    known = [answer for answer in answers if answer.number in numbers]
    lettered = [numbers[answer.number] for answer in known if len(answer.text) == 1]
    return len(known) >= FITTING * len(answers) and all(question.choices for question in lettered)


def _mark(block: Block) -> str:
    return (block.marker or "").strip("().")
