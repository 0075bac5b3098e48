"""What a check is: it judges one pair and gives its reason."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar

from emosapp_data.schema import Flag, Passage, QAPair, Reason, Verdict


class Check(ABC):
    """Judges pairs one by one. A changed check gets a new version, so that every pair is judged anew."""

    name: ClassVar[str]
    version: ClassVar[int] = 1

    @abstractmethod
    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair; `passages` holds the passages that its evidence names, by id."""

    def passed(self, score: float | None = None, flags: Sequence[Flag] = (), detail: str = "") -> Verdict:
        """The verdict that nothing speaks against the pair; flags ask for a person's decision."""
        return Verdict(
            check=self.name, version=self.version, passed=True, score=score, flags=tuple(flags), detail=detail
        )

    def reject(self, reason: Reason, detail: str, score: float | None = None) -> Verdict:
        """The verdict that the pair must not stay."""
        return Verdict(check=self.name, version=self.version, passed=False, reason=reason, detail=detail, score=score)


class TextCheck(Check):
    """A check that needs no passage: it can judge any question and answer, also those of other people's datasets."""

    @abstractmethod
    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""

    def judge(self, pair: QAPair, passages: Mapping[str, Passage]) -> Verdict:
        """Judge a pair."""
        return self.judge_text(pair.question, pair.answer)
