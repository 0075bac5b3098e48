"""Answers of a model to the fixed prompts, without chance: the same model gives the same answers."""

from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

import yaml
from pydantic import Field

from emosapp_data.chat import DATE
from emosapp_data.schema import Record
from training.behaviour.judging import Needs, holds

LONGEST = 120
"""Tokens of an answer at most."""


class Prompt(Record):
    """What a person may write."""

    name: str
    """What it is about."""
    needs: Needs
    """What an answer has to hold at the very least."""
    text: str = Field(min_length=1)
    """What is written."""


class Answered(Record):
    """A prompt and what the model says."""

    prompt: Prompt
    """The prompt."""
    answer: str
    """The model's answer."""
    holds: bool | None
    """Whether it holds what it has to hold; none where words cannot tell."""


def read_prompts() -> list[Prompt]:
    """The fixed prompts."""
    text = (files("training.behaviour") / "prompts.yaml").read_text(encoding="utf-8")
    return [Prompt.model_validate(entry) for entry in yaml.safe_load(text)["prompts"]]


def answer_all(
    model: Any, tokenizer: Any, system: str | None, prompts: Sequence[Prompt], done: Callable[[int], None]
) -> list[Answered]:
    """Let a model answer the prompts, one after the other.

    Args:
        model: a causal language model of transformers.
        tokenizer: its tokenizer, with a chat template.
        system: the system prompt.
        prompts: the prompts.
        done: told of each answer.
    """
    import torch  # noqa: PLC0415

    was_training = model.training
    model.eval()
    found = []
    for prompt in prompts:
        messages = ([{"role": "system", "content": system}] if system else []) + [
            {"role": "user", "content": prompt.text}
        ]
        encoded = tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True, date_string=DATE
        ).to(model.device)
        with torch.no_grad():
            output = model.generate(
                **encoded,
                max_new_tokens=LONGEST,
                do_sample=False,
                pad_token_id=tokenizer.pad_token_id or tokenizer.eos_token_id,
            )
        answer = tokenizer.decode(output[0, encoded["input_ids"].shape[1] :], skip_special_tokens=True).strip()
        found.append(Answered(prompt=prompt, answer=answer, holds=holds(answer, prompt.needs)))
        done(1)
    model.train(was_training)
    return found
