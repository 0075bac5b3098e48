"""Replies are read strictly where they keep to their form, and tolerantly where they do not; nothing half is taken for whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.generation.drafts import Draft, DraftReply, parse, reply_form

ONE = {"quote": "Sleep helps.", "kind": "knowledge", "question": "What does sleep do?", "answer": "It helps."}
TWO = {"quote": "Rest helps.", "kind": "student", "question": "Does rest help me?", "answer": "Yes, it does."}
BOTH = [Draft(**ONE), Draft(**TWO)]
REPLY = json.dumps({"pairs": [ONE, TWO]})


@pytest.mark.parametrize(
    "text",
    [
        REPLY,
        f"```json\n{REPLY}\n```",
        f"Here are your pairs:\n\n{REPLY}\n\nI hope they help!",
        f"<think>They want {{two}} pairs [maybe].</think>{REPLY}",
        json.dumps([ONE, TWO]),
        json.dumps({"questions": [ONE, TWO]}),
        json.dumps({"reply": {"x": 1}, "result": [ONE, TWO]}),
        REPLY.replace("]}", ",]}"),
        REPLY.replace('"', "'"),
        REPLY.replace("{", "{\n  "),
    ],
    ids="as asked|fenced|between words|thoughts|bare list|other name|nested|comma|single quotes|spread".split("|"),
)
def test_both_pairs_are_found(text):
    parsed = parse(text, cut_off=False)
    assert parsed.drafts == BOTH
    assert parsed.problem is None


@pytest.mark.parametrize(
    "text", ["", "   ", "No.", "[1, 2]", '{"pairs": []}', '{"pairs": 3}', "null", '{"a": {"b": []}}', "[" * 100_000]
)
def test_a_reply_without_pairs_says_so(text):
    parsed = parse(text, cut_off=False)
    assert parsed.drafts == []
    assert parsed.problem


@given(st.integers(min_value=0, max_value=len(REPLY) - 1))
def test_of_a_reply_that_breaks_off_only_whole_pairs_are_taken(length):
    parsed = parse(REPLY[:length], cut_off=True)
    whole = [draft for draft in parsed.drafts if not draft.missing]
    assert whole in ([], BOTH[:1])
    assert (parsed.problem is None) == bool(whole)


def test_a_pair_without_its_quote_is_a_draft_that_names_what_is_missing():
    parsed = parse(json.dumps({"pairs": [ONE, {"question": "Why?", "answer": 3}]}), cut_off=False)
    assert [draft.missing for draft in parsed.drafts] == [[], ["quote", "answer"]]


@given(st.text())
def test_whatever_a_model_says_reading_it_never_fails(text):
    parsed = parse(text, cut_off=False)
    assert (parsed.problem is None) == any(not draft.missing for draft in parsed.drafts)


def test_the_form_asks_for_the_kinds_of_the_call_and_takes_no_other_field():
    form = reply_form(("knowledge", "student", "knowledge"), 300)
    pair = form.schema["$defs"]["DraftPair"]
    assert list(pair["properties"]) == ["quote", "kind", "question", "answer"]
    assert pair["properties"]["kind"]["enum"] == ["knowledge", "student"]
    assert pair["properties"]["quote"]["maxLength"] == 300
    assert pair["additionalProperties"] is False
    assert form.schema["properties"]["pairs"]["maxItems"] == 3
    assert "maxLength" not in json.dumps(reply_form(("knowledge",), None).schema)
    assert DraftReply.model_validate_json(REPLY)
