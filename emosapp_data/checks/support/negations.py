"""What the evidence negates the answer must not assert, and the other way round."""

from collections.abc import Iterable

from emosapp_data.checks.reading.negation import (
    FEWER,
    FREQUENCY,
    PLAIN,
    SOFT,
    VERDICTS,
    Negation,
    is_cancelled,
    negated_base,
    negations,
)
from emosapp_data.checks.reading.numbers import quantities
from emosapp_data.checks.reading.opposites import are_opposite
from emosapp_data.checks.reading.questions import asked, is_polar
from emosapp_data.checks.reading.words import Reading, Word, kinds
from emosapp_data.checks.support.alignment import COMMON, counterpart, likeness
from emosapp_data.checks.support.case import Case, Finding, is_echoed, is_general, says_yes, shared, stands_in

OFTEN = frozenset("often usually always mostly generally commonly frequently normally typically".split())
NEAR = 3
"""Words before a word in which 'less' or 'avoid' turns it round."""
AVOIDING = frozenset("refrain avoid mistake mistaken wrong myth misconception prevent stop lack fail forbid".split())
"""Lemmas of words with which a question asks for what is not so; the answer need not negate it again."""
DENYING = PLAIN | {"unlikely", "unable", "rather", "instead"}
"""Words with which an answer denies what the evidence says."""
MOST_OF, SHARE = 1.5, 0.6
"""Weight of the words behind a negation, and their share, that an answer has to assert for the negation to count as dropped."""
CLEARLY = 0.5
"""How much more a word of the answer must have in common with the negated word than with the same word elsewhere."""
LIMITS = frozenset("only just merely simply solely".split())
"""Words behind 'not' with which nothing is negated but that there is no more."""
HEADS = 2
"""Words behind a negation of which one must be asserted for the negation to count as dropped."""


def find(case: Case) -> Finding | None:
    """A negation that the answer drops or adds."""
    for negation in () if _asks_what_not(case) else negations(case.quote):
        if negation.negator.lower in FREQUENCY and (often := _frequent(negation, case)):
            return Finding(f"{often.text!r} where the evidence says {negation.negator.text!r}", 0)
        if word := _asserted(negation, case):
            return Finding(f"the evidence negates: {negation.text!r}; the answer does not: {word.text!r}", 0)
    if word := _unlimited(case):
        return Finding(f"{word.text!r} where the evidence says 'not only'", 0)
    if word := _limited(case):
        return Finding(f"'not {word.text}' where the evidence says that there is no more", 0)
    for negation in negations(case.answer):
        if word := _affirmed(negation, case):
            return Finding(f"the answer negates: {negation.text!r}; the evidence does not: {word.text!r}", 0)
    return None


def _asks_what_not(case: Case) -> bool:
    """Whether the question asks for what is not so or not to be done."""
    words = asked(case.question)
    content = [word for word in words if word.is_content]
    if not content or is_polar(case.question):
        return False
    return bool(content[-1].keys & AVOIDING) or any(word.lower in PLAIN for word in words)


def _asserted(negation: Negation, case: Case) -> Word | None:
    """The word that the evidence negates and the answer asserts."""
    for head in _heads(negation, case.quote):
        for reading in (case.answer, case.question) if says_yes(case) else (case.answer,):
            for word in reading.words:
                if (
                    _is_head(word, head)
                    and not is_denied(word, reading)
                    and _same_matter(word, head, reading, case)
                    and not _stands_for_affirmed(word, head, reading, case.quote)
                    and (reading is case.answer or likeness(word, reading, head, case.quote) >= 2)
                ):
                    return word
    return _asserted_scope(negation, case)


def _stands_for_affirmed(word: Word, head: Word, reading: Reading, evidence: Reading) -> bool:
    """Whether the evidence also has the word where nothing negates it, among words that are as near to the answer's."""
    affirmed = [
        other
        for other in evidence.words
        if other.keys & head.keys and other.place != head.place and not is_denied(other, evidence)
    ]
    if not affirmed:
        return False
    near = likeness(word, reading, head, evidence)
    return counterpart(word, reading, affirmed, evidence)[1] + CLEARLY > near


