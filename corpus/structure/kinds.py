"""What the blocks are that stand beside the running text: captions, footnotes, sidenotes, list items, equations."""

import re
from collections import Counter, defaultdict

from corpus.layout.paragraphs import BULLET, NUMBER, Draft
from corpus.text import ends_sentence
from emosapp_data.schema import BlockKind, Reason

CAPTION = re.compile(
    r"(?:figure|fig\.|table|box|exhibit|chart|plate|photo|diagram|map|illustration)\s*\d+(?:[.\-–]\d+)*[a-z]?(?P<end>[.:|–—]|\b)",
    re.IGNORECASE,
)
NOTE = re.compile(r"(?:\d{1,3}|[*†‡§¶])\s?(?=\S)")
SMALL = 0.92
"""A note's type is at most so many times the size of the running text."""


def body_sizes(drafts: list[Draft]) -> dict[int, float]:
    """Type size of the running text, by page: that of most characters on the page."""
    by_page: dict[int, Counter[float]] = {}
    for draft in drafts:
        sizes = by_page.setdefault(draft.page, Counter())
        sizes[round(2 * draft.first.size) / 2] += draft.length
    return {page: sizes.most_common(1)[0][0] for page, sizes in by_page.items()}


def find_asides(drafts: list[Draft], body_size: dict[int, float], marks: dict[int, set[str]]) -> None:
    """Mark tables, captions, footnotes, sidenotes, list items and equations.

    Args:
        drafts: the blocks of the book in reading order.
        body_size: type size of the running text, by page.
        marks: the superscript marks in the text of each page.
    """
    for draft in drafts:
        size = body_size[draft.page]
        if draft.table is not None:
            draft.kind, draft.reason = BlockKind.TABLE, Reason.TABLE
        elif _is_caption(draft, size):
            draft.kind, draft.reason = BlockKind.CAPTION, Reason.CAPTION
        elif _is_sidenote(draft, size):
            draft.kind, draft.reason = BlockKind.SIDENOTE, Reason.SIDENOTE
        elif draft.marked and (BULLET.match(draft.first.text) or NUMBER.match(draft.first.text)):
            draft.kind = BlockKind.LIST_ITEM
        elif _is_equation(draft):
            draft.kind, draft.reason = BlockKind.EQUATION, Reason.EQUATION
    _find_footnotes(drafts, body_size, marks)


def _is_caption(draft: Draft, body_size: float) -> bool:
    match = CAPTION.match(draft.first.text)
    if match is None:
        return False
    label_stands_out = draft.first.lead >= match.end() - 1 or match[0].split()[0].isupper()
    return match["end"] != "" or label_stands_out or draft.first.size < 0.97 * body_size


def _is_sidenote(draft: Draft, body_size: float) -> bool:
    """A narrow run in small type beside the running text."""
    return (
        draft.run.beside is not None
        and draft.first.size < SMALL * body_size
        and draft.run.width < 0.7 * draft.run.beside
    )


def _is_equation(draft: Draft) -> bool:
    text = draft.plain
    if (
        len(draft.lines) > 2
        or len(text) > 120
        or ends_sentence(text)
        or draft.first.x0 < draft.run.x0 + draft.first.size
    ):
        return False
    return any(sign in text for sign in "=→≤≥≈∑√")


def note_marks(drafts: list[Draft]) -> dict[int, set[str]]:
    """The superscript marks in the running text of each page."""
    marks: dict[int, set[str]] = defaultdict(set)
    for draft in drafts:
        for line in draft.lines:
            marks[draft.page].update(line.text[start:end].strip() for start, end in line.marks if start)
    return marks


def _find_footnotes(drafts: list[Draft], body_size: dict[int, float], marks: dict[int, set[str]]) -> None:
    """Footnotes: small type that starts with a mark which the text of the page, or of the page before, points to."""
    above: Draft | None = None
    for draft in drafts:
        if (
            draft.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
            and draft.first.size < SMALL * body_size[draft.page]
        ):
            match = NOTE.match(draft.first.text)
            known = match is not None and match[0].strip() in marks[draft.page] | marks[draft.page - 1]
            follows = (
                above is not None and above.kind is BlockKind.FOOTNOTE and above.run is draft.run and not draft.marked
            )
            if known or follows:
                draft.kind, draft.reason = BlockKind.FOOTNOTE, Reason.FOOTNOTE
        above = draft
