"""Raised marks that the PDF gives as lines of their own: they belong to the end of the text they stand behind."""

from dataclasses import replace

from corpus.page import Line

LONGEST = 3
"""Most characters of a mark."""
SMALLER = 0.85
"""A mark is smaller than this share of the type size of its line."""
NEAR = 0.35
"""Largest distance between a mark and its line, in units of the type size."""
SIGNS = frozenset("0123456789*†‡§¶,")


def attach_marks(lines: list[Line]) -> list[Line]:
    """The lines of a page, with raised marks put to the lines they belong to."""
    marks = [line for line in lines if len(line.text) <= LONGEST and SIGNS.issuperset(line.text.strip())]
    hosts = {mark: host for mark in marks if (host := _host(mark, lines)) is not None}
    if not hosts:
        return lines
    joined = {host: _with_mark(host, mark) for mark, host in hosts.items()}
    return [joined.get(line, line) for line in lines if line not in hosts]


def _host(mark: Line, lines: list[Line]) -> Line | None:
    for line in lines:
        if (
            mark.size < SMALLER * line.size
            and abs(mark.x0 - line.x1) < NEAR * line.size
            and line.y0 - 1 <= mark.base < line.base
        ):
            return line
    return None


def _with_mark(host: Line, mark: Line) -> Line:
    text = host.text + mark.text.strip()
    marks = (*host.marks, (len(host.text), len(text)))
    return replace(host, text=text, x1=mark.x1, marks=marks, parts=(*(host.parts or (host,)), mark))