def _asserted_scope(negation: Negation, case: Case) -> Word | None:
    """The first of the words behind a negation, if the answer says most of them in a sentence that negates nothing."""
    if not case.answer.words or case.answer.words[0].lower in ("no", "not"):
        return None
    if not negation.scope or negation.scope[0].keys & SOFT:
        return None
    least = max(MOST_OF, SHARE * _weight(negation.scope))
    for clause in case.answer.clauses:
        said = [word for word in clause if any(word.keys & one.keys for one in negation.scope)]
        if len(said) < 2 or _weight(said) < least or any(_turns(word, case) for word in clause):
            continue
        kept = [word for word in case.quote.words if word.keys & said[0].keys and not is_denied(word, case.quote)]
        if not kept and counterpart(said[0], case.answer, negation.scope, case.quote)[1] >= 1:
            return said[0]
    return None


def _weight(words: Iterable[Word]) -> float:
    return sum(COMMON if is_general(word) else 1.0 for word in words)


def _turns(word: Word, case: Case) -> bool:
    """Whether a word of the answer turns something round, or is turned round."""
    if is_denied(word, case.answer) or word.keys & SOFT or word.lower in FEWER:
        return True
    return bool(negated_base(word.lower)) and not word.keys & case.quote.keys


def _unlimited(case: Case) -> Word | None:
    """The 'only' of the answer that stands for the 'not only' of the evidence."""
    denied = [word for word in case.quote.words if word.lower in LIMITS and _is_behind_not(word, case.quote)]
    affirmed = {word.sentence for word in case.quote.words if word.lower in LIMITS} - {word.sentence for word in denied}
    for said in case.answer.words:
        if said.lower in LIMITS and not _is_behind_not(said, case.answer):
            for word in denied:
                near = shared(case.answer.sentence(said.sentence), case.quote.sentence(word.sentence))
                if word.sentence not in affirmed and near >= 2:
                    return said
    return None


def _limited(case: Case) -> Word | None:
    """The 'not only' of the answer that stands for the 'only' of the evidence."""
    affirmed = [word for word in case.quote.words if word.lower in LIMITS and not _is_behind_not(word, case.quote)]
    for said in case.answer.words:
        if said.lower not in LIMITS or not _is_behind_not(said, case.answer):
            continue
        limited = _following(said, case.answer)
        if limited is None:
            continue
        for word in affirmed:
            there = [other for other in case.quote.words[word.place + 1 :] if other.clause == word.clause]
            if any(limited.keys & other.keys for other in [one for one in there if one.is_content][:HEADS]):
                return said
    return None


def _is_behind_not(word: Word, reading: Reading) -> bool:
    return any(other.lower in ("not", "no") for other in reading.words[max(0, word.place - NEAR) : word.place])


def _frequent(negation: Negation, case: Case) -> Word | None:
    """The 'often' of the answer that stands for the 'seldom' of the evidence."""
    denied = tuple(word for word in case.quote.words if word.clause == negation.negator.clause)
    if any(other.negator.lower in FREQUENCY for other in negations(case.answer)):
        return None
    for word in case.answer.words:
        if word.lower not in OFTEN or any(other.lower in OFTEN for other in denied):
            continue
        clause = tuple(other for other in case.answer.words if other.sentence == word.sentence)
        if (
            shared(clause, denied)
            and shared(clause + case.question.words, denied) >= 2
            and not is_denied(word, case.answer)
        ):
            return word
    return None


def _heads(negation: Negation, reading: Reading) -> tuple[Word, ...]:
    if negation.scope:
        first = negation.scope[0]
        alone = first.lower in FEWER or negation.negator.lower not in PLAIN or "VERB" in kinds(first.lower)
        return (
            (first,) if alone and negation.negator.lower not in ("no", "neither", "without") else negation.scope[:HEADS]
        )
    if negation.negator.lower in ("nothing", "none", "nobody", "nowhere"):
        before = [
            word
            for word in reading.words
            if word.clause == negation.negator.clause and word.place < negation.negator.place and word.is_content
        ]
        return tuple(before[-1:])
    return ()


def _is_head(word: Word, head: Word) -> bool:
    if not (word.is_content or word.lower in FEWER or word.lower == "all"):
        return False
    if head.lower in FEWER:
        return word.lower == head.lower
    return bool(word.keys & head.keys) and not head.keys & negated_base(word.lower)


