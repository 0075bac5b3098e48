"""Letting a model answer: resumable, and never mixed with the answers of another."""

from pathlib import Path

import pytest

from annotation.answers import read_answers
from emosapp_data.errors import InputError
from emosapp_data.progress import Silent
from evaluation.answers.answering import answer_all
from evaluation.answers.record import NOTHING, MessageSet, answers_file, read_messages
from evaluation.record import Kind, TestedModel

MESSAGES = read_messages().messages
MODEL = TestedModel(name="small", kind=Kind.CHECKPOINT, source="small", sha256="a" * 64)


class Parrot:
    """Says what it was told; ends with an error after so many answers."""

    def __init__(self, most: int = 1000) -> None:
        self.asked: list[str] = []
        self._most = most

    def answer(self, system: str | None, message: str, longest: int) -> str:
        if len(self.asked) >= self._most:
            raise KeyboardInterrupt
        self.asked.append(message)
        return f" You say: {message}\n"


def test_every_message_is_answered_and_the_file_can_be_pushed_for_rating(tmp_path: Path) -> None:
    path = answers_file(tmp_path)
    found = answer_all(Parrot(), MODEL, MESSAGES, path, Silent(), system="be kind")
    assert [answer.item for answer in found] == [message.name for message in MESSAGES]
    rated = read_answers(path)
    assert [each.message for each in rated] == [message.text for message in MESSAGES]
    assert {each.model for each in rated} == {"small"}
    assert all(each.answer == f"You say: {each.message}" for each in rated)


def test_an_interrupted_run_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    whole, path = tmp_path / "whole.jsonl", tmp_path / "answers.jsonl"
    answer_all(Parrot(), MODEL, MESSAGES, whole, Silent())
    with pytest.raises(KeyboardInterrupt):
        answer_all(Parrot(7), MODEL, MESSAGES, path, Silent())
    with path.open("a") as file:
        file.write('{"item": "cut o')  # what a killed process may leave
    second = Parrot()
    answer_all(second, MODEL, MESSAGES, path, Silent())
    assert second.asked == [message.text for message in MESSAGES[7:]]
    assert path.read_bytes() == whole.read_bytes()


def test_nothing_is_asked_where_all_is_answered(tmp_path: Path) -> None:
    first = answer_all(Parrot(), MODEL, MESSAGES, tmp_path / "a.jsonl", Silent())
    second = Parrot()
    assert answer_all(second, MODEL, MESSAGES, tmp_path / "a.jsonl", Silent()) == first
    assert second.asked == []


@pytest.mark.parametrize(
    ("change", "system", "what"),
    [
        ({"sha256": "b" * 64}, None, "answers of another model"),
        ({"name": "other"}, None, "answers of another model"),
        ({}, "be brief", "another system message or length"),
    ],
)
def test_answers_of_another_kind_are_never_mixed_in(
    tmp_path: Path, change: dict[str, str], system: str | None, what: str
) -> None:
    path = tmp_path / "answers.jsonl"
    answer_all(Parrot(), MODEL, MESSAGES[:3], path, Silent())
    before = path.read_bytes()
    with pytest.raises(InputError, match=what):
        answer_all(Parrot(), MODEL.model_copy(update=change), MESSAGES, path, Silent(), system=system)
    assert path.read_bytes() == before


def test_a_message_that_has_changed_since_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    answer_all(Parrot(), MODEL, MESSAGES[:3], path, Silent())
    changed = [MESSAGES[0].model_copy(update={"text": "something else"}), *MESSAGES[1:]]
    with pytest.raises(InputError, match="another version of the messages"):
        answer_all(Parrot(), MODEL, changed, path, Silent())


def test_silence_is_an_answer_that_raters_see(tmp_path: Path) -> None:
    class Silence:
        def answer(self, system: str | None, message: str, longest: int) -> str:
            return " \n"

    path = tmp_path / "answers.jsonl"
    answer_all(Silence(), MODEL, MESSAGES[:1], path, Silent(), which=MessageSet.STUDENTS)
    assert [each.answer for each in read_answers(path)] == [NOTHING]
