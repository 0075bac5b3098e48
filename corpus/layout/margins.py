"""Notes in the margin: small type outside of the area that the running text keeps to all through the book."""

from collections import Counter, defaultdict
from collections.abc import Container
from typing import NamedTuple

from corpus.layout.columns import Run
from corpus.page import Line, Page

SMALL = 0.95
"""A note's type is at most so many times the size of the running text."""
OUTLIERS = 0.02
"""Share of the lines of the running text that may stand out of its area."""
FEWEST_LINES = 20
"""A book shows the area of its text by so many lines, on left and on right pages."""


class Area(NamedTuple):
    """Where the running text stands, on left or on right pages."""

    x0: float
    x1: float
    size: float
    """Type size of the running text."""

    def is_beside(self, line: Line) -> bool:
        """Whether a line stands in the margin, in smaller type."""
        return line.size < SMALL * self.size and (line.x0 > self.x1 - 1 or line.x1 < self.x0 + 1)


def text_areas(pages: list[Page], furniture: Container[Line]) -> dict[bool, Area]:
    """The area of the running text, for odd and for even pages; none where there is too little text to tell."""
    characters = Counter[int]()
    for page in pages:
        for line in page.lines:
            characters[round(2 * line.size)] += len(line.text)
    if not characters:
        return {}
    main = characters.most_common(1)[0][0]
    edges: dict[bool, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for page in pages:
        lefts, rights = edges[page.number % 2 == 1]
        for line in page.lines:
            if round(2 * line.size) == main and line.upright and line not in furniture:
                lefts.append(line.x0)
                rights.append(line.x1)
    areas = {}
    for odd, (lefts, rights) in edges.items():
        if len(lefts) >= FEWEST_LINES:
            out = int(OUTLIERS * len(lefts))
            areas[odd] = Area(sorted(lefts)[out], sorted(rights)[-1 - out], main / 2)
    return areas


def margin_runs(lines: list[Line], area: Area | None) -> tuple[list[Line], list[Run]]:
    """Part the lines of a page in those of the text and the runs of notes beside it."""
    if area is None:
        return lines, []
    notes = [line for line in lines if area.is_beside(line)]
    if not notes:
        return lines, []
    beside = set(notes)
    sides = ([line for line in notes if line.x1 < area.x0 + 1], [line for line in notes if line.x0 > area.x1 - 1])
    runs = [Run.of(side, margin=True) for side in sides if side]
    return [line for line in lines if line not in beside], runs
