"""Of two siblings in the evidence, each must keep what the evidence says of it.

For two terms or numbers A and B of the evidence, the words are collected that stand nearer to A and those that stand nearer
to B. An answer that puts the words of B beside A, and hardly any of A's own, has exchanged them.
"""

from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from emosapp_data.checks.reading.likeness import groups
from emosapp_data.checks.reading.numbers import SMALL, quantities
from emosapp_data.checks.reading.opposites import are_opposite
from emosapp_data.checks.reading.words import JOINTS, Reading, Word, kinds
from emosapp_data.checks.support.alignment import are_coordinated, counterpart
from emosapp_data.checks.support.case import Case, Finding, is_bound, is_general
from emosapp_data.checks.support.news import NOUNS

JOINT, PAUSES, SENTENCE = 5, (0, 6, 20), 1000
"""How much farther apart words are that a conjunction, a comma or a full stop separates, in words."""
AHEAD = 8
"""How much farther away a term is that only follows, behind a pause."""
CLEARLY = 2
"""Words by which a word must be nearer to one of two siblings to be its company."""
WEAK_MARK = 0.5
"""Weight of a general word, or of one that is only like another."""
ENOUGH, SURELY, MOST_SURELY = 1.5, 2.0, 3.0
"""Weight of the wrong company that tells that numbers or opposites are exchanged if none is right, or if some is; and that other terms are."""
LESS = 0.5
"""How much less of it tells as much of numbers."""
PARTICLES = frozenset("out up down off before after more less most least first last".split())
"""Function words that tell things apart."""
CONTRASTS = frozenset("while whereas but although though however unlike than versus if".split())
SUBJECT = 2
"""Content words of a clause among which its subject is."""
FARTHEST = 20
"""Words between two terms that are set against each other."""
CLEARLY_ITSELF = 1.0
"""How much more a term must have in common with its own place in the evidence than with its sibling's to be right."""
SAME_START = 5
"""Letters with which two words of one family begin alike: 'institution' and 'institutional'."""
MARKED = frozenset("more less most least".split())


class Place(NamedTuple):
    """Where a word stands in a text."""

    position: int
    """In words, with room for the pauses."""
    pauses: int
    """Pauses before it."""


class Siblings(NamedTuple):
    """Two words of the evidence that could stand for one another."""

    one: Word
    other: Word
    are_close: bool
    """Whether they are numbers of the same things, or opposites."""


def find(case: Case) -> Finding | None:
    """Two terms or numbers of the evidence that are exchanged in the answer, or one that stands for the other."""
    for siblings in _siblings(case.quote) if case.is_prose else ():
        named = [bool(it & case.answer.keys) for it in (siblings.one.keys, siblings.other.keys)]
        if not (
            all(named)
            or (siblings.are_close and (any(named) or (siblings.one.keys | siblings.other.keys) & case.question.keys))
        ):
            continue
        if not all(named) and are_coordinated(siblings.one, siblings.other, case.quote):
            continue
        if finding := _exchanged(siblings, case):
            return finding
    return None


@lru_cache(maxsize=512)
def _siblings(reading: Reading) -> tuple[Siblings, ...]:
    """Pairs of words that count the same or are opposites, and pairs of particular words."""
    words = [
        word for word in reading.words if word.is_content or (word.lower in MARKED and not is_bound(word, reading))
    ]
    numbers = {quantity.word.place: quantity for quantity in quantities(reading)}
    found: dict[tuple[str, str], Siblings] = {}
    for one, other in combinations(words, 2):
        if not (one.keys - other.keys and other.keys - one.keys) or (one.lower, other.lower) in found:
            continue
        if one.place in numbers or other.place in numbers:
            first, second = numbers.get(one.place), numbers.get(other.place)
            if first and second and (first.counts_the_same(second) or not first.units or not second.units):
                found[one.lower, other.lower] = Siblings(
                    one, other, first.units == second.units or first.counts_the_same(second)
                )
        elif are_opposite(one.lower, other.lower) and one.is_content == other.is_content:
            found[one.lower, other.lower] = Siblings(one, other, True)
        elif _is_particular(one) and _is_particular(other) and _are_parallel(one, other, reading):
            found[one.lower, other.lower] = Siblings(one, other, False)
    return tuple(found.values())


