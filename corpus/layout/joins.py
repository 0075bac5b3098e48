"""Joining what a column, a page, a figure or a footnote cut in two."""

from corpus.layout.columns import Run
from corpus.layout.paragraphs import INDENT, SLACK, Draft, had_room
from corpus.page import Line
from corpus.text import SOFT_HYPHEN, ends_sentence
from emosapp_data.schema import BlockKind, Reason

FLOWING = frozenset(
    {
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.KEY_TERM,
        BlockKind.QUESTION,
        BlockKind.CHOICE,
        BlockKind.ANSWER,
        BlockKind.REFERENCE,
    }
)
"""Kinds of block that may go on in another column."""
HANGING = frozenset({BlockKind.KEY_TERM, BlockKind.REFERENCE})
"""Kinds of block that are usually set with a hanging indent."""
INTERRUPTING = frozenset(
    {BlockKind.CAPTION, BlockKind.TABLE, BlockKind.FOOTNOTE, BlockKind.SIDENOTE, BlockKind.FURNITURE}
)
"""Kinds of block that may stand between the two parts of a paragraph."""
WIDE = 2.5
"""Distance between lines, in units of the usual one, that something stands in which the PDF does not tell of."""
FLUSH = 0.7
"""Points by which the ends of justified lines differ."""
JUSTIFIED = 0.5
"""Share of lines that end at the same x in justified text."""
INDENTED_SHARE = 0.2
"""A book marks its paragraphs by an indent when at least this share of them has one."""


def join_parts(drafts: list[Draft]) -> list[Draft]:
    """Join the parts of blocks; the drafts that continue another one move into its `rest`."""
    paragraphs = [draft for draft in drafts if draft.kind is BlockKind.PARAGRAPH]
    indents = sum(draft.indented for draft in paragraphs) > INDENTED_SHARE * max(1, len(paragraphs))
    joined: list[Draft] = []
    open_drafts: dict[BlockKind, Draft] = {}
    before: Draft | None = None
    interrupted = False
    for draft in drafts:
        kind = BlockKind.PARAGRAPH if draft.kind in FLOWING else draft.kind
        candidate = open_drafts.get(kind)
        moved = before is not None and (before.run is not draft.run or interrupted or _behind_a_gap(before, draft))
        turned = before is not None and before.run is not draft.run
        if candidate is not None and moved and _continues(candidate, draft, indents and turned):
            candidate.rest.append(draft)
            draft.kind, draft.reason = candidate.kind, candidate.reason
        else:
            joined.append(draft)
            if kind not in INTERRUPTING:
                open_drafts.clear()
            open_drafts[kind] = draft
        interrupted = draft.kind in INTERRUPTING
        before = draft
    return joined


def _behind_a_gap(before: Draft, draft: Draft) -> bool:
    """Whether a sentence goes on behind a gap, such as a figure without a caption leaves."""
    return (
        draft.gap > WIDE
        and before.kind is draft.kind is BlockKind.PARAGRAPH
        and draft.first.text[0].islower()
        and not ends_sentence(before.last.unmarked)
    )


def _continues(open_draft: Draft, draft: Draft, indents: bool) -> bool:
    """Whether a draft goes on with an open one.

    Args:
        open_draft: the draft that may go on.
        draft: what comes next, a column or page further on or behind a figure.
        indents: whether a new paragraph would show by its indent. Behind a figure it need not.
    """
    if Reason.UNREADABLE in (open_draft.reason, draft.reason):
        return False
    if draft.marked or draft.kind not in (BlockKind.PARAGRAPH, open_draft.kind) or draft.kind not in FLOWING:
        return False
    last, first = open_draft.last, draft.first
    if abs(last.size - first.size) > 0.6 or (draft.kind is BlockKind.KEY_TERM and first.lead):
        return False
    if open_draft.kind in HANGING and not _is_indented(draft) and _hangs(open_draft):
        return False
    text = last.unmarked
    if text.endswith(("-", SOFT_HYPHEN)) or (first.text[0].islower() and not ends_sentence(text)):
        return True
    if (draft.box is None) is not (open_draft.box is None) and draft.page == open_draft.page:
        return False
    if first.text[0].islower():
        return True
    if not ends_sentence(text):
        return open_draft.kind is not BlockKind.CHOICE and (
            _is_full(open_draft, last) or not had_room(last, first, _run(open_draft).x1)
        )
    if open_draft.kind is not BlockKind.PARAGRAPH or _is_indented(draft):
        return False
    return _is_full(open_draft, last) if indents else _is_flush(open_draft, last)


def _hangs(draft: Draft) -> bool:
    """Whether a list hangs: the first line of an entry stands out, and what goes on is indented."""
    return any(line.x0 > draft.first.x0 + INDENT * line.size for line in draft.lines)


def _run(draft: Draft) -> Run:
    """The run that a draft ends in."""
    return (draft.rest[-1] if draft.rest else draft).run


def _is_full(draft: Draft, line: Line) -> bool:
    return line.x1 > _run(draft).x1 - SLACK * line.size


def _is_flush(draft: Draft, line: Line) -> bool:
    """Whether a line ends exactly at the right edge of justified text, where the last line of a paragraph rarely ends."""
    run = _run(draft)
    ends = sum(abs(other.x1 - line.x1) <= FLUSH for other in run.lines)
    return ends >= JUSTIFIED * len(run.lines) and line.x1 >= run.x1 - SLACK * line.size


def _is_indented(draft: Draft) -> bool:
    return draft.first.x0 > draft.run.x0 + INDENT * draft.first.size
