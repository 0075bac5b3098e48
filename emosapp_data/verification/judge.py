"""The judge: a model that sees passage, quote, question and answer, and whose verdict and reason are kept."""

from pydantic import Field

from emosapp_data.models.reply import Message
from emosapp_data.schema import EvidenceRole, Passage, QAPair, Reason, Verdict
from emosapp_data.verification.base import CheckReply, ModelCheck

BEST = 5


class JudgeReply(CheckReply):
    """What the judge says; the reason comes first, so that the rest follows from it."""

    reason: str
    supported: bool
    answers_question: bool
    self_contained: bool
    score: int = Field(ge=1, le=BEST)


class Judge(ModelCheck[JudgeReply]):
    """Rejects a pair that the judge finds wrong, or worse than asked for; the score is the judge's, from 0.2 to 1."""

    name = "judge"
    reply = JudgeReply

    def __init__(self, least: int) -> None:
        """Set the least score, from 1 to 5."""
        super().__init__()
        self.least = least

    def messages(self, pair: QAPair, passage: Passage) -> list[Message]:
        """Everything there is to see."""
        quotes = [evidence.quote for evidence in pair.evidence if evidence.role is EvidenceRole.ANSWER]
        return self.prompt.messages(
            passage=passage.text, quote=" […] ".join(quotes), question=pair.question, answer=pair.answer
        )

    def judge(self, pair: QAPair, reply: JudgeReply) -> Verdict:
        """The judge's word as a verdict."""
        faults = [
            name.replace("_", " ")
            for name, fine in (
                ("not_supported", reply.supported),
                ("does_not_answer_the_question", reply.answers_question),
                ("not_self_contained", reply.self_contained),
                (f"scored_{reply.score}_of_{BEST}", reply.score >= self.least),
            )
            if not fine
        ]
        return Verdict(
            check=self.name,
            version=self.version,
            passed=not faults,
            reason=Reason.JUDGED_WRONG if faults else None,
            detail=f"{', '.join(faults)}: {reply.reason}" if faults else reply.reason,
            score=reply.score / BEST,
        )
