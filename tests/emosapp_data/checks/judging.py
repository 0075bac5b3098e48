"""Judges a question, an answer and a quote as a check would judge them in a build."""

from emosapp_data.checks.base import Check
from emosapp_data.schema import Evidence, EvidenceRole, Origin, QAPair, Verdict
from tests.emosapp_data.test_schema import PAGE, a_passage


def judge(check: Check, question: str, answer: str, quote: str, text: str | None = None) -> Verdict:
    """Judge a pair whose quote stands in a passage, which is the quote alone unless a text is given."""
    passage = a_passage(text or quote)
    start = passage.text.index(quote)
    evidence = Evidence(
        role=EvidenceRole.ANSWER,
        passage=passage.id,
        quote=quote,
        start=start,
        end=start + len(quote),
        first_page=PAGE,
        last_page=PAGE,
    )
    pair = QAPair.create(
        question=question,
        answer=answer,
        evidence=(evidence,),
        citation=passage.citation,
        origin=Origin(generator="model", version=1, element=passage.id, pattern="test"),
    )
    return check.judge(pair, {passage.id: passage})
