"""Files as spreadsheet programs save them, and what is told of those that cannot be used."""

import csv
import json

import pytest

from annotation.files.importing import Known
from annotation.store import Merged
from emosapp_data.schema import (
    Issue,
)
from tests.annotation.files.desk import (
    ITEM,
    OTHER,
    Desk,
    pair_of,
)


@pytest.mark.parametrize(
    "form",
    [
        {"encoding": "utf-16", "delimiter": "\t"},
        {"encoding": "utf-8"},
        {"encoding": "cp1252", "delimiter": ";"},
        {"quoting": csv.QUOTE_ALL, "lineterminator": "\n"},
    ],
)
def test_tables_are_read_as_excel_libreoffice_and_google_save_them(tmp_path, form):
    item = ITEM.model_copy(update={"question": "Was heißt „≥ 3“ — und 😀?"})
    desk = Desk(tmp_path, known=Known({item.id: pair_of(item)}, {})).exported(item)
    desk.saved(fill=({"decision": "edit", "corrected_answer": "Größe; Maß, „so“"},), **form)
    assert desk.review().corrected_answer == "Größe; Maß, „so“"
    assert desk.take().encoding == {"utf-8": "utf-8", "utf-16": "utf-16", "cp1252": "cp1252"}.get(
        form.get("encoding"), "utf-8-sig"
    )


def test_columns_may_stand_in_any_order_among_others_and_be_spelt_otherwise(desk):
    desk.exported()
    with desk.path.open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    table = [
        ["Corrected Answer", "My notes", "DECISION", "id", "Reviewer"],
        ["Rest.", "!", "edit", first["id"], "Anna"],
    ]
    with desk.path.open("w", newline="") as file:
        csv.writer(file).writerows(table)
    assert desk.review().corrected_answer == "Rest."
    assert desk.take().notes == (f"{desk.path}: column 'My notes' means nothing here and was not read",)


def test_empty_rows_count_for_the_number_that_is_shown(desk):
    desk.path.write_text("id,decision,reviewer\n\n,,\npair-1,maybe,Anna\n")
    assert (
        desk.take()
        .problems[0]
        .startswith(f"{desk.path}, row 4: decision: 'maybe'; write accept, edit, reject, discard")
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "row 1 has no column id nor decision"),
        (b"id;name\n1;2\n", "row 1 has no column decision"),
        (b"id,decision,Decision\n", "more than one column decision"),
        (b'"id,""decision"""\n', "export again with --semicolons"),
        (b'id,decision\n"pair-1,accept\n', "not readable as CSV"),
        (b"id,decision\n\x81,\n", "save it as 'CSV UTF-8'"),
    ],
)
def test_a_file_that_is_no_such_table_is_told_with_what_to_do(desk, content, says):
    desk.path.write_bytes(content)
    assert says in desk.take().problems[0]


@pytest.mark.parametrize("name", ["missing.csv", "review.xlsx"])
def test_a_missing_file_and_another_ending_are_told(desk, name):
    assert name in desk.take(desk.path.with_name(name)).problems[0]


def test_all_problems_of_a_file_are_told_with_row_and_remedy_and_nothing_of_it_is_imported(desk):
    desk.exported(ITEM, OTHER)
    desk.saved(
        fill=(
            {"decision": "yes", "factuality": "4.5", "issues": "bad, vague", "question": "What mends us?"},
            {"decision": "accept"},
        ),
    )
    taken = desk.take()
    place = f"{desk.path}, row 2: "
    assert [problem.removeprefix(place) for problem in taken.problems] == [
        "question was changed in place; put the new text into corrected_question, and empty this cell"
        " (if it is another row's, undo the sorting)",
        "decision: 'yes'; write accept, edit, reject, discard, or nothing",
        "factuality: '4.5'; write a whole number from 1 to 5, or nothing",
        f"issues: 'bad'; write any of {', '.join(Issue)}",
    ]
    assert not taken.imported
    assert desk.store.reviews() == []


def test_an_unknown_pair_and_a_missing_id_are_problems(desk):
    desk.path.write_text("id,decision,reviewer\npair-9,accept,Anna\n,accept,Anna\n")
    first, second = desk.take().problems
    assert "id: 'pair-9' is no pair of this workspace" in first
    assert second.endswith("id: empty")


def test_the_wrong_rows_are_set_aside_on_request_and_can_be_mended_there(either):
    either.exported().filled({"decision": "maybe", "comment": "=so"}, {"decision": "accept"})
    taken = either.take(skip_bad=True)
    assert (taken.imported, taken.merged, taken.rejected_rows) == (True, Merged(new=1), 1)
    assert taken.rejected == either.path.with_name(f"review.rejected{either.path.suffix}")
    aside = Desk(either.path.parent, taken.rejected.name)
    text = aside.path.read_text(encoding="utf-8-sig")
    assert "decision: 'maybe'; write accept" in text
    aside.path.write_text(text.replace(",maybe,", ",reject,").replace('"maybe"', '"reject"'), encoding="utf-8-sig")
    assert either.take(taken.rejected).problems == ()
    assert {review.pair: review.comment for review in either.store.reviews()} == {"pair-1": "=so", "pair-2": None}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[]", "no object with a field 'review'"),
        ('{"id": "pair-1"}', "no object with a field 'review'"),
        ('{"id": "pair-1", "review": {"decison": "accept"}}', "review.decison: no such field"),
        ('{"id": "pair-1", "review": {"decision": true}}', "decision: true cannot be read; write accept or edit"),
    ],
)
def test_a_line_that_is_no_review_is_told_and_set_aside(tmp_path, line, says):
    desk = Desk(tmp_path, "review.jsonl")
    desk.path.write_text(line + "\n")
    taken = desk.take(skip_bad=True)
    assert says in taken.problems[0]
    assert "line 1: " in taken.problems[0]
    assert taken.rejected is not None
    assert json.loads(taken.rejected.read_text())["problems"]
