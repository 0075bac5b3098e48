"""Folds a text so that its words can be compared: letter case, accents, look-alikes and spaced letters aside."""

import re
import unicodedata

LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁԛһӏкмтвн", "aeopcyxijsdqhlkmtbh", strict=True)),  # Cyrillic
        **dict(zip("αεορτυχικνμη", "aeoptuxikvmn", strict=True)),  # Greek
        **dict.fromkeys("’‘ʼ`´ʹ＇", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ı": "i",
        "ø": "o",
        "ß": "ss",
    }
)
"""Letters that look like a Latin one: the common ones of Unicode Technical Standard 39's confusables, and all apostrophes and dashes."""
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]"
)
"""Characters that take no room on the page but break a word for a search: soft hyphens, joiners, direction marks."""
SPACED = re.compile(r"(?<![\w'])[a-z](?:[ ._*-][a-z]){3,}(?![\w'])")
"""Four letters or more that stand one by one: 's u i c i d e'."""
IN_A_WORD = re.compile(r"(?<=[a-z])[013457@$!|](?=[a-z])")
"""Digits and signs that stand for a letter inside a word: 'su1cide'."""
STANDS_FOR = dict(zip("013457@$!|", "oieastasil", strict=True))
SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """A text in small plain Latin letters with single spaces; meant for searching, not for printing."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", UNSEEN.sub("", text))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = SPACE.sub(" ", text.lower()).replace("`", "'")
    if not text.isascii():
        text = text.translate(LOOK_ALIKES)
    text = SPACED.sub(lambda match: re.sub(r"[ ._*-]", "", match[0]), text)
    return IN_A_WORD.sub(lambda match: STANDS_FOR[match[0]], text)
