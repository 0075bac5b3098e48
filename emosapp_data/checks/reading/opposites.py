"""Words that are opposites, or siblings of which only one can be meant."""

from collections import defaultdict
from functools import cache, lru_cache

from emosapp_data.checks.reading.vocabulary import lines, words
from emosapp_data.checks.reading.words import keys

PAIRS = lines("opposites")
"""One pair of opposites a line, a bar between them; words that share a side are not opposites of one another."""
COMPARATIVES = words("comparatives")
"""Comparatives in -er."""
CONTRASTING = frozenset(
    frozenset(pair)
    for pair in (
        ("hyper", "hypo"), ("retro", "antero"), ("sub", "super"), ("inter", "intra"), ("endo", "exo"), ("pre", "post"), ("over", "under"),
        ("macro", "micro"), ("mono", "poly"), ("homo", "hetero"), ("pro", "anti"), ("ex", "in"), ("extra", "intro"), ("extra", "intra"),
        ("retro", "pro"), ("in", "de"), ("para", "ortho"),
    )
)  # fmt: skip
NEGATIVE = ("un", "dis", "non", "mis", "im", "ir", "il", "in", "para", "anti", "mal", "dys", "de")
"""Prefixes that make of a word its opposite or its counterpart."""
SHORTEST_BASE = 5


@cache
def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in PAIRS:
        left, right = (side.split() for side in line.split("|"))
        for word in left:
            found[word].update(right)
        for word in right:
            found[word].update(left)
    return {word: frozenset(others) for word, others in found.items()}


@lru_cache(maxsize=65536)
def opposites(word: str) -> frozenset[str]:
    """The keys of the words that are opposite to a word in small letters, in any of its forms."""
    table = _table()
    found = set(table.get(word, ()))
    for lemma in keys(word):
        found |= table.get(lemma, frozenset())
    return frozenset(found)


@lru_cache(maxsize=65536)
def are_opposite(one: str, other: str) -> bool:
    """Whether two words in small letters are opposites, by the list or by their prefixes."""
    if one == other:
        return False
    if "-" in one and "-" in other:
        (first, _, rest), (second, _, remaining) = one.partition("-"), other.partition("-")
        if rest == remaining:
            return are_opposite(first, second) or other in opposites(one)
    if (one.endswith("less") and other == one.removesuffix("less") + "ful") or (
        other.endswith("less") and one == other.removesuffix("less") + "ful"
    ):
        return True
    if keys(one) & keys(other):
        return False
    if opposites(one) & (keys(other) | {other}) or opposites(other) & (keys(one) | {one}):
        return True
    return _by_prefix(one, other)


def _by_prefix(one: str, other: str) -> bool:
    for left, right in ((one, other), (other, one)):
        for prefix in NEGATIVE:
            base = left.removeprefix(prefix).lstrip("-")
            if base != left and len(base) >= SHORTEST_BASE and base.removesuffix("s") == right.removesuffix("s"):
                return True
    for pair in CONTRASTING:
        first, second = sorted(pair)
        for a, b in ((first, second), (second, first)):
            if one.startswith(a) and other.startswith(b):
                rest, remaining = one[len(a) :].lstrip("-"), other[len(b) :].lstrip("-")
                if len(rest) >= 4 and rest == remaining:
                    return True
    return False
