"""Records are frozen, refuse what they do not know, and keep their id only as long as their content."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from emosapp_data.schema import (
    Block,
    BlockKind,
    Citation,
    Evidence,
    EvidenceRole,
    Origin,
    PageRef,
    Passage,
    PassageKind,
    QAPair,
    Reason,
    Span,
    Verdict,
    json_schemas,
)

PAGE = PageRef(pdf=12, label="8")
CITATION = Citation(
    book="book-1",
    title="A Book",
    section=("1 Stress", "1.2 Coping"),
    first_page=PAGE,
    last_page=PAGE,
    span=Span(start=0, end=9),
)


def a_passage(text: str) -> Passage:
    return Passage.create(
        text=text, kind=PassageKind.PROSE, citation=CITATION, blocks=((0, "b00001"),), page_starts=((0, PAGE),)
    )


def a_pair(question: str = "What is coping?", answer: str = "Dealing with demands.") -> QAPair:
    evidence = Evidence(
        role=EvidenceRole.ANSWER, passage="passage-1", quote="dealing", start=3, end=10, first_page=PAGE, last_page=PAGE
    )
    origin = Origin(generator="textbook", version=1, element="term-1", pattern="bare")
    return QAPair.create(question=question, answer=answer, evidence=(evidence,), citation=CITATION, origin=origin)


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_pair_survives_the_way_through_json(question, answer):
    pair = a_pair(question, answer)
    assert QAPair.model_validate_json(pair.to_json()) == pair


@given(st.text(min_size=1))
def test_a_passage_survives_the_way_through_json(text):
    passage = a_passage(text)
    assert Passage.model_validate_json(passage.to_json()) == passage


def test_a_pair_whose_text_was_changed_is_refused():
    data = json.loads(a_pair().to_json())
    data["answer"] = "Giving up."
    with pytest.raises(ValidationError, match="does not match the content"):
        QAPair.model_validate(data)


def test_the_id_depends_on_the_content_and_on_nothing_else():
    pair = a_pair()
    verdict = Verdict(check="length", version=1, passed=True)
    assert a_pair().id == pair.id
    assert a_pair(answer="Another.").id != pair.id
    assert QAPair.model_validate(pair.model_copy(update={"verdicts": (verdict,)}).model_dump()).id == pair.id


def test_records_cannot_be_changed_and_refuse_unknown_fields():
    pair = a_pair()
    with pytest.raises(ValidationError):
        pair.question = "What?"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        PageRef.model_validate({"pdf": 1, "lable": "1"})


def test_a_quote_must_be_as_long_as_its_span():
    with pytest.raises(ValidationError, match="cannot span"):
        Evidence(role=EvidenceRole.ANSWER, passage="p", quote="abc", start=0, end=5, first_page=PAGE, last_page=PAGE)


def test_a_failed_verdict_needs_a_reason_and_a_passed_one_has_none():
    for passed, reason in ((True, Reason.TOO_LONG), (False, None)):
        with pytest.raises(ValidationError, match="reason"):
            Verdict(check="length", version=1, passed=passed, reason=reason)


def test_pages_are_written_as_one_cites_them():
    def cited(*pages: PageRef) -> str:
        return CITATION.model_copy(update={"first_page": pages[0], "last_page": pages[-1]}).pages

    assert cited(PageRef(pdf=12, label="12")) == "p. 12"
    assert cited(PageRef(pdf=12, label="8")) == "p. 8 (PDF p. 12)"
    assert cited(PageRef(pdf=3, label="iii"), PageRef(pdf=4, label="iv")) == "pp. iii–iv (PDF pp. 3–4)"
    assert cited(PageRef(pdf=7)) == "PDF p. 7"


def test_every_reason_has_an_explanation_in_words():
    assert all(" " in reason.explanation for reason in Reason)


def test_json_schemas_describe_every_field_in_words():
    schemas = json_schemas()
    assert {"Block", "Passage", "QAPair", "Verdict", "Release"} <= schemas.keys()
    for name, schema in schemas.items():
        undescribed = [field for field, value in schema["properties"].items() if "description" not in value]
        assert not undescribed, name


def test_a_block_shows_its_marker_as_a_reader_sees_it():
    block = Block(id="b00000", book="book-1", kind=BlockKind.CHOICE, text="to run", page=1, last_page=1, marker="b.")
    assert block.printed == "b. to run"
