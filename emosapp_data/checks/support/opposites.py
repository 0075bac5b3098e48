"""Where the evidence says one thing, the answer must not say its opposite."""

import re
from itertools import combinations

from emosapp_data.checks.reading.likeness import are_alike
from emosapp_data.checks.reading.opposites import COMPARATIVES, are_opposite
from emosapp_data.checks.reading.words import Reading, Word
from emosapp_data.checks.support.alignment import COMMON, ELSEWHERE, are_coordinated, counterpart
from emosapp_data.checks.support.case import AMOUNTS, Case, Finding, is_bound, is_general, shared
from emosapp_data.checks.support.negations import is_denied

RISING = frozenset("longer harder better stronger faster higher greater larger bigger".split())
FALLING = frozenset("shorter weaker slower lower smaller".split())
CONTRAST = frozenset("opposite unlike contrast contrary reverse oppose versus opposed".split())
DIRECTIONS = frozenset(
    """with without before after more less fewer most least over under above below up down in out on off inside outside into
    all few many much little rarely seldom often always sometimes never""".split()
)
"""Function words with an opposite; they are compared only next to like words."""
AGENT = re.compile(r"[a-z]{3,}(?:er|or|ist|ian|ant|ent|ee)s?")
"""Endings of words for those who do something."""
CLEARLY = 1.0
"""How much more there must be in common with the opposite than with the word itself, if the evidence has both."""
ASKED = 2
"""Words of the question in the evidence's sentence from which on the two speak of the same matter."""


def find(case: Case) -> Finding | None:
    """The opposite of a word of the evidence, or two comparisons of which one is turned round."""
    flips = [(word, other) for word in case.answer.words for other in _opposite_in(word, case)]
    for word, other in flips:
        if _turned_with_another(word, other, flips):
            continue
        return Finding(f"{word.text!r} where the evidence says {other.text!r}", 0)
    return _denials_exchanged(case)


def _denials_exchanged(case: Case) -> Finding | None:
    """Two opposites of which the evidence denies the one and the answer the other: 'not this, but still that'."""
    quoted, said = (_denials(reading) for reading in (case.quote, case.answer))
    for one, other in combinations([word for word in case.quote.words if word.is_content and not is_general(word)], 2):
        if not are_opposite(one.lower, other.lower):
            continue
        there, here = ([_one_way(word, found) for word in (one, other)] for found in (quoted, said))
        if None not in (*there, *here) and there[0] != there[1] and here == there[::-1]:
            return Finding(f"{one.text!r} and {other.text!r} are exchanged", 0)
    return None


def _denials(reading: Reading) -> list[tuple[frozenset[str], bool]]:
    """The keys of each content word, and whether it is denied."""
    return [(word.keys, is_denied(word, reading)) for word in reading.words if word.is_content]


def _one_way(word: Word, found: list[tuple[frozenset[str], bool]]) -> bool | None:
    """Whether a word is denied wherever it stands; none if it stands nowhere, or is denied in one place only."""
    ways = {denied for keys, denied in found if keys & word.keys}
    return ways.pop() if len(ways) == 1 else None


def _opposite_in(word: Word, case: Case) -> list[Word]:
    """The word of the quote to which a word of the answer is opposite, if it stands for that word and no other."""
    directed = word.lower in DIRECTIONS
    if is_bound(word, case.answer) or not (word.is_content or directed) or _contrasts(word, case.answer):
        return []
    found = [other for other in case.quote.words if _may_stand_for(word, other, case)]
    if not found:
        return []
    if directed:
        found = [other for other in found if _have_like_neighbours(word, other, case)]
        same = (one for one in case.quote.words if one.lower == word.lower)
        return [] if any(_have_like_neighbours(word, one, case) for one in same) else found[:1]
    other, near = counterpart(word, case.answer, found, case.quote)
    if other is None or _is_like_another(word, other, near, case) or _is_kept(word, other, near, case):
        return []
    if are_coordinated(word, other, case.quote):
        return []
    return [other] if _same_matter(word, other, near, case) else []