def _are_parallel(one: Word, other: Word, reading: Reading) -> bool:
    """Whether two words are of one kind as far as the text shows: names, abbreviations, or what tells two things of a name apart."""
    if one.keys & other.keys or one.lower[:SAME_START] == other.lower[:SAME_START]:
        return False
    if one.is_abbreviation or other.is_abbreviation:
        return one.is_abbreviation and other.is_abbreviation
    if all(word.text[0].isupper() and not word.pause for word in (one, other)):
        return True
    return any(
        left and right and left.keys & right.keys
        for left, right in ((_beside(one, reading, step), _beside(other, reading, step)) for step in (-1, 1))
    ) or _are_contrasted(one, other, reading)


def _are_contrasted(one: Word, other: Word, reading: Reading) -> bool:
    """Whether two words begin two clauses of which one is set against the other."""
    if one.clause == other.clause or not (_begins(one, reading) and _begins(other, reading)):
        return False
    between = reading.words[one.place + 1 : other.place + 1]
    return len(between) <= FARTHEST and any(word.lower in CONTRASTS or word.pause > 1 for word in between)


def _begins(word: Word, reading: Reading) -> bool:
    """Whether a word is one of the first of its clause, where the subject is."""
    return word in [other for other in reading.clauses[word.clause] if other.is_content][:SUBJECT]


def _beside(word: Word, reading: Reading, step: int) -> Word | None:
    """The content word right beside a word, if any."""
    place = word.place + step
    if not 0 <= place < len(reading.words):
        return None
    beside = reading.words[place]
    return (
        beside
        if beside.is_content and beside.sentence == word.sentence and not (word, beside)[step > 0].pause
        else None
    )


def _is_particular(word: Word) -> bool:
    return word.is_content and not is_general(word) and bool(not kinds(word.lower) or kinds(word.lower) & NOUNS)


def _exchanged(siblings: Siblings, case: Case) -> Finding | None:
    one, other, close = siblings
    if all(
        word.clause in _clauses_of(other, one, case.quote)
        for word in case.quote.words
        if word.keys & (one.keys - other.keys)
    ):
        return None
    near_one, near_other = _company(case.quote, one, other)
    one_marks, other_marks = _marks(near_one), _marks(near_other)
    only_one, only_other = one_marks - other_marks, other_marks - one_marks
    if not only_one and not only_other:
        return None
    beside_one, beside_other = _company(case.answer, one, other)
    if not close and not (beside_one and beside_other):
        return None
    if not beside_one and not beside_other:
        asked = [bool(case.question.keys & side) for side in (one.keys - other.keys, other.keys - one.keys)]
        if asked.count(True) != 1 or case.answer.keys & (one.keys ^ other.keys):
            return None
        said = [word for word in case.answer.words if word.is_content]
        beside_one, beside_other = (said, []) if asked[0] else ([], said)
    wrong = _weight(beside_one, only_other, only_one), _weight(beside_other, only_one, only_other)
    right = _weight(beside_one, only_one, only_other) + _weight(beside_other, only_other, only_one)
    if not sum(wrong) and not right and bool(beside_one) != bool(beside_other):
        asked_about = [
            word for word in case.question.words if word.is_content and not word.keys & (one.keys | other.keys)
        ]
        wrong = (
            _weight(asked_about if beside_one else [], only_other, only_one),
            _weight(asked_about if beside_other else [], only_one, only_other),
        )
        right = _weight(asked_about if beside_one else [], only_one, only_other) + _weight(
            asked_about if beside_other else [], only_other, only_one
        )
    numbers = one.lower in SMALL or one.lower[0].isdigit()
    least = (ENOUGH - numbers * LESS if not right else SURELY) if close else MOST_SURELY
    if sum(wrong) >= least and sum(wrong) > 2 * right and (close or min(wrong) > 0):
        said_term, meant = (one, other) if wrong[0] >= wrong[1] else (other, one)
        if _stands_for_itself(said_term, meant, case):
            return None
        return Finding(f"{said_term.text!r} where the evidence says {meant.text!r}", 0)
    return None


