"""What reviewers see and are asked, and how texts, offsets and places travel."""

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.argilla import texts
from annotation.argilla.client import User
from annotation.argilla.names import DatasetName, read_name
from annotation.argilla.offsets import padded, to_characters, to_units, unpadded
from annotation.argilla.order import places
from annotation.argilla.records import joined, pair_draft
from annotation.argilla.responses import Oddities, Reader
from annotation.argilla.templates import guidelines
from annotation.item import AlikeNote, CheckNote, Opinion, Quote
from annotation.pseudonyms import Pseudonyms
from annotation.server.access import Access
from annotation.template import Template
from emosapp_data.schema import ANSWER_SCALES, SCALES, Decision, Flag, Issue, Round, Span
from tests.annotation.argilla_desk import item

MIXED = st.text(alphabet=st.sampled_from("aé \n𝑥😀"), min_size=1, max_size=30)


@pytest.mark.parametrize("template", list(Template))
def test_guidelines_fit_and_say_what_matters(template: Template) -> None:
    text = guidelines(template, "/dataset/x")
    assert len(text) < 10_000, "Argilla takes no longer ones"
    assert "](/dataset/x)" in text
    assert "{" not in text
    for word in ("Discard", "pseudonym", "never published", "`Enter`", "`Ctrl` `S`", "Nothing is suggested"):
        assert word in text


@pytest.mark.parametrize("scale", [*SCALES, *ANSWER_SCALES])
def test_every_rating_has_anchors(scale: str) -> None:
    text = guidelines(Template.RATING if scale in ANSWER_SCALES else Template.PAIRS)
    _, _, after = text.partition(f"**{scale.capitalize()}**")
    assert [line[:3] for line in after.splitlines()[1:4]] == ["- 1", "- 3", "- 5"]


@given(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True), st.sampled_from(Template), st.integers(1, 20))
def test_a_datasets_name_can_be_read_back(name: str, template: Template, reviewers: int) -> None:
    parts = DatasetName(name, template, reviewers)
    assert read_name(str(parts)) == parts


def test_names_of_other_peoples_datasets_are_none_of_ours() -> None:
    assert read_name("knowledge-pairs") is None
    assert read_name("my-dataset") is None


@given(MIXED, st.data())
def test_spans_come_back_from_the_browser_as_they_went(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start=start, end=data.draw(st.integers(start + 1, len(text))))
    (units,) = to_units(text, [span])
    in_browser = text.encode("utf-16-le")[2 * units.start : 2 * units.end].decode("utf-16-le")
    assert in_browser == text[span.start : span.end]
    assert to_characters(text, [units]) == [span]
    assert units.end <= len(padded(text)), "the server would refuse it"


@given(MIXED, st.integers(0, 80), st.integers(0, 80))
def test_no_span_of_a_browser_lies_outside_the_text(text: str, one: int, other: int) -> None:
    (span,) = to_characters(text, [Span(start=min(one, other), end=max(one, other))])
    assert 0 <= span.start <= span.end <= len(text)


@given(MIXED)
def test_padding_is_taken_off_again(text: str) -> None:
    assert unpadded(padded(text)) == text


@given(st.lists(st.one_of(st.none(), st.integers(-10_000, 10_000)), max_size=40))
def test_places_increase_whatever_there_was(present: list[int | None]) -> None:
    found = places(present)
    assert len(found) == len(present)
    assert all(one < two for one, two in pairwise(found))


@given(st.lists(st.integers(0, 1000), unique=True, min_size=1, max_size=30), st.data())
def test_what_is_in_order_keeps_its_place(numbers: list[int], data: st.DataObject) -> None:
    present: list[int | None] = [1024 * number for number in sorted(numbers)]
    at = data.draw(st.integers(0, len(present)))
    new = data.draw(st.integers(1, 5))
    found = places([*present[:at], *[None] * new, *present[at:]])
    assert found[:at] + found[at + new :] == present


def test_one_pair_that_moves_moves_alone() -> None:
    before = places([None] * 6)
    moved = [before[5], *before[:5]]
    after = places(moved)
    assert after[1:] == before[:5]
    assert after[0] < after[1]


def test_where_there_is_no_room_all_move_apart() -> None:
    assert places([1, None, 2]) == [1024, 2048, 3072]


