"""Real tokenizers, and the ways of formatting that the tests go through."""

from typing import Any, NamedTuple

import pytest

from emosapp_data.chat import ChatFormat, llama_tokenizer
from emosapp_data.errors import MissingPartError
from emosapp_data.models.local import LocalModel
from tests.emosapp_data.chat.templates import INSTRUCTIONS, MARKED_CHATML, PLAIN_HEADERS
from training.models.smollm2_tokenizer import read_tokenizer


class Case(NamedTuple):
    """A tokenizer with a template, and what that template is known to do."""

    tokenizer: Any
    template: str | None
    strips: bool
    """Whether it strips messages."""
    joint: str
    """What stands between the prompt and an answer, and is the model's to write."""
    end: str
    """The end mark."""
    marked: bool = False
    """Whether it has generation marks."""

    @property
    def chat(self) -> ChatFormat:
        return ChatFormat(self.tokenizer, template=self.template)

    def learned(self, answer: str) -> str:
        """What a model has to write for an answer."""
        return self.joint + (answer.strip() if self.strips else answer) + self.end


@pytest.fixture(scope="session")
def smollm2_tokenizer(smollm2: LocalModel) -> Any:
    """SmolLM2's tokenizer with its own ChatML template."""
    pytest.importorskip("transformers")
    pytest.importorskip("gguf")
    return read_tokenizer(smollm2.path)


@pytest.fixture(scope="session")
def llama3_tokenizer() -> Any:
    """Llama 3's tokenizer with our template of 3.2."""
    try:
        return llama_tokenizer()
    except MissingPartError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def chatml(smollm2_tokenizer: Any) -> Case:
    return Case(smollm2_tokenizer, None, strips=False, joint="", end="<|im_end|>")


@pytest.fixture(scope="session")
def marked_chatml(smollm2_tokenizer: Any) -> Case:
    return Case(smollm2_tokenizer, MARKED_CHATML, strips=False, joint="", end="<|im_end|>", marked=True)


@pytest.fixture(scope="session")
def instructions(smollm2_tokenizer: Any) -> Case:
    return Case(smollm2_tokenizer, INSTRUCTIONS, strips=True, joint=" ", end="<|im_end|>", marked=True)


@pytest.fixture(scope="session")
def plain_headers(smollm2_tokenizer: Any) -> Case:
    return Case(smollm2_tokenizer, PLAIN_HEADERS, strips=False, joint="", end="<|im_end|>")


@pytest.fixture(scope="session")
def llama3(llama3_tokenizer: Any) -> Case:
    return Case(llama3_tokenizer, None, strips=True, joint="", end="<|eot_id|>")
