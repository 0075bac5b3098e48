"""`emosapp evaluate judge`, as a user runs it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from annotation.answers import read_answers
from annotation.store import ReviewStore
from emosapp_data.cli.evaluate.judge import judge
from emosapp_data.errors import InputError
from emosapp_data.schema import ANSWER_SCALES, AnswerRating
from emosapp_data.workspace import Workspace
from evaluation.answers.record import answers_file
from evaluation.judge.judgement import read_judgements
from evaluation.judge.record import read_judged
from evaluation.judge.section import render
from tests.evaluation.judge import judges
from tests.evaluation.judge.test_exposing import write_answers
from tests.stub_server import Behaviour, StubServer


def run(behaviour: Behaviour, *arguments: object) -> tuple[str, int]:
    """What the command says, and how many calls it made."""
    app = typer.Typer()
    app.command()(judge)
    with StubServer(behaviour).running() as server:
        done = CliRunner().invoke(
            app, [*map(str, arguments), "--judge", "stub", "--base-url", server.url, "--quiet"], catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
        return done.output, len(server.requests)


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Answers of two models."""
    return [
        write_answers(tmp_path / "one", "one", lambda text: f"I hear you: {text}"),
        write_answers(tmp_path / "two", "two", lambda _: "Fine."),
    ]


def rated_by_people(workspace: Path, answers: Path) -> None:
    """Ratings of two people for every answer."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    ReviewStore(Workspace(workspace)).merge_ratings(
        AnswerRating(
            answer=answer.id,
            model=answer.model,
            item=answer.item,
            rater=rater,
            group="students",
            ratings=dict.fromkeys(ANSWER_SCALES, 1 + (at + (rater == "p2" and at % 4 == 0)) % 5),
            submitted=now,
        )
        for at, answer in enumerate(read_answers(answers))
        for rater in ("p1", "p2")
    )


def test_means_differences_and_the_verdict_are_printed_and_written(folders: list[Path], tmp_path: Path) -> None:
    said, _ = run(judges.HONEST, *folders, "-o", tmp_path / "judged")
    assert "one above two" in said
    assert "The judge is trusted." in said
    assert "not to be used" not in said
    judged = read_judged(tmp_path / "judged")
    assert [(model.name, model.answers) for model in judged.models] == [("one", 29), ("two", 29)]
    assert judged.command.startswith("emosapp evaluate judge ")
    # two models, ten controls of six kinds twice, five couples of controls and one of models in both orders
    assert len(read_judgements(tmp_path / "judged")) == 2 * 29 + 2 * 60 + 2 * 50 + 2 * 29


def test_figures_of_a_judge_that_is_none_are_marked_where_nothing_can_be_struck_through(
    folders: list[Path], tmp_path: Path
) -> None:
    said, _ = run(judges.ALWAYS_FIVE, *folders, "-o", tmp_path / "judged")
    assert "The judge is not to be used." in said
    assert said.count("not to be used: 5.00") == 8


def test_judging_again_asks_nothing(folders: list[Path], tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(judge)
    with StubServer(judges.HONEST).running() as server:
        given = [
            *map(str, folders),
            "--judge",
            "stub",
            "--base-url",
            server.url,
            "--quiet",
            "-o",
            str(tmp_path / "out"),
        ]
        for _ in range(2):
            assert CliRunner().invoke(app, given, catch_exceptions=False).exit_code == 0
            calls = len(server.requests)
        assert calls == len({request.key + str(request.body["seed"]) for request in server.requests})


def test_agreement_with_people_is_shown_beside_theirs(folders: list[Path], tmp_path: Path) -> None:
    rated_by_people(tmp_path / "workspace", answers_file(folders[0]))
    said, _ = run(judges.HONEST, folders[0], "-o", tmp_path / "judged", "--people", tmp_path / "workspace")
    assert "alpha, judge and people" in said
    found = read_judged(tmp_path / "judged").people
    assert [each.scale for each in found] == list(ANSWER_SCALES)
    assert "The judge is doubtful." in said  # it says the same of all answers, and people do not
    assert "its agreement with people may be chance" in said
    assert all(each.answers == 29 for each in found)
    assert all(each.people.value is not None and each.people.value > 0.5 for each in found)
    assert "people among themselves" in render(tmp_path / "judged")


def test_the_same_model_from_two_folders_is_refused(folders: list[Path], tmp_path: Path) -> None:
    again = write_answers(tmp_path / "again", "one", lambda text: text)
    with pytest.raises(InputError, match="give each model once"):
        run(judges.HONEST, folders[0], again, "-o", tmp_path / "judged")


def test_a_folder_without_answers_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing/answers\.jsonl: no such file"):
        run(judges.HONEST, tmp_path / "nothing", "-o", tmp_path / "judged")