def test_nothing_from_a_book_or_a_model_is_taken_for_markup() -> None:
    evil = "<img src=x onerror=alert(1)> **bold** [link](javascript:alert(1)) | `code` &lt;"
    pair = item(
        1,
        passage=evil,
        evidence=(Span(start=0, end=len(evil)),),
        citation=evil,
        checks=(CheckNote(check="judge", says=evil),),
        quotes=(Quote(role="key", text=evil, pages="p. 1"),),
        alike=(AlikeNote(pair="pair-x", question=evil, answer=evil, here=evil),),
        opinions=(Opinion(reviewer="A", decision=Decision.ACCEPT, comment=evil),),
        why=evil,
    )
    for shown in (
        texts.source(pair),
        texts.notes(pair),
        texts.quotes(pair.quotes),
        texts.alike(pair),
        texts.opinions(pair),
    ):
        assert shown is not None
        assert "<img" not in shown
        assert "**bold**" not in shown
        assert "](javascript" not in shown


def test_what_there_is_nothing_to_say_of_is_left_out() -> None:
    assert set(pair_draft(item(1)).fields) == {"question", "answer", "passage", "source"}


def test_an_answer_that_is_the_evidence_is_said_to_be_it_and_not_shown_twice() -> None:
    same, other = texts.source(item(1)), texts.source(item(1, answer="It often helps."))
    assert same.startswith("**The answer, word for word:** A Book of Sleep")
    assert other.startswith("> Slow breathing calms the body\n\nA Book of Sleep")


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=8))
def test_marks_never_overlap_and_cover_the_same_characters(ends: list[tuple[int, int]]) -> None:
    spans = [Span(start=min(pair), end=max(pair)) for pair in ends]
    found = joined(spans)
    assert all(one.end <= two.start for one, two in pairwise(found))

    def characters(marks: list[Span]) -> set[int]:
        return {at for mark in marks for at in range(mark.start, mark.end)}

    assert characters(found) == characters(spans)


@given(MIXED, st.data())
def test_evidence_that_was_sent_as_it_was_prefilled_is_never_a_change(text: str, data: st.DataObject) -> None:
    starts = st.integers(0, len(text) - 1)
    spans = tuple(
        Span(start=start, end=data.draw(st.integers(start + 1, len(text))))
        for start in data.draw(st.lists(starts, max_size=3))
    )
    draft = pair_draft(item(1, passage=text, evidence=spans))
    sent = {name: {"value": value} for name, value in draft.suggestions.items()}
    sent["decision"] = {"value": "accept"}
    response = {"user_id": "u", "status": "submitted", "updated_at": "2026-01-02T03:04:05", "values": sent}
    reader = Reader({"u": User("u", "anna", "annotator")}, Pseudonyms(b"key"), Oddities())
    record = {"external_id": draft.id, "fields": draft.fields, "metadata": draft.metadata}
    review = reader.review(record, response, Round.REVIEW)
    assert (review.decision, review.evidence) == (Decision.ACCEPT, None)
    assert not reader.oddities


def test_flags_are_told_once() -> None:
    said = CheckNote(check="sensitive", says=Flag.SUICIDE.explanation)
    notes = texts.notes(item(1, flags=(Flag.SUICIDE,), checks=(said,)))
    assert notes == "**Please look:** speaks of suicide"


def test_the_passage_is_shown_closer_together_without_moving_a_character() -> None:
    text = "One.\n\nTwo.\nThree."
    assert len(texts.passage(text)) == len(text)
    assert texts.passage(text).split() == text.split()


def test_the_same_pair_makes_the_same_record_and_another_doubt_another_one() -> None:
    assert pair_draft(item(1)) == pair_draft(item(1))
    assert pair_draft(item(1)).content == pair_draft(item(1, rank=7)).content, "the place is no part of the content"
    assert pair_draft(item(1)).content != pair_draft(item(1, doubt=0.75)).content


def test_what_this_version_does_not_know_is_told_and_not_dropped_in_silence() -> None:
    oddities = Oddities()
    reader = Reader({"u": User("u", "anna", "annotator")}, Pseudonyms(b"key"), oddities)
    draft = pair_draft(item(1))
    values = {"decision": "postpone", "issues": ["wording", "boring"], "safety": 9}
    response = {
        "user_id": "u",
        "status": "submitted",
        "updated_at": "2026-01-02T03:04:05.678900",
        "values": {name: {"value": value} for name, value in values.items()},
    }
    review = reader.review(
        {"external_id": draft.id, "fields": draft.fields, "metadata": draft.metadata}, response, Round.REVIEW
    )
    assert (review.decision, review.issues, review.ratings) == (None, (Issue.WORDING,), {})
    assert review.submitted == datetime(2026, 1, 2, 3, 4, 5, 678900, tzinfo=UTC)
    assert sum(Counter(oddities).values()) == 3
    assert any("'boring'" in line for line in oddities.lines())


def test_neither_key_nor_name_is_printed() -> None:
    shown = repr(Access("http://x", "secret-key")) + repr(User("u", "anna", "annotator"))
    assert "secret-key" not in shown
    assert "anna" not in shown
