"""The benchmarks as they are published: every item is read, and found again; textbook questions are not taken for items."""

import random
from pathlib import Path

import pytest

from emosapp_data.contamination import Benchmark, ContaminationIndex, read_benchmarks

FOLDERS = ("mhqa", "dreaddit", "benchmarks", "mmlu-psychology")
COUNTS = {
    "mhqa": 2475,
    "dreaddit-test": 715,
    "dreaddit-train": 2834,  # of 2,838; a spreadsheet destroyed four
    "ARC-Challenge.test": 1172,
    "ARC-Easy.test": 2376,
    "TruthfulQA": 790,
    "boolq.test": 3270,
    "commonsenseqa.dev_rand_split": 1221,
    "openbookqa.test": 500,
    "piqa.test": 1838,
    "social_i_qa.test": 1954,
    "winogrande.test": 1267,
    "high_school_psychology_test": 545,
    "professional_psychology_test": 612,
}
CHOICES = {"mhqa": 4, "openbookqa.test": 4, "commonsenseqa.dev_rand_split": 5, "piqa.test": 2, "social_i_qa.test": 3}


@pytest.fixture(scope="module")
def benchmarks(shared: Path) -> dict[str, Benchmark]:
    return {each.name: each for each in read_benchmarks([shared / "data" / folder for folder in FOLDERS])}


@pytest.fixture(scope="module")
def index(benchmarks) -> ContaminationIndex:
    return ContaminationIndex(item for benchmark in benchmarks.values() for item in benchmark.items)


def test_every_item_is_read_in_a_known_layout(benchmarks):
    assert {name: len(benchmarks[name].items) for name in COUNTS} == COUNTS
    assert all(benchmark.layout != "unknown" for benchmark in benchmarks.values())


@pytest.mark.parametrize(("name", "number"), CHOICES.items())
def test_every_item_has_its_choices_and_no_instruction(benchmarks, name, number):
    items = benchmarks[name].items
    assert {len(item.choices) for item in items} == {number}
    assert not any(item.text.startswith("Please") and "Answer format" in item.text for item in items)


def test_what_is_odd_is_said(benchmarks):
    assert "places that are not UTF-8: 8" in benchmarks["dreaddit-train"].notes[0]
    assert "rows without a text: 4" in benchmarks["dreaddit-train"].notes[1]


@pytest.mark.parametrize("name", COUNTS)
def test_items_are_found_word_for_word_and_with_one_word_replaced(benchmarks, index, name):
    generator = random.Random(name)
    items = generator.sample(benchmarks[name].items, 200)
    assert all(index.find(item.text.upper(), item.answer or "") for item in items)
    long = [item.text.split() for item in items if len(item.text.split()) >= 13]
    for words in long:
        words[generator.randrange(len(words))] = "zebra"
    assert sum(index.find(" ".join(words), "") is not None for words in long) >= 0.98 * len(long)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is locus of control?", "It is the degree to which a person believes that they control what happens."),
        ("What does validity mean?", "Validity refers to the degree to which a test measures what it should measure."),
        ("When does extinction occur?", "Extinction occurs when the conditioned stimulus comes without the other one."),
        ("What is procedural memory?", "A memory for skills, such as how to brush your teeth and how to swim."),
        ("What are the symptoms of depression in children?", "Irritability and loss of interest."),
        ("Which part of the nervous system readies the body for effort?", "Its sympathetic branch."),
    ],
)
def test_pairs_of_a_textbook_that_touch_the_same_subjects_stay(index, question, answer):
    assert index.find(question, answer) is None
