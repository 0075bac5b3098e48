"""Where the evidence says one thing, the answer must not say its opposite."""

from emosapp_data.checks.reading.likeness import are_alike
from emosapp_data.checks.reading.opposites import COMPARATIVES, are_opposite
from emosapp_data.checks.reading.words import Reading, Word
from emosapp_data.checks.support.case import AMOUNTS, Case, Finding, is_bound, is_general, shared
from emosapp_data.checks.support.negations import is_denied

RISING = frozenset("longer harder better stronger faster higher greater larger bigger".split())
FALLING = frozenset("shorter weaker slower lower smaller".split())
CONTRAST = frozenset("opposite unlike contrast contrary reverse oppose versus opposed".split())
DIRECTIONS = frozenset(
    """with without before after more less fewer most least over under above below up down in out on off inside outside into
    all few many rarely seldom often always sometimes never""".split()
)
"""Function words with an opposite; they are compared only next to like words."""


def find(case: Case) -> Finding | None:
    """The opposite of a word of the evidence, or two comparisons of which one is turned round."""
    flips = [(word, other) for word in case.answer.words for other in _opposite_in(word, case)]
    for word, other in flips:
        if _turned_with_another(word, other, flips):
            continue
        return Finding(f"{word.text!r} where the evidence says {other.text!r}", 0)
    return None


def _opposite_in(word: Word, case: Case) -> list[Word]:
    """The first word of the quote to which a word of the answer is opposite, in a statement of the same matter."""
    directed = word.lower in DIRECTIONS
    if is_bound(word, case.answer):
        return []
    if not (word.is_content or directed) or _stands(word, case.quote):
        return []
    for other in case.quote.words:
        if not (other.is_content or other.lower in DIRECTIONS or _equals(other, case.quote)):
            continue
        if is_bound(other, case.quote) or _stands(other, case.answer) or not _oppose(word, other):
            continue
        if _stands(word, case.question) and not _stands(other, case.question):
            continue
        if _is_like_another(word, other, case) or _contrasts(word, case.answer):
            continue
        if _is_lowered(word, case.answer) != _is_lowered(other, case.quote):
            continue
        if _same_matter(word, other, case, directed):
            return [other]
    return []


def _equals(word: Word, reading: Reading) -> bool:
    """Whether a word is the 'much' of 'as much'."""
    return word.lower in ("much", "many", "well") and word.place > 0 and reading.words[word.place - 1].lower == "as"


def _oppose(word: Word, other: Word) -> bool:
    """Whether two words are opposites; 'less' is the opposite of any comparative of more, 'more' of any of less."""
    if are_opposite(word.lower, other.lower):
        return word.is_content == other.is_content or other.lower in COMPARATIVES
    if word.lower in ("more", "less") and other.lower in ("much", "many", "well"):
        return True
    return (word.lower == "less" and other.lower in RISING) or (word.lower == "more" and other.lower in FALLING)


def _is_like_another(word: Word, other: Word, case: Case) -> bool:
    """Whether the evidence also has a word that may stand for the answer's, in a sentence that is as near to the answer's."""
    if not word.is_content:
        return False
    said = case.answer.sentence(word.sentence)
    near = shared(said, case.quote.sentence(other.sentence))
    return any(
        shared(said, case.quote.sentence(one.sentence), but=one.keys) + 1 >= near
        for one in case.quote.words
        if one.is_content and are_alike(word, one) and not are_opposite(word.lower, one.lower)
    )


def _contrasts(word: Word, reading: Reading) -> bool:
    """Whether the clause sets something against the word."""
    return any(other.keys & CONTRAST for other in reading.words if other.clause == word.clause and other is not word)


def _stands(word: Word, reading: Reading) -> bool:
    """Whether a word stands in a text: a comparative only as a comparative, as 'easier ... than hard ones' turns 'harder'."""
    if is_comparative(word):
        return any(is_comparative(other) and other.keys & word.keys for other in reading.words)
    if not word.is_content:
        return any(other.lower == word.lower for other in reading.words)
    if word.lower.endswith(("ful", "less")):
        return any(other.keys & word.keys and not are_opposite(word.lower, other.lower) for other in reading.words)
    return bool(word.keys & reading.keys)


def is_comparative(word: Word) -> bool:
    """Whether a word is a comparative in -er: 'harder', not 'number'."""
    return word.lower.endswith("er") and len(word.keys) > 1 and word.lower in COMPARATIVES


def _is_lowered(word: Word, reading: Reading) -> bool:
    """Whether the word is denied, or turned round by 'less' before it."""
    return is_denied(word, reading)


def _same_matter(word: Word, other: Word, case: Case, directed: bool) -> bool:
    if directed:
        return _have_like_neighbours(word, other, case)
    said = tuple(one for one in case.answer.words if one.sentence == word.sentence)
    clause = tuple(one for one in case.answer.words if one.clause == word.clause)
    clause = clause if sum(one.is_content for one in clause) > 1 else said
    evidence = tuple(one for one in case.quote.words if one.clause == other.clause)
    if sum(one.is_content for one in evidence) < 2:
        evidence = case.quote.sentence(other.sentence)
    near = shared(clause, evidence, but=word.keys | other.keys)
    if is_general(word):
        return near >= 1
    return near >= 1 or shared(said + case.question.words, evidence, but=word.keys | other.keys) >= 2


def _have_like_neighbours(word: Word, other: Word, case: Case) -> bool:
    behind, before = _next(case.answer, word, 1), _next(case.answer, word, -1)
    if word.lower in ("with", "without"):
        return bool(behind and (one := _next(case.quote, other, 1)) and behind.keys & one.keys)
    if word.lower in ("more", "less") and (other.is_content or other.lower in ("much", "many", "well")):
        return bool(before and (two := _next(case.quote, other, -1)) and before.keys & two.keys)
    if word.lower in AMOUNTS and behind is None and _next(case.quote, other, 1) is None:
        return bool(before and (two := _next(case.quote, other, -1)) and before.keys & two.keys)
    if word.lower in AMOUNTS and behind and (one := _next(case.quote, other, 1)):
        if not are_alike(behind, one):
            return False
        after, theirs = _next(case.answer, behind, 1), _next(case.quote, one, 1)
        return not is_general(behind) or bool(after and theirs and are_alike(after, theirs)) or not (after or theirs)
    return bool(
        behind
        and before
        and (one := _next(case.quote, other, 1))
        and (two := _next(case.quote, other, -1))
        and are_alike(behind, one)
        and are_alike(before, two)
    )


def _next(reading: Reading, word: Word, step: int) -> Word | None:
    place = word.place + step
    while 0 <= place < len(reading.words) and reading.words[place].sentence == word.sentence:
        if reading.words[place].is_content:
            return reading.words[place]
        place += step
    return None


def _turned_with_another(word: Word, other: Word, flips: list[tuple[Word, Word]]) -> bool:
    """Whether two comparatives are turned together: 'the harder, the lower' says the same as 'the easier, the higher'."""
    if not is_comparative(word):
        return False
    return any(
        one is not word and one.sentence == word.sentence and is_comparative(one) and theirs is not other
        for one, theirs in flips
    )
