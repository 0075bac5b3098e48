"""MinHash signatures of texts (Broder 1997), and the bands of locality-sensitive hashing (Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, chapter 3).

A text is the set of the four-letter pieces of its words, whatever their order. Two texts share a band's key with
probability J^ROWS, J being the share of their pieces that they have in common: which texts are compared depends on the
two of them alone, never on the others, and so not on how they came in.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BANDS = 24
ROWS = 4
"""24 bands of 4 hashes: a pair with J = .5 is missed once in 5, with .6 once in 28, with .7 once in 728."""
PIECE = 4
"""Letters of a piece of a word."""
SEED = 4
AT_ONCE = 2048
"""Texts hashed at once: some 30 MB."""
EMPTY = "\0"
"""Stands for the words of a text without any."""

_random = np.random.PCG64(SEED).random_raw  # its raw output is the same in every version of numpy
_LETTERS = _random(PIECE) | np.uint64(1)
_FACTORS = _random(BANDS * ROWS) | np.uint64(1)
_TERMS = _random(BANDS * ROWS)
_ROW_FACTORS = _random(ROWS) | np.uint64(1)

Keys = NDArray[np.uint32]


def band_keys(texts: Sequence[str]) -> Keys:
    """Keys of shape (bands, texts)."""
    if not texts:
        return np.empty((BANDS, 0), np.uint32)
    chunks = [_bands(_signatures(texts[start : start + AT_ONCE])) for start in range(0, len(texts), AT_ONCE)]
    return np.concatenate(chunks, axis=1)


def _signatures(texts: Sequence[str]) -> Keys:
    """The least hash of each text under each function: shape (texts, functions)."""
    number: dict[str, int] = {}
    words: list[int] = []
    starts = np.empty(len(texts), np.intp)
    for at, text in enumerate(texts):
        starts[at] = len(words)
        words += [number.setdefault(word, len(number)) for word in text.split() or (EMPTY,)]
    return np.minimum.reduceat(_word_signatures(list(number))[words], starts, axis=0)


def _word_signatures(words: list[str]) -> Keys:
    """The signature of each word by itself: a text's is the least of its words'."""
    pieces, lengths = _pieces(words)
    distinct, where = np.unique(pieces, return_inverse=True)
    hashes = ((distinct[:, None] * _FACTORS + _TERMS) >> np.uint64(32)).astype(np.uint32)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.minimum.reduceat(hashes[where], starts, axis=0)


def _pieces(words: list[str]) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """The hashed pieces of all words, one after another, and how many each word has: one for each of its letters."""
    joined = "".join(f"\0{word}\0\0" for word in words).encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(joined, "<u4").astype(np.uint64)
    lengths = np.fromiter(map(len, words), np.intp, len(words))
    begins = np.cumsum(lengths + 3) - lengths - 3
    starts = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
    pieces = np.zeros(len(starts), np.uint64)
    for at in range(PIECE):
        pieces += letters[starts + at] * _LETTERS[at]
    return _mixed(pieces), lengths


def _bands(signatures: Keys) -> Keys:
    """One key for each band and text, from the hashes of the band."""
    rows = signatures.reshape(len(signatures), BANDS, ROWS).astype(np.uint64)
    return (_mixed((rows * _ROW_FACTORS).sum(axis=2)) >> np.uint64(32)).astype(np.uint32).T


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The values with all bits depending on all bits: the finalizer of splitmix64 (Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
