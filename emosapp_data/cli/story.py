"""The story of one pair, from the page to the verdicts."""

from pathlib import Path

from pydantic import Field
from rich.console import Console
from rich.text import Text

from corpus.places import quote_boxes
from emosapp_data.cli.terminal import console
from emosapp_data.errors import InputError
from emosapp_data.ledger import Ledger
from emosapp_data.schema import Book, EvidenceRole, Passage, QAPair, Record
from emosapp_data.steps.check import judged
from emosapp_data.steps.extract import books

AROUND = 160
"""Characters of the passage shown on either side of a quote."""


class QuotePlace(Record):
    """A quote, where it stands, and what stands around it."""

    role: EvidenceRole
    """What the quote shows."""
    before: str
    """Text before it in its passage."""
    quote: str
    """The quote."""
    after: str
    """Text behind it."""
    passage: str
    """Id of the passage."""
    section: tuple[str, ...]
    """Headings above it."""
    page: str
    """Printed page."""
    pdf_page: int
    """PDF page."""
    lines: tuple[tuple[int, float, float, float, float], ...]
    """Printed lines that hold it: PDF page, x0, y0, x1, y1 in points."""


class Story(Record):
    """All that is known of a pair."""

    pair: QAPair
    """The pair, with its verdicts."""
    book: Book
    """Its book."""
    places: tuple[QuotePlace, ...]
    """Its quotes."""
    split: str | None = None
    """Split of the latest release that holds it."""
    left_out: str | None = Field(default=None)
    """Why it was left out."""


def tell(ledger: Ledger, pair_id: str, workspace: Path) -> Story:
    """Find a pair and all that is known of it.

    Raises:
        InputError: no pair, or more than one, has this id.
    """
    wanted = [
        pair
        for pair in judged(ledger)
        if pair.id == pair_id or pair.id.removeprefix("pair-").startswith(pair_id.removeprefix("pair-"))
    ]
    if len(wanted) != 1:
        problem = "no pair has" if not wanted else f"{len(wanted)} pairs have"
        raise InputError(f"{problem} the id {pair_id!r} in {workspace}; pairs.jsonl lists them all")
    pair = wanted[0]
    content = next(content for content in books(ledger) if content.book.id == pair.citation.book)
    passages = {passage.id: passage for passage in content.passages()}
    blocks = {block.id: block for block in content.blocks}
    places = []
    for evidence in pair.evidence:
        passage: Passage = passages[evidence.passage]
        boxes = quote_boxes(passage, blocks, evidence.start, evidence.end)
        places.append(
            QuotePlace(
                role=evidence.role,
                before=passage.text[max(0, evidence.start - AROUND) : evidence.start],
                quote=evidence.quote,
                after=passage.text[evidence.end : evidence.end + AROUND],
                passage=passage.id,
                section=passage.citation.section,
                page=evidence.first_page.printed,
                pdf_page=evidence.first_page.pdf,
                lines=tuple((box.page, box.x0, box.y0, box.x1, box.y1) for box in boxes),
            )
        )
    split = next(
        (
            item.result.output["split"]
            for item in ledger.items("release")
            if item.input == pair.id and item.result.output
        ),
        None,
    )
    failed = next((verdict for verdict in pair.verdicts if not verdict.passed), None)
    return Story(
        pair=pair, book=content.book, places=tuple(places), split=split, left_out=failed.detail if failed else None
    )


def show_story(story: Story) -> None:
    """Print a story."""
    out = console()
    pair, book = story.pair, story.book
    out.print(Text(pair.question, style="bold"))
    out.print(Text(pair.answer))
    out.print()
    _row(out, "pair", f"{pair.id}, {pair.status.value}" + (f", in the {story.split} split" if story.split else ""))
    _row(
        out,
        "from",
        f"{pair.origin.generator} generator, version {pair.origin.version}, rule {pair.origin.pattern}, {pair.origin.element}",
    )
    _row(
        out, "book", f"{book.title} ({book.file_name}, sha256 {book.sha256[:12]}…), licence {book.licence or 'unknown'}"
    )
    _row(out, "cited as", str(pair.citation))
    for place in story.places:
        out.print()
        lines = f", lines at y {', '.join(f'{line[2]:.0f}' for line in place.lines)}" if place.lines else ""
        _row(
            out,
            place.role.value,
            f"p. {place.page}, PDF page {place.pdf_page}{lines}; {' › '.join(place.section)}; {place.passage}",
        )
        out.print(
            Text.assemble(("…" + place.before, "dim"), (place.quote, "black on yellow"), (place.after + "…", "dim"))
        )
    out.print()
    for verdict in pair.verdicts:
        mark = "[green]passed[/]  " if verdict.passed else "[red]rejected[/]"
        score = f" {verdict.score:g}" if verdict.score is not None else ""
        out.print(f"{mark} {verdict.check} v{verdict.version}{score}", end="")
        out.print(Text(f"  {verdict.reason.value}: {verdict.detail}" if verdict.reason else ""))


def _row(out: Console, name: str, text: str) -> None:
    out.print(Text.assemble((f"{name:<9} ", "dim"), text), soft_wrap=True)
