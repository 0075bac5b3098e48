"""A benchmark as a model is asked it."""

from typing import Any, NamedTuple

from emosapp_data.contamination import BenchmarkItem
from evaluation.record import UsedBenchmark


class Document(NamedTuple):
    """An item that can be asked."""

    id: str
    """The item's id in its file."""
    question: str
    """The question, or the post."""
    choices: tuple[str, ...]
    """What is chosen among."""
    gold: int
    """Which choice is right, counted from 0."""

    def row(self) -> dict[str, Any]:
        """The document as lm-eval's tasks have it; `lettered` lists the choices by letters."""
        letters = [chr(ord("A") + number) for number in range(len(self.choices))]
        return {
            **self._asdict(),
            "choices": list(self.choices),
            "letters": letters,
            "lettered": "\n".join(f"{letter}. {choice}" for letter, choice in zip(letters, self.choices, strict=True)),
        }


class Loaded(NamedTuple):
    """A benchmark in memory."""

    used: UsedBenchmark
    """What it is, and what was left out of it."""
    documents: tuple[Document, ...]
    """What is asked, in an order drawn once and for all, so that the first N are a sample of the whole."""
    items: tuple[BenchmarkItem, ...]
    """The file's items as the search for overlap takes them."""
