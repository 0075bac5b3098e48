"""What differs between two pairs, word by word."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from emosapp_data.duplicates.asking import defined_term
from emosapp_data.duplicates.difference import Difference
from emosapp_data.duplicates.opposites import TURNING, are_opposites
from emosapp_data.duplicates.text import Folded
from emosapp_data.duplicates.vocabulary import AMOUNTS, FILLERS, MODALS, NEGATIONS, NO_PLURALS, SOME, SPELLINGS

LONGEST = 80
"""Characters of the differing words that are shown."""
LONG_WORD = 8
"""Letters from which two letters may differ in a look-alike."""
REWRITTEN = 12
"""Words at one place beyond which it is another text, and no single word tells the difference."""
SHORT_WORD = 4
"""Letters below which a word has no look-alike."""
NUMBERS_OF_BE = ({"is", "are"}, {"was", "were"}, {"has", "have"}, {"does", "do"}, {"this", "these"}, {"that", "those"})

Words = tuple[str, ...]


class Change(NamedTuple):
    """A stretch of words of one text, and what stands at that place in the other."""

    one: Words
    other: Words


class Comparison(NamedTuple):
    """What differs between two pairs."""

    differences: tuple[Difference, ...]
    """The kinds of difference, in the order of the enumeration."""
    only_one: str
    """Words of the one that the other does not have at that place."""
    only_other: str
    """Words of the other, likewise."""


def compare(one: Folded, other: Folded) -> Comparison:
    """Say what differs between two folded pairs: the same, whichever comes first."""
    if other < one:  # of several shortest ways from one text to the other, each direction may take another
        found = compare(other, one)
        return Comparison(found.differences, found.only_other, found.only_one)
    in_question = list(_changes(one.question, other.question))
    in_answer = list(_changes(one.answer, other.answer))
    changes = in_question + in_answer
    kinds = _kinds(in_question) | _kinds(in_answer)
    if _some(one.text) != _some(other.text):
        kinds.add(Difference.NUMBER)
    if changes and not in_answer:
        kinds.add(Difference.QUESTION_ONLY)
        term = defined_term(one.question)
        if term and term == defined_term(other.question):
            kinds = {Difference.FORM, Difference.QUESTION_ONLY}
    if changes and not in_question:
        kinds.add(Difference.ANSWER_ONLY)
    return Comparison(
        tuple(difference for difference in Difference if difference in kinds),
        _shown(change.one for change in changes),
        _shown(change.other for change in changes),
    )


def _changes(one: str, other: str) -> Iterator[Change]:
    """The places at which two texts differ."""
    if one == other:
        return
    left, right = one.split(), other.split()
    start: tuple[int, int] | None = None
    for code in Levenshtein.opcodes(left, right):
        if code.tag != "equal":
            start = start or (code.src_start, code.dest_start)
        elif start:
            yield Change(tuple(left[start[0] : code.src_start]), tuple(right[start[1] : code.dest_start]))
            start = None
    if start:
        yield Change(tuple(left[start[0] :]), tuple(right[start[1] :]))


def _kinds(changes: list[Change]) -> set[Difference]:
    """The kinds of difference that a text's changes are of."""
    if any(len(words) > REWRITTEN for change in changes for words in change):
        return {Difference.WORDS}
    gone, come = ({word for change in changes for word in change[side]} for side in (0, 1))
    moved = gone & come
    found = {Difference.ORDER} if moved else set()
    for one, other in changes:
        found |= _kinds_at(_without(one, moved), _without(other, moved))
    return found


def _some(text: str) -> int:
    """How often "a few" and "a little" come: without the article they mean the contrary."""
    return sum(text.count(phrase) for phrase in SOME)


def _without(words: Words, moved: set[str]) -> Words:
    return tuple(word for word in words if word not in moved) if moved else words


def _kinds_at(one: Words, other: Words) -> set[Difference]:
    """The kinds of difference at one place."""
    if not one and not other:
        return set()
    if "".join(one) == "".join(other):
        # 'a typical' and 'atypical' are opposites, 'well being' and 'wellbeing' are not.
        told = set[Difference]().union(*map(_telling, one + other))
        if any(len(words) > 1 and words[0] in TURNING for words in (one, other)):
            told.add(Difference.OPPOSITE)
        return told or {Difference.SPELLING}
    if len(one) != len(other):
        found = {Difference.FILLER} if not FILLERS.isdisjoint(one + other) else set()
        one, other = (tuple(word for word in words if word not in FILLERS) for words in (one, other))
        if len(one) != len(other):
            return found.union(*(_kinds_of_lone(word) for word in one + other))
        return found.union(*map(_kinds_of_couple, one, other))
    return set[Difference]().union(*map(_kinds_of_couple, one, other))


def _kinds_of_lone(word: str) -> set[Difference]:
    """What the coming or going of a word is about."""
    if word in FILLERS:
        return {Difference.FILLER}
    return _telling(word) or {Difference.WORDS}


def _telling(word: str) -> set[Difference]:
    """What a word is about by itself."""
    found = set()
    if word in AMOUNTS or not word.replace("'", "").isalpha():
        found.add(Difference.NUMBER)
    if word in NEGATIONS or word.endswith("n't"):
        found.add(Difference.NEGATION)
    if word in MODALS:
        found.add(Difference.MODALITY)
    return found


@lru_cache(maxsize=1 << 14)
def _kinds_of_couple(one: str, other: str) -> set[Difference]:
    """What differs between two words that stand for each other."""
    if one == other:
        return set()
    if {one, other} in NUMBERS_OF_BE:
        return {Difference.INFLECTION}
    found = _telling(one) | _telling(other)
    if are_opposites(one, other):
        found.add(Difference.OPPOSITE)
    if found:
        return found
    if one in FILLERS and other in FILLERS:
        return {Difference.FILLER}
    if _same_spelled_otherwise(one, other):
        return {Difference.SPELLING}
    if _inflected(one, other):
        return {Difference.INFLECTION}
    if _look_alike(one, other):
        return {Difference.LOOK_ALIKE}
    return {Difference.WORDS}


def _same_spelled_otherwise(one: str, other: str) -> bool:
    """Whether two words are British and American spellings of one."""
    return _american(one, shortest := min(len(one), len(other))) == _american(other, shortest)


def _american(word: str, shortest: int) -> str:
    for british, american, least in SPELLINGS:
        if shortest >= least:
            word = word.replace(british, american)
    return word


def _inflected(one: str, other: str) -> bool:
    """Whether two words are singular and plural of one. Tenses are not: what was is no longer."""
    from lemminflect import getAllLemmas  # noqa: PLC0415 - loads its dictionary

    if not NO_PLURALS.isdisjoint((one, other)):
        return False
    if any(
        len(word) >= SHORT_WORD and longer in (word + "s", word + "es", word[:-1] + "ies")
        for word, longer in ((one, other), (other, one))
    ):
        return True
    lemmas = [set(getAllLemmas(word, upos="NOUN").get("NOUN", ())) for word in (one, other)]
    return not lemmas[0].isdisjoint(lemmas[1])


def _look_alike(one: str, other: str) -> bool:
    """Whether two words differ in a letter, or in two if they are long."""
    if min(len(one), len(other)) < SHORT_WORD:
        return False
    most = 2 if min(len(one), len(other)) >= LONG_WORD else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def _shown(places: "Iterator[Words]") -> str:
    """The words at the places, on one line."""
    text = " … ".join(" ".join(words) for words in places if words)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
