"""From lines in reading order to blocks: where a paragraph, heading or list item starts.

Lines are first cut into chunks wherever the page itself shows a break: a wider gap, other type, another box, a list
mark. A chunk is then cut by its indentation: at each line that hangs out (lists of references), at each line that is
indented (books that mark a paragraph so), or where a line ends early although the next word would have fitted.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.layout.boxes import box_of
from corpus.layout.columns import Run
from corpus.layout.formulas import formula_lines
from corpus.layout.tables import Table
from corpus.page import Line, Page, Shape
from corpus.text import ends_sentence
from emosapp_data.schema import BlockKind, Reason

WIDER = 1.25
"""A gap between baselines so many times the usual one separates blocks."""
FORMULA_GAP = 2.5
"""Lines of one formula are at most so many times the usual distance apart."""
USUAL_PITCH = 1.3
"""Distance of baselines, in units of the type size, where the book gives no other."""
INDENT = 0.5
"""Smallest indent, in units of the type size."""
SAME_SIZE = 0.3
"""Points by which the type size of lines in one block differs."""
SLACK = 1.5
"""A line that ends within so many times the type size of the right edge is full."""
MOST_CENTRED = 8
"""Most lines of a centred block."""
OFF_CENTRE = 0.15
"""What the middles of centred lines differ by, in units of the type size."""

BULLETS = "•▪◦‣●○■□–—*·"
DASHES = frozenset("–—-*·")
"""List marks that may also stand at the start of a line by chance."""
BULLET = re.compile(rf"[{BULLETS}]\s+(?=\S)")
NUMBERING = "(0123456789"
NUMBER = re.compile(r"\(?(?:\d{1,3}|[A-Ha-h])[.)]\s+(?=\S)")
NOTE_START = re.compile(r"\d{1,3}(?=[A-Z“‘(])")
RUNS_ON = re.compile(r"(?:[,–—/-]|\b(?:and|or|the|of|to|in))$")
INITIALS = re.compile(r"(?:[A-Z]\.\s*)+[A-Z][a-z]")


@dataclass(slots=True, eq=False)
class Draft:
    """A block in the making: its lines, and what later steps find out about it."""

    lines: list[Line]
    page: int
    run: Run
    box: Shape | None = None
    """The filled area it stands in."""
    table: Table | None = None
    formula: bool = False
    """Whether it is a displayed formula."""
    marked: bool = False
    """Whether it starts with a list mark or number."""
    mark: str = ""
    """The mark of an entry of a zone, which is no part of its text."""
    indented: bool = False
    """Whether it starts with an indented line, in a book that marks paragraphs so."""
    gap: float = 0.0
    """Distance to the line above in the same run, in units of the usual distance; 0 at the start of a run."""
    kind: BlockKind = BlockKind.PARAGRAPH
    """What it is."""
    reason: Reason | None = None
    """Why it is not part of the reading text."""
    level: int | None = None
    """Depth of a heading."""
    listed: bool = False
    """Whether the heading stands in the outline."""
    run_in: bool = False
    """Whether it is a heading that the paragraph below it was cut from."""
    rest: list["Draft"] = field(default_factory=list)
    """Drafts that continue it in another column or on another page."""

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def last(self) -> Line:
        """Its last line, in the last draft that continues it."""
        return self.rest[-1].lines[-1] if self.rest else self.lines[-1]

    @property
    def length(self) -> int:
        """Number of characters, without those that continue it."""
        return sum(len(line.text) for line in self.lines)

    @property
    def plain(self) -> str:
        """The text of its lines, hyphens at line ends and all: enough to recognize it by."""
        return " ".join(line.text for line in self.lines) if len(self.lines) > 1 else self.lines[0].text


class Pitch:
    """The usual distance between baselines, by type size, over a whole book."""

    def __init__(self, runs: Iterable[Run]) -> None:
        """Measure the distances."""
        distances: dict[int, Counter[int]] = defaultdict(Counter)
        for run in runs:
            for above, below in pairwise(run.lines):
                if abs(above.size - below.size) < 0.3:
                    distance = below.base - above.base
                    if 0.8 * below.size < distance < 2.2 * below.size:
                        distances[round(2 * below.size)][round(4 * distance)] += 1
        self._usual = {size: _lowest_common(counts) / 4 for size, counts in distances.items()}
        text = max(distances, key=lambda size: distances[size].total(), default=0)
        self._ratio = 2 * self._usual[text] / text if text else USUAL_PITCH

    def of(self, line: Line) -> float:
        """The usual distance for this line's type size, in points; as in the running text for a size without one."""
        return self._usual.get(round(2 * line.size), self._ratio * line.size)


