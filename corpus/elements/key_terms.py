"""Key terms with their definitions, from the blocks of a list of key terms or a glossary."""

from collections.abc import Iterable, Iterator

from emosapp_data.schema import Block, BlockKind, KeyTerm

BETWEEN = " \t:–—-.,"
"""What may stand between a term and its definition."""


def key_terms(blocks: Iterable[Block]) -> Iterator[KeyTerm]:
    """The key terms of a book, each with its definition as printed; the definition may be empty."""
    for block in blocks:
        if block.kind is BlockKind.KEY_TERM and block.term_length:
            term = block.text[: block.term_length].rstrip(BETWEEN)
            definition = block.text[block.term_length :].lstrip(BETWEEN)
            yield KeyTerm.create(book=block.book, block=block.id, term=term, definition=definition)
