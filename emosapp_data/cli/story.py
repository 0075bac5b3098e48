"""The story of one pair, from the page to the verdicts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field
from rich.console import Console
from rich.text import Text

from corpus.places import quote_boxes
from emosapp_data.cli.terminal import console
from emosapp_data.doubt import doubt, flags_of, group_of
from emosapp_data.duplicates import Difference, PairText
from emosapp_data.duplicates.compare import compare
from emosapp_data.duplicates.text import Folded
from emosapp_data.errors import InputError
from emosapp_data.ledger import Ledger
from emosapp_data.schema import Book, EvidenceRole, Flag, PairStatus, QAPair, Record, Verdict
from emosapp_data.steps.check import judged
from emosapp_data.steps.extract import BookContent, books
from emosapp_data.steps.review import Reviewed, reviewed

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


class AlikePair(Record):
    """Another pair of the same group of near duplicates."""

    id: str
    """Id of the pair."""
    question: str
    """Its question."""
    answer: str
    """Its answer."""
    status: PairStatus
    """Where it stands."""
    differences: tuple[Difference, ...]
    """In what it differs from the pair that the story is about."""
    here: str
    """Words of the pair that the story is about, folded, that the other does not have at that place."""
    there: str
    """Words of the other, likewise."""


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
    review: str | None = None
    """What people decided."""
    replaced_by: str | None = None
    """Id of the pair that a reviewer's edit made of it."""
    doubt: float
    """How doubtful it is, from 0 to 1: what comes first in the order of review."""
    doubts: tuple[str, ...]
    """What speaks for looking at it, the weightiest first."""
    flags: tuple[Flag, ...]
    """What in it asks for a person."""
    group: str | None
    """Its group of near duplicates."""
    alike: tuple[AlikePair, ...]
    """The others of this group."""


def tell(ledger: Ledger, pair_id: str, workspace: Path) -> Story:
    """Find a pair and all that is known of it.

    Raises:
        InputError: no pair, or more than one, has this id.
    """
    entries = reviewed(ledger)
    pairs = [*judged(ledger), *(entry.pair for entry in entries if entry.pair.id != entry.original)]
    pair = _find(pairs, pair_id, workspace)
    entry = next((entry for entry in entries if pair.id in (entry.original, entry.pair.id)), None)
    content = next(content for content in books(ledger) if content.book.id == pair.citation.book)
    released = next((item.result for item in ledger.items("release") if item.input == pair.id), None)
    failed = next((verdict.detail for verdict in pair.verdicts if not verdict.passed), None)
    found, group = doubt(pair), group_of(pair)
    return Story(
        pair=pair,
        book=content.book,
        places=tuple(_places(pair, content)),
        split=released.output["split"] if released and released.output else None,
        left_out=failed or (released.detail if released and released.reason else None),
        review=_review(entry) if entry and entry.settled.reviewers else None,
        replaced_by=entry.pair.id if entry and entry.pair.id != pair.id else None,
        doubt=found.score,
        doubts=found.reasons,
        flags=flags_of(pair),
        group=group,
        alike=tuple(_alike(pair, other) for other in pairs if group and group_of(other) == group and other != pair),
    )


def _review(entry: Reviewed) -> str:
    return f"{entry.settled.standing.value}: {entry.detail}"


def _find(pairs: Sequence[QAPair], pair_id: str, workspace: Path) -> QAPair:
    start = pair_id.removeprefix("pair-")
    wanted = [pair for pair in pairs if pair.id.removeprefix("pair-").startswith(start)]
    if len(wanted) != 1:
        problem = "no pair has" if not wanted else f"{len(wanted)} pairs have"
        raise InputError(f"{problem} the id {pair_id!r} in {workspace}; pairs.jsonl lists them all")
    return wanted[0]


