"""Benchmarks are read in every layout in which they are published; what is odd about a file is said."""

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from emosapp_data.contamination import BenchmarkItem, read_benchmark, read_benchmarks
from emosapp_data.errors import InputError

QUESTION = "Which skill lets a helper show that she has heard a feeling?"
CHOICES = ("Reflection", "Advice", "Diagnosis", "Silence")


def as_jsonl(path, rows):
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return path


def as_json(path, rows):
    path.write_text(json.dumps(rows))
    return path


def as_csv(path, rows):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_parquet(path, rows):
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


OPTIONS = {f"option{number}": choice for number, choice in enumerate(CHOICES, 1)}
LETTERED = dict(zip("ABCD", CHOICES, strict=True))
PROMPT = (
    f"Please choose the correct answer to the question: {QUESTION}\n\n"
    + " ".join(f"Answer{number}: {choice}" for number, choice in enumerate(CHOICES, 1))
    + "\n\nAnswer format: answer1/answer2/answer3/answer4"
)


@pytest.mark.parametrize(
    "row",
    [
        {"question": QUESTION, **OPTIONS, "correct_option": "Reflection", "correct_option_number": 1},
        {"question": QUESTION, **OPTIONS, "correct_answer": "Reflection", "correct_option_num": "1.0"},
        {"question": QUESTION, **OPTIONS, "correct_option_num": "1.0"},
        {"question": QUESTION, "choices": {"text": list(CHOICES), "label": list("ABCD")}, "answerKey": "A"},
        {"question": QUESTION, "choices": {"text": list(CHOICES), "label": list("1234")}, "answerKey": "1"},
        {"question_stem": QUESTION, "choices": {"text": list(CHOICES), "label": list("ABCD")}, "answerKey": "A"},
        {"question": QUESTION, "subject": "psychology", "choices": list(CHOICES), "answer": 0},
        {
            "question": {"stem": QUESTION, "choices": [{"label": k, "text": v} for k, v in LETTERED.items()]},
            "answerKey": "A",
        },
        {"question": QUESTION, **LETTERED, "answer": "A"},
        {"context": "", "question": QUESTION, **{f"answer{k}": v for k, v in LETTERED.items()}, "label": "1"},
        {"sentence": QUESTION, **OPTIONS, "answer": "1"},
        {"ctx": QUESTION, "endings": list(CHOICES), "label": "0"},
        {"instruction": PROMPT, "input": "", "output": "the correct answer is answer1", "answer": "answer1"},
    ],
)
@pytest.mark.parametrize("write", [as_jsonl, as_json, as_parquet])
def test_choices_and_the_answer_are_found_in_every_known_layout(tmp_path, row, write):
    suffix = {as_jsonl: "jsonl", as_json: "json", as_parquet: "parquet"}[write]
    benchmark = read_benchmark(write(tmp_path / f"skills.{suffix}", [row]))
    assert benchmark.items == (BenchmarkItem("skills", "1", QUESTION, CHOICES, "Reflection"),)
    assert benchmark.notes == ()


@pytest.mark.parametrize(
    ("row", "item"),
    [
        (
            {"goal": "Calm a friend.", "sol1": "Listen.", "sol2": "Shout.", "label": 0},
            ("Calm a friend.", ("Listen.", "Shout."), "Listen."),
        ),
        (
            {"context": "Robin wept.", "question": "Why?", "answerA": "Grief", "answerB": "Joy", "label": "2"},
            ("Robin wept. Why?", ("Grief", "Joy"), "Joy"),
        ),
        (
            {"passage": "Sleep is a state.", "question": "is sleep a state", "answer": True},
            ("is sleep a state", (), "True"),
        ),
        ({"id": "p9", "subreddit": "stress", "text": "I cannot sleep.", "label": 1}, ("I cannot sleep.", (), "1")),
        (
            {"Question": QUESTION, "Best Answer": "Reflection", "Correct Answers": "a; b", "Incorrect Answers": "c; d"},
            (QUESTION, ("c", "d"), "Reflection"),
        ),
        (
            {"question": QUESTION, "mc1_targets": {"choices": ["Advice", "Reflection"], "labels": [0, 1]}},
            (QUESTION, ("Advice", "Reflection"), "Reflection"),
        ),
        (
            {"instruction": "Please answer with true or false, question: is fear felt?\n\nAnswer format: true/false"}
            | {"input": "", "output": "", "answer": "true"},
            ("is fear felt?", (), "true"),
        ),
        ({"question": "What is grief?", "answer": "Sorrow at a loss."}, ("What is grief?", (), "Sorrow at a loss.")),
    ],
)
def test_layouts_without_numbered_choices_are_known_too(tmp_path, row, item):
    (read,) = read_benchmark(as_jsonl(tmp_path / "b.jsonl", [row])).items
    assert read[2:] == item


