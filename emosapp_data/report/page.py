"""Putting the report together."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import emosapp_data
from emosapp_data.doubt import QueueEntry, queue
from emosapp_data.errors import BookError
from emosapp_data.ledger import Ledger
from emosapp_data.release.card import UNITS
from emosapp_data.release.splits import SPLITS, section_of
from emosapp_data.report.alike import alike
from emosapp_data.report.flagged import flagged
from emosapp_data.report.left_out import LISTED, left_out
from emosapp_data.report.plots import bars, histogram
from emosapp_data.report.samples import Sample, choose, show
from emosapp_data.report.stages import asking, flow_of, sum_of
from emosapp_data.report.templates import template
from emosapp_data.schema import Block, PairStatus, Passage, QAPair, Reason
from emosapp_data.steps.check import judged
from emosapp_data.steps.extract import BookContent, all_passages, books

SECTIONS = 24
"""Sections in the chart of sections."""
QUEUED = 10
"""Pairs shown from the beginning of the order of review."""


class BookRow(NamedTuple):
    """A book as the report lists it."""

    content: BookContent
    pages: int
    pairs: int


class Queue(NamedTuple):
    """The beginning of the order of review."""

    pairs: int
    doubtful: int
    """Pairs that something speaks against."""
    first: list[QueueEntry]


def render_report(ledger: Ledger, pdfs: Mapping[str, Path]) -> str:
    """The report as HTML.

    Args:
        ledger: the ledger of the workspace.
        pdfs: where the books' PDFs are, by the id of the book.
    """
    contents = list(books(ledger))
    passages = all_passages(contents)
    pairs = list(judged(ledger))
    kept = [pair for pair in pairs if pair.status is PairStatus.KEPT]
    counts = {count.step: count for count in ledger.counts()}
    splits = Counter(item.result.output["split"] for item in ledger.items("release") if item.result.output)
    per_book = Counter(pair.citation.book for pair in kept)
    sections = _sections(kept)
    return template("report.html.jinja").render(
        contents=[BookRow(content, content.last_page, per_book[content.book.id]) for content in contents],
        counts=counts,
        splits=[(split, splits[split]) for split in SPLITS if splits[split]],
        kept=len(kept),
        written=sum(pair.origin.model is not None for pair in kept),
        flow=flow_of(ledger, counts, pairs),
        terms=sum_of(counts),
        asking=asking(ledger, counts),
        removed=bars((reason.value.replace("_", " "), count) for reason, count in counts["blocks"].rejected.items())
        if "blocks" in counts
        else [],
        explanations={reason.value.replace("_", " "): reason.explanation for reason in Reason},
        questions=histogram([len(pair.question) for pair in kept]),
        answers=histogram([len(pair.answer) for pair in kept]),
        sections=bars(sections[:SECTIONS]),
        more_sections=max(0, len(sections) - SECTIONS),
        person=flagged(ledger, counts, kept),
        alike=alike(ledger, pairs),
        queue=_queue(kept),
        left_out=left_out(ledger, counts.values(), pairs, passages),
        samples=_samples(kept, contents, passages, pdfs),
        units=UNITS,
        version=emosapp_data.__version__,
        listed=LISTED,
    )


def _sections(kept: list[QAPair]) -> list[tuple[str, int]]:
    counts = Counter(section_of(pair) for pair in kept)
    names = Counter(section[1:] for section in counts)
    return [
        (" › ".join(section[1:] if names[section[1:]] == 1 else section) or "(no section)", count)
        for section, count in counts.items()
    ]


def _queue(kept: list[QAPair]) -> Queue:
    entries = queue(kept)
    doubtful = sum(entry.doubt > 0 for entry in entries)
    return Queue(len(entries), doubtful, [entry for entry in entries[:QUEUED] if entry.doubt > 0])


def _samples(
    kept: list[QAPair], contents: list[BookContent], passages: Mapping[str, Passage], pdfs: Mapping[str, Path]
) -> list[Sample]:
    blocks: dict[str, dict[str, Block]] = {}
    chosen = choose(kept)
    for content in contents:
        if any(pair.citation.book == content.book.id for pair in chosen):
            blocks[content.book.id] = {block.id: block for block in content.blocks}
    return [show(pair, passages, blocks[pair.citation.book], _pdf(pdfs, pair.citation.book)) for pair in chosen]


def _pdf(pdfs: Mapping[str, Path], book: str) -> Path | None:
    try:
        return pdfs.get(book)
    except BookError:  # it is elsewhere, and cannot be fetched now
        return None
