"""Folding: a text without what makes no difference to its meaning, so that equal texts can be merged by machine.

Letter case, spaces and punctuation go. Negations, numbers, signs, symbols and the order of words stay: "increases" and
"decreases" look alike to every similarity score; they never fold together, and neither do -5 and 5, or ↑ and ↓.
"""

import re
import unicodedata

TOKEN = re.compile(
    r"(?P<number>(?:-\s?|\+)?(?:(?<![^\s(=<>+-])\.)?\d+(?:[.,:/]\d+)*)"  # 1.5, .05, 3,000, 9:30, -5, - 5
    r"|(?P<no>\bno(?=[,.;:!]\s*[^\W_]))"  # "No, stress helps." denies something else than "No stress helps."
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"  # don't
    r"|(?P<sign>[^\w\s])"
)
"""What may be left of a text; 'well-being' and 'well being' are the same words."""
RAISED = {raised: f"^{unicodedata.normalize('NFKC', raised)}" for raised in "⁰¹²³⁴⁵⁶⁷⁸⁹"}
"""10² is not 102."""
ALIKE = str.maketrans(RAISED | dict.fromkeys("⁻−–‒‐‑", "-") | dict.fromkeys("’‘", "'"))
"""Signs that are printed in many ways."""
SIGNS = frozenset("%‰^")
"""Signs that Unicode takes for punctuation."""
SYMBOLS = frozenset({"Sm", "Sc", "So"})
"""Unicode's mathematical, currency and other symbols."""
SAY_NOTHING = frozenset("©®|`´¨¯¸")


def fold(text: str) -> str:
    """A text without letter case, spaces and punctuation, but with its negations, numbers, signs and word order."""
    text = unicodedata.normalize("NFKC", text.translate(ALIKE)).casefold().translate(ALIKE)
    return " ".join(filter(None, map(_kept, TOKEN.finditer(text))))


def _kept(match: re.Match[str]) -> str:
    token = match[0]
    if match["number"]:
        return "".join(token.split())
    if match["no"]:
        return "no,"
    if match["sign"]:
        symbol = unicodedata.category(token) in SYMBOLS and token not in SAY_NOTHING
        return token if token in SIGNS or symbol else ""
    return token
