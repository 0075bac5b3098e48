"""Key terms with their definitions, from the blocks of a list of key terms or a glossary."""

import re
from collections.abc import Iterable, Iterator

from corpus.structure.zones import Zone, zone_of
from emosapp_data.schema import Block, BlockKind, KeyTerm

BETWEEN = " \t:–—-.,"
"""What may stand between a term and its definition."""
NUMBERING = re.compile(r"^(?:[\d.]+\s+)?[^\w“‘(]*")
LONGEST_TERM = 80
"""Most characters of a term that stands as a heading above its definition."""


def key_terms(blocks: Iterable[Block]) -> Iterator[KeyTerm]:
    """The key terms of a book, each with its definition as printed; the definition may be empty.

    A term may stand in its entry, or above it as a heading of the glossary.
    """
    heading: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.KEY_TERM and block.term_length:
            term = block.text[: block.term_length].rstrip(BETWEEN)
            definition = block.text[block.term_length :].lstrip(BETWEEN)
            yield KeyTerm.create(book=block.book, block=block.id, term=term, definition=definition)
        elif block.kind is BlockKind.HEADING:
            heading = block if _is_entry(block) else None
        elif heading is not None and block.kind is BlockKind.PARAGRAPH and block.reason is None:
            term = NUMBERING.sub("", heading.text)
            yield KeyTerm.create(book=block.book, block=block.id, term=term, definition=block.text)
            heading = None


def _is_entry(heading: Block) -> bool:
    """Whether a heading is an entry of a glossary: right below the glossary's own heading, and no zone itself."""
    above = heading.section[-2:-1]
    return (
        bool(above)
        and zone_of(above[0]) is Zone.KEY_TERMS
        and zone_of(heading.text) is None
        and len(heading.text) <= LONGEST_TERM
    )
