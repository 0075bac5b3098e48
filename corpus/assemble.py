"""From drafts to block records: the text put together, with the place of each line."""

from typing import NamedTuple

from corpus.layout.paragraphs import BULLET, NUMBER, Draft
from corpus.page import Line
from corpus.structure.entries import TERM_END
from corpus.structure.kinds import NOTE, mark_places
from corpus.text import SOFT_HYPHEN, Vocabulary, join_lines
from emosapp_data.schema import BlockKind, LineBox

LINE_END = 8
"""Characters that tell whether a bold phrase ends with its line."""
NO_MARKS: frozenset[str] = frozenset()


class Text(NamedTuple):
    """The text of a draft."""

    text: str
    marker: str | None
    lines: tuple[LineBox, ...]
    term_length: int | None
    bold_phrases: tuple[str, ...]


def text_of(draft: Draft, vocabulary: Vocabulary, notes: dict[int, frozenset[str]]) -> Text:
    """Put the lines of a draft together.

    Args:
        draft: the block.
        vocabulary: the book's words, which decide about hyphens at line ends.
        notes: the marks of the footnotes, by page; a superscript that is one of them is taken out of the text.
    """
    text = ""
    marker: str | None = None
    boxes: list[LineBox] = []
    term_length: int | None = None
    in_term = draft.kind is BlockKind.KEY_TERM
    bold = 0
    for part in (draft, *draft.rest):
        marks = NO_MARKS if draft.kind in (BlockKind.FOOTNOTE, BlockKind.TABLE) else notes.get(part.page, NO_MARKS)
        for line in part.lines:
            printed, lead = _without_marks(line, marks) if marks else (line.text, line.lead)
            if SOFT_HYPHEN in printed:
                printed = vocabulary.harden(printed)
            if not boxes:
                marker, rest = _marker(draft, printed)
                lead = max(0, lead - (len(printed) - len(rest)))
                printed = rest
            if in_term:
                bold = len(_squeeze(printed[:lead]))
            printed = _squeeze(printed)
            text = join_lines(text, printed, vocabulary) if text else printed
            start = len(text) - len(printed)
            boxes.append(line_box(start, part.page, line))
            if in_term:
                in_term = line.bold
                term_length = start + bold if bold else term_length
    if draft.kind is BlockKind.KEY_TERM:
        term_length = _term_length(text, term_length)
    phrases = _bold_phrases(draft, vocabulary) if draft.kind is BlockKind.PARAGRAPH else []
    return Text(
        text.rstrip(SOFT_HYPHEN),
        marker,
        tuple(boxes),
        term_length,
        tuple(phrase for phrase in phrases if phrase in text),
    )


def _bold_phrases(draft: Draft, vocabulary: Vocabulary) -> list[str]:
    """What is bold in a paragraph that is not bold itself; a phrase may go over the end of a line."""
    lines = [line for part in (draft, *draft.rest) for line in part.lines]
    if not any(line.bold_phrases for line in lines):
        return []
    phrases: list[str] = []
    goes_on = False
    for line in lines:
        found = [_squeeze(phrase) for phrase in ((line.text,) if line.bold else line.bold_phrases)]
        if goes_on and found and line.lead:
            phrases[-1] = join_lines(phrases[-1], found.pop(0), vocabulary)
        phrases += found
        goes_on = bool(phrases) and line.text.endswith(phrases[-1][-LINE_END:])
    return phrases


def line_box(start: int, page: int, line: Line) -> LineBox:
    """The place of a line whose text begins at offset `start` of its block."""
    # Rounded to a tenth of a point; three times as fast as `round`, and there are four numbers for each line of a book.
    return LineBox(
        start,
        page,
        int(line.x0 * 10 + 0.5) / 10,
        int(line.y0 * 10 + 0.5) / 10,
        int(line.x1 * 10 + 0.5) / 10,
        int(line.y1 * 10 + 0.5) / 10,
    )


def _squeeze(text: str) -> str:
    """One space between words; soft hyphens only at the end, where they tell that a word goes on."""
    if SOFT_HYPHEN in text:
        text = text[:-1].replace(SOFT_HYPHEN, "") + text[-1]
    return " ".join(text.split()) if "  " in text or text[:1] == " " else text.strip()


def _without_marks(line: Line, notes: frozenset[str]) -> tuple[str, int]:
    """The line's text without the marks of footnotes, and the length of the bold text it starts with."""
    text, lead = line.text, line.lead
    if not any(mark in text for mark in notes):
        return text, lead
    for start, end in reversed(mark_places(line, notes)):
        text = text[:start].rstrip() + text[end:]
        lead = lead if lead <= start else lead - (end - start)
    return text, lead


def _marker(draft: Draft, text: str) -> tuple[str | None, str]:
    """The mark or number that a text starts with, and the text behind it."""
    if draft.mark and text.startswith(draft.mark):
        return draft.mark, text[len(draft.mark) :].lstrip()
    if draft.kind is BlockKind.FOOTNOTE:
        match = NOTE.match(text)
    elif draft.kind is BlockKind.LIST_ITEM:
        match = BULLET.match(text) or NUMBER.match(text)
    else:
        match = None
    return (match[0].strip(), text[match.end() :]) if match else (None, text)


def _term_length(text: str, bold: int | None) -> int | None:
    if bold is None:
        match = TERM_END.search(text)
        return match.start() if match else None
    return len(text[:bold].rstrip().rstrip(":–—").rstrip()) or None
