"""Does an earlier pair say the same? The only judgement on which pairs are merged without a person.

Folding takes away letter case, spaces and punctuation, and nothing that could change the meaning: negations, numbers,
signs and the order of words stay. "increases" and "decreases" look alike to every similarity score; they never fold
together.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from emosapp_data.schema import QAPair, Reason, Verdict

MEANINGFUL = re.compile(
    r"[-+]?\d+(?:[.,:/]\d+)*"  # numbers: 1.5, 3,000, 9:30, -5
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"  # words: don't
    r"|[%°=<>±≤≥≠$€£+]"  # signs
)
"""What is left of a text when punctuation is taken away; 'well-being' and 'well being' are the same words."""


class ExactDuplicate:
    """Rejects every pair but the first of those that are equal after folding; each verdict names the one that stays."""

    name = "exact_duplicate"
    version = 1

    def judge_all(self, pairs: Iterable[QAPair]) -> Iterator[tuple[QAPair, Verdict]]:
        """Judge all pairs of a dataset, in their order."""
        first: dict[tuple[str, str], str] = {}
        for pair in pairs:
            survivor = first.setdefault((fold(pair.question), fold(pair.answer)), pair.id)
            if survivor == pair.id:
                yield pair, Verdict(check=self.name, version=self.version, passed=True)
            else:
                yield (
                    pair,
                    Verdict(
                        check=self.name,
                        version=self.version,
                        passed=False,
                        reason=Reason.EXACT_DUPLICATE,
                        detail=f"same as {survivor}",
                    ),
                )


def fold(text: str) -> str:
    """A text without letter case, spaces and punctuation, but with its negations, numbers, signs and word order."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'")
    return " ".join(MEANINGFUL.findall(text))
