"""Dialogues as messages of a chat: with and without system prompt and strategies."""

import pytest

from emosapp_data.dialogues import Message, as_messages, read_system_prompt
from emosapp_data.errors import InputError
from emosapp_data.schema import Dialogue, Role, Turn
from tests.emosapp_data.dialogues.conftest import converted


def a_dialogue() -> Dialogue:
    made = converted(
        "supporter: Hello!",
        "seeker: I am sad.",
        ("supporter: I see.", "Reflection of feelings"),
        ("supporter: That hurts.", "Reflection of feelings"),
        ("supporter: Why?", "Question"),
        "seeker: I do not know.",
        "supporter: Tell me.",
    ).dialogue
    assert made is not None
    return made


def said(messages: list[Message]) -> list[tuple[str, str]]:
    return [(message.role, message.content) for message in messages]


def test_user_and_assistant_speak_in_turn_and_the_user_begins():
    assert said(as_messages(a_dialogue())) == [
        ("user", "I am sad."),
        ("assistant", "I see.\nThat hurts.\nWhy?"),
        ("user", "I do not know."),
        ("assistant", "Tell me."),
    ]


def test_strategies_can_be_shown_to_the_model_where_they_change():
    contents = [message.content for message in as_messages(a_dialogue(), strategies=True)]
    assert contents[1] == "[Reflection of Feelings] I see.\nThat hurts.\n[Question] Why?"
    assert contents[3] == "Tell me."


def test_a_system_prompt_comes_first():
    prompt = read_system_prompt()
    assert said(as_messages(a_dialogue(), system=prompt))[0] == ("system", prompt.text)
    assert said(as_messages(a_dialogue(), system="Be kind."))[0] == ("system", "Be kind.")


def test_turns_without_messages_of_their_own_are_shown_as_they_are():
    turns = (
        Turn(role=Role.SEEKER, text="I am sad."),
        Turn(role=Role.SUPPORTER, text="Why?", strategies=("question", "others")),
    )
    dialogue = Dialogue.create(source="test", source_id="1", turns=turns)
    assert as_messages(dialogue, strategies=True)[1].content == "[Question, Others] Why?"


def test_the_shipped_system_prompt_has_a_version_and_a_hash_that_follows_its_text():
    prompt = read_system_prompt("supporter")
    assert prompt.version >= 1
    assert prompt.hash.startswith("system-")
    assert prompt.model_copy(update={"text": "Be kind."}).hash != prompt.hash


def test_a_system_prompt_can_be_a_file_and_a_bad_one_is_refused_in_one_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\nversion: 2\ntext: Be kind.\n")
    assert read_system_prompt(path).text == "Be kind."
    path.write_text("name: mine\ntext: Be kind.\n")
    with pytest.raises(InputError, match="version: Field required"):
        read_system_prompt(path)
    with pytest.raises(InputError, match=r"no such system prompt .* one of: supporter"):
        read_system_prompt("supporters")
