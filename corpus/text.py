"""Joining printed lines to running text, and what the book's own words say about hyphens."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

AROUND_WORDS = '.,;:?!()[]{}<>“”"„«»‘…/*=+&%$#'
"""What may stand at the start and the end of a word that is no part of it."""
LAST_WORD = re.compile(r"([^\W\d_]+(?:[-’'][^\W\d_]+)*)[-\u2010]$")
FIRST_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
SHORTEST_PART = 4
"""Letters of the shortest part of a compound that may be taken for one without other evidence."""
HYPHENATING = frozenset({"self", "quasi", "well", "half", "cross", "ex", "all"})
"""First parts that make compounds with a hyphen."""
LINES_AT_ONCE = 5000
"""So many lines are counted at once: fast, and little memory for a long book."""
SOFT_HYPHEN = "\u00ad"
HYPHENS = frozenset("-\u2010")
CUTTING = frozenset({SOFT_HYPHEN, *HYPHENS})
AT_CUT = frozenset({*CUTTING, "—", "–", "/"})
"""Signs at the end of a line behind which no space is put: hyphens, and what joins the words on both sides."""
SENTENCE_END = frozenset(".?!:…")
SENTENCE_BREAK = re.compile(r"[.?!][”’\"')\]]*\s+(?=[A-Z“‘(\[])")
ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|p|pp|ca|approx)|\b[A-Z])\.$")
"""Abbreviations, and initials, whose point does not end a sentence."""
CLOSING = "”’\"')]»"


class Vocabulary:
    """The words of a book, with their counts; words cut at a line's end are not counted."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Count the words of the lines."""
        lines = list(lines)
        self.soft = not any(SOFT_HYPHEN in line[:-1] for line in lines)
        """Whether soft hyphens are what they are called: some fonts give one for every hyphen, within a line too."""
        tokens = Counter[str]()
        cut = False
        for first in range(0, len(lines), LINES_AT_ONCE):
            whole: list[str] = []
            for line in lines[first : first + LINES_AT_ONCE]:
                # A word that is cut has a piece at the end of one line and a piece at the start of the next.
                kept = line.partition(" ")[2] if cut else line
                cut = line[-1] in CUTTING
                whole.append(kept.rpartition(" ")[0] if cut else kept)
            tokens.update(self.harden(" ".join(whole)).replace(SOFT_HYPHEN, "").replace("—", " ").lower().split())
        self._count: dict[str, int] = {}
        for token, count in tokens.items():
            word = token.strip(AROUND_WORDS)
            self._count[word] = self._count.get(word, 0) + count

    def __getitem__(self, word: str) -> int:
        """How often the word stands in the book."""
        return self._count.get(word, 0)

    def harden(self, text: str) -> str:
        """A text with plain hyphens where the book's fonts give soft ones for them."""
        return text if self.soft else text.replace(SOFT_HYPHEN, "-")

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
        if is_word(whole):
            return False
        if left in HYPHENATING:
            return True
        return min(len(left), len(right)) >= SHORTEST_PART and self[left] >= 2 and self[right] >= 2


@cache
def is_word(word: str) -> bool:
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
    last = text[-1]
    if last not in AT_CUT:
        return f"{text} {line}"
    if last == SOFT_HYPHEN:
        return text[:-1] + line
    if last in HYPHENS:
        left, right = LAST_WORD.search(text.rpartition(" ")[2]), FIRST_WORD.match(line)
        if left and right:
            return (text if vocabulary.keeps_hyphen(left[1], right[0]) else text[:-1]) + line
        return text + line if left or line[:1].isdigit() else f"{text} {line}"
    return text + line if text[-2:-1] != " " else f"{text} {line}"


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return text.rstrip().rstrip(CLOSING)[-1:] in SENTENCE_END


def fold(text: str) -> str:
    """Letters and digits in lower case, everything else as single spaces: for comparing titles."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def sentence_around(text: str, at: int) -> str:
    """The sentence of a text that holds the character at `at`."""
    ends = [
        0,
        *(match.end() for match in SENTENCE_BREAK.finditer(text) if not ABBREVIATED.search(text[: match.start() + 1])),
        len(text),
    ]
    return next(text[start:end].strip() for start, end in pairwise(ends) if start <= at < end)
