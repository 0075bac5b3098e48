"""Is the pair a question and an answer at all, with nothing broken in them?"""

import re
import unicodedata
from itertools import pairwise

from emosapp_data.checks.base import TextCheck
from emosapp_data.schema import Reason, Verdict

REQUESTS = frozenset(
    """analyze analyse apply argue assess calculate choose clarify classify comment compare complete consider contrast
    create critique debate decide define demonstrate derive describe design determine develop differentiate discuss
    distinguish draw evaluate examine explain explore find formulate give identify illustrate imagine indicate interpret
    justify list match name outline predict prepare propose prove provide rank recall recommend reflect relate review
    select show sketch specify state suggest summarize summarise tell think trace true use what why how who when where
    which write""".split()
)
"""First words of a request that needs no question mark."""
PAIRED = {"(": ")", "[": "]", "“": "”"}
ENDINGS = (".", "?", "!", "”", ")", "…", '"')
LEFTOVER = re.compile(r"_{2,}|</?[a-z]+>|&(?:amp|lt|gt|nbsp);|\\[a-z]+\{|\[\s*\]")
REPEATED = re.compile(r"\b([^\W\d_]{2,})\s+\1\b", re.IGNORECASE)
RIGHTLY_REPEATED = frozenset({"that", "had"})


class WellFormed(TextCheck):
    """Rejects broken text: no question, unpaired brackets, gaps or markup left over, characters that could not be read."""

    name = "well_formed"

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""
        problem = _asks_nothing(question) or _unfinished(answer)
        for field, text in (("question", question), ("answer", answer)):
            problem = problem or (f"{field}: {broken}" if (broken := _broken(text)) else None)
        if not problem and (match := LEFTOVER.search(answer)):
            problem = f"answer: {match[0]!r} left over"
        return self.reject(Reason.MALFORMED, problem) if problem else self.passed()


def _asks_nothing(question: str) -> str | None:
    if question.lstrip("“(_ ")[:1].islower():
        return "the question does not start like a sentence"
    clauses = re.split(r"(?<=[.?!:,”])\s+", question.strip())
    requests = {clause.split()[0].strip("“(,").lower() for clause in clauses if clause.strip()}
    if "?" in question or requests & REQUESTS:
        return None
    return f"the question asks nothing: {clauses[-1][-60:]!r}"


def _unfinished(answer: str) -> str | None:
    if not answer.strip():
        return "the answer is empty"
    return None if answer.rstrip().endswith(ENDINGS) else f"the answer breaks off: {answer[-40:]!r}"


def _broken(text: str) -> str | None:
    if odd := next(
        (letter for letter in text if letter == "\ufffd" or unicodedata.category(letter) in ("Cc", "Co", "Cn")), None
    ):
        return f"unreadable character U+{ord(odd):04X}"
    for opening, closing in PAIRED.items():
        if text.count(opening) != text.count(closing):
            return f"unpaired {opening!r}"
    if (match := REPEATED.search(text)) and match[1].lower() not in RIGHTLY_REPEATED:
        return f"a word twice in a row: {match[0]!r}"
    if any(len(word) > 45 and not word.startswith(("http", "doi")) for word in text.split()):
        return "a word of more than 45 letters"
    hyphen = next(
        (
            f"{left} {right}"
            for left, right in pairwise(text.split())
            if len(left) > 2 and left.endswith("-") and right not in ("and", "or", "to")
        ),
        None,
    )
    return f"a word cut in two: {hyphen!r}" if hyphen else None
