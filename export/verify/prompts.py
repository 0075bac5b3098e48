"""The fixed prompts that a bundle answers when it is verified."""

from importlib.resources import files

import yaml

from emosapp_data.chat import ChatFormat
from export.chat.conversation import Conversation
from export.chat.tokenizer import ChatTokenizer

ANSWER = 64
"""Tokens of an answer at most."""


def read_prompts() -> list[str]:
    """The prompts."""
    text = (files("export.verify") / "prompts.yaml").read_text(encoding="utf-8")
    return [str(prompt) for prompt in yaml.safe_load(text)]


def prompt_ids(tokenizer: ChatTokenizer, system: str | None, context: int) -> list[list[int]]:
    """The prompts as the model reads them, each up to where its answer begins."""
    form = ChatFormat(tokenizer)
    return [Conversation(form, context, ANSWER, system).prompt(text).ids for text in read_prompts()]
