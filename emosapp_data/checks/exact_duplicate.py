"""Does another pair say the same? The only judgement on which pairs are merged without a person."""

from collections.abc import Iterator, Sequence

from emosapp_data.checks.folding import fold
from emosapp_data.schema import QAPair, Reason, Verdict

SUPPORTING = frozenset({"quote", "supported", "round_trip", "judge"})
"""Checks whose score says how well a pair is supported."""


class ExactDuplicate:
    """Of pairs that are equal after folding, rejects all but the best supported; each verdict names the one that stays."""

    name = "exact_duplicate"
    version = 2

    def judge_all(self, pairs: Sequence[QAPair]) -> Iterator[tuple[QAPair, Verdict]]:
        """Judge all pairs of a dataset, in their order; of those equally well supported the first stays."""
        best: dict[tuple[str, str], QAPair] = {}
        for pair in pairs:
            key = _key(pair)
            if key not in best or support(pair) > support(best[key]):
                best[key] = pair
        for pair in pairs:
            survivor = best[_key(pair)]
            yield pair, self._same_as(survivor) if survivor is not pair else self._passed()

    def _passed(self) -> Verdict:
        return Verdict(check=self.name, version=self.version, passed=True)

    def _same_as(self, survivor: QAPair) -> Verdict:
        return Verdict(
            check=self.name,
            version=self.version,
            passed=False,
            reason=Reason.EXACT_DUPLICATE,
            detail=f"same as {survivor.id}",
        )


def support(pair: QAPair) -> float:
    """How well a pair is supported: the least score that a check of its evidence, or a model, has given it."""
    scores = [verdict.score for verdict in pair.verdicts if verdict.score is not None and verdict.check in SUPPORTING]
    return min(scores, default=1.0)


def _key(pair: QAPair) -> tuple[str, str]:
    return fold(pair.question), fold(pair.answer)
