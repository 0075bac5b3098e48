"""From blocks to passages: cited stretches of the reading text, each under one heading and of one kind."""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from emosapp_data.schema import (
    Block,
    BlockKind,
    BlockStart,
    Book,
    Citation,
    PageRef,
    PageStart,
    Passage,
    PassageKind,
    Span,
)

LONGEST = 1800
"""A passage is closed before it would grow beyond so many characters; a single longer block is a passage of its own."""
SEPARATOR = "\n\n"

KINDS = {
    BlockKind.KEY_TERM: PassageKind.KEY_TERMS,
    BlockKind.QUESTION: PassageKind.QUESTIONS,
    BlockKind.CHOICE: PassageKind.QUESTIONS,
    BlockKind.ANSWER: PassageKind.ANSWERS,
}


def make_passages(blocks: Iterable[Block], book: Book, labels: dict[int, str]) -> Iterator[Passage]:
    """Cut a book's reading text (the blocks that nothing speaks against, in order) into passages."""
    start = 0
    kept = (block for block in blocks if block.reason is None)
    for (section, kind), group in groupby(
        kept, key=lambda block: (block.section, KINDS.get(block.kind, PassageKind.PROSE))
    ):
        for chunk in _chunks(group):
            passage = _passage(chunk, kind, section, start, book, labels)
            yield passage
            start += len(passage.text) + len(SEPARATOR)


def _chunks(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Groups of blocks up to the longest length; choices stay with their question."""
    chunk: list[Block] = []
    length = 0
    for block in blocks:
        size = len(block.printed) + len(SEPARATOR)
        if chunk and length + size > LONGEST and block.kind is not BlockKind.CHOICE:
            yield chunk
            chunk, length = [], 0
        chunk.append(block)
        length += size
    if chunk:
        yield chunk


def _passage(
    blocks: list[Block], kind: PassageKind, section: tuple[str, ...], start: int, book: Book, labels: dict[int, str]
) -> Passage:
    text = SEPARATOR.join(block.printed for block in blocks)
    block_starts: list[BlockStart] = []
    pages: list[tuple[int, int]] = []
    offset = 0
    for block in blocks:
        block_starts.append(BlockStart(offset, block.id))
        shift = offset + len(block.printed) - len(block.text)
        pages.append((offset, block.page))
        pages += [(shift + line.start, line.page) for line in block.lines[1:]]
        offset += len(block.printed) + len(SEPARATOR)
    changes = [pages[0]] + [after for before, after in pairwise(pages) if before[1] != after[1]]
    page_starts = tuple(PageStart(at, PageRef(pdf=page, label=labels.get(page))) for at, page in changes)
    return Passage.create(
        text=text,
        kind=kind,
        citation=Citation(
            book=book.id,
            title=book.title,
            edition=book.edition,
            section=section,
            first_page=page_starts[0].page,
            last_page=page_starts[-1].page,
            span=Span(start=start, end=start + len(text)),
        ),
        licence=book.licence,
        blocks=tuple(block_starts),
        page_starts=page_starts,
    )