def test_csv_with_a_header_is_read_by_its_columns(tmp_path):
    rows = [{"id": "q7", "question": QUESTION, **OPTIONS, "correct_option": "Reflection"}]
    assert read_benchmark(as_csv(tmp_path / "skills.csv", rows)).items == (
        BenchmarkItem("skills", "q7", QUESTION, CHOICES, "Reflection"),
    )


def test_a_csv_without_a_header_and_with_key_letters_loses_no_row(tmp_path):
    path = tmp_path / "skills.csv"
    path.write_text("A short one,yes,no,maybe,never,B\nAnother one,1,2,3,4,C\n")
    benchmark = read_benchmark(path)
    assert [(item.id, item.text, item.answer) for item in benchmark.items] == [
        ("1", "A short one", "no"),
        ("2", "Another one", "3"),
    ]


def test_lines_of_text_are_items_and_empty_lines_are_counted(tmp_path):
    path = tmp_path / "questions.txt"
    path.write_text(f"{QUESTION}\n\nWhat is grief?\n")
    benchmark = read_benchmark(path)
    assert [item.id for item in benchmark.items] == ["1", "3"]
    assert benchmark.notes == ("rows without a text: 1, the first is row 2",)


def test_an_unknown_layout_gives_every_text_and_says_so(tmp_path):
    rows = [
        {
            "prompt": "How would you comfort a friend in grief?",
            "tag": "care",
            "turns": [{"who": "me", "said": "I lost my cat."}],
        }
    ]
    benchmark = read_benchmark(as_jsonl(tmp_path / "odd.jsonl", rows))
    assert [(item.id, item.text) for item in benchmark.items] == [
        ("1/prompt", "How would you comfort a friend in grief?"),
        ("1/turns", "me I lost my cat."),
    ]
    assert benchmark.notes == ("unknown layout: each cell of prompt, turns is an item; not read: tag",)


def test_broken_bytes_repeated_items_and_spreadsheet_errors_are_reported(tmp_path):
    path = tmp_path / "posts.csv"
    path.write_bytes(b"subreddit,text\nstress,I can\x92t sleep at all\nstress,#NAME?\ncalm,I rest\ncalm,I rest\n")
    benchmark = read_benchmark(path)
    assert [item.text for item in benchmark.items] == ["I can\ufffdt sleep at all", "I rest", "I rest"]
    assert benchmark.notes == (
        "places that are not UTF-8: 1, the first on line 2; those characters are left out",
        "rows without a text: 1, the first is row 2",
        "items that repeat an earlier one word for word: 1",
    )


def test_an_id_that_several_items_have_is_told_apart_by_the_row(tmp_path):
    rows = [{"id": "a", "question": "What is grief?"}, {"id": "a", "question": "What is joy?"}, {"question": "Why?"}]
    assert [item.id for item in read_benchmark(as_jsonl(tmp_path / "b.jsonl", rows)).items] == [
        "a (row 1)",
        "a (row 2)",
        "3",
    ]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("b.jsonl", b"", "empty"),
        ("b.csv", b" \n", "empty"),
        ("b.jsonl", b'{"question": "What is grief?"}\n{"question": \n', "line 2 is not JSON"),
        ("b.json", b'[{"question": ', "not JSON"),
        ("b.json", b'{"name": "b"}', "no list of items"),
        ("b.parquet", b"PAR1 and then nothing", "broken Parquet"),
        ("b.parquet", b"question\nWhat is grief?\n", "not Parquet"),
        ("b.bin", b"\x00\x01\x02\x03", "neither text nor Parquet"),
        ("b.csv", b"question,answer\n,yes\n", "no item has a text"),
        ("b.csv", b"question,answer\n", "no item has a text"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_that_names_it(tmp_path, name, data, said):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=said) as raised:
        read_benchmark(path)
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"absent\.csv: cannot be read"):
        read_benchmarks([tmp_path / "absent.csv"])


def test_a_folder_gives_its_data_files_in_order_without_licences_and_hidden_files(tmp_path):
    for name in ("b/test.jsonl", "a.jsonl", ".cache/c.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        as_jsonl(tmp_path / name, [{"question": QUESTION}])
    (tmp_path / "LICENSE.txt").write_text("All rights reserved.")
    (tmp_path / "README.txt").write_text("A benchmark.")
    assert [benchmark.name for benchmark in read_benchmarks([tmp_path])] == ["a", "b/test"]


def test_a_folder_without_a_benchmark_is_an_error(tmp_path):
    with pytest.raises(InputError, match="no benchmark in this folder"):
        read_benchmarks([tmp_path])
