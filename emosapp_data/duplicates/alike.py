"""Pairs that ask the same or answer the same, however little their texts have in common otherwise."""

from collections.abc import Iterator

from emosapp_data.duplicates.text import Folded

LONG_ANSWER = 8
"""Words from which an answer says enough to be shown when it comes again, whatever is asked."""


class SameAsked:
    """For each question and each answer the pair that it first came with.

    A pair is linked with that first one alone, so that a question asked a thousand times gives a thousand links and not
    half a million. Short answers are the same too often ("True."): they link only questions about the same.
    """

    def __init__(self) -> None:
        """Begin without pairs."""
        self._first: dict[tuple[str, str, str], int] = {}

    def add(self, position: int, pair: Folded, about: str) -> Iterator[int]:
        """Add a pair; gives the positions of the first with its question and the first with its answer.

        Args:
            position: where the pair stands.
            pair: its folded texts.
            about: what its question is about (`asking.topic`).
        """
        if not about:
            return
        long = pair.answer.count(" ") >= LONG_ANSWER - 1
        keys = [("question", pair.question, ""), ("answer", pair.answer, "" if long else about)]
        yield from {first for key in keys if (first := self._first.setdefault(key, position)) != position}
