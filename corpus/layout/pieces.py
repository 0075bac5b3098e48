"""Lines that the PDF gives in pieces: wide spaces of justified text, a list mark and its text, a raised note mark.

PyMuPDF starts a new line at every wide gap. Pieces that follow each other in the file and stand on one baseline are one
line again, unless the gap between them stands at the same place in other lines: then it is a gutter, or the gap between
the columns of a table, and the layout of the page decides.
"""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from corpus.layout.columns import Run
from corpus.page import Line

SAME_BASE = 0.35
"""Baselines of one line differ by at most so much, in units of the type size."""
WIDEST = 4.0
"""Widest space within a line, in units of the type size."""
ALIGNED = 1.0
"""Points by which the starts of lines in one column differ."""
FEWEST = 3
"""Gaps at the same place that make a gutter."""


def join_pieces(lines: list[Line]) -> list[Line]:
    """Put together the pieces of justified lines.

    Args:
        lines: the lines of a page in the order of the file.
    """
    starts = [right for left, right in pairwise(lines) if _follows(left, right)]
    if not starts:
        return lines
    places = Counter(round(line.x0 / ALIGNED) for line in starts)
    loose = {line for line in starts if sum(places[round(line.x0 / ALIGNED) + step] for step in (-1, 0, 1)) < FEWEST}
    joined: list[Line] = []
    for line in lines:
        if line in loose:
            joined[-1] = beside(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _follows(left: Line, right: Line) -> bool:
    return (
        _on_one_line(left, right)
        and left.upright
        and -0.5 < right.x0 - left.x1 < WIDEST * left.size
        and abs(left.size - right.size) < 0.3
    )


def merge_baselines(run: Run) -> None:
    """Put together all that stands on one line of a run."""
    merged: list[Line] = []
    for line in run.lines:
        if merged and _on_one_line(merged[-1], line) and line.upright:
            merged[-1] = beside(merged[-1], line)
        else:
            merged.append(line)
    run.lines = merged


def _on_one_line(left: Line, right: Line) -> bool:
    return abs(left.base - right.base) < SAME_BASE * min(left.size, right.size)


def beside(left: Line, right: Line) -> Line:
    """One line of two that stand side by side."""
    if right.x0 < left.x0:
        left, right = right, left
    space = "" if right.x0 - left.x1 < 0.1 * right.size else " "
    text = f"{left.text}{space}{right.text.lstrip()}"
    shift = len(text) - len(right.text)
    return replace(
        left if len(left.text) > len(right.text) else right,
        text=text,
        x0=left.x0,
        y0=min(left.y0, right.y0),
        x1=max(left.x1, right.x1),
        y1=max(left.y1, right.y1),
        bold=left.bold and right.bold,
        italic=left.italic and right.italic,
        mono=left.mono and right.mono,
        lead=shift + right.lead if left.bold else left.lead,
        bold_phrases=() if left.bold and right.bold else _phrases(left) + _phrases(right),
        marks=left.marks + tuple((start + shift, end + shift) for start, end in right.marks),
        parts=(left.parts or (left,)) + (right.parts or (right,)),
    )


def _phrases(line: Line) -> tuple[str, ...]:
    """What is bold in a line that becomes a part of one."""
    return (line.text,) if line.bold else line.bold_phrases