def _lowest_common(counts: Counter[int]) -> int:
    """The smallest distance that is nearly as common as the commonest: between paragraphs it is wider, never closer."""
    most = max(counts.values())
    return min(distance for distance, count in counts.items() if count >= 0.3 * most)


def drafts(run: Run, page: Page, pitch: Pitch, boxes: list[Shape], tables: dict[Line, Table]) -> list[Draft]:
    """Cut a run into blocks."""
    found: list[Draft] = []
    for chunk in _chunks(run, page, pitch, boxes, tables):
        found += _by_indentation(chunk)
    return found


def _chunks(run: Run, page: Page, pitch: Pitch, boxes: list[Shape], tables: dict[Line, Table]) -> list[Draft]:
    formulas = formula_lines(run)
    chunks: list[Draft] = []
    above: Line | None = None
    for line in run.lines:
        box = box_of(line, boxes) if boxes else None
        formula = line in formulas
        gap = 0.0 if above is None else (line.base - above.base) / pitch.of(line)
        chunk = chunks[-1] if chunks else None
        if (
            above is None
            or chunk is None
            or box is not chunk.box
            or formula is not chunk.formula
            or (
                gap > FORMULA_GAP
                if formula
                else line in tables or chunk.table is not None or _breaks(above, line, chunk, gap, run)
            )
        ):
            chunk = Draft([], page.number, run, box, tables.get(line), formula, is_marked(line.text), gap=gap)
            chunks.append(chunk)
        chunk.lines.append(line)
        above = line
    return chunks


def _breaks(above: Line, line: Line, chunk: Draft, gap: float, run: Run) -> bool:
    """Whether the page shows a break between two lines of text."""
    return (
        not -0.5 < gap < WIDER + 0.5 / line.size
        or _other_type(above, line, run)
        or (is_marked(line.text) and _starts_item(above, line, chunk, run))
        or (_starts_note(line, above, chunk) and line.x0 < chunk.first.x0 + line.size)
    )


def _starts_note(line: Line, above: Line, chunk: Draft) -> bool:
    """Whether a line starts with a raised mark and a text, as a footnote does; fonts may have raised figures."""
    if line.marks and line.marks[0][0] == 0:
        return line.text[line.marks[0][1] :].lstrip()[:1].isalnum()
    return (
        line.text[0].isdigit()
        and bool(NOTE_START.match(line.text) and NOTE_START.match(chunk.first.text))
        and ends_sentence(above.unmarked)
    )


def is_marked(text: str) -> bool:
    """Whether a text starts with a list mark, a number or a letter as lists and questions have it."""
    first = text[0]
    if first in BULLETS:
        return bool(BULLET.match(text))
    return (first in NUMBERING or text[1:2] in (".", ")")) and bool(NUMBER.match(text))


def _other_type(above: Line, line: Line, run: Run) -> bool:
    """Whether the type changes between two lines in a way that a change of emphasis within a paragraph does not."""
    if abs(above.size - line.size) > SAME_SIZE:
        return True
    if above.bold == line.bold and above.mono == line.mono:
        return False
    if ends_sentence(above.unmarked):
        return True
    if line.bold and above.bold_phrases and above.text.endswith(above.bold_phrases[-1]):
        return False
    if above.bold and line.lead:
        return had_room(above, line, run.x1)
    return above.x1 <= run.x1 - SLACK * line.size or (line.bold != above.bold and line.bold)


def _starts_item(above: Line, line: Line, chunk: Draft, run: Run) -> bool:
    """Whether a line that looks like a list item is one, and not a sentence that happens to go on with '12.'"""
    if chunk.marked and abs(line.x0 - chunk.first.x0) < 2:
        return True
    flows = above.x1 > run.x1 - SLACK * line.size and not ends_sentence(above.unmarked)
    if BULLET.match(line.text):
        return line.text[0] not in DASHES or not flows or abs(line.x0 - chunk.lines[-1].x0) > 2
    if flows or (RUNS_ON.search(above.text) and not chunk.marked):
        return False
    return (
        line.x0 <= chunk.first.x0 + 2
        or not INITIALS.match(line.text)
        or (chunk.marked and line.text.lstrip("(")[0] == "A")
    )


