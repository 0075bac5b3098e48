"""A claim that the evidence does not make: a clause that says something new and rests on little that the quote says."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from emosapp_data.checks.reading.numbers import LARGE, NAMED, ORDINALS, PER_CENT, SMALL, TIME
from emosapp_data.checks.reading.words import Reading, Word, kinds
from emosapp_data.checks.support.case import Case, Finding, is_echoed, is_rewording, stands_in

FIRST_CLAUSE, CLAUSE = -0.4, 0.0
"""Weights with which a clause starts: the first of an answer, where the question is answered, and any other."""
NOUN, OTHER, GENERAL, AROUND, AROUND_ALIKE = 1.2, 0.7, 0.1, 0.4, 0.2
"""Weights of a new word: nouns bring new things in; verbs, adjectives and abstract nouns are what paraphrase replaces. A word that
only the passage around the quote has, or is like, is new to what the quote says."""
QUOTED, ALIKE = -0.45, -0.2
"""Weights of a word of the quote, and of one that the question has or that is like one of theirs."""
LEFT = -0.3
"""Weight of the quote's sentence if nothing of it is said yet: new words that stand for it are a paraphrase, others an addition."""
KEPT = 1.1
"""Weight of an answer that otherwise keeps to the words of the quote: a clause without them stands out. Where all is reworded, none does."""
CAUSE, CAUSE_ASKED, ADDITION, COMPARISON = 0.8, 0.2, 0.5, 0.8
"""Weights of a reason that neither question nor quote gives, of one that they do, of what narrows a statement, and of a comparison
that the quote does not make."""
APART = 0.2
"""Weight of a clause with a joint of its own of which more is new than of the quote."""
JOINING = frozenset("which who whose where".split())
"""Words that join a clause which says more of a thing."""
SHORTEST_SENTENCE = 4
"""Content words of which a sentence has at least so many, when the share of it that is left is taken."""
CAUSES = frozenset("because so since therefore thus hence why due".split())
NARROWING = frozenset("mainly especially particularly chiefly usually also although even mostly partly".split())
SAME_START, FAMILY = 5, 0.7
"""Letters, and their share of the longer, with which two words of one family begin alike: 'America' and 'American'."""
SHORTEST_PART = 3
"""Letters of a part of a compound."""
FIRST = 3
"""Words of a clause among which is what joins it to the sentence."""
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
    """What a clause of the answer says that is new."""

    words: tuple[Word, ...]
    """The words that the quote does not have, the new ones first."""
    weight: float
    """How much of a claim it is, in nouns; below 0 if it rests on the quote."""


def news(case: Case) -> list[News]:
    """What is new in each clause of the answer, and in each item of an enumeration of which the quote has nothing."""
    said = {word: _weight(word, case) for word in case.answer.words if word.is_content and not is_quantity(word)}
    found = [_news(clause, said, case) for clause in case.answer.clauses]
    for item in _items(case.answer):
        weights = [said[word] for word in item if word in said]
        if NOUN in weights and min(weights) > 0:
            found.append(_news(item, said, case))
    return [one for one in found if one.words]


def _news(part: tuple[Word, ...], said: Mapping[Word, float], case: Case) -> News:
    """What is new in a part of the answer, with the weight of all its words."""
    content = [word for word in part if word in said]
    new = sorted((word for word in content if said[word] > 0), key=lambda word: -said[word])
    rest = [weight for word, weight in said.items() if word not in content]
    kept = sum(weight == QUOTED for weight in rest) / len(rest) if rest else 0.0
    weight = (CLAUSE if part[0].place else FIRST_CLAUSE) + sum(said[word] for word in content)
    weight += _joint(part, case) + LEFT * _left(content, case) + KEPT * kept
    if _is_apart(part) and len(new) > max(1, sum(said[word] == QUOTED for word in content)):
        weight += APART
    return News(tuple(new), weight)