def is_denied(word: Word, reading: Reading) -> bool:
    """Whether a word stands in a clause with a negation, or in the reach of one."""
    for negation in negations(reading):
        if negation.negator is word:
            continue
        if word in negation.scope:
            return True
        if negation.negator.clause == word.clause and not negation.is_contrast:
            return True
        if negation.negator.lower in VERDICTS and negation.negator.sentence == word.sentence:
            return True
    before = [other for other in reading.words[: word.place] if other.clause == word.clause]
    content = [other for other in before if other.is_content]
    if any(other.lower in FEWER for other in before[-NEAR:]) or any(
        other.keys & SOFT and not is_cancelled(reading, other.place) for other in content[-NEAR:]
    ):
        return True
    too = next((other.place for other in before if other.lower == "too"), None)
    return too is not None and any(other.lower == "to" and other.place > too for other in before)


def _same_matter(word: Word, head: Word, reading: Reading, case: Case) -> bool:
    """Whether the two words stand among like words, or the question asks about the evidence's."""
    clause = tuple(other for other in reading.words if other.sentence == word.sentence)
    denied = tuple(other for other in case.quote.words if other.clause == head.clause)
    if sum(other.is_content for other in denied) < 2:
        denied = case.quote.sentence(head.sentence)
    if sum(other.is_content for other in clause) < 2:
        return not is_general(head)
    near = shared(clause, denied, but=head.keys)
    if is_general(head):
        after, theirs = _following(word, reading), _following(head, case.quote)
        if after and theirs and after.keys & theirs.keys:
            return True
        return near >= min(2, max(1, sum(other.is_content for other in denied) - 1))
    return near >= 1 or shared(case.question.words, denied, but=head.keys) >= 1


def _following(word: Word, reading: Reading) -> Word | None:
    """The next content word of a sentence."""
    return next(
        (other for other in reading.words[word.place + 1 :] if other.is_content and other.sentence == word.sentence),
        None,
    )


def _replaces(negation: Negation, case: Case) -> bool:
    """Whether 'A rather than B' puts something in B's place of which the quote does not speak."""
    before = [word for word in case.answer.words[: negation.negator.place] if word.clause == negation.negator.clause]
    last = next((word for word in reversed(before) if word.is_content), None)
    return last is not None and negation.negator.lower in ("rather", "instead") and not is_echoed(last, case.quote)


def _states(word: Word) -> bool:
    """Whether a word may state something, and is no '-ing' that only names it: 'nervous about telling'."""
    return not word.lower.endswith("ing")


def _left_open(reading: Reading) -> int:
    """How many negations leave open what they negate: 'while others cannot'."""
    return sum(not other.scope and other.negator.lower not in VERDICTS for other in negations(reading))


def _affirmed(negation: Negation, case: Case) -> Word | None:
    """The word of the evidence that the answer negates."""
    if (
        (negation.is_contrast and not _replaces(negation, case))
        or not negation.scope
        or negation.negator.lower not in DENYING
    ):
        return None
    head = negation.scope[0]
    if head.lower in FEWER or any(quantity.word.place == head.place for quantity in quantities(case.answer)):
        return None
    said = case.answer.sentence(negation.negator.sentence)
    found = [
        word for word in case.quote.words if (word.is_content or word.lower == head.lower) and word.keys & head.keys
    ]
    found = [word for word in found if not head.keys & negated_base(word.lower) and _states(word) >= _states(head)]
    nearness = [shared(said, case.quote.sentence(word.sentence), but=head.keys) for word in found]
    found = [word for word, near in zip(found, nearness, strict=True) if near == max(nearness)]
    if not found or any(is_denied(word, case.quote) for word in found):
        return None
    if _left_open(case.quote) > _left_open(case.answer):
        return None
    clause = tuple(word for word in case.answer.words if word.clause == negation.negator.clause)
    least = min(2, max(1, sum(word.is_content for word in said) - (2 if negation.is_contrast else 1)))
    for word in found:
        evidence = tuple(other for other in case.quote.words if other.sentence == word.sentence)
        opposed = [
            other
            for other in evidence
            if other.clause == word.clause and other.is_content and not stands_in(other, case.answer)
        ]
        if any(are_opposite(one.lower, other.lower) for one in clause if one.is_content for other in opposed):
            continue
        if shared(said, evidence, but=head.keys) >= least:
            return word
    return None
