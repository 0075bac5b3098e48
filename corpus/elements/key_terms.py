"""Key terms with their definitions: from lists of key terms, glossaries and notes in the margin, or from the text itself.

A book without any such list may still print its terms in bold where it says what they are; there, the definition is the
sentence that does.
"""

import re
from collections.abc import Iterable, Iterator

from corpus.structure.zones import Zone, zone_of
from corpus.text import fold, sentence_around
from emosapp_data.schema import Block, BlockKind, KeyTerm

BETWEEN = " \t:–—-.,"
"""What may stand between a term and its definition."""
NUMBERING = re.compile(r"^(?:[\d.]+\s+)?[^\w“‘(]*")
TERM = re.compile(r"[^\W\d_][\w’'–-]*(?: [\w’'–-]+){0,4}")
"""A term in the text: one to five words."""
REFERS_BACK = re.compile(
    r"(?:this|these|that|those|it|they|he|she|we|such|here|there|but|and|so|also|both)\b", re.IGNORECASE
)
"""How a sentence starts that needs the one before it."""
BEFORE_TERM = re.compile(r"(?:(?:an?|the|in [\w\s]+,(?: an?| the)?) )?[“‘]?", re.IGNORECASE)
SAYS_WHAT = re.compile(
    r"[”’]?(?: \([^)]*\))?,? (?:(?:is|are) (?:an?|the|any|how|what|when|one’s|our|people’s|defined as|those|\w+ing)\b"
    r"(?! (?:also|very|pretty|quite|rather|broad|good|great|bad|big|huge|different|similar|useful|common|curious|simple|tricky"
    r"|same|specific|particular|most (?:common|important|popular)|best|only|kind of thing|last|next|first|second|third)\b)"
    r"|(?:refers?|referred) to |means? |(?:was|were|can be) defined as |describes? |denotes? )"
)
"""How a sentence goes on that starts with a term and says what it is, rather than what one thinks of it."""
CALLED = re.compile(
    r"(?:an?|when|if|any|people who|the (?!next|last|first|second|third|final|other|same))\b(?!.*\b(?:this|these|those|here|then|above|below)\b)"
    r".*\b(?:is|are|was|were) (?:called|termed|named|known as|referred to as) (?:an? |the )?[“‘]?",
    re.IGNORECASE,
)
"""How a sentence starts that says something and ends in the term for it."""
END = re.compile(r"[”’]?[.;]|[”’]? \([^)]*\)\.")
LONGEST_TERM = 80
"""Most characters of a term that stands as a heading above its definition."""


def key_terms(blocks: Iterable[Block]) -> Iterator[KeyTerm]:
    """The key terms of a book, each with its definition as printed; the definition may be empty.

    Args:
        blocks: the blocks of the book in order, which can be gone through twice.
    """
    listed = False
    for term in _listed(blocks):
        listed = True
        yield term
    if not listed:
        yield from _stated(blocks)


def _listed(blocks: Iterable[Block]) -> Iterator[KeyTerm]:
    """The entries of lists; a term may stand in its entry, or above it as a heading of the glossary."""
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


def _stated(blocks: Iterable[Block]) -> Iterator[KeyTerm]:
    """Terms in bold, each with the first sentence that says what it is."""
    found: set[str] = set()
    for block in blocks:
        if block.reason is not None:
            continue
        for phrase in block.bold_phrases:
            term = phrase.strip(BETWEEN)
            if fold(term) in found or not TERM.fullmatch(term):
                continue
            sentence = sentence_around(block.text, block.text.index(phrase))
            if _defines(sentence, term):
                found.add(fold(term))
                yield KeyTerm.create(book=block.book, block=block.id, term=term, definition=sentence, stated=True)


def _defines(sentence: str, term: str) -> bool:
    """Whether a sentence that can be understood by itself says what the term is."""
    if REFERS_BACK.match(sentence):
        return False
    at = sentence.index(term)
    before, after = sentence[:at], sentence[at + len(term) :]
    return bool(
        (BEFORE_TERM.fullmatch(before) and SAYS_WHAT.match(after)) or (CALLED.fullmatch(before) and END.match(after))
    )
