"""How a book uses its words: with which article, in the singular or plural, in capitals or not.

English grammar does not tell that one says "a schema" but "amnesia"; the book's own sentences do.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from lemminflect import getAllLemmas, getInflection, getLemma

TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*|[^\w\s]")
FUNCTION_WORDS = frozenset(
    """is are was were be been being has have had can could may might will would should does did do that which who whom whose
    and or but of in to for with by as from at on about into through during after before when while because if than then so
    such not also often occurs occur refers refer involves involve means mean happens""".split()
)
"""Words that end the noun phrase before them: behind one of these, a term stood for itself and not before another noun."""
UNDETERMINED = FUNCTION_WORDS | frozenset("called termed as between".split())
"""Words after which a noun without an article is a noun that needs none."""
INDEFINITE = {"a": "a", "an": "an", "another": "", "each": "", "every": "", "one": ""}
"""Determiners of things that can be counted, with the article they tell of."""
DETERMINED = frozenset("the this that their its his her our your my".split())
SINGULAR_ENDINGS = ("ss", "us", "is", "ics")
POSTMODIFIER = re.compile(r"\s+(?:of|in|for|to|with|by|on|from|at|as|or|and)\s.*|\s*[(,].*")


class TermUse(NamedTuple):
    """How often a term stands for itself in a book's prose, by the word before it."""

    indefinite: int
    """After "a", "another", "each" and the like."""
    definite: int
    """After "the", "this", "their" and the like."""
    bare: int
    """Without an article."""
    plural: int
    """In the plural."""
    article: str
    """The indefinite article that the book uses; empty where it uses none."""


class Usage:
    """The prose of a book, indexed by its words."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Index the texts."""
        self._words: list[str] = []
        for text in texts:
            self._words += TOKEN.findall(text.replace("\n\n", " . "))
            self._words.append(".")
        self._lower = [word.lower() for word in self._words]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._lower):
            self._places[word].append(place)

    def of(self, term: str) -> TermUse:
        """Count the uses of a term, without what it has in parentheses."""
        words = TOKEN.findall(strip_parentheses(term).lower())
        articles = Counter[str]()
        definite = bare = 0
        for place in self._find(words):
            if not _ends_phrase(self._at(place + len(words))):
                continue
            before = self._at(place - 1)
            if before in INDEFINITE:
                articles[INDEFINITE[before]] += 1
            elif before in DETERMINED:
                definite += 1
            elif _needs_no_article(before):
                bare += 1
        (article, _), *_ = articles.most_common(1) or [("", 0)]
        return TermUse(articles.total(), definite, bare, self._plurals(words), article)

    def _at(self, place: int) -> str:
        return self._lower[place] if 0 <= place < len(self._lower) else "."

    def _plurals(self, words: list[str]) -> int:
        if not words or not words[-1].isalpha() or (several := plural(words[-1])) == words[-1]:
            return 0
        return sum(1 for _ in self._find([*words[:-1], several]))

    def is_proper(self, word: str) -> bool:
        """Whether a word at the start of a sentence keeps its capital elsewhere.

        It does not if the book also writes it without, or if the book does not use it and a dictionary knows it.
        """
        if not word[:1].isupper():
            return False
        places = self._places.get(word.lower(), [])
        if any(self._words[place].islower() for place in places):
            return False
        return len(places) > 1 or not getAllLemmas(word.lower().split("-")[0])

    def _find(self, words: list[str]) -> Iterable[int]:
        if not words:
            return
        for place in self._places.get(words[0], ()):
            if self._lower[place : place + len(words)] == words:
                yield place


@cache
def _ends_phrase(word: str) -> bool:
    """Whether a noun phrase ends before this word: a term before it stood for itself, not before another noun."""
    if word in FUNCTION_WORDS or not word[0].isalnum():
        return True
    return word.endswith(("s", "ed")) and "VERB" in getAllLemmas(word)


@cache
def _needs_no_article(word: str) -> bool:
    """Whether a noun right behind this word stands without an article: behind verbs, prepositions and punctuation."""
    if word in UNDETERMINED or not word[0].isalnum():
        return True
    return set(getAllLemmas(word)) == {"VERB"}


def strip_parentheses(term: str) -> str:
    """'conditioned response (CR)' without '(CR)'."""
    return re.sub(r"\s*\([^)]*\)", "", term).strip()


def head_noun(phrase: str) -> str:
    """The noun that a noun phrase is about: 'levels' in 'levels of processing', 'therapy' in 'couples therapy'."""
    words = POSTMODIFIER.sub("", strip_parentheses(phrase)).split()
    return words[-1] if words else phrase


def is_plural(noun: str) -> bool:
    """Whether a noun is a plural: 'neurotransmitters', 'stimuli', but not 'bias', 'ethics' or 'homeostasis'."""
    word = noun.lower()
    lemmas = getAllLemmas(word, upos="NOUN").get("NOUN", ())
    if lemmas:
        return word not in lemmas
    return word.endswith("s") and not word.endswith(SINGULAR_ENDINGS)


def is_noun(word: str) -> bool:
    """Whether a word can be a noun; a name in capitals that no dictionary knows ('Rogerian') may as well be an adjective."""
    readings = getAllLemmas(word.lower())
    return (
        word.endswith("ing") or "NOUN" in readings or "PROPN" in readings or (not readings and not word[:1].isupper())
    )


def plural(noun: str) -> str:
    """The plural of a noun."""
    forms: tuple[str, ...] = getInflection(getLemma(noun, upos="NOUN")[0], tag="NNS")
    return forms[0] if forms else noun + "s"


def indefinite_article(phrase: str) -> str:
    """'a' or 'an', by the sound that the phrase starts with."""
    word = phrase.split(maxsplit=1)[0] if phrase else ""
    if word.isupper() and len(word) > 1:
        return "an" if word[0] in "AEFHILMNORSX" else "a"
    if re.match(r"(?:uni(?!n)|use|usu|uti|eu|one\b|once|ubi|ura|url)", word, re.IGNORECASE):
        return "a"
    if re.match(r"(?:hour|honest|honou?r|heir)", word, re.IGNORECASE):
        return "an"
    return "an" if word[:1].lower() in tuple("aeiou") else "a"
