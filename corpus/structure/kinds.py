"""What the blocks are that stand beside the running text: captions, footnotes, sidenotes, list items, equations."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from corpus.layout.paragraphs import BULLET, NUMBER, Draft
from corpus.page import Line
from corpus.text import ends_sentence, fold
from emosapp_data.schema import BlockKind, Reason

CAPTION = re.compile(
    r"(?:figure|fig\.|table|box|exhibit|chart|plate|photo|diagram|map|illustration)\s*\d+(?:[.\-–]\d+)*[a-z]?(?P<end>[.:|–—]|\b)",
    re.IGNORECASE,
)
NOTE = re.compile(r"(\d{1,3}|[*†‡§¶])\s?(?=\S)")
COUNTED = re.compile(r"\d{1,3}\s?(?=[A-Z“‘(])")
ATTACHED = re.compile(
    r"(?:(?<=[^\W\d_][.,;:!?”’)])|(?<=[.,;:!?”’)]{2}))\d{1,3}(?=[\s—]|$)|(?<=[a-z]{3})\d{1,3}(?=[\s.,;:]|$)"
)
FULL_PAGE = 400
"""Characters of a page that shows the size of the running text."""
FEWEST_DEFINITIONS = 3
"""Notes in the margin that start with a bold term are definitions where a book has at least so many."""
CLOSE = 1.5
"""Such a term stands at most so many times the usual distance of lines above its definition."""
LONGEST_TERM = 60
"""Most characters of such a term."""
SMALL = 0.92
"""A note's type is at most so many times the size of the running text."""


def body_sizes(drafts: list[Draft]) -> dict[int, float]:
    """Type size of the running text, by page: that of most characters on the page.

    A page with little text (the opening of a part, a plate with its caption) has the size of the page before it.
    """
    by_page: dict[int, Counter[float]] = defaultdict(Counter)
    for draft in drafts:
        by_page[draft.page][round(2 * draft.first.size) / 2] += draft.length
    full = {page: sizes for page, sizes in by_page.items() if sizes.total() >= FULL_PAGE}
    size = sum(full.values() or by_page.values(), Counter[float]()).most_common(1)[0][0] if drafts else 0.0
    found: dict[int, float] = {}
    for page in by_page:
        size = full[page].most_common(1)[0][0] if page in full else size
        found[page] = size
    return found


def find_asides(drafts: list[Draft], body_size: dict[int, float]) -> None:
    """Mark tables, captions, footnotes, sidenotes, list items and equations."""
    for draft in drafts:
        if draft.reason is not None:
            continue
        size = body_size[draft.page]
        if draft.table is not None:
            draft.kind, draft.reason = BlockKind.TABLE, Reason.TABLE
        elif draft.formula:
            draft.kind, draft.reason = BlockKind.EQUATION, Reason.EQUATION
        elif _is_caption(draft, size):
            draft.kind, draft.reason = BlockKind.CAPTION, Reason.CAPTION
        elif draft.run.margin:
            draft.kind, draft.reason = BlockKind.SIDENOTE, Reason.SIDENOTE
        elif all(line.mono for line in draft.lines):
            draft.kind, draft.reason = BlockKind.CODE, Reason.CODE
        elif draft.marked and (
            BULLET.match(draft.first.text) or (NUMBER.match(draft.first.text) and draft.first.size <= 1.05 * size)
        ):
            draft.kind = BlockKind.LIST_ITEM
    _find_footnotes(drafts, body_size)
    _find_definitions(drafts)


def _find_definitions(drafts: list[Draft]) -> None:
    """Notes in the margin that define a term; one whose term stands on lines of its own is joined to it."""
    definitions = [draft for draft in drafts if draft.kind is BlockKind.SIDENOTE and _starts_with_a_term(draft)]
    below = {above: draft for above, draft in pairwise(drafts) if _defines(draft, above)}
    count = Counter(fold(draft.plain) for draft in below)
    below = {above: draft for above, draft in below.items() if count[fold(above.plain)] == 1}
    if len(definitions) + len(below) < FEWEST_DEFINITIONS:
        return
    for draft in (*definitions, *below):
        draft.kind, draft.reason = BlockKind.KEY_TERM, None
    for above, draft in below.items():
        above.lines += draft.lines
    joined = set(below.values())
    drafts[:] = [draft for draft in drafts if draft not in joined]


def _defines(note: Draft, above: Draft) -> bool:
    """Whether a note in the margin stands right below a bold term; a title of notes ends in a sign, or comes often."""
    return (
        above.kind is BlockKind.SIDENOTE
        and note.kind is BlockKind.SIDENOTE
        and note.run is above.run
        and all(line.bold for line in above.lines)
        and not note.first.lead
        and 0 < note.gap <= CLOSE
        and above.length <= LONGEST_TERM
        and not ends_sentence(above.plain)
        and CAPTION.match(above.first.text) is None
    )


def _starts_with_a_term(note: Draft) -> bool:
    """Whether a note in the margin starts in bold and goes on in other type, as definitions do."""
    bold = 0
    for line in note.lines:
        bold += line.lead
        if not line.bold:
            break
    return 0 < bold <= LONGEST_TERM and bold < note.length and CAPTION.match(note.first.text) is None


def _is_caption(draft: Draft, body_size: float) -> bool:
    match = CAPTION.match(draft.first.text)
    if match is None:
        return False
    label_stands_out = draft.first.lead >= match.end() - 1 or match[0].split()[0].isupper()
    return match["end"] != "" or label_stands_out or draft.first.size < 0.97 * body_size


def _find_footnotes(drafts: list[Draft], body_size: dict[int, float]) -> None:
    """Footnotes: small type that starts with a mark which the text of the page, or of the page before, points to.

    A number that counts on from the note before it needs no pointer: the text may have it in a table or a title.
    """
    text_of: dict[int, list[Line]] = defaultdict(list)
    for draft in drafts:
        text_of[draft.page] += draft.lines
    above: Draft | None = None
    number = 0
    for draft in drafts:
        small = draft.first.size < SMALL * body_size[draft.page]
        if small and draft.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            follows = (
                above is not None and above.kind is BlockKind.FOOTNOTE and above.run is draft.run and not draft.marked
            )
            match = NOTE.match(draft.first.text)
            mark = match[1] if match else ""
            if (
                follows
                or (number and COUNTED.match(draft.first.text) and int(mark) == number + 1)
                or (mark and _points_to(mark, draft, [*text_of[draft.page], *text_of[draft.page - 1]]))
            ):
                draft.kind, draft.reason = BlockKind.FOOTNOTE, Reason.FOOTNOTE
                number = int(mark) if mark.isdigit() else number
        above = draft


def _points_to(mark: str, note: Draft, lines: list[Line]) -> bool:
    return any(mark_places(line, frozenset({mark})) for line in lines if mark in line.text and line is not note.first)


def mark_places(line: Line, marks: frozenset[str]) -> list[tuple[int, int]]:
    """Where in a line these footnote marks stand: superscript, or attached to a word where the font has raised digits."""
    places = [(start, end) for start, end in line.marks if line.text[start:end].strip() in marks]
    if not places:
        places = [match.span() for match in ATTACHED.finditer(line.text) if match[0] in marks]
    return places
