"""A claim that the evidence does not make: words in a row of which neither passage nor question has anything alike."""

from collections.abc import Iterator
from typing import NamedTuple

from emosapp_data.checks.reading.numbers import LARGE, NAMED, ORDINALS, PER_CENT, SMALL, TIME
from emosapp_data.checks.reading.words import JOINTS, Reading, Word, kinds
from emosapp_data.checks.support.case import Case, Finding, is_echoed, is_rewording

NOUN, OTHER, GENERAL, ADDED = 1.0, 0.6, 0.2, 0.5
"""Weights of a new word: nouns bring new things in; verbs, adjectives and abstract nouns are what paraphrase replaces. A new
thing that is added with nothing known beside it weighs more."""
ADDING = frozenset(
    "because so particularly especially such including namely since which and or like also mainly chiefly".split()
)
"""Words with which something is added to what was said."""
DETERMINERS = frozenset(
    "a an the this that these those its their his her our your my no any some each every of in on by with for from at into one's".split()
)
ADVERBS = frozenset("only also never often not just even usually sometimes merely simply".split())
STATES = frozenset("be become go get turn grow stay remain feel seem look appear".split())
NOUNS = frozenset({"NOUN", "PROPN"})
ABSTRACT_ENDINGS = ("tion", "sion", "ness", "ity", "itie", "ment", "ance", "ence", "ency", "ancy")
VERB_MARKS = frozenset(
    "to can could may might must should will would not they we you it he she who which that also often never".split()
)


QUANTITIES = frozenset(SMALL) | frozenset(LARGE) | frozenset(NAMED) | frozenset(ORDINALS) | TIME | PER_CENT


class News(NamedTuple):
    """What a sentence of the answer says that is new."""

    words: tuple[Word, ...]
    """The new words."""
    weight: float
    """What they weigh together."""


def news(case: Case) -> list[News]:
    """What is new in each sentence of the answer."""
    found: dict[int, News] = {}
    for stretch in _stretches(case.answer):
        content = [word for word in stretch if word.is_content and not is_quantity(word)]
        new = tuple(word for word in content if not _is_known(word, case))
        weights = [_weight(word, case.answer) for word in new]
        weight = sum(weights)
        echoed = any(word not in new and not is_rewording(word) for word in content)
        if NOUN in weights and not echoed and stretch[0].lower in ADDING:
            weight += ADDED
        before = found.get(stretch[0].sentence, News((), 0.0))
        found[stretch[0].sentence] = News(before.words + new, before.weight + weight)
    return list(found.values())


def _stretches(reading: Reading) -> Iterator[list[Word]]:
    """The words between two pauses or conjunctions."""
    stretch: list[Word] = []
    for word in reading.words:
        if stretch and (
            word.after_pause or word.lower in ADDING or word.lower in JOINTS or word.sentence != stretch[-1].sentence
        ):
            yield stretch
            stretch = []
        stretch.append(word)
    if stretch:
        yield stretch


def find(case: Case, most_new: float) -> Finding | None:
    """The sentence that brings in most that is new, if it is more than a paraphrase would."""
    worst = max(news(case), key=lambda one: one.weight, default=None)
    if worst is None or not worst.words:
        return None
    support = max(0.0, 1 - worst.weight / most_new / 2)
    if worst.weight < most_new:
        return Finding("", support)
    words = [word.text for word in worst.words if not is_rewording(word)] or [word.text for word in worst.words]
    return Finding(f"not in the evidence: {', '.join(words[:6])}", support)


def is_quantity(word: Word) -> bool:
    """Whether a word is a number or a unit of time, which are looked at by themselves."""
    return (
        word.lower[0].isdigit() or bool(word.keys & QUANTITIES) or all(part in SMALL for part in word.lower.split("-"))
    )


def _is_known(word: Word, case: Case) -> bool:
    return is_echoed(word, case.quote) or is_echoed(word, case.question) or is_echoed(word, case.around)


def _weight(word: Word, reading: Reading) -> float:
    if is_rewording(word):
        return GENERAL
    if not is_used_as_noun(word, reading):
        return OTHER
    return OTHER if word.lower.rstrip("s").endswith(ABSTRACT_ENDINGS) else NOUN


def is_used_as_noun(word: Word, reading: Reading) -> bool:
    """Whether a word is a noun where it stands, by what it can be and by the word before it."""
    able = kinds(word.lower)
    if not able:
        return True
    if not able & NOUNS:
        return False
    if able <= NOUNS:
        return True
    before = _before(word, reading)
    if before is None or word.after_pause:
        return not word.lower.endswith(("ed", "ing"))
    if before.lower in VERB_MARKS or before.keys & STATES:
        return False
    if before.lower in DETERMINERS:
        return True
    if word.lower.endswith(("ed", "ing")):
        return False
    return not (word.lower.endswith("s") and before.is_content and kinds(before.lower) & NOUNS)


def _before(word: Word, reading: Reading) -> Word | None:
    """The word before a word, adverbs aside."""
    place = word.place - 1
    while place >= 0 and reading.words[place].lower in ADVERBS:
        place -= 1
    return reading.words[place] if place >= 0 else None
