"""Which passages a model is asked about: all of them, or as many as a budget allows, spread over all books and sections.

Passages are put into an order in which any first part is spread evenly: over the books by their length, and over each book
from beginning to end (the van der Corput sequence). A trial of 20 calls is so a part of one of 200, and what the trial
was told is used again; the last chapter gets its share of every budget.
"""

import hashlib
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from emosapp_data.config import GenerationConfig
from emosapp_data.schema import Passage, PassageKind, Reason


class Candidate(NamedTuple):
    """A passage that might be asked about, without its text: there may be very many."""

    book: str
    passage: str
    length: int
    kind: PassageKind


class Call(NamedTuple):
    """One call: the passage it asks about, and how often that passage was asked about before."""

    passage: str
    round: int

    @property
    def id(self) -> str:
        """Id of the call, the same in every run."""
        return f"{self.passage}/{self.round}"


class Selection(NamedTuple):
    """What is asked, and why the rest is not."""

    calls: dict[str, list[Call]]
    """The calls for each passage that is asked about."""
    left_out: dict[str, tuple[Reason, str]]
    """Why a passage is not asked about."""
    short_of: int
    """Pairs that were wanted beyond what can be asked for."""


def candidate(passage: Passage) -> Candidate:
    """A passage as selection sees it."""
    return Candidate(passage.citation.book, passage.id, len(passage.text), passage.kind)


def select(candidates: Sequence[Candidate], config: GenerationConfig, most_rounds: int) -> Selection:
    """Choose the calls.

    Args:
        candidates: the passages of all books, in order.
        config: how many pairs are wanted, and from what.
        most_rounds: how often one passage may be asked about: as long as the kinds of pairs differ.
    """
    left_out: dict[str, tuple[Reason, str]] = {}
    usable: list[Candidate] = []
    for entry in candidates:
        if entry.kind is not PassageKind.PROSE:
            left_out[entry.passage] = Reason.NOT_PROSE, f"it holds {entry.kind.value.replace('_', ' ')}"
        elif entry.length < config.shortest_passage:
            left_out[entry.passage] = (
                Reason.TOO_LITTLE_TEXT,
                f"{entry.length} characters, at least {config.shortest_passage} are asked for",
            )
        else:
            usable.append(entry)
    wanted = ceil(config.pairs / config.pairs_per_passage) if config.pairs else len(usable)
    possible = len(usable) * most_rounds
    asked = min(wanted, possible, config.limit or possible)
    order = spread(usable, config.seed)
    calls: dict[str, list[Call]] = {}
    for number in range(asked):
        entry = order[number % len(order)]
        calls.setdefault(entry.passage, []).append(Call(entry.passage, number // len(order)))
    for entry in usable:
        if entry.passage not in calls:
            left_out[entry.passage] = Reason.NOT_DRAWN, f"{asked:,} of {len(usable):,} passages are asked about"
    return Selection(calls, left_out, max(0, wanted - possible) * config.pairs_per_passage)


def spread(candidates: Sequence[Candidate], seed: int) -> list[Candidate]:
    """The passages in an order whose every first part is spread over all books and over each from beginning to end."""
    by_book: dict[str, list[Candidate]] = {}
    for entry in candidates:
        by_book.setdefault(entry.book, []).append(entry)
    placed: list[tuple[float, float, Candidate]] = []
    for book, entries in by_book.items():
        turn = _fraction(f"{seed}/{book}")
        order = van_der_corput(len(entries), int(turn * len(entries)))
        placed += [((rank + 0.5) / len(entries), turn, entries[place]) for rank, place in enumerate(order)]
    return [entry for _, _, entry in sorted(placed, key=lambda item: item[:2])]


def van_der_corput(count: int, turn: int) -> list[int]:
    """The places 0 to count - 1 in the order of van der Corput's sequence: halves, then quarters, ... , turned by `turn`."""
    bits = max(1, (count - 1).bit_length())
    halved = (int(f"{number:0{bits}b}"[::-1], 2) * count >> bits for number in range(1 << bits))
    return [(place + turn) % count for place in dict.fromkeys(halved)]


def _fraction(text: str) -> float:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**32
