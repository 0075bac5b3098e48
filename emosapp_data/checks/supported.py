"""Does the evidence say what the answer says?"""

from collections.abc import Mapping

from emosapp_data.checks.base import Check
from emosapp_data.checks.support import comparisons, exchanges, names, negations, numbers, opposites, roles, terms
from emosapp_data.checks.support.case import case_of
from emosapp_data.checks.support.news import find as find_news
from emosapp_data.schema import Passage, QAPair, Reason, Verdict


class Supported(Check):
    """Rejects an answer that says what its evidence does not: a number, a name, a negation, an opposite, a claim.

    The quotes are the evidence; the passage around them, its headings and the question count as far as they only name
    things. The score is how well the answer is supported, from 0 to 1; the lowest that pass are the most doubtful.
    """

    name = "supported"
    version = 4

    def __init__(self, most_new: float) -> None:
        """Set how much may be new in a clause: about the number of nouns that nothing in the evidence or the question is like."""
        self.most_new = most_new

    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair."""
        case = case_of(pair, passages)
        support = 1.0
        for finder in (numbers, names, negations, opposites, comparisons, terms, exchanges, roles):
            finding = finder.find(case)
            if finding and finding.support == 0:
                return self.reject(Reason.UNSUPPORTED, finding.detail, 0.0)
            support = min(support, finding.support) if finding else support
        finding = find_news(case, self.most_new)
        if finding and finding.detail:
            return self.reject(Reason.UNSUPPORTED, finding.detail, round(finding.support, 4))
        support = min(support, finding.support) if finding else support
        return self.passed(round(support, 4))
