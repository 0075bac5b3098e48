"""What files are held against when they come back: the pairs of the workspace."""

from collections.abc import Sequence
from typing import NamedTuple

from emosapp_data.config import BuildConfig
from emosapp_data.ledger import Ledger
from emosapp_data.schema import QAPair, Review, Span
from emosapp_data.steps.check import judged
from emosapp_data.steps.extract import all_passages, books
from emosapp_data.steps.review import apply_reviews


class KnownPair(NamedTuple):
    """A pair as it stands in the workspace."""

    question: str
    answer: str
    passage: str
    """Text of the passage that holds the first quote."""
    evidence: tuple[Span, ...]
    """Characters of the passage that the answer rests on."""


def known_pairs(ledger: Ledger, config: BuildConfig, reviews: Sequence[Review]) -> dict[str, KnownPair]:
    """All pairs by id: also those that a check left out, and those that came from a reviewer's edit."""
    passages = all_passages(books(ledger))
    pairs = [*judged(ledger), *(entry.pair for entry in apply_reviews(ledger, config, reviews) if entry.pair.parent)]
    return {pair.id: _known(pair, passages[pair.evidence[0].passage].text) for pair in pairs}


def _known(pair: QAPair, passage: str) -> KnownPair:
    first = pair.evidence[0]
    in_view = (each for each in pair.evidence if each.passage == first.passage and each.role is first.role)
    return KnownPair(
        pair.question, pair.answer, passage, tuple(Span(start=each.start, end=each.end) for each in in_view)
    )
