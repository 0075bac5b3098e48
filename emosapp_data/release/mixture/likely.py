"""Which texts may be like one of another dataset at all, so that few of sixty thousand have to be compared.

Two texts that are much alike share most of their runs of four words; two that are not share common phrases alone. So a text
is compared only where a fifth of its runs stand in texts of the other side. Measured on 690 exchanges of ESConv and pairs of
a textbook, edited at random until they were just still near duplicates: of copies with words taken out, put in or put in
place of others all but 1 in 2,000 pass, with typing errors among these all but 1 in 100. A copy with an error in every
second word, or with its words in random order, does not.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\w+")
LENGTH = 4
"""Words of a run."""
LEAST_SHARE = 0.2
"""Share of a text's runs that stand on the other side."""
BITS = 26
"""Runs are known by so many bits of their hash, as 64 MB can mark: two that have them in common only let more be compared."""
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93], np.uint64)

Numbers = NDArray[np.int64]


class SideText(NamedTuple):
    """A text, and on which side of the comparison it stands."""

    text: str
    dataset: str
    trained: bool
    """Whether it is trained on; held out otherwise."""


def may_be_alike(texts: Sequence[SideText]) -> NDArray[np.bool_]:
    """Whether each text may be like one of the other side: of another dataset, and held out if it is trained on itself."""
    slots, owners = _runs([each.text for each in texts])
    datasets = {name: number for number, name in enumerate(dict.fromkeys(each.dataset for each in texts))}
    of = np.fromiter((datasets[each.dataset] for each in texts), np.int64, len(texts))[owners]
    trained = np.fromiter((each.trained for each in texts), np.bool_, len(texts))[owners]
    shared = np.zeros(len(slots), np.bool_)
    for number in range(len(datasets)):
        for side in (True, False):
            mine = np.flatnonzero((of == number) & (trained == side))
            marks = np.zeros(1 << BITS, np.bool_)
            marks[slots[(of != number) & (trained != side)]] = True
            shared[mine] = marks[slots[mine]]
    counts = np.bincount(owners, minlength=len(texts))
    found = np.bincount(owners[shared], minlength=len(texts))
    enough: NDArray[np.bool_] = found >= LEAST_SHARE * counts
    return enough


def _runs(texts: Sequence[str]) -> tuple[Numbers, Numbers]:
    """The runs of all texts, hashed, and the number of the text of each; a text of fewer words has none."""
    number: dict[str, int] = {}
    words: list[int] = []
    lengths = np.empty(len(texts), np.int64)
    for at, text in enumerate(texts):
        before = len(words)
        words += [number.setdefault(word, len(number)) for word in WORD.findall(text.lower())]
        lengths[at] = len(words) - before
    coded = np.array(words, np.uint64) + np.uint64(1)
    owners = np.repeat(np.arange(len(texts)), lengths)
    ends = max(len(coded) - LENGTH + 1, 0)
    hashes = np.zeros(ends, np.uint64)
    for at, factor in enumerate(_FACTORS):
        hashes += coded[at : at + ends] * factor
    slots = (hashes >> np.uint64(64 - BITS)).astype(np.int64)
    inside = owners[:ends] == owners[LENGTH - 1 :][:ends]
    return slots[inside], owners[:ends][inside]
