"""Review without a server, from the command line, on the sample book."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from annotation.pseudonyms import Pseudonyms
from annotation.store import ReviewStore
from emosapp_data.cli.review.files import export_, import_
from emosapp_data.errors import EmosappError
from emosapp_data.schema import (
    ANSWER_SCALES,
    Decision,
    Round,
)
from emosapp_data.workspace import Workspace
from tests.annotation.files.desk import (
    ANSWERS,
)

app = typer.Typer()
app.command("export")(export_)
app.command("import")(import_)


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def edit(path: Path, change: Callable[[int, dict[str, str]], None]) -> None:
    """Open a table, change its rows and save it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    for number, row in enumerate(table):
        change(number, row)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(table)


def test_the_pairs_of_a_book_are_reviewed_in_a_spreadsheet(built, tmp_path):
    said = run("export", built.path, tmp_path / "out.csv", "--reviewer", "Anna", "--reviewer", "Bernd", "--share", 1)
    assert "out-anna.csv" in said
    assert "decision: accept, edit, reject" in said

    def judge(number: int, row: dict[str, str]) -> None:
        row["decision"] = ["accept", "reject", "edit", ""][number % 4]
        if row["decision"] == "edit":
            row["corrected_answer"] = row["answer"] + " Mostly."
            row["evidence_corrected"] = row["evidence"]  # copied, and not changed

    edit(tmp_path / "out-anna.csv", judge)
    edit(tmp_path / "out-bernd.csv", lambda number, row: row.update(decision="accept" if number else "reject"))
    said = run("import", built.path, tmp_path / "out-anna.csv", tmp_path / "out-bernd.csv")
    reviews = ReviewStore(built).reviews()
    count = len(rows(tmp_path / "out-bernd.csv"))
    assert len(reviews) == count + sum(number % 4 != 3 for number in range(count))
    edited = [review for review in reviews if review.decision is Decision.EDIT]
    assert edited
    assert all(review.corrected_answer.endswith(" Mostly.") and review.evidence is None for review in edited)
    assert len({review.reviewer for review in reviews}) == 2
    run("import", built.path, tmp_path / "out-anna.csv")
    assert ReviewStore(built).reviews() == reviews

    said = run("export", built.path, tmp_path / "disputed.csv", "--template", "adjudication", "--reviewer", "Owner")
    edit(tmp_path / "disputed.csv", lambda _, row: row.update(decision="reject"))
    run("import", built.path, tmp_path / "disputed.csv")
    final = [review for review in ReviewStore(built).reviews() if review.round is Round.ADJUDICATION]
    assert final
    assert all(review.owner and review.decision is Decision.REJECT for review in final)


def test_pairs_that_a_check_left_out_can_be_put_among_the_others_and_come_back(built, tmp_path):
    run("export", built.path, tmp_path / "all.csv", "--audit", 5, "--hide-checks")
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["checks"] for row in csv.DictReader(file)} == {""}
    edit(tmp_path / "all.csv", lambda _, row: row.update(decision="accept"))
    counts = json.loads(run("import", built.path, tmp_path / "all.csv", "--reviewer", "Anna", "--json"))[0]
    assert counts["merged"]["new"] == len(rows(tmp_path / "all.csv"))
    assert counts["problems"] == []


def rows(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["id"] for row in csv.DictReader(file, delimiter=";")]


def test_the_first_of_the_queue_for_a_german_spreadsheet(built, tmp_path):
    run("export", built.path, tmp_path / "first.csv", "--limit", 3, "--semicolons")
    assert len(rows(tmp_path / "first.csv")) == 3


def test_a_file_with_problems_ends_the_import_with_all_of_them_while_the_others_are_taken_in(built, tmp_path):
    run("export", built.path, tmp_path / "{reviewer}.csv", "--reviewer", "Anna", "--reviewer", "Bernd")
    edit(tmp_path / "anna.csv", lambda number, row: row.update(decision="perhaps" if number < 2 else ""))
    edit(tmp_path / "bernd.csv", lambda _, row: row.update(decision="accept"))
    with pytest.raises(EmosappError) as error:
        run("import", built.path, tmp_path / "anna.csv", tmp_path / "bernd.csv")
    lines = str(error.value).splitlines()
    assert [line.split(": ")[0] for line in lines[:2]] == [f"{tmp_path / 'anna.csv'}, row {row}" for row in (2, 3)]
    assert "--skip-bad" in lines[2]
    assert {review.reviewer for review in ReviewStore(built).reviews()} == {Pseudonyms.of(built.reviewer_key)("Bernd")}


def test_answers_are_rated_without_a_book(tmp_path):
    workspace = Workspace(tmp_path / "answers")
    lines = (answer.model_dump_json(include={"message", "answer", "model"}) + "\n" for answer in ANSWERS)
    (tmp_path / "answers.jsonl").write_text("".join(lines))
    run(
        "export",
        workspace.path,
        tmp_path / "rate.csv",
        "--template",
        "rating",
        "--group",
        "students",
        "--answers",
        tmp_path / "answers.jsonl",
    )
    edit(tmp_path / "rate.csv", lambda _, row: row.update(dict.fromkeys(ANSWER_SCALES, "4,0"), reviewer="Anna"))
    run("import", workspace.path, tmp_path / "rate.csv")
    assert len(ReviewStore(workspace).ratings()) == len(ANSWERS)


@pytest.mark.parametrize(
    "arguments",
    [("--template", "poem"), ("--answers", "answers.jsonl"), ("--template", "rating"), ("--template", "adjudication")],
)
def test_nothing_to_write_is_told(built, tmp_path, arguments):
    with pytest.raises(EmosappError):
        run("export", built.path, tmp_path / "out.csv", *arguments)
