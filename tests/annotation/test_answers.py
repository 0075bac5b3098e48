"""Answers to rate: reading them, and the order in which raters see them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.answers import in_order, read_answers, read_stored, store
from annotation.argilla.records import answer_draft
from emosapp_data.errors import InputError, WorkspaceError
from emosapp_data.schema import AnswerToRate


def written(path: Path, *lines: object) -> Path:
    """A file of these lines."""
    file = path / "answers.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return file


def answers(items: int, models: int) -> list[AnswerToRate]:
    """Answers of so many models to so many messages."""
    return [
        AnswerToRate(
            id=f"answer-{item}-{model}", message=f"m{item}", answer="a", model=f"model{model}", item=f"i{item}"
        )
        for item in range(items)
        for model in range(models)
    ]


def test_answers_are_read_with_ids_that_tell_nothing(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        {"message": "I am sad.", "answer": "Tell me more.", "model": "qwen", "id": "qwen-1", "other": "ignored"},
        "",
        {"message": "I am sad.", "answer": "Cheer up.", "model": "llama"},
        {"message": "I am sad.", "answer": "I see.", "model": "llama", "item": 7},
    )
    first, second, third = read_answers(file)
    assert first.item == second.item, "the same message is the same item"
    assert third.item == "7"
    assert len({first.id, second.id, third.id}) == 3
    assert "qwen" not in first.id
    assert read_answers(file) == [first, second, third]


def test_every_problem_is_named_with_its_line(tmp_path: Path) -> None:
    good = {"message": "m", "answer": "a", "model": "x"}
    file = written(tmp_path, good, "{", [1], {"message": "m", "model": "x"}, {**good, "answer": "  "}, good)
    with pytest.raises(InputError) as error:
        read_answers(file)
    lines = str(error.value).splitlines()
    assert [line.split(": ")[1] for line in lines] == ["line 2", "line 3", "line 4", "line 5", "line 6"]
    assert "answer: field required" in lines[2]
    assert "the same as line 1" in lines[4]


def test_many_problems_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="and 15 more"):
        read_answers(written(tmp_path, *["{"] * 25))


def test_a_file_without_answers_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no answers"):
        read_answers(written(tmp_path, ""))
    with pytest.raises(InputError, match="no such file"):
        read_answers(tmp_path / "nothing.jsonl")


@given(st.integers(1, 12), st.integers(1, 5), st.integers(0, 100))
def test_answers_to_the_same_message_are_far_apart(items: int, models: int, seed: int) -> None:
    given_answers = answers(items, models)
    ordered = in_order(given_answers, seed)
    assert sorted(ordered, key=lambda each: each.id) == sorted(given_answers, key=lambda each: each.id)
    at: dict[str, int] = {}
    for index, each in enumerate(ordered):
        assert index - at.get(each.item, -items) >= items
        at[each.item] = index


def test_models_are_mixed_and_the_seed_decides() -> None:
    given_answers = answers(60, 3)
    ordered = in_order(given_answers, 0)
    assert ordered == in_order(reversed(given_answers), 0)
    assert ordered != in_order(given_answers, 1)
    first = [each.model for each in ordered[:60]]
    assert all(10 <= first.count(f"model{model}") <= 30 for model in range(3))


def test_raters_are_not_told_the_model() -> None:
    draft = answer_draft(AnswerToRate(id="answer-1", message="m", answer="a", model="secret", item="i"))
    assert "secret" not in repr(draft)


def test_answers_that_come_later_are_added(tmp_path: Path) -> None:
    first, second = answers(1, 2)
    path = tmp_path / "answers.jsonl"
    store(path, [first])
    store(path, [first, second])
    assert list(read_stored(path)) == [first, second]
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="line 1"):
        list(read_stored(path))
