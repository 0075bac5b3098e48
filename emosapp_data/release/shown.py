"""What of a row a person is shown, whichever kind of dataset it is in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa


class Shown(NamedTuple):
    """A row in short."""

    question: str
    """The question, or what the seeker says first."""
    answer: str
    """The answer to it."""
    source: str
    """Where it comes from."""


def shown(table: "pa.Table") -> list[Shown]:
    """The rows of a table in short: pairs by question and answer, conversations by their first exchange."""
    names = set(table.column_names)

    def column(name: str) -> list[Any]:
        return list(table[name].to_pylist()) if name in names else [None] * table.num_rows

    if "messages" in names:
        places = zip(column("dataset" if "dataset" in names else "source"), _origin(column, names), strict=True)
        both = zip(column("messages"), places, strict=True)
        return [Shown(_first(said, "user"), _first(said, "assistant"), " ".join(place)) for said, place in both]
    pages = zip(column("title"), column("page"), strict=True)
    texts = zip(column("question"), column("answer"), pages, strict=True)
    return [Shown(question, answer, f"{title}, p. {page}") for question, answer, (title, page) in texts]


def _origin(column: Any, names: set[str]) -> list[str]:
    return list(column("origin" if "origin" in names else "source_id"))


def _first(messages: Sequence[dict[str, Any]], role: str) -> str:
    return next((str(message["content"]) for message in messages if message["role"] == role), "")
