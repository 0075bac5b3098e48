"""An item of a benchmark: what a model is to be measured on, and must not have been trained on."""

from typing import NamedTuple


class BenchmarkItem(NamedTuple):
    """One question or post of a benchmark."""

    benchmark: str
    """Name of the benchmark: the name of its file, with its folder's where the file's alone says nothing."""
    id: str
    """The item's own id, or its row number counted from 1."""
    text: str
    """The question, or the post; with its context where the question alone does not say what is asked."""
    choices: tuple[str, ...] = ()
    """The choices, in their order."""
    answer: str | None = None
    """The right answer in words where the file tells it."""


class Benchmark(NamedTuple):
    """A benchmark as it was read."""

    name: str
    """Name of the benchmark."""
    items: tuple[BenchmarkItem, ...]
    """Its items, in the file's order."""
    layout: str
    """How the columns were understood, such as 'question and options'."""
    notes: tuple[str, ...]
    """What the user should know: rows without text, repeated items, bytes that could not be read."""
    digest: str
    """SHA-256 of the file's bytes, in hexadecimal."""
