"""`emosapp evaluate compare` and `report`: what differs is found, what does not is not, and all of it is shown."""

import json

import pytest

pytest.importorskip("scipy")
pytest.importorskip("lm_eval")

from emosapp_data.errors import InputError
from evaluation.agreement import agreement
from evaluation.compare import ALL, compare
from evaluation.record import read_evaluation, read_predictions, write_evaluation
from evaluation.report.page import Sources, write_report
from evaluation.report.section import Section
from tests.cli import emosapp
from tests.evaluation.results import results


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    home = tmp_path_factory.mktemp("results")
    return (
        results(home / "good", "good", 0.6, seed=1),
        results(home / "bad", "bad", 0.4, seed=2),
        results(home / "same", "same", 0.6, seed=3),
    )


def test_a_planted_difference_is_found_and_one_that_is_not_there_is_not(folders):
    found = compare(folders)
    by_pair = {(each.first, each.second, each.benchmark): each for each in found.contrasts}
    for benchmark in ("mhqa", "dreaddit", ALL):
        assert by_pair["good", "bad", benchmark].found
        assert "good is better than bad" in by_pair["good", "bad", benchmark].conclusion
        assert not by_pair["good", "same", benchmark].found
        assert "no difference found" in by_pair["good", "same", benchmark].conclusion
    assert all(each.low <= each.difference <= each.high for each in found.contrasts)
    assert all(each.adjusted >= each.p for each in found.contrasts)


def test_a_score_that_always_the_same_answer_would_reach_is_told(tmp_path):
    weak = [results(tmp_path / name, name, 0.3, seed=seed) for seed, name in enumerate(("weak", "weaker"))]
    found = {each.benchmark: each for each in compare(weak).contrasts}
    predictions = [each for each in read_predictions(weak[0]) if each.benchmark == "dreaddit" and each.wording == "a"]
    positive = sum(each.gold for each in predictions) / len(predictions)
    assert found["dreaddit"].constant == pytest.approx(2 * positive / (1 + positive))
    assert "neither is above the" in found["dreaddit"].conclusion
    assert found["mhqa"].constant < 0.35


def test_standings_are_the_scores_of_the_models(folders):
    found = compare(folders[:2])
    for folder in folders[:2]:
        evaluation = read_evaluation(folder)
        for standing in found.standings:
            if standing.model == evaluation.model.name and standing.benchmark != ALL:
                rows = [
                    each
                    for each in evaluation.scores
                    if (each.benchmark, each.metric) == (standing.benchmark, standing.metric)
                ]
                total = next((each for each in rows if each.wording is None), rows[0])
                assert standing.value == pytest.approx(total.value)
                assert standing.lowest <= standing.value <= standing.highest


def test_only_what_all_were_asked_is_compared_and_the_rest_is_counted(folders, tmp_path):
    evaluation, predictions = read_evaluation(folders[1]), list(read_predictions(folders[1]))
    write_evaluation(tmp_path / "part", evaluation, [each for each in predictions if int(each.item) < 100])
    found = compare([folders[0], tmp_path / "part"])
    assert found.left_out == {"good": 1400, "bad": 0}
    assert {each.items for each in found.contrasts if each.benchmark != ALL} == {100}


@pytest.mark.parametrize("what", ["one", "twice", "file", "nothing", "empty"])
def test_what_cannot_be_compared_is_said_in_a_line(folders, tmp_path, what):
    given, said = {
        "one": (folders[:1], "one model cannot be compared"),
        "twice": ([folders[0], folders[0]], "another model called 'good'"),
        "file": (
            [folders[0], results(tmp_path / "other", "other", 0.5, file="1" * 64)],
            "asked another file than good",
        ),
        "nothing": ([folders[0], tmp_path / "nowhere"], "no results.json"),
        "empty": ([folders[0], tmp_path / "none"], "no item in common"),
    }[what]
    if what == "empty":
        write_evaluation(tmp_path / "none", read_evaluation(folders[1]), [])
    with pytest.raises(InputError, match=said):
        compare(given)


def test_two_computations_of_a_model_are_compared_item_by_item(folders, tmp_path):
    evaluation, predictions = read_evaluation(folders[0]), list(read_predictions(folders[0]))
    place, first = next((number, each) for number, each in enumerate(predictions) if each.benchmark == "mhqa")
    other = (first.chosen + 1) % 4
    scores = list(first.scores)
    scores[other] = scores[first.chosen] + 0.01
    predictions[place] = first.model_copy(update={"chosen": other, "scores": tuple(scores)})
    model = evaluation.model.model_copy(update={"name": "exported"})
    write_evaluation(tmp_path / "exported", evaluation.model_copy(update={"model": model}), predictions)
    found = agreement(folders[0], tmp_path / "exported")
    (apart,) = found.disagreements
    assert found.same == found.items - 1
    assert (apart.item, apart.first, apart.second) == (first.item, first.chosen, other)
    assert apart.margin == pytest.approx(0.01)
    done = emosapp(
        "evaluate", "compare", folders[0], tmp_path / "exported", "--agreement", "--json", tmp_path / "both.json"
    )
    assert f"Same      {found.same:,} of {found.items:,} choices" in done.stdout
    assert json.loads((tmp_path / "both.json").read_text())["same"] == found.same


def test_the_command_line_tells_what_can_be_concluded(folders):
    done = emosapp("evaluate", "compare", *folders[:2])
    assert done.returncode == 0, done.stderr
    assert "good against bad" in done.stdout
    assert "good is better than bad by" in done.stdout
    assert "after Holm" in done.stdout


def test_the_page_has_all_figures_and_nothing_foreign_is_markup(folders, tmp_path):
    path = tmp_path / "report.html"
    section = Section("Judged", "<p>as it is</p>")
    write_report(Sources(folders, sections=[section], pairs=[(folders[0], folders[2])]), path)
    page = path.read_text(encoding="utf-8")
    for folder in folders:
        assert f"emosapp evaluate run {read_evaluation(folder).model.name}" in page
    assert "&lt;b&gt;as 3&lt;/b&gt;" in page
    assert "<p>as it is</p>" in page
    assert "44.40" in page
    assert "46.63" in page
    for contrast in compare(folders).contrasts:
        assert f"{contrast.difference * 100:+.1f}" in page
