"""Does the answer answer this question, and can the passage?"""

from collections.abc import Mapping
from itertools import pairwise

from emosapp_data.checks.base import Check
from emosapp_data.checks.reading.numbers import TIME, quantities
from emosapp_data.checks.reading.questions import asked, is_polar, offers_choice
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
AUXILIARIES = frozenset(
    "is are was were do does did has have had can could may might must should will would in of for".split()
)
"""Words before which a word that may be a verb is a noun: 'which guess is', not 'what counts as'."""
MEASURES = frozenset("percentage proportion fraction share percent year age amount dose".split())
"""Words behind 'what' that ask for an amount or a year."""
SOMEBODY = frozenset(
    "i you he she they we him her them everyone everybody anyone anybody nobody someone somebody people those".split()
)
PEOPLE = frozenset(
    """person man woman child boy girl adult infant baby parent mother father friend student pupil patient client group team
    family colleague couple husband wife brother sister son daughter human participant adolescent youth member human police crowd""".split()
)
PERSON_ENDINGS = ("er", "or", "ist", "ian", "ant", "ee", "man", "men", "ess")
"""Words that name people, and how many nouns end that do."""
TIMES = frozenset(
    """when whenever while after before during once until till if unless since early late later earlier soon
    now then always never often sometimes first last immediately directly right afterwards ago""".split()
)
"""Words that may give a time or a condition."""
WITHIN = frozenset("in at on by as".split())
"""Prepositions behind which a time may stand."""
FIRST_WORDS = 4
"""Words of a question among which is what it asks for: 'By how many ...', 'For how long ...'."""
WEAK_CAUSES = frozenset("as by through if without take bring give when than turn get want need".split())
"""Those of them that mostly mean something else."""
RESTATED, RESTATED_FULLY = 0.67, 0.75
"""Share of the content words of a question for a reason that an answer repeats if it gives none, or if only a weak word may give one."""


class OffQuestion(Check):
    """Rejects an answer to another question: no amount where one is asked, no reason, a definition instead, or a thing asked
    for that neither answer nor passage knows."""

    name = "off_question"
    version = 2

    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair."""
        case = case_of(pair, passages)
        if not case.question.words or not case.answer.words:
            return self.passed()
        problem = (
            _unknown_thing(case)
            or _no_amount(case)
            or _no_person(case)
            or _no_time(case)
            or _no_reason(case)
            or _only_definition(case)
            or _no_yes(case)
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
    able = kinds(word.lower)
    verb = "VERB" in able and (following is None or following.lower not in AUXILIARIES)
    return "NOUN" in able and not verb and (following is None or not following.is_content)


def _no_amount(case: Case) -> str | None:
    words = asked(case.question)[:FIRST_WORDS]
    for how, amount in pairwise(words):
        counted = how.lower == "how" and amount.lower in COUNTING and amount.lower != "far"
        measured = how.lower in ("what", "which") and amount.lower in MEASURES
        if not counted and not measured:
            continue
        amounts = AMOUNTS - FREQUENCIES if amount.lower == "many" or measured else AMOUNTS
        if quantities(case.answer) or any(word.lower in amounts for word in case.answer.words):
            return None
        return f"asks {how.lower} {amount.lower}, the answer gives no amount"
    return None


def _no_person(case: Case) -> str | None:
    """A question for who did something, and an answer that names nobody."""
    first = asked(case.question)[0]
    if first.lower not in ("who", "whom", "whose") or offers_choice(case.question):
        return None
    starts = {case.answer.sentence(word.sentence)[0].place for word in case.answer.words}
    for word in case.answer.words:
        named = word.text[0].isupper() and (word.place not in starts or not kinds(word.lower))
        if named or word.lower in SOMEBODY or word.keys & PEOPLE or _ends_like_a_person(word):
            return None
    return "asks who, the answer names nobody"


def _ends_like_a_person(word: Word) -> bool:
    lemma = word.lower.removesuffix("s")
    return "NOUN" in kinds(word.lower) and lemma.endswith(PERSON_ENDINGS)


def _no_time(case: Case) -> str | None:
    """A question for when something is or was, and an answer that gives no time and no condition."""
    if asked(case.question)[0].lower != "when" or quantities(case.answer):
        return None
    words = case.answer.words
    if any(word.lower in TIMES or word.keys & TIME for word in words):
        return None
    if any(one.lower in WITHIN and _is_new(words, one, case) for one in words):
        return None
    return "asks when, the answer gives no time"


def _is_new(words: tuple[Word, ...], preposition: Word, case: Case) -> bool:
    """Whether the question does not have what stands behind a preposition: 'in childhood'."""
    behind = next((word for word in words if word.place > preposition.place and word.is_content), None)
    return behind is not None and not is_echoed(behind, case.question)


def _no_reason(case: Case) -> str | None:
    words = asked(case.question)
    if words[0].lower != "why" and [word.lower for word in words[:2]] != ["what", "causes"]:
        return None
    said = [word for word in case.answer.words if word.lower in CAUSES or word.keys & CAUSES]
    if any(word.lower not in WEAK_CAUSES for word in said):
        return None
    content = [word for word in words if word.is_content and word.lower != "causes"]
    repeated = sum(is_echoed(word, case.answer) for word in content)
    if content and repeated / len(content) >= (RESTATED_FULLY if said else RESTATED):
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
