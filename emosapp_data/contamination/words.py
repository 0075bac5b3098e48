"""Normalisation for finding a benchmark's items again: what is left of a text when its dress is taken off.

`fold` of the exact-duplicate check keeps all that may change the meaning, because it merges pairs. Here the error to
fear is the other one, an item that hides behind a hyphen or "3,000": signs, accents and apostrophes go too.
"""

import re
import unicodedata

WORD = re.compile(
    r"\d+(?:[.,]\d+)*"  # 1.5
    r"|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # scripts without spaces: each sign is a word
    r"|[^\W\d_]+"
)
GLUE = re.compile(r"(?<=\w)-\s*\n\s*(?=[a-z])|['’‘ʼ`´]")
"""Hyphens at the end of lines, and apostrophes: "don't" and "dont" are one word."""
THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
SIGNS = str.maketrans({"%": " percent ", "&": " and ", "ı": "i"})
PER_CENT = re.compile(r"\bper cent\b")
SENTENCE_END = re.compile(r"[.?!:;](?=\s|$|[\"'”’)])|[\n“”\"]|_{2,}")
"""Where a sentence of a question ends: also at colons, quotation marks, new lines and blanks to be filled."""
NUMBERS = {
    name: str(number)
    for number, name in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}


def words(text: str) -> list[str]:
    """The words of a text in one form: without case, accents, punctuation and spaces, numbers in one format."""
    text = THOUSANDS.sub("", GLUE.sub("", text))
    if text.isascii():
        text = text.lower().translate(SIGNS)
    else:
        text = unicodedata.normalize("NFKC", text).casefold().translate(SIGNS)
        text = "".join(
            char
            for char in unicodedata.normalize("NFKD", text)
            if char.isascii() or unicodedata.category(char) not in {"Mn", "Cf"}
        )
    return [_number(word) for word in WORD.findall(PER_CENT.sub("percent", text))]


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; joined they are the words of the text, as long as no number is torn apart."""
    return [found for part in SENTENCE_END.split(text) if (found := words(part))]


def _number(word: str) -> str:
    """A number without zeros behind its point; number words up to twelve as digits."""
    if "." in word:
        return word.rstrip("0").rstrip(".") if word.count(".") == 1 else word
    return NUMBERS.get(word, word)
