"""A quote stands in its passage word for word, at the place it names."""

from emosapp_data.checks.grounded import Grounded
from emosapp_data.schema import Evidence, EvidenceRole, Origin, QAPair, Reason
from tests.emosapp_data.test_schema import PAGE, a_passage

PASSAGE = a_passage("Coping is dealing with demands. The alarm reaction comes first.")


def pair(quote: str, start: int) -> QAPair:
    evidence = Evidence(
        role=EvidenceRole.ANSWER,
        passage=PASSAGE.id,
        quote=quote,
        start=start,
        end=start + len(quote),
        first_page=PAGE,
        last_page=PAGE,
    )
    origin = Origin(generator="model", version=1, element=PASSAGE.id, pattern="test")
    return QAPair.create(
        question="What is coping?", answer="It is.", evidence=(evidence,), citation=PASSAGE.citation, origin=origin
    )


def test_a_verbatim_quote_at_its_place_passes_whatever_the_answer_says():
    assert Grounded().judge(pair("Coping is dealing", 0), {PASSAGE.id: PASSAGE}).passed


def test_a_quote_at_another_place_or_with_another_word_is_rejected():
    for bad in (pair("Coping is dealing", 5), pair("Coping is fleeing", 0)):
        assert Grounded().judge(bad, {PASSAGE.id: PASSAGE}).reason is Reason.NOT_GROUNDED


def test_a_passage_that_does_not_exist_is_named():
    verdict = Grounded().judge(pair("Coping is dealing", 0), {})
    assert verdict.reason is Reason.NOT_GROUNDED
    assert PASSAGE.id in verdict.detail
