"""lm-eval asks what it should: the prompts, word by word, and the scores of models that know all or nothing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("lm_eval")

from evaluation.asking import TASKS, task, task_name
from evaluation.tasks.data import choice_in
from tests.evaluation import files


def first(made):
    """The first document's prompt, choices and right answer."""
    doc = made.dataset["test"][0]
    return doc, made.doc_to_text(doc), made.doc_to_choice(doc), made.doc_to_target(doc)


def test_wording_a_reads_each_choice_as_the_answer(tmp_path):
    files.mhqa(tmp_path)
    doc, text, choices, target = first(task("mhqa", "a", tmp_path))
    assert text == f"Question: {doc['question']}\nAnswer:"
    assert choices == doc["choices"]
    assert target == doc["gold"]


@pytest.mark.parametrize("wording", ["b", "c"])
def test_wordings_b_and_c_list_the_choices_by_letters(tmp_path, wording):
    files.arc_easy(tmp_path)
    doc, text, choices, target = first(task("arc_easy", wording, tmp_path))
    assert choices == ["A", "B", "C", "D"]
    assert all(f"{letter}. {choice}\n" in text for letter, choice in zip(choices, doc["choices"], strict=True))
    assert target == doc["gold"] == 1


def test_the_end_of_a_sentence_with_a_gap_is_read_after_each_of_its_beginnings(tmp_path):
    files.winogrande(tmp_path)
    _, text, choices, target = first(task("winogrande", "a", tmp_path))
    assert text == 1
    assert choices == ["Ann thanked Bea, because Ann", "Ann thanked Bea, because Bea"]
    assert target == "had helped her."


@pytest.mark.parametrize("benchmark", ["mhqa", "dreaddit", "arc_easy"])
@pytest.mark.parametrize("wording", ["a", "b", "c", "write"])
@pytest.mark.parametrize("knows", [True, False])
def test_who_knows_all_has_everything_right_and_who_knows_it_wrong_nothing(tmp_path, benchmark, wording, knows):
    from lm_eval.evaluator import evaluate  # noqa: PLC0415

    getattr(files, benchmark)(tmp_path)
    made = task(benchmark, wording, tmp_path)
    name = task_name(benchmark, wording)
    found = evaluate(_Oracle(made, knows), {"tasks": {name: made}, "groups": {}, "group_map": {}}, bootstrap_iters=0)
    scores = {
        key.split(",")[0]: value for key, value in found["results"][name].items() if "," in key and "stderr" not in key
    }
    expected = {"a": {"acc", "acc_norm"}, "write": {"acc"}}.get(wording, {"acc"})
    if benchmark == "dreaddit" and wording != "write":
        expected = {"acc", "f1", "f1_macro", "f1_weighted"}
    assert set(scores) == expected
    assert all(value == float(knows) for value in scores.values())


class _Oracle:
    """A model that takes the right choice of each item, or always another one."""

    rank, world_size, tokenizer_name = 0, 1, "oracle"

    def __init__(self, made, knows):
        self._made, self._knows = made, knows

    def loglikelihood(self, requests):
        rows = []
        for request in requests:
            right = request.idx == request.doc["gold"]
            rows.append((-1.0 if right == self._knows else -50.0 * len(request.args[1]) ** 1.5, False))
        return rows

    def generate_until(self, requests):
        letters = [request.doc["letters"] for request in requests]
        gold = [request.doc["gold"] for request in requests]
        return [
            f"The answer is {row[right if self._knows else (right + 1) % len(row)]}."
            for row, right in zip(letters, gold, strict=True)
        ]


def test_plain_lm_eval_finds_the_tasks_of_the_folder(tmp_path):
    from lm_eval.tasks import TaskManager  # noqa: PLC0415

    files.mhqa(tmp_path)
    files.dreaddit(tmp_path)
    names = [
        task_name(benchmark, wording) for benchmark in ("mhqa", "dreaddit") for wording in ("a", "b", "c", "write")
    ]
    manager = TaskManager(include_path=str(TASKS), include_defaults=False, metadata={"data": str(tmp_path)})
    found = manager.load(names)["tasks"]
    assert set(found) == set(names)
    assert math.prod(len(each.dataset["test"]) for each in found.values()) > 0


CHOICES = ["a walk by the lake", "sleep", "sleep and rest", "a talk"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("B", 1), ("b.", 1), ("(C) sleep and rest", 2), ("The answer is D.", 3), ("**A**", 0), ("A walk is good for you", None),
        ("I think it is sleep and rest", 2), ("It is either A. or B.", None), ("none of them", None), ("", None),
        ("Answer: C", 2), ("Option B is right", 1), ("E", None), ("Certainly! The best answer is (D) a talk.", 3),
    ],
)  # fmt: skip
def test_the_choice_is_taken_from_what_a_model_writes(answer, expected):
    assert choice_in(answer, CHOICES) == expected


@given(
    st.integers(0, 3),
    st.sampled_from(["{}", "{}.", "({})", " {} ", "Answer: {}", "The answer is {}.", "{}) {text}", "{}. {text}"]),
)
def test_a_letter_that_stands_by_itself_is_the_choice(number, form):
    assert choice_in(form.format("ABCD"[number], text=CHOICES[number]), CHOICES) == number


@given(st.text(max_size=200))
def test_whatever_is_written_there_is_a_choice_or_none(text):
    found = choice_in(text, CHOICES)
    assert found is None or 0 <= found < len(CHOICES)
