"""May a dataset be made from the book at all?"""

from collections.abc import Mapping

from emosapp_data.checks.base import Check
from emosapp_data.licences import forbids_derivatives
from emosapp_data.schema import Passage, QAPair, Reason, Verdict


class Licence(Check):
    """Rejects pairs from books whose licence forbids derived works; an unknown licence only keeps a release private."""

    name = "licence"

    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair."""
        if forbids_derivatives(pair.licence):
            return self.reject(Reason.NO_DERIVATIVES, f"{pair.citation.title} is under {pair.licence}")
        return self.passed()
