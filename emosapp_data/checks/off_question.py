"""Does the answer answer this question, and can the passage?"""

from collections.abc import Mapping
from itertools import pairwise

from emosapp_data.checks.base import Check
from emosapp_data.checks.reading.numbers import quantities
from emosapp_data.checks.reading.questions import asked, is_polar
from emosapp_data.checks.reading.words import Word, kinds
from emosapp_data.checks.support.case import Case, case_of, is_echoed, is_general, is_rewording, stands_in
from emosapp_data.schema import Passage, QAPair, Reason, Verdict

COUNTING = frozenset("many much long old often far tall big large".split())
"""Words behind 'how' that ask for an amount."""
AMOUNTS = frozenset(
    """all none no nobody nothing every each most many much few little several both half majority minority hardly almost never always
    often rarely seldom usually sometimes once twice only any forever daily weekly monthly yearly regularly frequently brief
    briefly short long longer until more less fewer least everyone""".split()
)
"""Words that answer the question for an amount without a number."""
FREQUENCIES = frozenset(
    "often rarely seldom usually sometimes never always until once short long longer brief briefly".split()
)
"""Those that do not say how many."""
CAUSES = frozenset(
    """because since so therefore thus hence as due reason cause make lead result keep let help allow enable prevent
    by through owing thanks purpose want need avoid if without order explain turn bring give take depend mean without when than""".split()
)
"""Words that give a reason."""
ANSWERS = frozenset(
    "yes no not neither never none nothing hardly rarely seldom usually mostly often sometimes partly only perhaps it they there".split()
)
FIRST_WORDS = 4
"""Words of a question among which is what it asks for: 'By how many ...', 'For how long ...'."""
RESTATED = 0.7
"""Share of the content words of a question for a reason that an answer without a reason repeats."""


class OffQuestion(Check):
    """Rejects an answer to another question: no amount where one is asked, no reason, a definition instead, or a thing asked
    for that neither answer nor passage knows."""

    name = "off_question"

    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair."""
        case = case_of(pair, passages)
        if not case.question.words or not case.answer.words:
            return self.passed()
        problem = (
            _unknown_thing(case) or _no_amount(case) or _no_reason(case) or _only_definition(case) or _no_yes(case)
        )
        return self.reject(Reason.OFF_QUESTION, problem, 0.0) if problem else self.passed()


def _unknown_thing(case: Case) -> str | None:
    """A noun behind 'which', 'what' or 'how many' that nothing in the answer or the passage is like."""
    words = asked(case.question)
    for determiner, noun in pairwise(words):
        behind_how = noun.lower in ("many", "much")
        if determiner.lower not in ("which", "what", "how") or (determiner.lower == "how" and not behind_how):
            continue
        thing = next((word for word in words if word.place > noun.place - (not behind_how)), None)
        if thing is None or not _is_thing(thing, words):
            continue
        if not any(is_echoed(thing, reading) for reading in (case.answer, case.quote)) and not stands_in(
            thing, case.around
        ):
            return f"asks for a {thing.text!r}, which neither answer nor passage names"
    return None


def _is_thing(word: Word, words: tuple[Word, ...]) -> bool:
    following = next((other for other in words if other.place == word.place + 1), None)
    if not word.is_content or is_rewording(word) or word.lower.endswith(("ing", "ed", "tion")):
        return False
    return "NOUN" in kinds(word.lower) and (following is None or not following.is_content)


def _no_amount(case: Case) -> str | None:
    words = asked(case.question)[:FIRST_WORDS]
    for how, amount in pairwise(words):
        if how.lower != "how" or amount.lower not in COUNTING or amount.lower in ("often", "far"):
            continue
        amounts = AMOUNTS if amount.lower != "many" else AMOUNTS - FREQUENCIES
        if quantities(case.answer) or any(word.lower in amounts for word in case.answer.words):
            return None
        return f"asks how {amount.lower}, the answer gives no amount"
    return None


def _no_reason(case: Case) -> str | None:
    words = asked(case.question)
    if words[0].lower != "why" and [word.lower for word in words[:2]] != ["what", "causes"]:
        return None
    if any(word.lower in CAUSES or word.keys & CAUSES for word in case.answer.words):
        return None
    content = [word for word in words if word.is_content and word.lower != "causes"]
    repeated = sum(stands_in(word, case.answer) for word in content)
    if content and repeated / len(content) >= RESTATED:
        return "asks for a reason, the answer repeats the question and gives none"
    return None


def _only_definition(case: Case) -> str | None:
    """'X is the ...' where the question asks how or whether about X."""
    words = asked(case.question)
    if (words[0].lower not in ("how", "why", "when", "where") and not is_polar(case.question)) or any(
        word.lower == "you" for word in words
    ):
        return None
    first = case.answer.sentence(case.answer.words[0].sentence)
    place = next((number for number, word in enumerate(first) if word.lower in ("is", "are")), None)
    if place is None or place == 0 or place + 1 >= len(first):
        return None
    subject, rest = first[:place], first[place + 1 :]
    if len(subject) > 4 or not all(stands_in(word, case.question) for word in subject):
        return None
    defines = rest[0].lower in ("the", "a", "an") or (
        rest[0].is_content and "NOUN" in kinds(rest[0].lower) and "ADJ" not in kinds(rest[0].lower)
    )
    others = [word for word in words if word.is_content and not any(word.keys & one.keys for one in subject)]
    if defines and others and not any(is_echoed(word, case.answer) for word in others if not is_general(word)):
        missed = ", ".join(word.text for word in others[:3])
        return f"the answer defines {' '.join(word.text for word in subject)!r} and says nothing of: {missed}"
    return None


def _no_yes(case: Case) -> str | None:
    """A question of yes or no about something that neither answer nor passage names."""
    if not is_polar(case.question) or any(
        word.lower in ANSWERS for word in case.answer.sentence(case.answer.words[0].sentence)
    ):
        return None
    for word in asked(case.question):
        thing = word.is_content and "NOUN" in kinds(word.lower) and not is_rewording(word)
        if thing and not any(is_echoed(word, reading) for reading in (case.answer, case.quote, case.around)):
            return f"asks about {word.text!r}, which neither answer nor passage names"
    return None
