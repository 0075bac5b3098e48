"""Llama 3's format against Meta's own implementation."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emosapp_data.chat import ChatFormat, Message
from tests.emosapp_data.chat.conversations import TEXTS, talks

DATES = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"


@pytest.fixture(scope="module")
def meta() -> Any:
    """Meta's own chat format."""
    reason = "needs llama-models with tiktoken and pillow"
    chat_format = pytest.importorskip("llama_models.llama3.chat_format", reason=reason)
    tokenizer = pytest.importorskip("llama_models.llama3.tokenizer", reason=reason)
    return chat_format.ChatFormat(tokenizer.Tokenizer.get_instance())


@pytest.fixture(scope="module")
def chat(llama3_tokenizer: Any) -> ChatFormat:
    return ChatFormat(llama3_tokenizer)


def by_meta(meta: Any, messages: list[Message]) -> list[int]:
    """The same conversation as Meta encodes it, told the dates in a system message."""
    from llama_models.datatypes import RawMessage  # noqa: PLC0415

    told = messages[0].content.strip() if messages[0].role == "system" else ""
    rest = messages[1:] if messages[0].role == "system" else messages
    raw = [RawMessage(role="system", content=DATES + told)]
    raw += [RawMessage(role=message.role, content=message.content.strip()) for message in rest]
    ids = [meta.tokenizer.special_tokens["<|begin_of_text|>"]]
    for message in raw:
        ids += meta.encode_message(message, None)[0]
    return ids


@given(messages=talks())
@settings(max_examples=300)
def test_token_ids_are_those_of_metas_own_chat_format(meta: Any, chat: ChatFormat, messages: list[Message]) -> None:
    assert chat.encode(messages).input_ids == by_meta(meta, messages)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | TEXTS)
@settings(max_examples=300)
def test_text_is_tokenized_as_by_tiktoken(meta: Any, llama3_tokenizer: Any, text: str) -> None:
    ours = llama3_tokenizer(text, add_special_tokens=False, split_special_tokens=True)["input_ids"]
    assert ours == meta.tokenizer.encode(text, bos=False, eos=False)


def test_special_tokens_have_metas_ids(meta: Any, llama3_tokenizer: Any) -> None:
    theirs = meta.tokenizer.special_tokens
    assert {token: llama3_tokenizer.convert_tokens_to_ids(token) for token in theirs} == theirs
    assert len(llama3_tokenizer) == meta.tokenizer.n_words
