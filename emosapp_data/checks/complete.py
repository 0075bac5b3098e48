"""Does the answer give all that was asked for?"""

import re
from collections.abc import Mapping

from emosapp_data.checks.base import Check
from emosapp_data.checks.reading.numbers import quantities
from emosapp_data.checks.reading.questions import ASKING
from emosapp_data.checks.reading.words import Reading, Word, read
from emosapp_data.checks.support.case import Case, case_of, is_echoed, is_general, stands_in
from emosapp_data.schema import Passage, QAPair, Reason, Verdict

ENDING = re.compile(r"[.!?…][”\"’')\]]*$")
UNFINISHED = frozenset(
    "a an the and or but because whose their its my your our than if whether including namely every".split()
)
SECOND_QUESTION = re.compile(
    r"(?:,|;)? and (?:what|how|why|which|who|when|where|to what|in what|with what|for what|of what)\b", re.IGNORECASE
)
"""A question that asks two things."""
LONG_ENOUGH = 18
"""Content words from which on one sentence may answer two questions."""
FEWEST_ASKED = 4
"""Words before the second of two questions; fewer are but part of it ('How long and how often ...')."""
MOST_ASKED = 6
PRONOUNS = frozenset("both neither each all they them two either".split())
"""Words that speak of several things at once."""
LISTING = frozenset("which what name list describe give".split())


class Complete(Check):
    """Rejects an answer that breaks off, or that leaves out one of the things the question names or counts."""

    name = "complete"
    version = 2

    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair."""
        answer = pair.answer.rstrip()
        case = case_of(pair, passages)
        if not case.answer.words:
            return self.passed()
        if not ENDING.search(answer) or case.answer.words[-1].lower in UNFINISHED:
            return self.reject(Reason.INCOMPLETE_ANSWER, f"the answer breaks off: {answer[-40:]!r}", 0.0)
        problem = _leaves_out(case) or _too_few(case) or _one_of_two(pair.question, case)
        return self.reject(Reason.INCOMPLETE_ANSWER, problem, 0.0) if problem else self.passed()


def _leaves_out(case: Case) -> str | None:
    """One of two things that the question joins by 'and', of which the quote speaks and the answer does not."""
    words = case.question.words
    for joint in words:
        if joint.lower not in ("and", "versus"):
            continue
        before, behind = _phrase(words, joint, -1), _phrase(words, joint, 1)
        if all(word.text[0].isupper() for word in (*before[:1], *behind[:1])) and len(behind) > 1:
            continue
        left = [word for word in before if word.lower not in {other.lower for other in behind}]
        right = [word for word in behind if word.lower not in {other.lower for other in before}]
        if not left or not right:
            continue
        for some, others in ((left, right), (right, left)):
            if (
                all(stands_in(word, case.quote) and not is_echoed(word, case.answer) for word in some)
                and any(stands_in(word, case.answer) for word in others)
                and not any(word.lower in PRONOUNS for word in case.answer.words)
            ):
                return f"says nothing of {' '.join(word.text for word in some)!r}"
    return None


def _phrase(words: tuple[Word, ...], joint: Word, step: int) -> list[Word]:
    """The content words right before or behind a conjunction, without what is not part of the same phrase."""
    found: list[Word] = []
    place = joint.place + step
    while 0 <= place < len(words) and len(found) < 2:
        word = words[place]
        if word.sentence != joint.sentence or (
            not word.is_content and (found or word.lower not in ("the", "a", "an", "to", "after", "of", "in"))
        ):
            break
        if word.is_content and not is_general(word):
            found.append(word)
        elif word.is_content and found:
            break
        if step < 0 and word.pause and place != joint.place - 1:
            break
        place += step
    return found


def _too_few(case: Case) -> str | None:
    """Fewer things than the question counts."""
    for quantity in quantities(case.question):
        number = int(quantity.value)
        if not 2 <= number <= MOST_ASKED or not quantity.units or quantity.minutes or quantity.word.lower[0].isdigit():
            continue
        before = [
            word.lower for word in case.question.sentence(quantity.word.sentence) if word.place < quantity.word.place
        ]
        if not set(before) & LISTING or {"one", "not"} & set(before):
            continue
        given = _parts(case.answer)
        if given < number and not any(word.lower in PRONOUNS for word in case.answer.words):
            return f"asks for {quantity.text}, the answer has {given}"
    return None


def _parts(answer: Reading) -> int:
    """How many things an answer lists at most: its sentences, and what commas and conjunctions part."""
    return 1 + sum(1 for word in answer.words[1:] if word.pause or word.lower in ("and", "or", "while", "but", "as"))


def _one_of_two(question: str, case: Case) -> str | None:
    """One short sentence where two things are asked."""
    match = SECOND_QUESTION.search(question)
    if not match or len(case.answer.sentences) > 1 or any(word.pause > 1 for word in case.answer.words[1:]):
        return None
    first = question[: match.start()].lower().split()
    if len(first) < FEWEST_ASKED or len((ASKING - {"when", "where"}) & set(first)) > 1:
        return None
    content = sum(word.is_content for word in case.answer.words)
    second = read(question[match.start() :]).words
    if match[0].split()[-1].lower() in ("when", "many", "much") and quantities(case.answer):
        return None
    asked = [word for word in second if word.is_content]
    if asked and content < LONG_ENOUGH and not any(is_echoed(word, case.answer) for word in asked):
        return f"asks two things, the second with {match[0].strip(' ,;')!r}; the answer is one short sentence"
    return None
