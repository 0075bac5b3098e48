"""Words, clauses and sentences of a text, with the keys by which two words are the same word in another form."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from lemminflect import getAllLemmas

from emosapp_data.checks.reading.vocabulary import FUNCTION_WORDS, GENERAL

TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th|['’]?s)?\b"  # 1.5, 3,000, 21st, 1960s
    r"|[^\W\d_]+(?:[-'’–/.][^\W_]+)*"  # words: don't, problem-focused, if–then, e.g
    r"|[.;:!?,()—–“”…→]"
)
PER_CENT = re.compile(r"\s?%|\sper\scent\b", re.IGNORECASE)
NOT_CONTRACTED = re.compile(r"(ca|wo|sha|[a-z]+)n['’]t")
IRREGULAR_NOT = {"ca": "can", "wo": "will", "sha": "shall"}
SENTENCE_END = frozenset(".!?")
PARTING = frozenset(".!?;:—→")
PAUSES = frozenset(",;:()—–→…")
QUOTATION = frozenset("“”")
"""Marks around words that are part of their phrase all the same."""
JOINTS = frozenset(
    "while whereas but although though because since unless until if when where which who whose and or nor than".split()
)
"""Words that begin another clause."""
JOINTS_AFTER_PAUSE = frozenset({"yet", "so"})
"""Words that begin another clause behind a comma."""
PREDICATING = frozenset(
    """is are was were be been do does did has have had can could may might must should will would not never
    i you he she it we they who which although though because while whereas if unless when""".split()
)
"""Words of which a clause has one, and an item of an enumeration has none."""
ABBREVIATIONS = frozenset("e.g i.e etc al vs dr mr mrs ms cf fig".split())
SUFFIXES = (
    "fulness lessness ousness iveness ization isation ations ation ition ments ment ness ances ance ences ence ities ity"
    " ically ingly edly fully lessly ously ively ably ibly ally ly ists ist isms ism ions ion ives ive ous ful less able ible"
    " ants ant ents ent ical ial al ic ors or ers er ing ed ures ure ies es s e y i"
).split()
"""Endings that make one word of a family from another, the longest first where two share an end."""
SHORTEST_STEM = 4


class Word(NamedTuple):
    """A word of a text."""

    text: str
    """As written, but "isn't" is two words, "is" and "not"."""
    lower: str
    """In small letters."""
    keys: frozenset[str]
    """Its lemmas, their stems, and those of its parts if it has a hyphen: two words that share a key are the same."""
    place: int
    """Its number in the text."""
    clause: int
    """Number of its clause in the text."""
    sentence: int
    """Number of its sentence in the text."""
    pause: int
    """The punctuation before it: 0 for none, 1 for a comma, a bracket or a quotation mark, 2 for what parts sentences."""

    @property
    def after_pause(self) -> bool:
        """Whether punctuation stands before it."""
        return self.pause > 0

    @property
    def is_content(self) -> bool:
        """Whether the word says something by itself."""
        return self.lower not in FUNCTION_WORDS or self.is_abbreviation

    @property
    def is_abbreviation(self) -> bool:
        """Whether the word is written in capitals: 'WHO' is not 'who'."""
        return len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, eq=False)
class Reading:
    """A text as the checks read it. Two readings are the same only if they are one object, so that results can be cached."""

    words: tuple[Word, ...]
    """All words and numbers, without punctuation."""
    clauses: tuple[tuple[Word, ...], ...]
    """The words by clause."""
    keys: frozenset[str]
    """The keys of all words."""
    sentences: dict[int, tuple[Word, ...]]
    """The words by sentence."""

    def sentence(self, number: int) -> tuple[Word, ...]:
        """The words of a sentence."""
        return self.sentences.get(number, ())


@lru_cache(maxsize=512)
def read(text: str) -> Reading:
    """Read a text."""
    words: list[Word] = []
    clause = sentence = 0
    opened, paused = False, 2
    tokens = TOKEN.findall(PER_CENT.sub(" per-cent", text))
    for number, token in enumerate(tokens):
        if not token[0].isalnum():
            ends = token in SENTENCE_END and not (number and tokens[number - 1].lower() in ABBREVIATIONS)
            if opened and (ends or token in PAUSES):
                clause += 1
                opened = False
            sentence += ends
            paused = max(paused, 2 if token in PARTING else 0 if token in QUOTATION else 1)
            continue
        for part in _parts(token):
            lower = part.lower()
            if opened and (lower in JOINTS or (paused and lower in JOINTS_AFTER_PAUSE)):
                clause += 1
            words.append(Word(part, lower, keys(lower), len(words), clause, sentence, paused))
            opened, paused = True, 0
    clauses = _clauses(words)
    words = [word for group in clauses for word in group]
    sentences = {number: tuple(group) for number, group in groupby(words, key=lambda word: word.sentence)}
    return Reading(tuple(words), clauses, frozenset().union(*(word.keys for word in words)), sentences)


def _clauses(words: list[Word]) -> tuple[tuple[Word, ...], ...]:
    """The words by clause; a stretch with a single content word is part of the one before it, as in an enumeration."""
    groups: list[list[Word]] = []
    for word in words:
        if groups and groups[-1][-1].clause == word.clause:
            groups[-1].append(word)
        else:
            groups.append([word])
    merged: list[list[Word]] = []
    for group in groups:
        if merged and merged[-1][-1].sentence == group[0].sentence and (_is_small(group) or _is_small(merged[-1])):
            merged[-1] += group
        else:
            merged.append(group)
    return tuple(tuple(word._replace(clause=number) for word in group) for number, group in enumerate(merged))


def _is_small(group: list[Word]) -> bool:
    """Whether a stretch is but an item of an enumeration: one content word, and nothing that makes a clause."""
    return sum(word.is_content for word in group) < 2 and not any(word.lower in PREDICATING for word in group)


def _parts(token: str) -> tuple[str, ...]:
    if token.lower() == "cannot":
        return ("can", "not")
    if match := NOT_CONTRACTED.fullmatch(token.lower()):
        return (IRREGULAR_NOT.get(match[1], match[1]), "not")
    bare = re.sub(r"['’](?:s|re|ve|ll|d|m)$", "", token)
    return (bare.replace("–", "-").replace("’", "'"),)


@lru_cache(maxsize=65536)
def keys(word: str) -> frozenset[str]:
    """The keys of a word in small letters."""
    found = {word}
    for lemmas in getAllLemmas(word).values():
        found.update(lemmas)
    found |= {stem(lemma) for lemma in found}
    if "-" in word:
        for part in word.split("-"):
            if part not in FUNCTION_WORDS and part not in GENERAL and len(part) > 1:
                found |= keys(part)
    return frozenset(found)


@lru_cache(maxsize=65536)
def stem(lemma: str) -> str:
    """What a word has in common with others of its family: 'familiar' and 'familiarity', 'prepare' and 'preparation'."""
    cut = True
    while cut:
        cut = False
        for suffix in SUFFIXES:
            if lemma.endswith(suffix) and len(lemma) - len(suffix) >= SHORTEST_STEM:
                lemma = lemma[: -len(suffix)]
                cut = True
                break
    return lemma


@lru_cache(maxsize=65536)
def kinds(word: str) -> frozenset[str]:
    """What a word can be, as universal parts of speech ('NOUN', 'VERB', 'ADJ', 'ADV'); none for an unknown word."""
    return frozenset(getAllLemmas(word))
