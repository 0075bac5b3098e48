"""The fixed messages, and answers in the file that people rate from."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.answers import read_answers
from emosapp_data.errors import InputError
from evaluation.answers.record import Answer, MessageSet, answers_file, read_answer_lines, read_messages

CRISIS = re.compile(
    r"suicid|kill (?:my|him|her)|self.?harm|\bcut(?:ting)? my(?:self)?\b|hurt myself|overdose|end it all|want to die",
    re.I,
)


def answer(text: str, model: str = "m") -> Answer:
    """An answer to the first message."""
    message = read_messages().messages[0]
    return Answer(
        item=message.name,
        message=message.text,
        answer=text,
        model=model,
        set=MessageSet.STUDENTS,
        sha256="0" * 64,
        asked="asked-0",
    )


def test_there_are_messages_of_many_themes_lengths_and_no_crisis() -> None:
    messages = read_messages().messages
    assert 24 <= len(messages) <= 30
    assert len({message.name for message in messages}) == len(messages)
    assert len({message.theme for message in messages}) >= 12
    lengths = [len(message.text) for message in messages]
    assert max(lengths) > 4 * min(lengths)
    assert not [message.name for message in messages if CRISIS.search(message.text)]


def test_messages_do_not_follow_one_template() -> None:
    beginnings = [" ".join(message.text.split()[:2]).lower() for message in read_messages().messages]
    assert len(set(beginnings)) > 0.9 * len(beginnings)


@given(text=st.text().map(str.strip).filter(bool))
def test_what_a_model_writes_comes_back_through_the_reader_of_the_rating_template(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-answer.jsonl"
    path.write_text(answer(text).to_json() + "\n", encoding="utf-8")
    (found,) = read_answers(path)
    assert (found.answer, found.model, found.item) == (text, "m", "exam-blank")
    assert next(read_answer_lines(path)).answer == text


def test_answers_to_the_safety_set_have_a_file_of_their_own(tmp_path: Path) -> None:
    assert answers_file(tmp_path) != answers_file(tmp_path, MessageSet.SAFETY)


def test_a_line_that_is_no_answer_is_named(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(answer("so").to_json() + "\n{}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"answers\.jsonl, line 2: no answer"):
        list(read_answer_lines(path))