def _by_indentation(chunk: Draft) -> list[Draft]:
    if len(chunk.lines) == 1 or chunk.table is not None or chunk.formula:
        return [chunk]
    if chunk.marked and (end := _item_end(chunk)) < len(chunk.lines):
        rest = replace(chunk, lines=chunk.lines[end:], rest=[], marked=False, gap=0.0)
        chunk.lines = chunk.lines[:end]
        return [*_by_indentation(chunk), *_by_indentation(rest)]
    size = chunk.first.size
    left = min(line.x0 for line in chunk.lines)
    edge = chunk.run.x1 if chunk.box is None else chunk.box.x1 - size
    right = max(edge, *(line.x1 for line in chunk.lines))
    if _is_centred(chunk):
        return [chunk]
    inward = [line.x0 > left + INDENT * size for line in chunk.lines]
    if not inward[0] and all(inward[1:]):
        return [chunk]
    if not any(inward):
        return _cut(chunk, [_ends_early(chunk.lines, index, right) for index in range(len(chunk.lines))])
    if _hangs(chunk.lines, inward, right):
        return _cut(chunk, [not set_in for set_in in inward])
    starts = [inward[index] and not (index and inward[index - 1]) for index in range(len(inward))]
    parts = _cut(chunk, [start or _ends_early(chunk.lines, index, right) for index, start in enumerate(starts)])
    for part in parts:
        part.indented = part.first.x0 > left + INDENT * size
    return parts


def _hangs(lines: list[Line], inward: list[bool], right: float) -> bool:
    """Whether lines that are set in go on with an entry, rather than start a paragraph.

    Args:
        lines: the lines.
        inward: which of them are set in.
        right: where a full line ends.
    """
    hanging = indented = 0
    for index, (above, line) in enumerate(pairwise(lines), 1):
        ended_early = had_room(above, line, right)
        runs_on = not ended_early and not ends_sentence(above.unmarked)
        if inward[index] and not inward[index - 1]:
            hanging += runs_on
            indented += not runs_on
        elif inward[index - 1] and not inward[index]:
            hanging += ended_early
            indented += runs_on
        elif runs_on:
            hanging += inward[index]
            indented += not inward[index]
    return hanging > indented


def _item_end(chunk: Draft) -> int:
    """How many lines a list item has: its further lines stand below its text, and a paragraph behind it further out."""
    first, second = chunk.lines[:2]
    step = INDENT * first.size
    if second.x0 > first.x0 + step:
        inner = second.x0
    elif second.x0 < first.x0 - step / 2 and ends_sentence(first.unmarked):
        return 1
    else:
        return len(chunk.lines)
    return next((index for index, line in enumerate(chunk.lines) if index and line.x0 < inner - step), len(chunk.lines))


def _is_centred(chunk: Draft) -> bool:
    """Whether the lines of a title share their middle rather than an edge."""
    lines = chunk.lines
    first = lines[0]
    off = OFF_CENTRE * first.size
    return (
        len(lines) <= MOST_CENTRED
        and max(abs(line.x0 - first.x0) for line in lines) > off
        and all(abs((line.x0 + line.x1) - (first.x0 + first.x1)) < 2 * off for line in lines)
    )


def _ends_early(lines: list[Line], index: int, right: float) -> bool:
    """Whether the line before `index` ends a sentence early, although the next word would have fitted."""
    if index == 0 or not ends_sentence(lines[index - 1].unmarked) or lines[index - 1].bold:
        return False
    if lines[index].text[0].islower() and not is_marked(lines[index].text):
        return False
    return had_room(lines[index - 1], lines[index], right)


def had_room(above: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted at the end of the line above."""
    word = line.text.split(maxsplit=1)[0]
    needed = line.width * (len(word) + 1) / max(len(line.text), 1)
    return right - above.x1 > 1.3 * needed + line.size


def _cut(chunk: Draft, starts: list[bool]) -> list[Draft]:
    parts: list[Draft] = []
    for line, start in zip(chunk.lines, starts, strict=True):
        if start or not parts:
            parts.append(
                Draft(
                    [], chunk.page, chunk.run, chunk.box, marked=is_marked(line.text), gap=0.0 if parts else chunk.gap
                )
            )
        parts[-1].lines.append(line)
    return parts
