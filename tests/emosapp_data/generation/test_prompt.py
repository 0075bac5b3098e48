"""Prompt files: known by their content, checked when they are read, and their kinds take turns."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from emosapp_data.errors import InputError
from emosapp_data.generation.prompt import BUILT_IN, Prompt
from tests.emosapp_data.test_schema import a_passage

TEXT = (BUILT_IN / "study-questions.yaml").read_text(encoding="utf-8")


def written(path: Path, **changes: object) -> str:
    path.write_text(yaml.safe_dump({**yaml.safe_load(TEXT), **changes}))
    return str(path)


def test_the_hash_changes_with_any_word_and_with_nothing_else(tmp_path):
    original = Prompt.load("study-questions")
    assert Prompt.load(written(tmp_path / "same.yaml")).hash == original.hash
    assert Prompt.load(written(tmp_path / "other.yaml", system="Be kind.")).hash != original.hash


def test_the_question_holds_the_passage_its_section_and_the_kinds():
    prompt = Prompt.load("study-questions")
    passage = a_passage("Coping is dealing with demands.")
    _, user = prompt.messages(passage, prompt.turn(0, 2))
    for part in (
        passage.text,
        passage.citation.title,
        *passage.citation.section,
        '1. kind "knowledge"',
        '2. kind "application"',
    ):
        assert part in user["content"]


def test_all_kinds_are_asked_for_equally_often():
    prompt = Prompt.load("study-questions")
    asked = Counter(kind.name for start in range(len(prompt.kinds)) for kind in prompt.turn(start, 3))
    assert set(asked.values()) == {3}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"user": "{{ passage"}, "user: unexpected end of template"),
        ({"user": "{{ chapter }}"}, "user: 'chapter' is undefined"),
        ({"kinds": {}}, "kinds: "),
        ({"version": 0, "name": ""}, "version: "),
        ({"tone": "warm"}, "tone: "),
    ],
)
def test_what_is_wrong_with_a_prompt_is_told_when_it_is_read(tmp_path, changes, problem):
    with pytest.raises(InputError) as error:
        Prompt.load(written(tmp_path / "mine.yaml", **changes))
    assert problem in str(error.value)
    assert "\n" not in str(error.value)


def test_an_unknown_prompt_names_those_that_there_are():
    with pytest.raises(InputError, match="no such prompt; the toolkit has study-questions"):
        Prompt.load("studies")
