"""What a file looks like that people are to fill in."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.files.cells import protect, unprotect
from annotation.files.columns import FILLED_IN, instructions
from annotation.files.guidelines import write_guidelines
from annotation.files.importing import Known
from annotation.item import AlikeNote, CheckNote, Opinion, Quote, ReviewItem
from annotation.template import Template
from emosapp_data.schema import (
    Decision,
    Flag,
    Issue,
    Round,
    Span,
)
from tests.annotation.files.desk import (
    ITEM,
    PASSAGE,
    Desk,
    pair_of,
)


def test_a_table_opens_in_spreadsheet_programs_and_first_shows_what_is_read_then_what_is_filled_in(desk):
    desk.exported()
    assert desk.path.read_bytes().startswith(b"\xef\xbb\xbfid,question,answer,evidence,passage,citation,link,")
    with desk.path.open(encoding="utf-8-sig", newline="") as file:
        first, second = csv.DictReader(file)
    assert list(first)[-len(FILLED_IN) :] == list(FILLED_IN)
    assert (first["id"], second["id"]) == ("pair-1", "pair-2")
    assert first["passage"] == PASSAGE.replace("Sleep mends the mind.", "⟦Sleep mends the mind.⟧")
    assert first["evidence"] == "Sleep mends the mind."
    assert [first[name] for name in FILLED_IN] == ["Anna", *[""] * (len(FILLED_IN) - 1)]


def test_the_table_shows_checks_flags_near_duplicates_other_quotes_and_in_adjudication_what_was_said(desk):
    item = ITEM.model_copy(
        update={
            "round": Round.ADJUDICATION,
            "checks": (CheckNote(check="support", says="0.50 of 1"),),
            "flags": (Flag.SUICIDE,),
            "alike": (
                AlikeNote(pair="pair-9", question="Who?", answer="I.", differences=("number",), here="2", there="3"),
            ),
            "quotes": (Quote(role="key", text="1 a", pages="p. 9"),),
            "why": "the reviewers do not agree",
            "opinions": (Opinion(reviewer="A", decision=Decision.REJECT, issues=(Issue.VAGUE,), comment="too wide"),),
        }
    )
    desk.exported(item, template=Template.ADJUDICATION)
    with desk.path.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["checks"] == "support: 0.50 of 1"
    assert row["flags"] == "speaks of suicide"
    assert row["near_duplicates"] == "pair-9\nQ: Who?\nA: I.\ndiffers in: number\nonly here: 2; only there: 3"
    assert row["other_quotes"] == "key (p. 9): 1 a"
    assert (row["why"], row["round"]) == ("the reviewers do not agree", "adjudication")
    assert row["opinions"] == "A: reject\nissues: vague\ncomment: too wide"


def test_json_lines_hold_the_item_and_an_empty_review(tmp_path):
    desk = Desk(tmp_path, "review.jsonl").exported(ITEM.model_copy(update={"audited": True}))
    record = json.loads(desk.path.read_text(encoding="utf-8"))
    assert set(record["review"]) == set(FILLED_IN)
    assert record["review"]["reviewer"] == "Anna"
    assert record["review"]["decision"] is None
    del record["review"]
    assert ReviewItem.model_validate(record) == ITEM, "that a check left the pair out is told to nobody"


def test_no_cell_can_be_taken_for_a_formula(desk):
    desk.exported(ITEM.model_copy(update={"question": "=HYPERLINK(1)", "answer": "- one\n- two", "citation": "\t@x"}))
    with desk.path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@given(st.text() | st.from_regex(r"'*\s*[=+\-@].*") | st.from_regex(r"'*[\d./ -]*(May)?"))
def test_protection_can_be_undone(text):
    assert unprotect(protect(text)) == unprotect(protect(text, value=True)) == text
    assert not protect(text).lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", ["007", "1-2", "3.10", "1/2", "50 %", "5 May", "May 2020", "12. Dez", "TRUE", "1e5"])
def test_what_would_become_a_number_or_a_date_is_protected_but_where_one_is_asked_for(text):
    assert protect(text) == "'" + text
    assert protect(text, value=True) == text


@pytest.mark.parametrize("text", ["", "May", "7 steps", "In 1908", "Marching 3 abreast", "true love", "e", "12 people"])
def test_other_texts_are_left_as_they_are(text):
    assert protect(text) == text


def test_a_very_long_passage_is_cut_where_a_spreadsheet_would_spill_it_and_is_still_whole_on_the_way_back(tmp_path):
    passage = "A word. " * 10_000 + "The end."
    item = ITEM.model_copy(update={"passage": passage})
    desk = Desk(tmp_path, known=Known({ITEM.id: pair_of(item)}, {})).exported(item)
    desk.filled({"decision": "edit", "evidence_corrected": "The end."})
    assert desk.review().evidence == (Span(start=80_000, end=80_008),)


@pytest.mark.parametrize("template", Template)
def test_guidelines_for_work_in_files_stand_beside_them_and_nothing_there_is_written_over(tmp_path, template):
    written = write_guidelines(tmp_path / "out.csv", template)
    text = written.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "{address}" not in text
    assert "Keys" not in text
    assert all(f"**{name}**" in text for name, _ in instructions(template))
    written.write_text("my own")
    assert write_guidelines(tmp_path / "out.csv", template).read_text() == "my own"
