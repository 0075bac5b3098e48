"""Extraction: from a PDF to the blocks of a book in reading order."""

from collections import defaultdict
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from corpus.assemble import line_box, text_of
from corpus.layout.columns import Run, reading_orders
from corpus.layout.figures import figure_lettering, lettering_families
from corpus.layout.furniture import Furniture, find_furniture
from corpus.layout.joins import join_parts
from corpus.layout.margins import margin_runs, text_areas
from corpus.layout.marks import attach_marks
from corpus.layout.paragraphs import Draft, Pitch, drafts, find_boxes
from corpus.layout.pieces import join_pieces, merge_baselines
from corpus.layout.tables import Table, find_tables
from corpus.page import Line, OutlineEntry, Page
from corpus.structure.headings import find_headings, find_labels
from corpus.structure.kinds import NOTE, body_sizes, find_asides
from corpus.structure.labels import page_labels
from corpus.structure.sections import Place, apply_zones, find_places, mark_contents, split_entries
from corpus.text import Vocabulary
from emosapp_data.schema import Block, BlockKind, Book, LineBox, Reason

VERSION = 1
"""Version of the extraction; a new version reads every book anew."""


class Extraction(NamedTuple):
    """What was read from a book."""

    blocks: list[Block]
    labels: dict[int, str]
    """The printed or inferred number of each page, by PDF page."""


def read_pages(pages: list[Page], outline: list[OutlineEntry], book: Book) -> Extraction:
    """Read a book from its pages."""
    furniture = find_furniture(pages)
    found = _drafts(pages, furniture)
    mark_contents(found)
    body_size = body_sizes(found)
    find_asides(found, body_size)
    found = find_headings(found, outline, body_size)
    label_drafts = find_labels(found, outline)
    places = find_places(found, label_drafts, book.title)
    found = split_entries(found, places)
    apply_zones(found, places)
    found = join_parts(found)
    labels = page_labels(pages, furniture.labels)
    blocks = _blocks(found, places, label_drafts, labels, book, pages, furniture)
    return Extraction(blocks, labels)


def _drafts(pages: list[Page], furniture: Furniture) -> list[Draft]:
    families = lettering_families(pages)
    areas = text_areas(pages, furniture.reasons)
    texts: list[list[Line]] = []
    margins: list[list[Run]] = []
    tables: dict[Line, Table] = {}
    for page in pages:
        stands_for = {_stand_in(table): table for table in find_tables(page, furniture.reasons)}
        taken = {line for table in stands_for.values() for line in table.lines}
        taken.update(figure_lettering(page, taken | furniture.reasons.keys(), families))
        body = [line for line in page.lines if line.upright and line not in furniture.reasons and line not in taken]
        text, notes = margin_runs(attach_marks(join_pieces(body)), areas.get(page.number % 2 == 1))
        texts.append(text + list(stands_for))
        margins.append(notes)
        tables.update(stands_for)
    runs = [text_runs + notes for text_runs, notes in zip(reading_orders(texts), margins, strict=True)]
    for run in chain.from_iterable(runs):
        merge_baselines(run)
    pitch = Pitch(chain.from_iterable(runs))
    return [
        draft
        for page, page_runs in zip(pages, runs, strict=True)
        for boxes in [find_boxes(page)]
        for run in page_runs
        for draft in drafts(run, page, pitch, boxes, tables)
    ]


def _stand_in(table: Table) -> Line:
    """A line in the place of a table, so that it is ordered with the text around it."""
    x0, y0 = min(line.x0 for line in table.lines), min(line.y0 for line in table.lines)
    x1, y1 = max(line.x1 for line in table.lines), max(line.y1 for line in table.lines)
    first = table.lines[0]
    return replace(
        first, text=table.text, x0=x0, y0=y0, x1=x1, y1=y1, base=y0, lead=0, marks=(), parts=tuple(table.lines)
    )


def _blocks(
    found: list[Draft],
    places: dict[Draft, Place],
    label_drafts: set[Draft],
    labels: dict[int, str],
    book: Book,
    pages: list[Page],
    furniture: Furniture,
) -> list[Block]:
    vocabulary = Vocabulary(line.text for draft in found for part in (draft, *draft.rest) for line in part.lines)
    notes = _note_marks(found)
    by_page: dict[int, list[Draft]] = defaultdict(list)
    for draft in found:
        by_page[draft.page].append(draft)
    blocks: list[Block] = []

    def add(
        kind: BlockKind,
        text: str,
        page: int,
        last_page: int,
        lines: tuple[LineBox, ...],
        reason: Reason | None,
        **more: object,
    ) -> None:
        blocks.append(
            Block(
                id=f"b{len(blocks):05d}",
                book=book.id,
                kind=kind,
                text=text,
                page=page,
                label=labels.get(page),
                last_page=last_page,
                lines=lines,
                reason=reason,
                **more,  # type: ignore[arg-type]
            )
        )

    placed = {
        part
        for draft in found
        for piece in (draft, *draft.rest)
        for line in piece.lines
        for part in line.parts or (line,)
    }
    for page in pages:
        for line in page.lines:
            if furniture.reasons.get(line) is Reason.RUNNING_HEAD:
                add(
                    BlockKind.FURNITURE,
                    line.text,
                    page.number,
                    page.number,
                    (line_box(0, page.number, line),),
                    Reason.RUNNING_HEAD,
                )
        for draft in by_page[page.number]:
            place = places[draft]
            text, marker, lines, term_length = text_of(draft, vocabulary, notes)
            reason = draft.reason
            if draft.kind is BlockKind.HEADING:
                reason = Reason.LABEL if draft in label_drafts else Reason.HEADING
            elif reason is None and place.front:
                reason = Reason.FRONT_MATTER
            add(
                draft.kind,
                text,
                draft.page,
                (draft.rest[-1] if draft.rest else draft).page,
                lines,
                reason,
                section=place.titles,
                level=draft.level,
                marker=marker,
                term_length=term_length,
                rows=draft.table.rows if draft.table else (),
            )
        for line in page.lines:
            if line not in placed and furniture.reasons.get(line) is not Reason.RUNNING_HEAD:
                reason = furniture.reasons.get(line, Reason.FIGURE_TEXT)
                add(BlockKind.FURNITURE, line.text, page.number, page.number, (line_box(0, page.number, line),), reason)
    return blocks


def _note_marks(found: list[Draft]) -> dict[int, frozenset[str]]:
    """The marks of the footnotes on each page; a mark may also stand on the page before its note."""
    marks: dict[int, set[str]] = defaultdict(set)
    for draft in found:
        if draft.kind is BlockKind.FOOTNOTE and (match := NOTE.match(draft.first.text)):
            for page in (draft.page - 1, draft.page):
                marks[page].add(match[1])
    return {page: frozenset(signs) for page, signs in marks.items()}
