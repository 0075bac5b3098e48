"""Round trip: a model answers the question from the passage, and the pair stays if its answer says the same.

Round-trip consistency made synthetic questions as good for training as people's (Alberti et al. 2019, arXiv 1906.05416).
Two answers say the same here if they share their words (F1 of lemmas without function words), every number, and the
number of negations; a paraphrase in wholly other words is taken for another answer, so the check errs on the strict side.
"""

import re
from collections import Counter
from functools import lru_cache

from lemminflect import getAllLemmas

from emosapp_data.models.reply import Message
from emosapp_data.schema import Passage, QAPair, Reason, Verdict
from emosapp_data.verification.base import CheckReply, ModelCheck

WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
NEGATION = re.compile(r"not|no|never|none|neither|nor|without|cannot|nobody|nothing|hardly|\w+n['’]t", re.IGNORECASE)
FUNCTION_WORDS = frozenset(
    """a an the and or but if then than as of in on at by for with from to into about over under between through during
    is are was were be been being am do does did have has had will would can could may might must shall should it its
    they them their he she his her him you your we our i me my this that these those there which who whom whose what when
    where how why also so such more most very own other some any each one""".split()
)


class RoundTripReply(CheckReply):
    """What the model answers."""

    answerable: bool
    answer: str


class RoundTrip(ModelCheck[RoundTripReply]):
    """Rejects a pair whose question a model answers otherwise from the passage, or not at all; the score is the F1."""

    name = "round_trip"
    reply = RoundTripReply

    def __init__(self, least: float) -> None:
        """Set the least F1 of the words of both answers."""
        super().__init__()
        self.least = least

    def messages(self, pair: QAPair, passage: Passage) -> list[Message]:
        """The passage and the question; the answer stays hidden."""
        return self.prompt.messages(passage=passage.text, question=pair.question)

    def judge(self, pair: QAPair, reply: RoundTripReply) -> Verdict:
        """Compare the answers."""
        if not reply.answerable or not reply.answer.strip():
            return self._reject("the model finds no answer in the passage", 0.0)
        score = round(agreement(pair.answer, reply.answer), 4)
        if _numbers(pair.answer) != _numbers(reply.answer) and _numbers(pair.answer) - _numbers(reply.answer):
            return self._reject(f"other numbers: {reply.answer!r}", score)
        if _negations(pair.answer) % 2 != _negations(reply.answer) % 2:
            return self._reject(f"a negation more or less: {reply.answer!r}", score)
        if score < self.least:
            return self._reject(f"the model answers {reply.answer!r}", score)
        return Verdict(check=self.name, version=self.version, passed=True, score=score)

    def _reject(self, detail: str, score: float) -> Verdict:
        return Verdict(
            check=self.name, version=self.version, passed=False, reason=Reason.INCONSISTENT, detail=detail, score=score
        )


def agreement(one: str, other: str) -> float:
    """F1 of the words of two answers, as in SQuAD (Rajpurkar et al. 2016), but of lemmas and without function words."""
    first, second = _words(one), _words(other)
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total()) if first and second else 0.0


def _words(text: str) -> Counter[str]:
    words = (word.lower() for word in WORD.findall(text))
    return Counter(_lemma(word) for word in words if word not in FUNCTION_WORDS)


@lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    """The shortest lemma: the same for all forms of a word, whichever part of speech they may be."""
    lemmas = [lemma for found in getAllLemmas(word).values() for lemma in found]
    return min(lemmas, key=lambda lemma: (len(lemma), lemma), default=word)


def _numbers(text: str) -> Counter[str]:
    return Counter(word.replace(",", "") for word in WORD.findall(text) if word[0].isdigit())


def _negations(text: str) -> int:
    return sum(bool(NEGATION.fullmatch(word)) for word in WORD.findall(text))