def _is_apart(part: tuple[Word, ...]) -> bool:
    """Whether a part of the answer is joined to what goes before by a word of its own: 'which', 'because', 'letting'."""
    first = part[0]
    return first.place > 0 and (
        first.lower in JOINING
        or (first.lower.endswith("ing") and first.after_pause)
        or not CAUSES.isdisjoint(word.lower for word in part[:FIRST])
    )


def _items(reading: Reading) -> Iterator[tuple[Word, ...]]:
    """The words between two commas or conjunctions, behind the first."""
    for clause in reading.clauses:
        starts = [number for number, word in enumerate(clause) if word.pause or word.lower in ("and", "or", "nor")]
        for start, end in pairwise([*starts, len(clause)]):
            if start and end > start:
                yield clause[start:end]


def find(case: Case, most_new: float) -> Finding | None:
    """The clause that brings in most that is new, if it is more than a paraphrase would."""
    found = news(case)
    worst = max(found, key=lambda one: one.weight, default=None)
    if worst is None or not worst.words:
        return None
    support = min(1.0, max(0.0, 1 - worst.weight / most_new / 2))
    if worst.weight < most_new:
        return Finding("", support)
    others = [word for one in found if one.weight > 0 for word in one.words if word not in worst.words]
    new = list(dict.fromkeys(worst.words)) + list(dict.fromkeys(others))
    words = [word.text for word in new if not is_rewording(word)] or [word.text for word in new]
    return Finding(f"not in the evidence: {', '.join(words[:6])}", support)


def is_quantity(word: Word) -> bool:
    """Whether a word is a number or a unit of time, which are looked at by themselves."""
    return (
        word.lower[0].isdigit() or bool(word.keys & QUANTITIES) or all(part in SMALL for part in word.lower.split("-"))
    )


def _weight(word: Word, case: Case) -> float:
    if stands_in(word, case.quote):
        return QUOTED
    if is_echoed(word, case.quote) or is_echoed(word, case.question):
        return ALIKE
    if is_rewording(word):
        return GENERAL
    if stands_in(word, case.around):
        return AROUND
    if is_echoed(word, case.around):
        return AROUND_ALIKE
    if _is_part(word, case.quote):
        return ALIKE
    if not is_used_as_noun(word, case.answer):
        return OTHER
    return OTHER if word.lower.rstrip("s").endswith(ABSTRACT_ENDINGS) else NOUN


def _is_part(word: Word, reading: Reading) -> bool:
    """Whether a word is part of a compound of a text, the other way round, or of one family: 'phone' and 'smartphone'."""
    return any(_are_parts(word.lower, other.lower) for other in reading.words if other.is_content)


def _are_parts(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTEST_PART and len(long) - len(short) >= SHORTEST_PART and long.startswith(short):
        return True
    if len(one) > SHORTEST_PART and other.endswith(one):
        return True
    start = max(SAME_START, ceil(FAMILY * len(long)))
    return len(short) > SAME_START and one[:start] == other[:start]


def _joint(clause: tuple[Word, ...], case: Case) -> float:
    """What the way weighs in which a clause is joined to what goes before."""
    weight = 0.0
    first = [word.lower for word in clause[:FIRST]]
    quoted = {word.lower for word in case.quote.words}
    if clause[0].place and not CAUSES.isdisjoint(first):
        asked = any(word.lower == "why" for word in case.question.words)
        weight += CAUSE_ASKED if asked or CAUSES & quoted else CAUSE
    if not NARROWING.isdisjoint(first):
        weight += ADDITION
    if "than" not in quoted and any(word.lower == "than" for word in clause):
        weight += 0 if any(word.lower in ("rather", "other") for word in clause) else COMPARISON
    return weight


def _left(content: list[Word], case: Case) -> float:
    """The share of the nearest sentence of the quote of which neither answer nor question speaks."""
    nearest = max(
        case.quote.sentences.values(),
        key=lambda sentence: sum(any(word.keys & other.keys for other in sentence) for word in content),
        default=(),
    )
    there = [word for word in nearest if word.is_content]
    left = sum(not is_echoed(word, case.answer) and not is_echoed(word, case.question) for word in there)
    return left / max(SHORTEST_SENTENCE, len(there))


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
