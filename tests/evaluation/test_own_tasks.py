"""Tasks of lm-eval's own are asked as they are, and their items told apart from ours."""

import json

import pytest

pytest.importorskip("lm_eval")

from emosapp_data.errors import EmosappError, InputError
from evaluation.choosing import chosen_benchmarks
from evaluation.own_tasks import OWN, choice_of, own_task, used_of
from tests.evaluation import files

TASK = """
task: arc_easy
dataset_path: json
dataset_kwargs: {data_files: {test: FILE}}
output_type: multiple_choice
test_split: test
doc_to_text: "Question: {{question}}\\nAnswer:"
doc_to_target: "{{choices.label.index(answerKey)}}"
doc_to_choice: "{{choices.text}}"
metric_list: [{metric: acc, aggregation: mean, higher_is_better: true}]
metadata: {version: 1.0}
"""


def test_an_item_of_lm_evals_own_task_is_understood(tmp_path):
    row = {
        "id": "Q1",
        "question": "Why?",
        "choices": {"text": ["so", "thus", "hence"], "label": ["A", "B", "C"]},
        "answerKey": "C",
    }
    (tmp_path / "rows.json").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "arc_easy.yaml").write_text(TASK.replace("FILE", str(tmp_path / "rows.json")), encoding="utf-8")
    task = own_task("arc_easy", tmp_path)
    assert choice_of(task, next(iter(task.eval_docs)), 0) == ("Q1", ("so", "thus", "hence"), 2)
    used = used_of("arc_easy", task)
    assert (used.items, used.name) == (1, "arc_easy")


def test_a_named_benchmark_without_a_file_is_asked_by_lm_evals_own_task(tmp_path):
    files.mhqa(tmp_path)
    assert chosen_benchmarks("mhqa,hellaswag", "a,b", tmp_path) == {"mhqa": ("a", "b"), "hellaswag": (OWN,)}
    assert chosen_benchmarks("", "a", tmp_path) == {"mhqa": ("a",)}


def test_what_lm_eval_does_not_have_or_cannot_load_is_said_in_a_line(tmp_path):
    with pytest.raises(InputError, match="lm-eval has no task of its own"):
        own_task("mhqa", tmp_path)
    (tmp_path / "arc_easy.yaml").write_text(TASK.replace("FILE", "nowhere.json"), encoding="utf-8")
    with pytest.raises(
        EmosappError, match=r"arc_easy: no file of it was found, and lm-eval's own task arc_easy cannot be loaded"
    ):
        own_task("arc_easy", tmp_path)
