"""What a generator is: from an element of a book to a candidate pair, or the reason why there is none."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from emosapp_data.schema import (
    Citation,
    Element,
    Evidence,
    EvidenceRole,
    Passage,
    QAPair,
    Reason,
    Span,
)


class NoPair(NamedTuple):
    """Why an element gave no pair."""

    reason: Reason
    detail: str


class Place(NamedTuple):
    """Where a block stands in the passages."""

    passage: Passage
    start: int
    end: int


class PassageIndex:
    """The passages of a book, by the blocks they hold."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        """Index the passages."""
        self._places: dict[str, Place] = {}
        self._passages: dict[str, Passage] = {}
        for passage in passages:
            self._passages[passage.id] = passage
            ends = [following.start - 2 for following in passage.blocks[1:]] + [len(passage.text)]
            for mark, end in zip(passage.blocks, ends, strict=True):
                self._places[mark.block] = Place(passage, mark.start, end)

    def quote(self, role: EvidenceRole, block: str, text: str) -> Evidence:
        """The evidence that `text` stands in a block.

        Raises:
            ValueError: it does not stand there; elements are made from the very blocks, so this is a programming error.
        """
        place = self._places[block]
        start = place.passage.text.rindex(text, place.start, place.end)
        return quoted(place.passage, role, start, start + len(text))

    def __getitem__(self, passage_id: str) -> Passage:
        """The passage of an id."""
        return self._passages[passage_id]


class Generator(Protocol):
    """Makes pairs from elements."""

    name: str
    version: int

    def generate(self, element: Element) -> QAPair | NoPair:
        """Make a pair, or say why not."""
        ...


def quoted(passage: Passage, role: EvidenceRole, start: int, end: int) -> Evidence:
    """The evidence that stands at `passage.text[start:end]`."""
    return Evidence(
        role=role,
        passage=passage.id,
        quote=passage.text[start:end],
        start=start,
        end=end,
        first_page=passage.page_at(start),
        last_page=passage.page_at(end - 1),
    )


def cite(passage: Passage, evidence: Evidence) -> Citation:
    """The citation of a quote: its passage's, narrowed to the pages and characters of the quote."""
    start = passage.citation.span.start
    return passage.citation.model_copy(
        update={
            "first_page": evidence.first_page,
            "last_page": evidence.last_page,
            "span": Span(start=start + evidence.start, end=start + evidence.end),
        }
    )
