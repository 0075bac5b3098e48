"""`emosapp evaluate run`: every answer is on record, and who is killed goes on to the same figures."""

import json
import os
import signal
import subprocess
import time

import pytest

pytest.importorskip("torch")
pytest.importorskip("lm_eval")

from evaluation.record import Kind, read_evaluation, read_predictions
from tests.cli import command, emosapp
from tests.evaluation import files
from tests.export.small import plain_cut, smollm2  # noqa: F401 - fixtures
from tests.stub_server import Answer, StubServer


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    files.mhqa(folder, 40)
    files.dreaddit(folder, 30)
    files.winogrande(folder)
    return folder


@pytest.fixture(scope="module")
def undisturbed(plain_cut, data, tmp_path_factory):  # noqa: F811
    out = tmp_path_factory.mktemp("results") / "cut"
    done = emosapp("evaluate", "run", plain_cut, "--data", data, "-o", out)
    assert done.returncode == 0, done.stderr
    return out, done


def test_a_run_tells_what_it_asked_and_what_came_out(undisturbed):
    out, done = undisturbed
    found = read_evaluation(out)
    assert [(each.name, each.items) for each in found.benchmarks] == [("mhqa", 39), ("dreaddit", 29), ("winogrande", 1)]
    assert "mhqa: 1 answer_disagrees (kept), 1 answer_disagrees; 39 items can be asked" in done.stdout
    assert "dreaddit: 1 repeated; 29 items can be asked" in done.stdout
    assert found.model.kind is Kind.CHECKPOINT
    assert {each.metric for each in found.scores} == {"accuracy", "f1", "f1_macro", "f1_weighted"}
    assert str(out) in found.command
    assert "git" not in done.stderr


def test_who_takes_the_same_choice_whatever_is_asked_is_told(data, tmp_path):
    with StubServer(lambda _: Answer(text="The answer is A.")).running() as server:
        done = emosapp("evaluate", "run", "stub", "--base-url", server.url, "--data", data, "-o", tmp_path / "same")
    assert "Mind      mhqa write: it takes choice 1 on 39 of 39 items, whatever is asked" in done.stdout
    assert len(read_evaluation(tmp_path / "same").one_sided) == 2


def test_scores_are_those_of_the_predictions(undisturbed):
    out, _ = undisturbed
    predictions = list(read_predictions(out))
    assert len(predictions) == 3 * (39 + 29 + 1)
    for score in read_evaluation(out).scores:
        rows = [
            each for each in predictions if each.benchmark == score.benchmark and score.wording in (None, each.wording)
        ]
        assert score.low <= score.value <= score.high
        if score.metric == "accuracy":
            assert score.value == pytest.approx(sum(each.right for each in rows) / len(rows))
    assert all(each.scores[each.chosen] == max(each.scores) for each in predictions)


def test_a_limit_takes_a_part_of_the_same_items(undisturbed, plain_cut, data, tmp_path):  # noqa: F811
    done = emosapp(
        "evaluate", "run", plain_cut, "--data", data, "-o", tmp_path / "part", "--limit", "7", "--benchmarks", "mhqa:b"
    )
    assert done.returncode == 0, done.stderr
    part, whole = list(read_predictions(tmp_path / "part")), list(read_predictions(undisturbed[0]))
    assert len(part) == 7
    known = {(each.wording, each.item): each for each in whole if each.benchmark == "mhqa"}
    for each in part:
        assert each.chosen == known[each.wording, each.item].chosen


def test_a_killed_run_goes_on_to_the_same_figures(undisturbed, plain_cut, data, tmp_path):  # noqa: F811
    out = tmp_path / "killed"
    typed = command("evaluate", "run", plain_cut, "--data", data, "-o", out)
    with subprocess.Popen(
        typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while process.poll() is None and _known(out) < 20:
            time.sleep(0.02)
        assert process.poll() is None, "it ended before it could be killed"
        os.killpg(process.pid, signal.SIGKILL)
    kept = _known(out)
    assert kept >= 20
    assert not (out / "results.json").exists()
    done = emosapp("evaluate", "run", plain_cut, "--data", data, "-o", out)
    assert done.returncode == 0, done.stderr
    assert f"{kept:,} of them known from before" in done.stdout
    expected = list(read_predictions(undisturbed[0]))
    for ours, theirs in zip(read_predictions(out), expected, strict=True):
        assert ours.model_copy(update={"scores": ()}) == theirs.model_copy(update={"scores": ()})
        assert ours.scores == pytest.approx(theirs.scores, abs=1e-4)
    assert [score.value for score in read_evaluation(out).scores] == [
        score.value for score in read_evaluation(undisturbed[0]).scores
    ]


def _known(out):
    """Answers on record."""
    import sqlite3  # noqa: PLC0415

    for path in out.glob("cache/*.db"):
        try:
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
                return int(database.execute("select count(*) from unnamed").fetchone()[0])
        except sqlite3.Error:
            return 0
    return 0


def test_a_server_is_asked_to_write(data, tmp_path):
    def reply(request):
        return Answer(text="The answer is B.")

    with StubServer(reply).running() as server:
        done = emosapp(
            "evaluate",
            "run",
            "stub",
            "--base-url",
            server.url,
            "--data",
            data,
            "-o",
            tmp_path / "server",
            "--benchmarks",
            "mhqa",
        )
    assert done.returncode == 0, done.stderr
    assert "Checking cached requests" not in done.stderr
    found = list(read_predictions(tmp_path / "server"))
    assert {(each.wording, each.chosen, each.answer) for each in found} == {("write", 1, "The answer is B.")}
    record = json.loads((tmp_path / "server" / "results.json").read_text())
    assert record["model"]["kind"] == "endpoint"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["smollm2", "--data", "nowhere"], "nowhere: no such folder"),
        (["smollm2", "--benchmarks", "nothing"], "no benchmark 'nothing'"),
        (["smollm2", "--wordings", "d"], "no wording 'd'"),
        (["smollm2", "--kind", "fast"], "no kind 'fast'"),
    ],
)
def test_bad_input_is_one_line(arguments, what, tmp_path):
    done = emosapp("evaluate", "run", *arguments, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert what in done.stderr
