"""Lettering inside drawn figures: labels of axes, names in diagrams. It is not text that one reads line by line."""

from operator import attrgetter
from statistics import median

from corpus.page import Line, Page, Shape

NEAR = 14.0
"""Shapes of one figure are at most so many points apart."""
SMALLEST = (60.0, 30.0)
"""Smallest width and height of a figure, in points."""
FEWEST_SHAPES = 3
"""A frame, a rule or a coloured box is no figure yet."""
LABEL_WIDTH = 0.45
"""A label is at most so wide, as a share of the width of its figure;"""
LABELS = 0.8
"""and at least this share of the lines in a figure are labels: a box with text in it is no figure."""
RUNNING_TEXT = 0.6
"""A line that is wider than this share of what is drawn around it is text in a box, not lettering."""
SMALLER = 0.95
"""Lettering just outside a figure is smaller than the text, by this factor at least."""
MOST_SHAPES = 3000
"""A page with more shapes than this is one drawing."""


def figure_lettering(page: Page, taken: set[Line]) -> set[Line]:
    """The lines of a page that are lettering of its drawn figures, without those that tables have `taken`."""
    if not FEWEST_SHAPES <= len(page.shapes) <= MOST_SHAPES:
        return set()
    lettering: set[Line] = set()
    lines = [line for line in page.lines if line not in taken]
    if not lines:
        return set()
    usual = median(line.size for line in lines)
    for left, top, right, bottom in _figures(page):
        inside = [line for line in lines if line.upright and _is_inside(line, left, top, right, bottom, usual)]
        labels = [line for line in inside if line.width <= LABEL_WIDTH * (right - left)]
        widest = max((line.width for line in inside), default=0.0)
        if labels and len(labels) >= LABELS * len(inside) and widest < RUNNING_TEXT * (right - left):
            lettering.update(labels)
    return lettering


def _is_inside(line: Line, left: float, top: float, right: float, bottom: float, usual: float) -> bool:
    """Whether a line stands in a figure, or close to it in smaller type, as the names of axes do."""
    margin = 1.5 * line.size if line.size < SMALLER * usual else 0
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return left - margin <= x <= right + margin and top - margin <= y <= bottom + margin


def _figures(page: Page) -> list[tuple[float, float, float, float]]:
    """The boxes around shapes that stand close together."""
    areas: list[tuple[list[float], int]] = []
    for shape in sorted((shape for shape in page.shapes if not _is_frame(shape, page)), key=attrgetter("y0")):
        box = [shape.x0, shape.y0, shape.x1, shape.y1]
        count = 1
        apart = []
        for area, members in areas:
            if box[0] - NEAR <= area[2] and area[0] - NEAR <= box[2] and box[1] - NEAR <= area[3]:
                box = [min(box[0], area[0]), min(box[1], area[1]), max(box[2], area[2]), max(box[3], area[3])]
                count += members
            else:
                apart.append((area, members))
        areas = [*apart, (box, count)]
    return [
        (area[0], area[1], area[2], area[3])
        for area, count in areas
        if count >= FEWEST_SHAPES and area[2] - area[0] >= SMALLEST[0] and area[3] - area[1] >= SMALLEST[1]
    ]


def _is_frame(shape: Shape, page: Page) -> bool:
    """Whether a shape is a rule across the text, a frame around it or the page's background."""
    width, height = shape.x1 - shape.x0, shape.y1 - shape.y0
    return (height < 3 and width > 0.6 * page.width) or width * height > 0.7 * page.width * page.height