def _places(pair: QAPair, content: BookContent) -> Iterator[QuotePlace]:
    blocks = {block.id: block for block in content.blocks}
    for evidence in pair.evidence:
        passage = content.passages[evidence.passage]
        boxes = quote_boxes(passage, blocks, evidence.start, evidence.end)
        yield QuotePlace(
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


def _alike(pair: QAPair, other: QAPair) -> AlikePair:
    one, two = (Folded.of(PairText(each.id, each.question, each.answer)) for each in (pair, other))
    found = compare(one, two)
    return AlikePair(
        id=other.id,
        question=other.question,
        answer=other.answer,
        status=other.status,
        differences=found.differences,
        here=found.only_one,
        there=found.only_other,
    )


def show_story(story: Story) -> None:
    """Print a story."""
    out = console()
    pair, book = story.pair, story.book
    out.print(Text(pair.question, style="bold"))
    out.print(Text(pair.answer))
    out.print()
    _row(out, "pair", f"{pair.id}, {pair.status.value}" + (f", in the {story.split} split" if story.split else ""))
    _row(out, "from", _origin(pair))
    if pair.origin.prompt_hash:
        _row(out, "prompt", f"{pair.origin.prompt_hash}; {_parameters(pair)}")
    _row(
        out, "book", f"{book.title} ({book.file_name}, sha256 {book.sha256[:12]}…), licence {book.licence or 'unknown'}"
    )
    _row(out, "cited as", str(pair.citation))
    if pair.parent:
        _row(out, "replaces", pair.parent)
    if story.review:
        _row(out, "people", story.review)
    if story.replaced_by:
        _row(out, "see", f"{story.replaced_by}, the pair that replaces it")
    if story.left_out:
        _row(out, "left out", story.left_out)
    if story.flags:
        _row(out, "person", f"asks for a person's decision: {', '.join(flag.explanation for flag in story.flags)}")
    _row(out, "doubt", f"{story.doubt:.2f}" + (f": {'; '.join(story.doubts)}" if story.doubts else ""))
    for place in story.places:
        _show_place(out, place)
    for other in story.alike:
        _show_alike(out, other)
    out.print()
    for verdict in pair.verdicts:
        _show_verdict(out, verdict)


def _origin(pair: QAPair) -> str:
    origin = pair.origin
    if origin.model:
        return f"{origin.model}, asked for {origin.pattern} about {origin.element}"
    return f"{origin.generator} generator, version {origin.version}, rule {origin.pattern}, {origin.element}"


def _parameters(pair: QAPair) -> str:
    return ", ".join(f"{name} {value}" for name, value in pair.origin.parameters.items())


def _show_place(out: Console, place: QuotePlace) -> None:
    out.print()
    lines = f", lines at y {', '.join(f'{line[2]:.0f}' for line in place.lines)}" if place.lines else ""
    _row(
        out,
        place.role.value,
        f"p. {place.page}, PDF page {place.pdf_page}{lines}; {' › '.join(place.section)}; {place.passage}",
    )
    out.print(Text.assemble(("…" + place.before, "dim"), (place.quote, "black on yellow"), (place.after + "…", "dim")))


def _show_alike(out: Console, other: AlikePair) -> None:
    out.print()
    kinds = ", ".join(other.differences) or "nothing after folding"
    words = f": {other.here or '–'} | {other.there or '–'}" if other.here or other.there else ""
    _row(out, "alike", f"{other.id}, {other.status.value}; differs in {kinds}{words}")
    out.print(Text.assemble(f"{other.question} ", (other.answer, "dim")))


def _show_verdict(out: Console, verdict: Verdict) -> None:
    mark = "[green]passed[/]  " if verdict.passed else "[red]rejected[/]"
    score = f" {verdict.score:g}" if verdict.score is not None else ""
    out.print(f"{mark} {verdict.check} v{verdict.version}{score}", end="")
    said = [verdict.reason.value] if verdict.reason else []
    said += [verdict.detail] if verdict.detail else []
    out.print(Text(f"  {': '.join(said)}" if said else "", style="" if verdict.reason else "dim"), soft_wrap=True)


def _row(out: Console, name: str, text: str) -> None:
    out.print(Text.assemble((f"{name:<9} ", "dim"), text), soft_wrap=True)
