"""Benchmarks are read with all their troubles told, and in an order that makes the first N a sample."""

import pytest

from emosapp_data.errors import InputError
from evaluation.benchmarks import BENCHMARKS, find, load, overlap
from tests.evaluation import files

ON_RECORD = {
    "mhqa": 2473, "arc_challenge": 1172, "arc_easy": 2376, "boolq": 3270, "openbookqa": 500, "piqa": 1838, "winogrande": 1267,
}  # fmt: skip


def test_an_answer_that_differs_in_case_is_mended_and_one_that_is_another_choice_is_left_out(tmp_path):
    loaded = load("mhqa", files.mhqa(tmp_path).parent)
    told = {each.item: each for each in loaded.used.exclusions}
    assert set(told) == {"q8", "q9"}
    assert told["q8"].reason == told["q9"].reason == "answer_disagrees"
    assert told["q8"].kept
    assert not told["q9"].kept
    by_id = {each.id: each for each in loaded.documents}
    assert by_id["q8"].gold == 0
    assert "q9" not in by_id


def test_a_repeated_post_is_asked_once_and_told(tmp_path):
    loaded = load("dreaddit", files.dreaddit(tmp_path).parent)
    (told,) = loaded.used.exclusions
    assert (told.item, told.reason) == ("2", "repeated")
    assert {each.choices for each in loaded.documents} == {("not stressed", "stressed")}
    assert all(("tense" in each.question) == (each.gold == 1) for each in loaded.documents)


def test_the_order_is_the_same_each_time_and_not_that_of_the_file(tmp_path):
    files.arc_easy(tmp_path, 40)
    first, second = load("arc_easy", tmp_path), load("arc_easy", tmp_path)
    ids = [int(each.id) for each in first.documents]
    assert first == second
    assert ids != sorted(ids)
    assert sorted(ids) == list(range(1, 41))


def test_test_files_come_before_training_files(tmp_path):
    files.dreaddit(tmp_path)
    (tmp_path / "dreaddit-train.csv").write_bytes((tmp_path / "dreaddit-test.csv").read_bytes())
    assert find("dreaddit", tmp_path).name == "dreaddit-test.csv"


@pytest.mark.parametrize(
    ("name", "what"), [("nothing", "no benchmark 'nothing'"), ("boolq", "no file of BoolQ below it")]
)
def test_what_is_not_there_is_said_in_a_line(tmp_path, name, what):
    with pytest.raises(InputError, match=what):
        find(name, tmp_path)


@pytest.mark.parametrize("name", [name for name in BENCHMARKS if name != "hellaswag"])
def test_the_real_files_are_read(shared, name):
    loaded = load(name, shared / "data")
    assert len(loaded.documents) == loaded.used.items == ON_RECORD.get(name, loaded.used.items)
    left_out = sum(not each.kept for each in loaded.used.exclusions)
    assert loaded.used.items + left_out == len(loaded.items)
    for document in loaded.documents:
        assert 0 <= document.gold < len(document.choices)
        assert document.question


def test_the_ten_answers_of_mhqa_that_disagree_are_told(shared):
    told = [each for each in load("mhqa", shared / "data").used.exclusions if each.reason == "answer_disagrees"]
    assert len(told) == 10
    assert [each.item for each in told if not each.kept] == ["35162757"]


def test_choices_of_truthfulqa_are_not_always_right_in_the_first_place(shared):
    gold = [each.gold for each in load("truthfulqa", shared / "data").documents]
    assert 0.1 < gold.count(0) / len(gold) < 0.5


def test_an_item_that_was_trained_on_is_found(built_once, tmp_path):
    import csv  # noqa: PLC0415

    import emosapp_data  # noqa: PLC0415

    workspace = built_once[0].path
    question = emosapp_data.load("knowledge", root=workspace)["train"][0]["question"]
    path = files.mhqa(tmp_path)
    with path.open("a", newline="", encoding="utf-8") as file:
        csv.writer(file).writerow(["held", "calm", "fact", question, "one", "two", "three", "four", "two", 2])
    loaded = load("mhqa", tmp_path)
    assert set(overlap(loaded, "knowledge", workspace)) == {"held"}
