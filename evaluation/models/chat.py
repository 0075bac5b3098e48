"""Answers to messages, by a model on this machine."""

from collections.abc import Iterable
from typing import Any

from emosapp_data.chat import DATE
from evaluation.models.token_lm import TokenLM


class ChatAnswerer:
    """Answers with a model's chat template, the likeliest token each time."""

    def __init__(self, lm: TokenLM, ends: Iterable[int] = ()) -> None:
        """Answer with a model; `ends` are tokens that end an answer, besides the tokenizer's own."""
        self._lm, self._ends = lm, frozenset(ends)

    def answer(self, system: str | None, message: str, longest: int) -> str:
        """The answer to a message, of so many tokens at most."""
        told = [{"role": "system", "content": system}] if system else []
        text = self._lm.tokenizer.apply_chat_template(
            [*told, {"role": "user", "content": message}], add_generation_prompt=True, tokenize=False, date_string=DATE
        )
        context = self._lm.tok_encode(text, add_special_tokens=False)
        return self._lm.write(context, (), longest, self._ends).strip()


def ends_of(model: Any) -> set[int]:
    """Tokens that a model of transformers ends an answer with."""
    ends = getattr(model.generation_config, "eos_token_id", None)
    return set(ends) if isinstance(ends, list) else {ends} if isinstance(ends, int) else set()
