"""Lettering of drawn figures: labels of axes, names in diagrams. It is not text that one reads line by line.

A figure is what is drawn close together. Its lettering stands inside, or next to it in the type of what stands inside
(titles and axis labels of plots are set outside of what is drawn).
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median

from corpus.page import Line, Page

LABEL_WIDTH = 0.45
"""A label is at most so wide, as a share of the width of its figure;"""
LABELS = 0.8
"""and at least this share of the lines in a figure are labels: a box with text in it is no figure."""
RUNNING_TEXT = 0.6
"""A line that is wider than this share of what is drawn around it is text in a box, not lettering."""
REACH = 2.2
"""Largest distance between a figure and a label outside of it, in units of the label's type size."""
REACH_OF_TITLES = 5.0
"""Largest distance of a title above a figure, if it is set over the middle of it,"""
CENTRED = 0.08
"""give or take this share of the figure's width; headings of the text are not."""
SECTION_NUMBER = re.compile(r"\d+(?:\.\d+)+\s+[^\W\d_]{2}")
LONGEST_NUMBER = 8
"""Most characters of a number on an axis."""
NUMBERS = 0.3
"""Least share of numbers among the lines of a family that is used for lettering only,"""
WIDE = 0.03
"""Largest share of its lines that are as wide as running text; titles of plots may be."""
FEWEST_LINES = 30
"""of which there are at least so many."""
SMALLER = 0.95
"""Lettering outside a figure, in the font of the text, is smaller than the text by this factor at least."""
CAPTION = re.compile(r"(?:fig|tab|box)", re.IGNORECASE)
IN_NUMBERS = str.maketrans(dict.fromkeys(",. "))
ROUNDS = 3
"""How often labels may stand next to labels: numbers, name of the axis, title."""


@dataclass(slots=True, eq=False)
class _Figure:
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def holds(self, line: Line, margin: float = 0.0) -> bool:
        x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
        return self.x0 - margin <= x <= self.x1 + margin and self.y0 - margin <= y <= self.y1 + margin

    def centres(self, line: Line) -> bool:
        return abs((line.x0 + line.x1) - (self.x0 + self.x1)) < 2 * CENTRED * self.width

    def touches(self, line: Line) -> bool:
        above = (REACH_OF_TITLES if self.centres(line) else REACH) * line.size
        margin = REACH * line.size
        return (
            line.x0 <= self.x1 + margin
            and self.x0 - margin <= line.x1
            and line.y0 <= self.y1 + margin
            and self.y0 - above <= line.y1
        )

    def include(self, line: Line) -> None:
        self.x0, self.y0 = min(self.x0, line.x0), min(self.y0, line.y0)
        self.x1, self.y1 = max(self.x1, line.x1), max(self.y1, line.y1)


def lettering_families(pages: list[Page]) -> frozenset[str]:
    """Font families that a book uses for the lettering of its figures only: many numbers that stand alone, no running text."""
    lines = Counter[str]()
    numbers = Counter[str]()
    texts = Counter[str]()
    for page in pages:
        for line in page.lines:
            lines[line.font] += 1
            if len(line.text) <= LONGEST_NUMBER and _is_number(line.text):
                numbers[line.font] += 1
            elif SECTION_NUMBER.match(line.text):
                texts[line.font] += FEWEST_LINES
            elif line.width > RUNNING_TEXT * page.width:
                texts[line.font] += 1
    families: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for font, count in lines.items():
        for index, found in enumerate((count, numbers[font], texts[font])):
            families[_family(font)][index] += found
    return frozenset(
        family
        for family, (count, digits, wide) in families.items()
        if count >= FEWEST_LINES and digits >= NUMBERS * count and wide <= WIDE * count
    )


def figure_lettering(page: Page, taken: set[Line], families: frozenset[str]) -> set[Line]:
    """The lines of a page that are lettering of its figures.

    Args:
        page: the page.
        taken: lines that tables and running heads have taken.
        families: font families that are used for lettering only.
    """
    lettering = (
        {line for line in page.lines if _family(line.font) in families and line not in taken} if families else set()
    )
    figures = [_Figure(area.x0, area.y0, area.x1, area.y1) for area in page.drawings]
    lines = [line for line in page.lines if line not in taken and line.upright and line not in lettering]
    if not figures or not lines:
        return lettering
    letters = Counter[str]()
    for line in lines:
        letters[line.font] += len(line.text)
    main_font = letters.most_common(1)[0][0]
    usual = median(line.size for line in lines)
    for figure in figures:
        lettering |= _lettering(figure, [line for line in lines if line not in lettering], main_font, usual)
    return lettering


def _lettering(figure: _Figure, lines: list[Line], main_font: str, usual: float) -> set[Line]:
    inside = [line for line in lines if figure.holds(line)]
    labels = {line for line in inside if line.width <= LABEL_WIDTH * figure.width}
    widest = max((line.width for line in inside), default=0.0)
    if len(labels) < LABELS * len(inside) or widest >= RUNNING_TEXT * figure.width:
        return set()
    families = {_family(line.font) for line in labels} - {_family(main_font)}
    for _ in range(ROUNDS):
        found = {line for line in lines if line not in labels and _is_beside(line, figure, families, usual)}
        if not found:
            break
        labels |= found
        for line in found:
            figure.include(line)
    return labels


def _is_beside(line: Line, figure: _Figure, families: set[str], usual: float) -> bool:
    """Whether a line outside a figure is a number of an axis, the name of one, or a title."""
    if line.width > RUNNING_TEXT * figure.width or not figure.touches(line):
        return False
    if _family(line.font) in families:
        return True
    small = line.size < SMALLER * usual
    return small and (
        _is_number(line.text)
        or (figure.centres(line) and not CAPTION.match(line.text) and line.width < LABEL_WIDTH * figure.width)
    )


def _family(font: str) -> str:
    return font.split("-", 1)[0]


def _is_number(text: str) -> bool:
    return text.strip("+-−–%.$ ").translate(IN_NUMBERS).isdigit()
