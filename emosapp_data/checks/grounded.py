"""Do the quotes stand in the book?"""

from collections.abc import Mapping

from emosapp_data.checks.base import Check
from emosapp_data.schema import Passage, QAPair, Reason, Verdict


class Grounded(Check):
    """Rejects a pair whose quotes do not stand word for word, at the place they name, in their passages."""

    name = "grounded"
    version = 2

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
        return self.passed()
