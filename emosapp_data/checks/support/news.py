"""A claim that the evidence does not make: a clause that says something new and rests on little that the quote says."""

from typing import NamedTuple

from emosapp_data.checks.reading.numbers import LARGE, NAMED, ORDINALS, PER_CENT, SMALL, TIME
from emosapp_data.checks.reading.words import Reading, Word, kinds
from emosapp_data.checks.support.case import Case, Finding, is_echoed, is_rewording, stands_in

CLAUSE = 1.0
"""Weight with which a clause starts that has not yet been held against the evidence."""
NOUN, OTHER, GENERAL, AROUND = 1.0, 0.7, 0.1, 0.4
"""Weights of a new word: nouns bring new things in; verbs, adjectives and abstract nouns are what paraphrase replaces. A word that
only the passage around the quote has is new to what the quote says."""
QUOTED, ALIKE = -0.5, -0.15
"""Weights of a word of the quote, and of one that the question has or that is like one of theirs."""
LEFT = -0.9
"""Weight of the quote's sentence if nothing of it is said yet: new words that stand for it are a paraphrase, others an addition."""
CAUSE, CAUSE_ASKED, ADDITION, COMPARISON = 1.0, 0.2, 0.3, 1.0
"""Weights of a reason that neither question nor quote gives, of one that they do, of what narrows a statement, and of a comparison
that the quote does not make."""
SHORTEST_SENTENCE = 4
"""Content words of which a sentence has at least so many, when the share of it that is left is taken."""
CAUSES = frozenset("because so since therefore thus hence why due".split())
NARROWING = frozenset("mainly especially particularly chiefly usually also although even as mostly partly".split())
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
    """What is new in each clause of the answer."""
    found = []
    for clause in case.answer.clauses:
        content = [word for word in clause if word.is_content and not is_quantity(word)]
        if content:
            weights = {word: _weight(word, case) for word in content}
            new = sorted((word for word in content if weights[word] > 0), key=lambda word: -weights[word])
            weight = CLAUSE + sum(weights.values()) + _joint(clause, case) + LEFT * _left(content, case)
            found.append(News(tuple(new), weight))
    return found


def find(case: Case, most_new: float) -> Finding | None:
    """The clause that brings in most that is new, if it is more than a paraphrase would."""
    worst = max(news(case), key=lambda one: one.weight, default=None)
    if worst is None or not worst.words:
        return None
    support = min(1.0, max(0.0, 1 - worst.weight / most_new / 2))
    if worst.weight < most_new:
        return Finding("", support)
    words = [word.text for word in worst.words if not is_rewording(word)] or [word.text for word in worst.words]
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
        return GENERAL
    if not is_used_as_noun(word, case.answer):
        return OTHER
    return OTHER if word.lower.rstrip("s").endswith(ABSTRACT_ENDINGS) else NOUN


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
