"""Exercises: which blocks are questions, choices and answers, told by their marks and by how these count up.

A sign behind a number or letter ("1.", "b)") makes a mark of it. Without one ("1 What", "A cortisol") it may as well
start a sentence, and is a mark only where others like it count on from it.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from corpus.layout.paragraphs import BULLET, Draft
from corpus.numerals import number_value
from corpus.page import Line
from emosapp_data.schema import BlockKind

BLANK = r"(?:_{2,}\s*)"
"""Room for the answer in front of a question."""
NUMBER = r"\d{1,3}(?:\.\d{1,3})*"
"""A number, or one within a chapter or section, as in 3.12."""
STARTS = r"[A-Z“‘\"(_]"
"""How a question or a statement starts."""
QUESTION = re.compile(rf"\(?{NUMBER}[.):]\s+(?=\S)")
NAMED_QUESTION = re.compile(rf"(?:{BLANK}\(?{NUMBER}[.)]?|Q(?:uestion )?{NUMBER}[.):])\s+(?=\S)")
"""What starts a question on any line, also where the page shows no break above it."""
QUESTION_WITHOUT_SIGN = re.compile(rf"({NUMBER}[.)]?)\s+(?={STARTS})")
CHOICE = re.compile(r"\(?([A-Ha-h])[.)]\s+(?=\S)")
CHOICE_WITHOUT_SIGN = re.compile(r"([A-H])\s+(?=\S)")
ROMAN_CHOICE = re.compile(r"\(?([ivx]{1,4})[.)]\s+(?=\S)")
ANSWER_BELOW = re.compile(r"(?:correct )?ans(?:wer)?\s?[.:]\s+(?=\S)", re.IGNORECASE)
"""How an answer starts that stands below its question."""
ANSWER = re.compile(rf"\(?({NUMBER})([.)])\s+(?=\S)")
ANSWER_WITHOUT_SIGN = re.compile(rf"({NUMBER})\s?[:–—-]?\s+(?=\S)")
ANSWER_WITHIN = re.compile(rf"(?<=\s)\(?({NUMBER})([.)])\s+(?=\S)")
SHORT_ANSWER = re.compile(
    rf"\(?{NUMBER}\s*[.):–—-]?\s*(?:\([a-h]\)|(?:[a-htf]|[ivx]{{1,4}}|true|false)\b)[.)]?[\s,;|·•]*", re.IGNORECASE
)
"""A number with a letter, or with true or false."""
SHORT_ANSWERS = re.compile(rf"(?:{SHORT_ANSWER.pattern})+", re.IGNORECASE)
FEWEST = 2
"""Marks without a sign that count up are marks from so many on."""
OPEN = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


class Mark(NamedTuple):
    """What a line starts with, and what it is by that."""

    kind: BlockKind
    text: str


Marks = dict[Line, Mark]


def is_open(draft: Draft) -> bool:
    """Whether a zone may still decide what a draft is."""
    return draft.kind in OPEN and draft.reason is None


def read_questions(drafts: list[Draft]) -> list[Draft]:
    """Find the questions among the drafts below a heading, with their choices and the answers that stand right below."""
    asked = [draft for draft in drafts if is_open(draft)]
    lines = list(chain.from_iterable(draft.lines for draft in asked))
    marks = _signed(asked)
    if not _has(marks, BlockKind.QUESTION):
        marks |= _counting(lines, QUESTION_WITHOUT_SIGN, BlockKind.QUESTION)
    if not _has(marks, BlockKind.QUESTION):
        marks |= _asking(asked, marks)
    for below in _by_question(lines, marks):
        marks |= _below_question(below, marks)
    return list(chain.from_iterable(_cut_at_marks(draft, marks) if is_open(draft) else (draft,) for draft in drafts))


def _has(marks: Marks, kind: BlockKind) -> bool:
    return any(mark.kind is kind for mark in marks.values())


def _signed(drafts: list[Draft]) -> Marks:
    marks: Marks = {}
    for draft in drafts:
        if match := QUESTION.match(draft.first.text):
            marks[draft.first] = Mark(BlockKind.QUESTION, match[0])
        elif match := CHOICE.match(draft.first.text):
            marks[draft.first] = Mark(BlockKind.CHOICE, match[0])
        for line in draft.lines:
            if line.text[0] in "_Q" and (match := NAMED_QUESTION.match(line.text)):
                marks[line] = Mark(BlockKind.QUESTION, match[0])
    return marks


def _counting(lines: Iterable[Line], pattern: re.Pattern[str], kind: BlockKind, *, from_first: bool = False) -> Marks:
    """The lines whose marks count on from one to the next; `from_first` asks that they do so from 1, i or A."""
    marks: Marks = {}
    run: Marks = {}
    last: tuple[int, ...] = ()
    for line in lines:
        match = pattern.match(line.text)
        if match is None:
            continue
        value = _value(match[1])
        if not _follows(last, value):
            marks |= run if len(run) >= FEWEST else {}
            run = {}
        last = ()
        if run or not from_first or value == (1,):
            run[line], last = Mark(kind, match[0]), value
    return marks | (run if len(run) >= FEWEST else {})


def _value(number: str) -> tuple[int, ...]:
    """What a mark counts: (3, 12) for 3.12, (2,) for B or ii."""
    if number.isupper():
        return (ord(number) - ord("A") + 1,)
    return tuple(number_value(part) or 0 for part in number.rstrip(".)").split("."))


def _follows(before: tuple[int, ...], value: tuple[int, ...]) -> bool:
    return bool(before) and value == (*before[:-1], before[-1] + 1)


def _asking(drafts: list[Draft], marks: Marks) -> Marks:
    """Questions without a number, where at least half of the paragraphs, or of the items with bullets, ask something."""
    rest = [draft for draft in drafts if draft.first not in marks and not ANSWER_BELOW.match(draft.first.text)]
    plain: list[Draft] = []
    bulleted: Marks = {}
    for draft in rest:
        if match := BULLET.match(draft.first.text):
            bulleted[draft.first] = Mark(BlockKind.QUESTION, match[0])
        else:
            plain.append(draft)
    asking = {draft.first: Mark(BlockKind.QUESTION, "") for draft in plain if _asks(draft)}
    found = asking if 2 * len(asking) >= len(plain) else {}
    if 2 * sum(_asks(draft) for draft in rest if draft.first in bulleted) >= len(bulleted):
        found |= bulleted
    return found


def _asks(draft: Draft) -> bool:
    """Whether a draft ends in a question mark, leaving aside an answer below it."""
    last = draft.first
    for line in draft.lines:
        if ANSWER_BELOW.match(line.text):
            break
        last = line
    return last.text.rstrip("”’)").endswith("?") and not draft.first.text[0].islower()


def _by_question(lines: list[Line], marks: Marks) -> Iterator[list[Line]]:
    """The lines of each question, from its first to the next question."""
    count = 0
    numbers = []
    for line in lines:
        count += line in marks and marks[line].kind is BlockKind.QUESTION
        numbers.append(count)
    for number, group in groupby(zip(numbers, lines, strict=True), key=lambda item: item[0]):
        if number:
            yield [line for _, line in group]


def _below_question(lines: list[Line], marks: Marks) -> Marks:
    """The choices of a question that have no sign or roman numbers, and the answer below it."""
    found: Marks = {}
    for line in lines[1:]:
        if match := ANSWER_BELOW.match(line.text):
            found[line] = Mark(BlockKind.ANSWER, match[0])
    if not any(line in marks and marks[line].kind is BlockKind.CHOICE for line in lines):
        found |= _counting(lines, CHOICE_WITHOUT_SIGN, BlockKind.CHOICE, from_first=True) or _counting(
            lines, ROMAN_CHOICE, BlockKind.CHOICE, from_first=True
        )
    return found


def _cut_at_marks(draft: Draft, marks: Marks) -> list[Draft]:
    parts = _cut(draft, [start for start, line in _starts(draft) if line in marks])
    for part in parts:
        if mark := marks.get(part.first):
            part.kind, part.mark = mark.kind, mark.text.strip()
    return parts


def read_answers(drafts: list[Draft]) -> list[Draft]:
    """Find the answers among the drafts below a heading: one for each number, however many stand on a line."""
    keys = [draft for draft in drafts if is_open(draft)]
    numbers = [match and _value(match[1]) for draft in keys for match in [ANSWER.match(draft.plain)]]
    marks: Marks = {}
    if not any(numbers):
        lines = chain.from_iterable(draft.lines for draft in keys)
        marks = _counting(lines, ANSWER_WITHOUT_SIGN, BlockKind.ANSWER)
    following = dict(zip(keys, [*numbers[1:], None], strict=False))
    found: list[Draft] = []
    for draft in drafts:
        if not is_open(draft):
            found.append(draft)
            continue
        starts = (
            _short_answers(draft.plain)
            or _signed_answers(draft.plain, following[draft])
            or [start for start, line in _starts(draft) if line in marks]
        )
        parts = _cut(draft, starts)
        for part in parts[-len(starts) :] if starts else ():
            part.kind = BlockKind.ANSWER
        found += parts
    return found


def _short_answers(text: str) -> list[int]:
    """Where the answers start in a text that is nothing but numbers and letters."""
    if not SHORT_ANSWERS.fullmatch(text):
        return []
    return [match.start() for match in SHORT_ANSWER.finditer(text)]


def _signed_answers(text: str, following: tuple[int, ...] | None) -> list[int]:
    """Where the answers start in a text that starts with a number and its sign.

    Numbers within it start answers of their own if all of them count on, have the same sign, and lead to the number
    that follows the text; otherwise the answer itself may count something.
    """
    first = ANSWER.match(text)
    if first is None:
        return []
    inner = list(ANSWER_WITHIN.finditer(text, first.end()))
    values = [_value(match[1]) for match in (first, *inner)]
    if (
        all(_follows(before, value) for before, value in pairwise(values))
        and all(match[2] == first[2] for match in inner)
        and (following is None or following <= values[0] or _follows(values[-1], following))
    ):
        return [0, *(match.start() for match in inner)]
    return [0]


def _starts(draft: Draft) -> Iterator[tuple[int, Line]]:
    """Each line of a draft, with where it starts in the plain text."""
    start = 0
    for line in draft.lines:
        yield start, line
        start += len(line.text) + 1


def _cut(draft: Draft, starts: list[int]) -> list[Draft]:
    """Cut a draft at these places of its plain text; the first part stays the same draft."""
    if starts in ([], [0]):
        return [draft]
    parts = [draft]
    lines = list(_starts(draft))
    draft.lines = []
    for start, whole in lines:
        line, at = whole, start
        for place in starts:
            if start <= place < start + len(whole.text):
                if place > at:
                    left, line = line.split(place - at)
                    at = place
                    parts[-1].lines.append(left)
                if parts[-1].lines:
                    parts.append(Draft([], draft.page, draft.run, draft.box, marked=True))
        parts[-1].lines.append(line)
    return parts
