"""What the zones of a book make of their blocks: key terms, questions, choices, answers, references, lines of an index."""

import re
from dataclasses import replace
from itertools import chain, groupby

from corpus.layout.paragraphs import BULLET, NUMBER, Draft
from corpus.page import Line
from corpus.structure.exercises import is_open, read_answers, read_questions
from corpus.structure.sections import Place
from corpus.structure.zones import Zone
from emosapp_data.schema import BlockKind, Reason

PLAIN_TERM = re.compile(r"[^\W\d][^.:;\d]{1,60}?\s*(?::|–|—|\s-)\s")
"""A term that only punctuation sets off from its definition."""
BIBLIOGRAPHIC = re.compile(
    r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?,\s(?:[A-Z]\.[\s-]?)+|.{3,90}\((?:(?:1[5-9]|20)\d\d[a-z]?|n\.d\.)\)"
)
"""An entry of a list of readings, rather than what is said of it."""
TERM_END = re.compile(r"\s*(?::|–|—|\s-)\s")
"""What sets a term off from its definition."""
LETTERS = re.compile(r"[^\W\d_]{2}")
ALPHABET = re.compile(r"[A-Z](?:\s?[–—-]\s?[A-Z])?")
"""What stands above the entries that start with a letter."""


def read_zones(drafts: list[Draft], places: dict[Draft, Place]) -> list[Draft]:
    """Give the blocks of each zone their kind, and cut them where one holds several entries."""
    found: list[Draft] = []
    for (zone, _), group in groupby(drafts, key=lambda draft: (places[draft].zone, places[draft].titles)):
        below = list(group)
        if zone is None:
            found += below
            continue
        place = places[below[0]]
        entries = _read_zone(zone, below)
        for entry in entries:
            places.setdefault(entry, place)
        found += entries
    return found


def _read_zone(zone: Zone, drafts: list[Draft]) -> list[Draft]:
    if zone is Zone.KEY_TERMS:
        return _read_terms(list(chain.from_iterable(map(_split_entries, drafts))))
    if zone is Zone.QUESTIONS:
        return read_questions(drafts)
    if zone is Zone.ANSWERS:
        return read_answers(drafts)
    for draft in filter(is_open, drafts):
        if zone is Zone.REFERENCES or (zone is Zone.READINGS and BIBLIOGRAPHIC.match(draft.plain)):
            draft.kind, draft.reason = BlockKind.REFERENCE, Reason.REFERENCE
        elif zone in (Zone.CONTENTS, Zone.INDEX):
            draft.kind, draft.reason = BlockKind.FURNITURE, Reason(zone.value)
    return drafts


def _split_entries(draft: Draft) -> list[Draft]:
    """Cut a list of key terms at each line that starts with a bold term, where it has no gaps between its entries."""
    if draft.kind is not BlockKind.PARAGRAPH or len(draft.lines) == 1:
        return [draft]
    parts = [draft]
    lines, draft.lines = draft.lines, []
    for above, line in zip([None, *lines], lines, strict=False):
        if above is not None and line.lead and line.x0 < draft.run.x0 + line.size and not above.bold:
            parts.append(Draft([], draft.page, draft.run, draft.box))
        parts[-1].lines.append(line)
    return parts


def _read_terms(drafts: list[Draft]) -> list[Draft]:
    """Find the entries of a list of key terms; bullets and numbers are their marks unless most entries have none."""
    terms: list[Draft] = []
    marked: dict[Draft, str] = {}
    for draft in filter(is_open, drafts):
        if match := BULLET.match(draft.first.text) or NUMBER.match(draft.first.text):
            if _has_term(_with_bold_mark(draft.first, match.end()), draft, match.end()):
                marked[draft] = match[0]
        elif len(draft.lines) == 1 and ALPHABET.fullmatch(draft.plain):
            draft.kind, draft.reason = BlockKind.FURNITURE, Reason.LABEL
        elif _has_term(draft.first, draft):
            terms.append(draft)
    for draft in terms:
        draft.kind = BlockKind.KEY_TERM
    if len(marked) > len(terms):
        for draft, mark in marked.items():
            draft.lines[0] = _with_bold_mark(draft.first, len(mark))
            draft.kind, draft.mark = BlockKind.KEY_TERM, mark.strip()
    return drafts


def _with_bold_mark(line: Line, mark: int) -> Line:
    """A line that counts as starting in bold where a bold term follows right behind its mark of so many characters."""
    if line.lead or not line.bold_phrases or not line.text.startswith(line.bold_phrases[0], mark):
        return line
    return replace(line, lead=mark + len(line.bold_phrases[0]), parts=line.parts or (line,))


def _has_term(line: Line, draft: Draft, mark: int = 0) -> bool:
    """Whether a draft starts with a term behind its mark; `line` is its first."""
    if line.lead > mark:
        return line.lead < draft.length and bool(LETTERS.search(line.text[mark : line.lead]))
    return bool(PLAIN_TERM.match(line.text, mark))
