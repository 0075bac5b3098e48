"""How much of a typeset book an extraction finds."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz, process

from emosapp_data.schema import Block as Found
from emosapp_data.schema import BlockKind
from tests.typesetter.setting import Typeset

ALIKE = 95
"""From this ratio on, in percent, a paragraph is the one that was typeset."""
SHORTEST = 60
"""Characters of the shortest paragraph that counts."""
KINDS = (
    "list_item",
    "key_term",
    "question",
    "choice",
    "answer",
    "caption",
    "footnote",
    "sidenote",
    "reference",
    "equation",
)


@dataclass(frozen=True, slots=True)
class Scores:
    """All between 0 and 1, 1 being perfect, except the counts."""

    recall: float
    """Share of the typeset paragraphs that were found."""
    precision: float
    """Share of the found paragraphs that were typeset."""
    order_errors: int
    """Number of paragraphs found before one that they follow."""
    pages: float
    """Share of the found paragraphs whose page is right."""
    sections: float
    """Share of the found paragraphs whose heading is right."""
    headings: float
    """F1 of the titles."""
    levels: float
    """F1 of the titles with their level."""
    kinds: dict[str, float] = field(default_factory=dict)
    """F1 of the other kinds of blocks."""
    lost: tuple[str, ...] = ()
    """The paragraphs that were not found."""
    added: tuple[str, ...] = ()
    """Paragraphs found that were not typeset."""
    headings_lost: tuple[tuple[int, str], ...] = ()
    headings_added: tuple[tuple[int, str], ...] = ()


def score(typeset: Typeset, found: Sequence[Found]) -> Scores:
    """Compare what was typeset with what was found."""
    truth = [block for block in typeset.blocks if block.kind == "paragraph" and len(block.text) >= SHORTEST]
    paragraphs = [block for block in found if block.kind is BlockKind.PARAGRAPH and len(block.text) >= SHORTEST]
    matrix = process.cdist(
        [_key(block.text) for block in truth], [_key(block.text) for block in paragraphs] or [""], scorer=fuzz.ratio
    )
    best = matrix.argmax(axis=1)
    pairs = [
        (block, paragraphs[at], at)
        for block, at, row in zip(truth, best, matrix, strict=True)
        if row[at] >= ALIKE and paragraphs
    ]
    matched = {id(block) for block, _, _ in pairs}
    back = matrix.max(axis=0)
    titles = [
        (block.level, _key(block.text)) for block in typeset.blocks if block.kind == "heading" and block.level < 9
    ]
    found_titles = [
        (block.level or 0, _key(block.text))
        for block in found
        if block.kind is BlockKind.HEADING and not _key(block.text).startswith(("try it", "contents"))
    ]
    want, have = Counter(titles), Counter(found_titles)
    return Scores(
        recall=len(pairs) / max(len(truth), 1),
        precision=float((back >= ALIKE).mean()) if paragraphs else 0.0,
        order_errors=sum(later < earlier for (_, _, earlier), (_, _, later) in pairwise(pairs)),
        pages=_share(block.page == other.page for block, other, _ in pairs),
        sections=_share(
            _key(block.section[-1]) in {_key(title) for title in other.section[-2:]} if block.section else True
            for block, other, _ in pairs
        ),
        headings=_f1((title for _, title in titles), (title for _, title in found_titles)),
        levels=_f1(titles, found_titles),
        kinds={
            kind: _f1(
                (_key(b.text) for b in typeset.blocks if b.kind == kind),
                (_key(b.text) for b in found if b.kind == kind),
            )
            for kind in KINDS
            if any(b.kind == kind for b in typeset.blocks)
        },
        lost=tuple(block.text for block in truth if id(block) not in matched),
        added=tuple(block.text for block, ratio in zip(paragraphs, back, strict=False) if ratio < ALIKE),
        headings_lost=tuple((want - have).elements()),
        headings_added=tuple((have - want).elements()),
    )


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _f1(truth: Iterable[Hashable], found: Iterable[Hashable]) -> float:
    want, have = Counter(truth), Counter(found)
    return 2 * (want & have).total() / max(want.total() + have.total(), 1)


def _share(right: Iterable[bool]) -> float:
    values = list(right)
    return sum(values) / max(len(values), 1)
