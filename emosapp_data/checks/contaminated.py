"""Does the pair hold an item of a benchmark on which models are to be measured?"""

from collections.abc import Sequence
from functools import cached_property

from emosapp_data.checks.base import TextCheck
from emosapp_data.contamination import Benchmark, ContaminationIndex, Overlap, OverlapKind, fingerprint
from emosapp_data.schema import Reason, Verdict

SHOWN = 120
"""Characters of the shared words that a verdict shows."""


class Contaminated(TextCheck):
    """Rejects a pair that holds a benchmark's item: word for word, nearly so, or a run of 13 words of it."""

    name = "contaminated"

    def __init__(self, benchmarks: Sequence[Benchmark]) -> None:
        """Set the benchmarks; they are indexed when the first pair is judged."""
        self.benchmarks = tuple(benchmarks)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the benchmarks and the method, for the parameters of the step that runs the check."""
        return fingerprint(self.benchmarks)

    @cached_property
    def _index(self) -> ContaminationIndex:
        return ContaminationIndex(item for benchmark in self.benchmarks for item in benchmark.items)

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer; the score is the share of the item that they hold."""
        found = self._index.find(question, answer)
        return self.passed(0.0) if found is None else self.reject(Reason.CONTAMINATED, _told(found), found.share)


def _told(found: Overlap) -> str:
    """Which item was found where, and by which words."""
    much = {
        OverlapKind.EXACT: f"the {found.where} is",
        OverlapKind.CONTAINED: f"the {found.where} contains",
        OverlapKind.NGRAM: f"the {found.where} holds {found.share:.0%} of",
    }[found.kind]
    shared = found.shared if len(found.shared) <= SHOWN else found.shared[: SHOWN - 1].rstrip() + "…"
    return f"{much} item {found.item.id} of {found.item.benchmark}: {shared!r}"