def _may_stand_for(word: Word, other: Word, case: Case) -> bool:
    """Whether a word of the quote is the opposite of a word of the answer, both denied or neither."""
    if not (other.is_content or other.lower in DIRECTIONS or _equals(other, case.quote)) or not _oppose(word, other):
        return False
    if is_bound(other, case.quote) or (_stands(word, case.question) and not _stands(other, case.question)):
        return False
    if not word.is_content and not other.is_content:
        return True
    forms = [one for one in case.quote.sentence(other.sentence) if one is other or _is_form(other, one)]
    return {is_denied(one, case.quote) for one in forms} == {is_denied(word, case.answer)}


def _is_like_another(word: Word, other: Word, near: float, case: Case) -> bool:
    """Whether the evidence has the word itself, or one that may stand for it, among words that are as near to the answer's."""
    others = [
        one
        for one in case.quote.words
        if (one.is_content and are_alike(word, one) and not are_opposite(word.lower, one.lower)) or _is_form(word, one)
    ]
    names_agents = _is_agent(word) and _is_agent(other)
    others = [
        one
        for one in others
        if one.place != other.place - 1 and (not names_agents or _is_agent(one) or one.lower == word.lower)
    ]
    return bool(others) and counterpart(word, case.answer, others, case.quote)[1] + CLEARLY > near


def _is_agent(word: Word) -> bool:
    """Whether a word names who does something: 'researcher', for which 'research' cannot stand."""
    return bool(AGENT.fullmatch(word.lower)) and not is_comparative(word)


def _is_kept(word: Word, other: Word, near: float, case: Case) -> bool:
    """Whether the answer has the other word too, among words that are as near to the evidence's."""
    own = [one for one in case.answer.words if one is not word and _is_form(other, one)]
    return bool(own) and counterpart(other, case.quote, own, case.answer)[1] + CLEARLY > near


def _same_matter(word: Word, other: Word, near: float, case: Case) -> bool:
    """Whether enough is alike around the two, or in what the question asks."""
    if near >= (COMMON * ELSEWHERE if is_comparative(word) else 1):
        return True
    return shared(case.question.words, case.quote.sentence(other.sentence), but=word.keys | other.keys) >= ASKED


def _is_form(word: Word, other: Word) -> bool:
    """Whether another word is a form of a word: a comparative only of a comparative, as 'easier ... than hard ones' turns 'harder'."""
    if is_comparative(word):
        return is_comparative(other) and bool(other.keys & word.keys)
    if not word.is_content:
        return other.lower == word.lower
    return bool(other.keys & word.keys) and not are_opposite(word.lower, other.lower)


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


def _contrasts(word: Word, reading: Reading) -> bool:
    """Whether the clause sets something against the word."""
    return any(other.keys & CONTRAST for other in reading.words if other.clause == word.clause and other is not word)


def _stands(word: Word, reading: Reading) -> bool:
    """Whether a word stands in a text, in one of its forms."""
    return any(_is_form(word, other) for other in reading.words)


def is_comparative(word: Word) -> bool:
    """Whether a word is a comparative in -er: 'harder', not 'number'."""
    return word.lower.endswith("er") and len(word.keys) > 1 and word.lower in COMPARATIVES


def _have_like_neighbours(word: Word, other: Word, case: Case) -> bool:
    behind, before = _next(case.answer, word, 1), _next(case.answer, word, -1)
    if word.lower in ("with", "without"):
        return bool(behind and (one := _next(case.quote, other, 1)) and behind.keys & one.keys)
    if word.lower in ("more", "less") and (other.is_content or other.lower in ("much", "many", "well")):
        return bool(before and (two := _next(case.quote, other, -1)) and before.keys & two.keys)
    if word.lower in AMOUNTS and behind is None and _next(case.quote, other, 1) is None:
        return bool(before and (two := _next(case.quote, other, -1)) and before.keys & two.keys)
    beside, theirs = _right_behind(case.answer, word), _right_behind(case.quote, other)
    if word.lower in ("more", "less") and beside and theirs and beside.keys & theirs.keys:
        return True
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


def _right_behind(reading: Reading, word: Word) -> Word | None:
    """The word right behind a word, if it is a content word."""
    following = _next(reading, word, 1)
    return following if following and following.place == word.place + 1 else None


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
