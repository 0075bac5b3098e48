"""Joining printed lines to running text, and what the book's own words say about hyphens."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
LAST_WORD = re.compile(r"([^\W\d_]+(?:[-’'][^\W\d_]+)*)[-\u2010]$")
FIRST_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SHORTEST_PART = 4
"""Letters of the shortest part of a compound that may be taken for one without other evidence."""
HYPHENATING = frozenset({"self", "quasi", "well", "half", "cross", "ex", "all"})
"""First parts that make compounds with a hyphen."""
SOFT_HYPHEN = "\u00ad"
UNSPACED = ("—", "–", "/")
"""Signs that join what stands on both sides without a space."""
SENTENCE_END = frozenset(".?!:…")
CLOSING = "”’\"')]»"


class Vocabulary:
    """The words of a book, with their counts; words cut at a line's end are not counted."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Count the words of the lines."""
        # A word at the end of a line that ends in a hyphen is a piece; its rest, at the start of the next line, is
        # counted as if it were a word, which is rare enough to do no harm.
        text = "\n".join(lines).replace(SOFT_HYPHEN, "").lower()
        self._count = Counter(WORD.findall(re.sub(r"\S*-\n\S*", "\n", text)))

    def __getitem__(self, word: str) -> int:
        """How often the word stands in the book."""
        return self._count[word]

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether `left` and `right`, cut at a line's end, are a compound written with a hyphen.

        The book's own use decides; where it is silent, a dictionary. A word that stands in neither was more often cut by
        the typesetter than joined by the author, unless both parts are words of the book and look like parts of a compound.
        """
        if right[:1].isupper():
            return True
        if self[f"{left}-{right}".lower()] > self[(left + right).lower()]:
            return True
        # Of a compound that was cut inside one of its parts, only that part is looked at: "stimulus-out-" "come".
        left, right = left.rsplit("-", 1)[-1].lower(), right.split("-", 1)[0].lower()
        whole = left + right
        if self[whole] or any(self[form] for form in _other_forms(whole)):
            return False
        if any(self[form] for form in _other_forms(f"{left}-{right}")):
            return True
        if _is_word(whole):
            return False
        if left in HYPHENATING:
            return True
        return min(len(left), len(right)) >= SHORTEST_PART and self[left] >= 2 and self[right] >= 2


@cache
def _is_word(word: str) -> bool:
    """Whether a dictionary of English has the word."""
    from lemminflect import getAllLemmas  # noqa: PLC0415 - loads its dictionary; most books need it rarely

    return bool(getAllLemmas(word))


def _other_forms(word: str) -> tuple[str, ...]:
    stem = re.sub(r"(?:ies|es|s|ed|ing|ly|y|e)$", "", word)
    return tuple(
        stem + ending
        for ending in ("", "s", "es", "ed", "ing", "e", "y", "ies", "ly", "er", "ion", "ions")
        if stem + ending != word
    )


def join_lines(text: str, line: str, vocabulary: Vocabulary) -> str:
    """Append a line to a text, with the hyphen at the cut kept or taken away."""
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + line
    if text.endswith(("-", "\u2010")):
        left, right = LAST_WORD.search(text), FIRST_WORD.match(line)
        if left and right:
            return (text if vocabulary.keeps_hyphen(left[1], right[0]) else text[:-1]) + line
        if line[:1].isdigit() or left:
            return text + line
    if text.endswith(UNSPACED) and text[-2:-1] != " ":
        return text + line
    return f"{text} {line}"


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return text.rstrip().rstrip(CLOSING)[-1:] in SENTENCE_END


def fold(text: str) -> str:
    """Letters and digits in lower case, everything else as single spaces: for comparing titles."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\W_]+", " ", text.lower()).strip()
