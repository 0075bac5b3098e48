"""What the tasks beside this file take from Python: documents, choices in what a model wrote, and F1."""

import os
import re
from pathlib import Path
from typing import Any

from evaluation.benchmarks import load

FOLDER = "EMOSAPP_BENCHMARKS"
"""Environment variable that names the folder of the benchmarks, where the metadata of a task do not."""


def documents(benchmark: str, data: str | None = None, **_: Any) -> dict[str, Any]:
    """A benchmark's documents as lm-eval's test split.

    Args:
        benchmark: its name
        data: folder of the benchmarks; `--metadata '{"data": "FOLDER"}'` gives it
    """
    from datasets import Dataset  # noqa: PLC0415

    folder = data or os.environ.get(FOLDER) or "."
    return {"test": Dataset.from_list([document.row() for document in load(benchmark, Path(folder)).documents])}


def chosen(doc: dict[str, Any], results: list[str]) -> dict[str, float]:
    """Whether a written answer names the right choice."""
    return {"acc": float(choice_in(results[0], doc["choices"]) == doc["gold"])}


def choice_in(answer: str, choices: list[str]) -> int | None:
    """Which choice an answer names: by a letter of its own, or by a choice's whole text; none where it names none, or several.

    A letter counts in capitals only, and 'A' not where it is a word: 'A person ...'.
    """
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(choices)]
    text = answer.strip()
    whole = re.match(rf"[\W_]*([{letters}{letters.lower()}])\b(?!['’ ]\w)", text)
    if whole:
        return letters.index(whole[1].upper())
    named = set(
        re.findall(
            rf"(?:\b(?:answer|letter|choice|option)\b(?: is|:)?\s*\W?)([{letters}])\b(?!['’])", text, re.IGNORECASE
        )
    )
    named = {letter.upper() for letter in named if letter.isupper()} or set(
        re.findall(rf"(?:^|[(\s*])([{letters}])[).:*]", text)
    )
    if len(named) == 1:
        return letters.index(named.pop())
    folded = text.casefold()
    held = [number for number, choice in enumerate(choices) if choice.casefold() in folded]
    inner = {
        other
        for number in held
        for other in held
        if number != other and choices[other].casefold() in choices[number].casefold()
    }
    left = [number for number in held if number not in inner]
    return left[0] if len(left) == 1 and not named else None


def detected(doc: dict[str, Any], results: list[tuple[float, bool]]) -> dict[str, Any]:
    """The right answer and the likeliest one, as each of the metrics takes them."""
    taken = max(range(len(results)), key=lambda number: results[number][0])
    both = (doc["gold"], taken)
    return {"acc": float(taken == doc["gold"]), "f1": both, "f1_macro": both, "f1_weighted": both}


def beginnings(doc: dict[str, Any]) -> list[str]:
    """A sentence of WinoGrande up to its gap, with each of the two in it."""
    before = doc["question"].partition("_")[0]
    return [before + choice for choice in doc["choices"]]


def end(doc: dict[str, Any]) -> str:
    """The rest of that sentence."""
    return str(doc["question"].partition("_")[2]).strip()


def f1(items: list[tuple[int, int]]) -> float:
    """F1 of stressed posts. lm-eval gives (right answer, chosen one) for each."""
    return _f1(items, "binary")


def f1_macro(items: list[tuple[int, int]]) -> float:
    """Mean of F1 over both classes."""
    return _f1(items, "macro")


def f1_weighted(items: list[tuple[int, int]]) -> float:
    """Mean of F1 over both classes, weighed by their size."""
    return _f1(items, "weighted")


def _f1(items: list[tuple[int, int]], average: str) -> float:
    from sklearn.metrics import f1_score  # noqa: PLC0415

    gold, taken = zip(*items, strict=True)
    return float(f1_score(gold, taken, average=average, zero_division=0))
