"""Finding the quote that a model gave in the passage it was given: exactly, or nearly and then put right.

Aligning a verbatim quote separates what a passage says from what a model made up far more sharply than a judge's score.
What is kept as evidence is always the passage's own text; a quote that differs from it by more than typing is not found,
and neither is one that differs by a number or a negation.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

LEAST_SIMILARITY = 95.0
"""Least similarity of a quote and its place, in per cent of the letters (normalized indel similarity)."""
SHORTEST = 12
"""Characters below which a quote stands anywhere by chance; it must then be found exactly."""
GAP = re.compile(r"\s*(?:\[\s*)?(?:\.{3,}|…)(?:\s*\])?\s*")
"""Marks of words left out inside a quote."""
MOST_PARTS = 4
DASHES = re.compile("[‐‑‒–—−]")
QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'", "«": '"', "»": '"', "´": "'", "`": "'"}
)
EDGES = " \t\n\"'.,;:*_“”‘’"
ENDINGS = ".!?\"')"
CRUCIAL = re.compile(
    r"\d+(?:[.,]\d+)*|\b(?:not|no|never|none|nor|neither|without|cannot|nobody|nothing|nowhere|hardly|\w+n't)\b",
    re.IGNORECASE,
)
"""What a near quote must have as the passage has it: numbers and negations."""


class Aligned(NamedTuple):
    """Where a quote stands in its passage."""

    start: int
    end: int
    similarity: float
    """How like the passage the model's quote was, from 0 to 1; 1 where only case, spaces or the form of marks differed."""


class Folded(NamedTuple):
    """A text without differences of typing, and where each of its characters stood."""

    text: str
    places: list[int]
    source: str
    """The text as it was."""

    def printed(self, start: int, end: int) -> str:
        """A stretch as it was before folding."""
        return self.source[self.places[start] : self.places[end - 1] + 1] if end > start else ""


class Nearest(NamedTuple):
    """What comes nearest to a quote that was not found."""

    text: str
    similarity: float


def align(quote: str, passage: str) -> list[Aligned] | Nearest:
    """The places of a quote, in order: one, or more where the model marked words as left out.

    Args:
        quote: the quote as the model gave it.
        passage: the text that it should stand in.
    """
    folded = fold(passage)
    whole = _find(quote, folded, 0)
    if isinstance(whole, Aligned):
        return [whole]
    parts = [part for part in GAP.split(quote) if part.strip(EDGES)]
    if not 1 < len(parts) <= MOST_PARTS:
        return whole
    found: list[Aligned] = []
    for part in parts:
        place = _find(part, folded, found[-1].end if found else 0)
        if isinstance(place, Nearest):
            return place
        found.append(place)
    return found


@lru_cache(maxsize=256)
def fold(text: str) -> Folded:
    """Fold case, spaces, quotation marks, dashes and ligatures; every folded character knows its place."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = DASHES.sub("-", unicodedata.normalize("NFKC", letter).translate(QUOTES)).casefold()
        for single in plain:
            if single.isspace():
                if letters and letters[-1] == " ":
                    continue
                single = " "  # noqa: PLW2901 - every kind of space is one space
            letters.append(single)
            places.append(place)
    return Folded("".join(letters), places, text)


def _find(quote: str, passage: Folded, begin: int) -> Aligned | Nearest:
    wanted = fold(quote).text.strip(EDGES)
    if not wanted:
        return Nearest("", 0.0)
    first = next((at for at, place in enumerate(passage.places) if place >= begin), len(passage.places))
    if (at := _whole_words(passage.text, wanted, first)) >= 0:
        return _place(passage, at, at + len(wanted), 1.0)
    if len(wanted) < SHORTEST or first >= len(passage.text):
        return Nearest("", 0.0)
    best = fuzz.partial_ratio_alignment(wanted, passage.text[first:], score_cutoff=0)
    if best is None:
        return Nearest("", 0.0)
    start, end = _to_words(passage.text, first + best.dest_start, first + best.dest_end)
    similarity = fuzz.ratio(wanted, passage.text[start:end])
    same = CRUCIAL.findall(wanted) == CRUCIAL.findall(passage.text[start:end])
    if similarity >= LEAST_SIMILARITY and same:
        return _place(passage, start, end, round(similarity / 100, 4))
    return Nearest(passage.printed(start, end), round(similarity / 100, 4))


def _whole_words(text: str, wanted: str, first: int) -> int:
    at = text.find(wanted, first)
    while at >= 0:
        end = at + len(wanted)
        inside_before = at > 0 and text[at - 1].isalnum() and wanted[0].isalnum()
        inside_after = end < len(text) and text[end].isalnum() and wanted[-1].isalnum()
        if not inside_before and not inside_after:
            return at
        at = text.find(wanted, at + 1)
    return -1


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without words cut in two: the half of a word goes with the greater part of it."""
    while 0 < start < len(text) and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def _place(passage: Folded, start: int, end: int, similarity: float) -> Aligned:
    """A place in the passage as it is printed; the marks that end a sentence right behind it belong to it."""
    while end < len(passage.text) and passage.text[end] in ENDINGS:
        end += 1
    return Aligned(passage.places[start], passage.places[end - 1] + 1, similarity)