def _stands_for_itself(word: Word, sibling: Word, case: Case) -> bool:
    """Whether a term of the answer stands among the words among which the evidence has it, rather than its sibling."""
    own, others = word.keys - sibling.keys, sibling.keys - word.keys
    said = [other for other in case.answer.words if other.keys & own]
    if not said:
        return any(_is_said(sentence, case.answer) for sentence in case.quote.sentences.values())
    themselves = [other for other in case.quote.words if other.keys & own]
    siblings = [other for other in case.quote.words if other.keys & others]
    return all(
        counterpart(one, case.answer, themselves, case.quote)[1]
        > counterpart(one, case.answer, siblings, case.quote)[1] + CLEARLY_ITSELF
        for one in said
    )


def _is_said(sentence: tuple[Word, ...], answer: Reading) -> bool:
    """Whether an answer has all the content words of a sentence."""
    return all(word.keys & answer.keys for word in sentence if word.is_content)


def _clauses_of(word: Word, but: Word, reading: Reading) -> frozenset[int]:
    return frozenset(other.clause for other in reading.words if other.keys & (word.keys - but.keys))


@lru_cache(maxsize=512)
def _positions(reading: Reading) -> tuple[Place, ...]:
    """Where each word stands, with room for the pauses between, and how many pauses are before it."""
    position, pauses = 0, 0
    found: list[Place] = []
    for place, word in enumerate(reading.words):
        if place:
            new_sentence = reading.words[place - 1].sentence != word.sentence
            position += 1 + (SENTENCE if new_sentence else PAUSES[word.pause] or (JOINT if word.lower in JOINTS else 0))
            pauses += word.pause > 0
        found.append(Place(position, pauses))
    return tuple(found)


def _company(reading: Reading, one: Word, other: Word) -> tuple[list[Word], list[Word]]:
    """The words that stand clearly nearer to one of two siblings, in a sentence that has it."""
    positions = _positions(reading)
    ones, others = (_places(reading, term, sibling) for term, sibling in ((one, other), (other, one)))
    beside_one, beside_other = [], []
    for word in reading.words:
        if not (word.is_content or word.lower in PARTICLES) or word.keys & (one.keys | other.keys):
            continue
        far_one, far_other = (_distance(positions[word.place], places) for places in (ones, others))
        if far_one < SENTENCE and far_one + CLEARLY <= far_other:
            beside_one.append(word)
        elif far_other < SENTENCE and far_other + CLEARLY <= far_one:
            beside_other.append(word)
    return beside_one, beside_other


def _distance(here: Place, places: list[Place]) -> int:
    """How far a word is from the nearest of some places; what follows a term belongs to it rather than to the next."""
    return min(
        (
            abs(place.position - here.position)
            + (AHEAD if place.position > here.position and place.pauses > here.pauses else 0)
            for place in places
        ),
        default=SENTENCE,
    )


def _places(reading: Reading, term: Word, sibling: Word) -> list[Place]:
    """Where a term stands, and not its sibling; or a word that is like the term only."""
    positions, own = _positions(reading), term.keys - sibling.keys
    found = [positions[word.place] for word in reading.words if word.keys & own]
    kin = groups(term.lower) - groups(sibling.lower)
    return found or [
        positions[word.place]
        for word in reading.words
        if word.is_content
        and groups(word.lower) & kin
        and not word.keys & sibling.keys
        and not groups(word.lower) & groups(sibling.lower)
    ]


def _marks(words: list[Word]) -> frozenset[str]:
    return frozenset().union(*(word.keys | _kin(word) for word in words))


def _kin(word: Word) -> frozenset[str]:
    return frozenset() if is_general(word) else frozenset(f"#{group}" for group in groups(word.lower))


def _weight(words: list[Word], own: frozenset[str], foreign: frozenset[str]) -> float:
    """How much of one company the words have that the other has not."""
    total = 0.0
    for word in words:
        if word.keys & foreign or (not word.keys & own and _kin(word) & foreign):
            continue
        if word.keys & own:
            total += WEAK_MARK if is_general(word) else 1
        elif _kin(word) & own:
            total += WEAK_MARK
    return total
