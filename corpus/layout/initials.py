"""Dropped initials: the large first letter of a chapter, with several lines beside it, belongs to the first of them."""

from dataclasses import replace

from corpus.page import Line
from corpus.text import is_word

LONGEST = 2
"""Most characters of an initial: a letter, and a quotation mark before it."""
LARGER = 1.7
"""An initial is so many times as large as the lines beside it."""
NEAR = 1.5
"""Largest distance between an initial and the lines beside it, in units of their type size."""
WORDS = frozenset("AIO")
"""Initials that may be words of their own."""


def attach_initials(lines: list[Line]) -> list[Line]:
    """The lines of a page, with initials put before the line that they start, and no line set in because of them."""
    initials = [line for line in lines if len(line.text) <= LONGEST and line.text[-1].isalpha() and line.upright]
    for initial in initials:
        beside = sorted((line for line in lines if _is_beside(line, initial)), key=lambda line: line.base)
        if beside:
            first = beside[0]
            lines = [
                _started(first, initial)
                if line is first
                else replace(line, x0=initial.x0, parts=line.parts or (line,))
                if line in beside
                else line
                for line in lines
                if line is not initial
            ]
    return lines


def _is_beside(line: Line, initial: Line) -> bool:
    """Whether a line stands to the right of an initial, no lower than its foot."""
    return (
        line.size * LARGER <= initial.size
        and -0.5 * line.size <= line.x0 - initial.x1 <= NEAR * line.size
        and initial.y0 <= (line.y0 + line.y1) / 2
        and line.base <= initial.base + 0.5 * line.size
        and len(line.text) > LONGEST
    )


def _started(line: Line, initial: Line) -> Line:
    """A line with its initial, which may be a word of its own: where what follows is one, and both together are none."""
    word = line.text.split(maxsplit=1)[0].strip(",.;:").lower()
    together = initial.text[-1].lower() + word
    alone = initial.text[-1] in WORDS and len(word) > 1 and is_word(word) and not is_word(together)
    text = f"{initial.text}{' ' if alone else ''}{line.text}"
    shift = len(text) - len(line.text)
    return replace(
        line,
        text=text,
        x0=initial.x0,
        bold=False,
        lead=0,
        marks=tuple((start + shift, end + shift) for start, end in line.marks),
        parts=(initial, *(line.parts or (line,))),
    )
