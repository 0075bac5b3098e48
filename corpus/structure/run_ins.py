"""Headings that run in: bold words at the start of a paragraph, closed by a full stop, which open a subsection."""

from collections import Counter
from dataclasses import replace

from corpus.layout.paragraphs import Draft
from corpus.page import Line
from corpus.structure.zones import Zone, zone_of
from corpus.text import fold
from emosapp_data.schema import BlockKind

FEWEST = 3
"""A book with such headings has at least so many."""
LABEL_COUNT = 3
"""What comes so often in the same words is a label ("Example.") and no heading."""
LONGEST = 120
"""Most characters of such a heading."""
ENDS = (".", "?", "!")
LISTS = frozenset({Zone.KEY_TERMS, Zone.QUESTIONS, Zone.ANSWERS, Zone.REFERENCES, Zone.INDEX})
"""Zones whose entries start in bold for other reasons."""


def split_run_ins(drafts: list[Draft]) -> list[Draft]:
    """Cut such headings from their paragraphs, in a book whose other headings are marked."""
    lengths: dict[Draft, int] = {}
    alone: list[Draft] = []
    zone: Zone | None = None
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            zone = zone_of(draft.plain)
        elif draft.kind is BlockKind.PARAGRAPH and not draft.reason and zone not in LISTS:
            if runs_in(draft):
                lengths[draft] = _bold_length(draft)
            elif _is_bold_line(draft):
                alone.append(draft)
    titles = {draft: fold(draft.plain[:length]) for draft, length in lengths.items()}
    count = Counter(titles.values())
    chosen = {draft: length for draft, length in lengths.items() if count[titles[draft]] < LABEL_COUNT}
    if not chosen or len(chosen) + len(alone) < FEWEST:
        return drafts
    for draft in alone:
        draft.kind, draft.run_in = BlockKind.HEADING, True
    return [part for draft in drafts for part in (_split(draft, chosen[draft]) if draft in chosen else (draft,))]


def runs_in(draft: Draft) -> bool:
    """Whether a paragraph starts with a title in bold that a full stop closes."""
    return draft.plain[: _bold_length(draft)].rstrip().endswith(ENDS)


def _bold_length(draft: Draft) -> int:
    """Length of the bold text that a paragraph starts with, in its `plain` text; 0 if none or all of it is bold."""
    length = 0
    for line in draft.lines:
        if line.lead < len(line.text):
            length += line.lead
            return length if 0 < length <= LONGEST else 0
        length += line.lead + 1
    return 0


def _is_bold_line(draft: Draft) -> bool:
    """Whether a draft is such a heading that fills its line, so that the paragraph starts on the next."""
    return all(line.bold for line in draft.lines) and draft.length <= LONGEST and draft.plain.endswith(ENDS)


def _split(draft: Draft, length: int) -> tuple[Draft, Draft]:
    title, text = replace(draft, lines=[], rest=[], kind=BlockKind.HEADING, run_in=True), draft
    rest: list[Line] = []
    for line in draft.lines:
        if length >= len(line.text):
            title.lines.append(line)
        elif length > 0:
            left, right = line.split(length)
            title.lines.append(left)
            rest.append(right)
        else:
            rest.append(line)
        length -= len(line.text) + 1
    text.lines = rest
    text.gap = 0.0
    text.indented = False
    return title, text
