"""Extraction: from a PDF to the blocks of a book in reading order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from corpus.assemble import line_box, text_of
from corpus.layout.boxes import find_boxes
from corpus.layout.columns import Run, reading_orders
from corpus.layout.doubt import doubtful_pages
from corpus.layout.figures import figure_lettering, lettering_families
from corpus.layout.furniture import Furniture, find_furniture
from corpus.layout.initials import attach_initials
from corpus.layout.joins import join_parts
from corpus.layout.margins import margin_runs, text_areas
from corpus.layout.marks import attach_marks
from corpus.layout.paragraphs import Draft, Pitch, drafts
from corpus.layout.pieces import join_pieces, merge_baselines
from corpus.layout.tables import Table, find_tables
from corpus.page import Line, OutlineEntry, Page
from corpus.quality import mark_unreadable, page_ranges
from corpus.structure.entries import read_zones
from corpus.structure.headings import find_headings, find_labels
from corpus.structure.kinds import NOTE, body_sizes, find_asides
from corpus.structure.labels import page_labels
from corpus.structure.sections import Place, find_places, mark_contents
from corpus.text import Vocabulary
from emosapp_data.errors import ExtractionError
from emosapp_data.schema import Block, BlockKind, Book, Reason

VERSION = 2
"""Version of the extraction, and of the passages, key terms and questions that are made of its blocks in the same go: a change
that gives others needs a new one, which reads every book anew."""


class Extraction(NamedTuple):
    """What was read from a book."""

    blocks: list[Block]
    labels: dict[int, str]
    """The printed or inferred number of each page, by PDF page."""


class BlockStream(NamedTuple):
    """What is being read from a book."""

    blocks: Iterator[Block]
    """The blocks, which can be gone through once."""
    labels: dict[int, str]
    """The printed or inferred number of each page, by PDF page."""
    warnings: list[str]
    """What a person should look at."""


def read_pages(pages: list[Page], outline: list[OutlineEntry], book: Book) -> Extraction:
    """Read a book from its pages; its blocks come as a list.

    Raises:
        ExtractionError: a line of a page would be in no block, or in two.
    """
    stream = stream_blocks(pages, outline, book)
    return Extraction(list(stream.blocks), stream.labels)


def stream_blocks(pages: list[Page], outline: list[OutlineEntry], book: Book, *, consume: bool = False) -> BlockStream:
    """Read a book from its pages; its blocks come one by one.

    Args:
        pages: all pages of the book.
        outline: its bookmarks.
        book: its description.
        consume: empty each page once its blocks have come, so that a long book is not held twice.

    Raises:
        ExtractionError: while the blocks come: a line of a page would be in no block, or in two.
    """
    furniture = find_furniture(pages)
    layout = _lay_out(pages, furniture)
    found = layout.drafts
    doubtful = doubtful_pages(pages, found)
    mark_contents(found)
    body_size = body_sizes(found)
    find_asides(found, body_size)
    found = find_headings(found, outline, body_size)
    label_drafts = find_labels(found, outline)
    places = find_places(found, label_drafts, book.title)
    found = read_zones(found, places)
    mark_unreadable(found, pages)
    found = join_parts(found)
    labels = page_labels(pages, furniture.labels)
    warnings = [f"the order of reading is doubtful on {page_ranges(doubtful)}: look at them"] if doubtful else []
    writer = _Writer(book, labels, places, label_drafts, found)
    return BlockStream(writer.blocks(pages, found, furniture.reasons | layout.aside, consume=consume), labels, warnings)


class _Layout(NamedTuple):
    drafts: list[Draft]
    """What stands in the text and beside it, in reading order."""
    aside: dict[Line, Reason]
    """Lines that are no text to be read: lettering of figures, and turned lines."""


def _lay_out(pages: list[Page], furniture: Furniture) -> _Layout:
    families = lettering_families(pages)
    areas = text_areas(pages, furniture.reasons)
    texts: list[list[Line]] = []
    margins: list[list[Run]] = []
    tables: dict[Line, Table] = {}
    aside: dict[Line, Reason] = {}
    for page in pages:
        stands_for = {_stand_in(table): table for table in find_tables(page, furniture.reasons)}
        taken = {line for table in stands_for.values() for line in table.lines}
        taken.update(furniture.reasons)
        taken.update(page.noise)
        aside.update(dict.fromkeys(page.noise - furniture.reasons.keys(), Reason.FIGURE_TEXT))
        letters = figure_lettering(page, taken, families)
        aside.update(dict.fromkeys(letters, Reason.FIGURE_TEXT))
        turned = [line for line in page.lines if not line.upright and line not in taken and line not in letters]
        aside.update(dict.fromkeys(turned, Reason.TURNED_TEXT))
        body = [line for line in page.lines if line not in taken and line not in aside]
        text, notes = margin_runs(attach_initials(attach_marks(join_pieces(body))), areas.get(page.number % 2 == 1))
        texts.append(text + list(stands_for))
        margins.append(notes)
        tables.update(stands_for)
    runs = [
        text_runs + notes
        for text_runs, notes in zip(reading_orders(texts, [page.drawings for page in pages]), margins, strict=True)
    ]
    for run in chain.from_iterable(runs):
        merge_baselines(run)
    pitch = Pitch(chain.from_iterable(runs))
    found = [
        draft
        for page, page_runs in zip(pages, runs, strict=True)
        for boxes in [find_boxes(page)]
        for run in page_runs
        for draft in drafts(run, page, pitch, boxes, tables)
    ]
    return _Layout(found, aside)


def _stand_in(table: Table) -> Line:
    """A line in the place of a table, so that it is ordered with the text around it."""
    x0, y0 = min(line.x0 for line in table.lines), min(line.y0 for line in table.lines)
    x1, y1 = max(line.x1 for line in table.lines), max(line.y1 for line in table.lines)
    first = table.lines[0]
    return replace(
        first, text=table.text, x0=x0, y0=y0, x1=x1, y1=y1, base=y0, lead=0, marks=(), parts=tuple(table.lines)
    )


class _Writer:
    """Writes the blocks of a book, page by page."""

    def __init__(
        self,
        book: Book,
        labels: dict[int, str],
        places: dict[Draft, Place],
        label_drafts: set[Draft],
        drafts: list[Draft],
    ) -> None:
        self._book = book
        self._labels = labels
        self._places = places
        self._label_drafts = label_drafts
        self._vocabulary = Vocabulary(
            line.text for draft in drafts for part in (draft, *draft.rest) for line in part.lines
        )
        self._notes = _note_marks(drafts)
        self._count = 0

    def blocks(
        self, pages: list[Page], drafts: list[Draft], set_aside: dict[Line, Reason], *, consume: bool
    ) -> Iterator[Block]:
        """The blocks in reading order: what stands at the head of a page, its text, what else was set aside on it."""
        by_page: dict[int, list[Draft]] = defaultdict(list)
        pieces: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            by_page[draft.page].append(draft)
            for piece in (draft, *draft.rest):
                pieces[piece.page].append(piece)
        if consume:
            drafts.clear()
        for page in pages:
            _check_sum(self._book, page, pieces.pop(page.number, ()), set_aside)
            for line in page.lines:
                if set_aside.get(line) is Reason.RUNNING_HEAD:
                    yield self._furniture(page, line, Reason.RUNNING_HEAD)
            for draft in by_page.pop(page.number, ()):
                yield self._block(draft)
            for line in page.lines:
                reason = set_aside.get(line)
                if reason is not None and reason is not Reason.RUNNING_HEAD:
                    yield self._furniture(page, line, reason)
            if consume:
                page.lines = []

    def _block(self, draft: Draft) -> Block:
        place = self._places.pop(draft)
        text, marker, lines, term_length, bold_phrases = text_of(draft, self._vocabulary, self._notes)
        reason = draft.reason
        if draft.kind is BlockKind.HEADING:
            reason = Reason.LABEL if draft in self._label_drafts else Reason.HEADING
        elif reason is None and place.front:
            reason = Reason.FRONT_MATTER
        return Block(
            id=self._next_id(),
            book=self._book.id,
            kind=draft.kind,
            text=text,
            page=draft.page,
            label=self._labels.get(draft.page),
            last_page=(draft.rest[-1] if draft.rest else draft).page,
            lines=lines,
            reason=reason,
            section=place.titles,
            level=draft.level,
            marker=marker,
            term_length=term_length,
            bold_phrases=bold_phrases,
            rows=draft.table.rows if draft.table else (),
        )

    def _furniture(self, page: Page, line: Line, reason: Reason) -> Block:
        return Block(
            id=self._next_id(),
            book=self._book.id,
            kind=BlockKind.FURNITURE,
            text=self._vocabulary.harden(line.text),
            page=page.number,
            label=self._labels.get(page.number),
            last_page=page.number,
            lines=(line_box(0, page.number, line),),
            reason=reason,
        )

    def _next_id(self) -> str:
        self._count += 1
        return f"b{self._count - 1:05d}"


def _check_sum(book: Book, page: Page, drafts: Iterable[Draft], set_aside: dict[Line, Reason]) -> None:
    """Make sure that every line of a page goes into exactly one block."""
    uses = Counter(part for draft in drafts for line in draft.lines for part in (line.parts or (line,)))
    for line in page.lines:
        count = uses[line] + (line in set_aside)
        if count != 1:
            what = "no block" if count == 0 else f"{count} blocks"
            raise ExtractionError(
                f"{book.file_name}, page {page.number}: the line {line.text[:60]!r} would be in {what};"
                " please report this with the page"
            )


def _note_marks(found: list[Draft]) -> dict[int, frozenset[str]]:
    """The marks of the footnotes on each page; a mark may also stand on the page before its note."""
    marks: dict[int, set[str]] = defaultdict(set)
    for draft in found:
        if draft.kind is BlockKind.FOOTNOTE and (match := NOTE.match(draft.first.text)):
            for page in (draft.page - 1, draft.page):
                marks[page].add(match[1])
    return {page: frozenset(signs) for page, signs in marks.items()}
