"""Review questions with their choices and answers.

Numbering starts anew with every chapter or exercise, so questions and answers are first cut into groups that count up.
A group of answers belongs to the first group of questions, not yet answered, that has its numbers: within the same
chapter for keys at the end of a chapter, within the chapter that the key names, or else in the order of the book.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.text import fold
from emosapp_data.schema import Answer, Block, BlockKind, Choice, ReviewQuestion

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
ANSWER = re.compile(rf"\(?({NUMBER.pattern})(?!\d)\s?[.):–—-]?\s*(.+)", re.DOTALL)
SEPARATORS = " ,;|·•"
"""What stands between the answers on a line."""
LETTER = re.compile(r"\(?([A-Za-z])\)?\.?")
"""An answer that is a letter."""
TRUTH = frozenset("tf")
"""Letters for true and false."""
FITTING = 0.8
"""Share of the numbers of a group of answers that its group of questions must have."""

Number = tuple[int, ...]
"""A number as it counts: (12,), or (3, 12) for 3.12."""


@dataclass(slots=True, eq=False)
class _Question:
    block: Block
    number: Number
    """Its number; empty where it has none."""
    position: int
    """How many questions without a number stand before it in its section, and itself."""
    choices: list[Choice] = field(default_factory=list)
    answer: Answer | None = None


@dataclass(slots=True, eq=False)
class _Answer:
    block: Block
    number: Number
    text: str


def review_questions(blocks: Iterable[Block]) -> tuple[list[ReviewQuestion], list[Block]]:
    """The questions of a book in order, and the answers that belong to none of them."""
    questions: list[_Question] = []
    answers: list[_Answer] = []
    for block in blocks:
        if block.kind is BlockKind.QUESTION:
            number = NUMBER.search(block.marker or "")
            last = questions[-1] if questions and questions[-1].block.section == block.section else None
            position = 1 + (last.position if last and not last.number else 0)
            questions.append(_Question(block, _number(number[0]) if number else (), position))
        elif block.kind is BlockKind.CHOICE and questions:
            questions[-1].choices.append(Choice(letter=_letter(block), text=block.text, block=block.id))
        elif block.kind is BlockKind.ANSWER and block.marker and questions:
            questions[-1].answer = questions[-1].answer or Answer(text=block.text, block=block.id)
        elif block.kind is BlockKind.ANSWER and (match := ANSWER.fullmatch(block.text)):
            answers.append(_Answer(block, _number(match[1]), match[2].rstrip(SEPARATORS)))
    strays = _match(_question_groups(questions), _answer_groups(answers))
    return [_record(question) for question in questions], strays


def _number(text: str) -> Number:
    return tuple(int(part) for part in text.split("."))


def _record(question: _Question) -> ReviewQuestion:
    return ReviewQuestion.create(
        book=question.block.book,
        block=question.block.id,
        number=".".join(map(str, question.number)) or str(question.position),
        text=question.block.text,
        choices=tuple(question.choices),
        answer=question.answer,
    )


def _question_groups(questions: list[_Question]) -> list[list[_Question]]:
    """Cut the numbered questions wherever their numbers start anew."""
    groups: list[list[_Question]] = []
    for question in questions:
        if question.number:
            if not groups or question.number <= groups[-1][-1].number:
                groups.append([])
            groups[-1].append(question)
    return groups


def _answer_groups(answers: list[_Answer]) -> list[list[_Answer]]:
    """Cut the answers wherever their numbers start anew.

    Letters in columns come row by row, such as 1, 6, 2, 7: there, only a number that comes again starts anew.
    """
    groups: list[list[_Answer]] = []
    for answer in answers:
        group = groups[-1] if groups else []
        last = group[-1] if group else None
        in_rows = (
            last is not None
            and LETTER.fullmatch(answer.text)
            and LETTER.fullmatch(last.text)
            and last.block.section == answer.block.section
            and all(answer.number != other.number for other in group)
        )
        if last is None or (answer.number <= last.number and not in_rows):
            groups.append([])
        groups[-1].append(answer)
    return groups


def _match(question_groups: list[list[_Question]], answer_groups: list[list[_Answer]]) -> list[Block]:
    """Give the questions their answers; returns the answers that found no question."""
    strays: list[Block] = []
    open_groups = [group for group in question_groups if not all(question.answer for question in group)]
    for answers in answer_groups:
        group = next((group for group in _nearest(open_groups, answers[0].block) if _fits(group, answers)), [])
        by_number = {question.number: question for question in group}
        for answer in answers:
            if question := by_number.get(answer.number):
                question.answer = question.answer or Answer(text=answer.text, block=answer.block.id)
            else:
                strays.append(answer.block)
        open_groups = [other for other in open_groups if other is not group]
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
    return len(known) >= FITTING * len(answers) and all(
        _may_answer(answer.text, numbers[answer.number]) for answer in known
    )


def _may_answer(text: str, question: _Question) -> bool:
    """Whether a letter is an answer at all: one of choices, or the truth of a statement."""
    letter = LETTER.fullmatch(text)
    if letter is None or question.choices:
        return True
    return letter[1].lower() in TRUTH and not question.block.text.endswith("?")


def _letter(choice: Block) -> str:
    return (choice.marker or "").strip("().").lower()
