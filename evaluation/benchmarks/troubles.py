"""What is wrong in particular benchmarks, and what is done about it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from emosapp_data.contamination.files import read_rows
from emosapp_data.contamination.layouts import normalised, string
from evaluation.record import Exclusion

REPLACED = "\ufffd"
"""What stands for bytes that are no text."""


class Mended(NamedTuple):
    """An item of MHQA whose answer's text and number disagree."""

    answer: str | None
    """The answer that is taken; none where it cannot be known, and the item is left out."""
    detail: str
    """What was found."""


def answers_by_number(path: Path) -> dict[str, Mended]:
    """The items of MHQA whose answer is not, letter by letter, the choice that its number names.

    Where they differ in case or spaces alone, the choice is taken; where the text is another choice, or none, nobody can know
    which of the two is meant.
    """
    rows, _ = read_rows(path, path.read_bytes())
    found = {}
    for number, raw in enumerate(rows, 1):
        row = normalised(raw)
        text = string(row.get("correct_option") or row.get("correct_answer"))
        place = string(row.get("correct_option_number") or row.get("correct_option_num")).removesuffix(".0")
        choice = string(row.get(f"option{place}"))
        if not text or not place or text == choice:
            continue
        same = _folded(text) == _folded(choice)
        detail = f"the text is {text!r}, and choice {place} {choice!r}"
        found[string(row.get("id")) or str(number)] = Mended(
            choice if same else None, detail + (": the same but for case or spaces" if same else "")
        )
    return found


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def broken_texts(benchmark: str, path: Path) -> Iterator[Exclusion]:
    """The posts of Dreaddit in which characters are lost; they are asked as they are."""
    if benchmark != "dreaddit":
        return
    rows, _ = read_rows(path, path.read_bytes())
    for number, raw in enumerate(rows, 1):
        row = normalised(raw)
        text = string(row.get("text"))
        if REPLACED in text:
            place = text.index(REPLACED)
            yield Exclusion(
                benchmark=benchmark,
                item=string(row.get("id")) or str(number),
                reason="broken_text",
                detail=f"a character is lost: {text[max(0, place - 20) : place + 20]!r}; asked as it is",
                kept=True,
            )
