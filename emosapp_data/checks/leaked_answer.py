"""Does the question give its answer away?"""

from emosapp_data.checks.base import TextCheck
from emosapp_data.checks.reading.likeness import groups
from emosapp_data.checks.reading.questions import asked as asked_words
from emosapp_data.checks.reading.questions import is_about_statement, is_polar, offers_choice
from emosapp_data.checks.reading.vocabulary import GENERAL
from emosapp_data.checks.reading.words import Reading, Word, read
from emosapp_data.schema import Reason, Verdict

HALF_NEWS = 0.5
"""What a word counts that the question has not, if it is general, a function word, or like one of the question's."""
SHORT = 3
"""Content words up to which any new word makes an answer."""
REPEATED = 0.7
"""Share of the content words of a question from which on an answer repeats it."""
TELLING = frozenset("more less most least before after not never no both neither all none one".split())
"""Function words that may be the answer."""
STARTS = frozenset("because by it they to so he she".split())
"""First words of an answer that is no noun phrase."""
CALLING = frozenset("call term know name".split())
"""Lemmas of words that lead up to an answer and are none: 'It is called ...'."""


class LeakedAnswer(TextCheck):
    """Rejects a question that says what it asks for: the answer, or its first phrase, holds no word that is new.

    Questions of yes or no, choices, and statements to judge or complete have to name what they ask for. An answer that repeats
    the question has to add but one word. The score is the share of the answer's content words that the question has not.
    """

    name = "leaked_answer"
    version = 2

    def __init__(self, least_new: float) -> None:
        """Set how many words of the answer must be new; a general word is half a word."""
        self.least_new = least_new

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""
        asked, said = read(question), read(answer)
        if is_polar(asked) or offers_choice(asked) or is_about_statement(question):
            return self.passed()
        content = [
            word for word in said.words if (word.is_content or word.lower in TELLING) and not word.keys & CALLING
        ]
        if not content:
            return self.passed()
        news = sum(_news(word, asked) for word in content)
        new = min(1.0, news / len(content))
        short = len(content) <= SHORT or _repeats(asked, said)
        if news < (HALF_NEWS if short else self.least_new):
            return self.reject(Reason.LEAKED_ANSWER, f"the question says it already: {answer[:80]!r}", round(new, 4))
        first = _first_phrase(said)
        particular = any(not word.keys & GENERAL for word in first)
        if _is_told_before(asked) and particular and not any(_news(word, asked) for word in first):
            named = " ".join(word.text for word in first)
            return self.reject(Reason.LEAKED_ANSWER, f"the question names it: {named!r}", round(new, 4))
        return self.passed(round(new, 4))


def _repeats(question: Reading, answer: Reading) -> bool:
    content = [word for word in asked_words(question) if word.is_content and not word.keys & CALLING]
    return bool(content) and sum(bool(word.keys & answer.keys) for word in content) >= REPEATED * len(content)


def _news(word: Word, question: Reading) -> float:
    if word.keys & question.keys:
        return 0
    if any(groups(word.lower) & groups(other.lower) for other in question.words if other.is_content):
        return HALF_NEWS
    return HALF_NEWS if word.keys & GENERAL or not word.is_content else 1


def _is_told_before(question: Reading) -> bool:
    """Whether a question asks only after it has told something, in a sentence of its own."""
    return len(question.sentences) > 1


def _first_phrase(answer: Reading) -> list[Word]:
    """The content words of a short phrase with which an answer begins, if a pause ends it."""
    phrase: list[Word] = []
    if not answer.words or answer.words[0].lower in STARTS:
        return phrase
    for word in answer.words:
        if word.pause and word.place:
            ends = word.pause == 1 or word.sentence != answer.words[0].sentence
            return phrase if ends and 1 <= len(phrase) <= SHORT else []
        if word.is_content:
            phrase.append(word)
    return []
