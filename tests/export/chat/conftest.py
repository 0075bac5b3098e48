"""A chat with a small real program."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emosapp_data.chat import ChatFormat
from export.chat import Chat, ChatTokenizer, Options, open_chat
from export.runtime import Program
from tests.export.small import plain_cut, small_pte, small_run, smollm2  # noqa: F401 - fixtures


class Shown:
    """What a conversation shows."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.answers: list[str] = [""]
        self.order: list[str] = []

    def notice(self, text: str) -> None:
        self.notices.append(text)
        self.order.append("notice")

    def piece(self, text: str) -> None:
        self.answers[-1] += text
        self.order += ["answer"] if self.order[-1:] != ["answer"] else []

    def end(self) -> None:
        self.answers.append("")


@pytest.fixture(scope="session")
def folder(smollm2: Any) -> Path:  # noqa: F811 - the fixture
    """A folder with SmolLM2's tokenizer."""
    pytest.importorskip("tokenizers")
    return Path(smollm2.folder)


@pytest.fixture(scope="session")
def form(folder: Path) -> ChatFormat:
    """Makes tokens of messages."""
    return ChatFormat(ChatTokenizer(folder))


@pytest.fixture(scope="session")
def loaded(small_pte: Path) -> Program:  # noqa: F811 - the fixture
    """A program; its cache is what the test before left."""
    return Program(small_pte)


@pytest.fixture
def chat(loaded: Program, folder: Path) -> Callable[..., tuple[Chat, Shown]]:
    """Makes chats with a program that has read nothing."""
    loaded.reset()

    def made(system: str | None = "Be kind.", **options: Any) -> tuple[Chat, Shown]:
        shown = Shown()
        return open_chat(loaded, folder, shown, Options(**{"max_new": 8, **options}), system=system), shown

    return made
