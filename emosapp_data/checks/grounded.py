"""Does the book say so?"""

import re
from collections.abc import Mapping

from emosapp_data.checks.base import Check
from emosapp_data.schema import Passage, QAPair, Reason, Verdict

WORD = re.compile(r"[^\W_]+(?:[-’'./][^\W_]+)*")
GRAMMAR = frozenset(
    "a an the is are was were be of in to and or it they this that means mean called also known as for with who which what does do true false".split()
)
"""Words that an answer may add to its quotes without saying more than they do."""


class Grounded(Check):
    """Rejects a pair whose quotes do not stand word for word in their passages, or whose answer says more than they do.

    The score is the share of the answer's words that stand in its quotes or in the question as the book prints it.
    """

    name = "grounded"

    def __init__(self, least_support: float) -> None:
        """Set the least share of the answer's words that must be supported."""
        self.least_support = least_support

    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair."""
        for evidence in pair.evidence:
            passage = passages.get(evidence.passage)
            if passage is None:
                return self.reject(Reason.NOT_GROUNDED, f"passage {evidence.passage} does not exist")
            if passage.text[evidence.start : evidence.end] != evidence.quote:
                return self.reject(
                    Reason.NOT_GROUNDED,
                    f"{evidence.quote[:60]!r} does not stand at {evidence.start} in {evidence.passage}",
                )
        quoted = {
            word for text in (*(evidence.quote for evidence in pair.evidence), pair.question) for word in _words(text)
        }
        said = [word for word in _words(pair.answer) if word not in GRAMMAR]
        unsupported = [word for word in said if word not in quoted]
        support = 1 - len(unsupported) / len(said) if said else 1.0
        if support < self.least_support:
            return self.reject(
                Reason.NOT_GROUNDED, f"not in the quotes: {', '.join(unsupported[:8])}", round(support, 4)
            )
        return self.passed(round(support, 4))


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]
