"""What a model learns: the assistant's answers and their end marks, whatever is said and whatever the template."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from emosapp_data.chat import ChatFormat, Encoded, Message
from tests.emosapp_data.chat.conftest import Case
from tests.emosapp_data.chat.conversations import TEXTS, said, talk, talks

CASES = ["chatml", "marked_chatml", "instructions", "plain_headers", "llama3"]


@pytest.fixture(params=CASES, scope="module")
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def chat(case: Case) -> ChatFormat:
    return case.chat


def decoded(tokenizer: Any, ids: list[int]) -> str:
    text: str = tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)
    return text


def learned(tokenizer: Any, encoded: Encoded) -> str:
    return decoded(tokenizer, [token for token in encoded.labels if token != -100])


@given(messages=talks())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_learned_tokens_are_exactly_the_answers_and_their_end_marks(
    case: Case, chat: ChatFormat, messages: list[Message]
) -> None:
    encoded = chat.encode(messages)
    answers = [message.content for message in messages if message.role == "assistant"]
    assert learned(case.tokenizer, encoded) == "".join(map(case.learned, answers))
    spans = [turn for turn in encoded.turns if turn.role == "assistant"]
    for turn, answer in zip(spans, answers, strict=True):
        assert decoded(case.tokenizer, encoded.input_ids[turn.start : turn.end]) == case.learned(answer)
        assert all(encoded.loss_mask[turn.start : turn.end])
    assert sum(turn.end - turn.start for turn in spans) == encoded.learned


@given(messages=talks())
@settings(max_examples=60)
def test_all_tokens_together_are_the_text_that_the_template_writes(
    case: Case, chat: ChatFormat, messages: list[Message]
) -> None:
    encoded = chat.encode(messages)
    assert decoded(case.tokenizer, encoded.input_ids) == chat.text(messages)
    assert len(encoded.input_ids) == len(encoded.loss_mask) == len(encoded.labels)


@given(messages=talks())
@settings(max_examples=60)
def test_nothing_that_is_said_becomes_a_special_token(case: Case, chat: ChatFormat, messages: list[Message]) -> None:
    plain = [said(message.role, "x") for message in messages]
    special = set(case.tokenizer.backend_tokenizer.get_added_tokens_decoder())

    def marks(encoded: Encoded) -> list[int]:
        return [token for token in encoded.input_ids if token in special]

    assert marks(chat.encode(messages)) == marks(chat.encode(plain))


@given(messages=talks(TEXTS.map(lambda text: text.replace("<|", "<").strip() or "yes")))
@settings(max_examples=60)
def test_what_comes_before_an_answer_is_the_prompt_that_the_model_is_given(
    case: Case, chat: ChatFormat, messages: list[Message]
) -> None:
    encoded = chat.encode(messages)
    for turn in encoded.turns:
        if turn.role == "assistant":
            before = [message.model_dump() for message in messages[: turn.message]]
            prompt = case.tokenizer.apply_chat_template(
                before,
                tokenize=True,
                return_dict=False,
                add_generation_prompt=True,
                chat_template=case.template,
                date_string="26 Jul 2024",
            )
            assert encoded.input_ids[: turn.start] == prompt


@given(messages=talks(TEXTS.map(lambda text: text.replace("<|", "<").strip() or "yes")))
@settings(max_examples=100)
def test_tokens_are_those_of_transformers_and_learned_is_what_generation_marks_say(
    case: Case, chat: ChatFormat, messages: list[Message]
) -> None:
    theirs = case.tokenizer.apply_chat_template(
        [message.model_dump() for message in messages],
        tokenize=True,
        return_dict=True,
        return_assistant_tokens_mask=case.marked,
        chat_template=case.template,
        date_string="26 Jul 2024",
    )
    ours = chat.encode(messages)
    assert ours.input_ids == theirs["input_ids"]
    if case.marked:
        assert ours.loss_mask == [bool(mask) for mask in theirs["assistant_masks"]]


def test_an_answer_that_repeats_the_question_is_learned_and_the_question_is_not(case: Case, chat: ChatFormat) -> None:
    encoded = chat.encode(talk("I am tired", "I am tired", "I am tired", "I am tired"))
    assert learned(case.tokenizer, encoded) == case.learned("I am tired") * 2


def test_of_an_empty_answer_the_end_mark_is_learned(case: Case, chat: ChatFormat) -> None:
    assert learned(case.tokenizer, chat.encode(talk("Hello?", "", "Still there?", "..."))) == case.learned(
        ""
    ) + case.learned("...")


def test_the_users_question_has_its_tokens(case: Case, chat: ChatFormat) -> None:
    encoded = chat.encode(talk("so it is", "yes"))
    question = encoded.turns[0]
    assert decoded(case.tokenizer, encoded.input_ids[question.start : question.end]).strip() == "so it is"
