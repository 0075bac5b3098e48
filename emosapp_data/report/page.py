"""Putting the report together."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import emosapp_data
from emosapp_data.ledger import Ledger, Outcome
from emosapp_data.release.card import UNITS
from emosapp_data.release.splits import SPLITS, section_of
from emosapp_data.report.flow import draw_flow
from emosapp_data.report.plots import bars, histogram
from emosapp_data.report.samples import Sample, choose, show
from emosapp_data.report.templates import template
from emosapp_data.schema import Block, PairStatus, Passage, QAPair, Reason
from emosapp_data.steps.check import judged
from emosapp_data.steps.extract import BookContent, books

LISTED = 40
"""Items listed for one reason; the ledger and pairs.jsonl hold all of them."""
SECTIONS = 24
"""Sections in the chart of sections."""
PAIR_STEPS = ("generate", "check", "duplicates", "release")
"""The steps whose items are pairs or become pairs, so that one flow shows them all."""


class LeftOut(NamedTuple):
    """What was left out for one reason."""

    step: str
    reason: Reason | None
    number: int
    examples: list[str]


class BookRow(NamedTuple):
    """A book as the report lists it."""

    content: BookContent
    pages: int
    pairs: int


def render_report(ledger: Ledger, pdfs: Mapping[str, Path]) -> str:
    """The report as HTML.

    Args:
        ledger: the ledger of the workspace.
        pdfs: where the books' PDFs are, by the id of the book.
    """
    contents = list(books(ledger))
    pairs = list(judged(ledger))
    kept = [pair for pair in pairs if pair.status is PairStatus.KEPT]
    counts = {count.step: count for count in ledger.counts()}
    splits = Counter(item.result.output["split"] for item in ledger.items("release") if item.result.output)
    per_book = Counter(pair.citation.book for pair in kept)
    return template("report.html.jinja").render(
        contents=[
            BookRow(content, max((block.last_page for block in content.blocks), default=0), per_book[content.book.id])
            for content in contents
        ],
        counts=counts,
        splits=[(split, splits[split]) for split in SPLITS if splits[split]],
        kept=kept,
        flow=draw_flow([counts[step] for step in PAIR_STEPS if step in counts], UNITS, "released pairs"),
        removed=bars((reason.value.replace("_", " "), count) for reason, count in counts["blocks"].rejected.items())
        if "blocks" in counts
        else [],
        explanations={reason.value.replace("_", " "): reason.explanation for reason in Reason},
        questions=histogram([len(pair.question) for pair in kept]),
        answers=histogram([len(pair.answer) for pair in kept]),
        sections=bars(_sections(kept)[:SECTIONS]),
        more_sections=max(0, len(_sections(kept)) - SECTIONS),
        left_out=_left_out(ledger, pairs),
        samples=_samples(kept, contents, pdfs),
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


def _left_out(ledger: Ledger, pairs: list[QAPair]) -> list[LeftOut]:
    texts = {pair.id: pair.question for pair in pairs}
    found: dict[tuple[str, Reason | None], list[str]] = defaultdict(list)
    for step in ("extract", *PAIR_STEPS):
        for item in ledger.items(step):
            if item.result.outcome is not Outcome.KEPT:
                subject = texts.get(item.input)
                found[step, item.result.reason].append(
                    f"{subject} — {item.result.detail}" if subject else item.result.detail
                )
    return [LeftOut(step, reason, len(examples), examples[:LISTED]) for (step, reason), examples in found.items()]


def _samples(kept: list[QAPair], contents: list[BookContent], pdfs: Mapping[str, Path]) -> list[Sample]:
    by_book: dict[str, tuple[dict[str, Passage], dict[str, Block]]] = {}
    chosen = choose(kept)
    for content in contents:
        if any(pair.citation.book == content.book.id for pair in chosen):
            passages = {passage.id: passage for passage in content.passages()}
            by_book[content.book.id] = passages, {block.id: block for block in content.blocks}
    return [show(pair, *by_book[pair.citation.book], pdfs.get(pair.citation.book)) for pair in chosen]
