"""A small program, loaded once, and its tokenizer."""

from pathlib import Path
from typing import Any

import pytest

from export.runtime import Program
from tests.export.small import plain_cut, small_pte, small_run, smollm2  # noqa: F401 - fixtures


@pytest.fixture(scope="session")
def loaded(small_pte: Path) -> Program:  # noqa: F811 - the fixture
    """A program; tests leave it as they like, so use `program`."""
    return Program(small_pte)


@pytest.fixture
def program(loaded: Program) -> Program:
    """A program that has read nothing yet."""
    loaded.reset()
    return loaded


@pytest.fixture(scope="session")
def tokenizer(small_run: Path) -> Any:  # noqa: F811 - the fixture
    """Its tokenizer, of the library tokenizers."""
    tokenizers = pytest.importorskip("tokenizers")
    return tokenizers.Tokenizer.from_file(str(small_run / "model" / "tokenizer.json"))


@pytest.fixture(scope="session")
def ids(tokenizer: Any) -> list[int]:
    """A short prompt."""
    text = "<|im_start|>user\nI feel anxious about my exams.<|im_end|>\n<|im_start|>assistant\n"
    return list(tokenizer.encode(text).ids)
