"""Boxes: the areas of a page that set a feature off from the text, by a filling, a frame or two rules."""

from itertools import pairwise
from operator import attrgetter

from corpus.layout.drawings import is_area, is_rule
from corpus.page import Line, Page, Shape


def find_boxes(page: Page) -> list[Shape]:
    """The areas of a page that are filled, framed or ruled off, and large enough to hold text, the smallest first."""
    areas = [shape for shape in (*page.shapes, *_ruled_off(page)) if is_area(shape)]
    whole = 0.8 * page.width * page.height
    return sorted((area for area in areas if _area(area) < whole), key=_area)


def _ruled_off(page: Page) -> list[Shape]:
    """What stands between two rules of the same width, if a title in bold or larger type comes first."""
    rules = sorted(
        (shape for shape in page.shapes if is_rule(shape) and shape.x1 - shape.x0 > 60), key=attrgetter("y0")
    )
    found = []
    for upper, lower in pairwise(rules):
        if abs(upper.x0 - lower.x0) > 1.5 or abs(upper.x1 - lower.x1) > 1.5 or lower.y0 - upper.y1 < 15:
            continue
        area = Shape(upper.x0, upper.y1, upper.x1, lower.y0, filled=False)
        inside = [line for line in page.lines if box_of(line, [area])]
        if len(inside) > 1 and min(inside, key=attrgetter("base", "x0")).bold and not all(line.bold for line in inside):
            found.append(area)
    return found


def _area(shape: Shape) -> float:
    return (shape.x1 - shape.x0) * (shape.y1 - shape.y0)


def box_of(line: Line, boxes: list[Shape]) -> Shape | None:
    """The first of the boxes that a line stands in."""
    middle = (line.y0 + line.y1) / 2
    return next(
        (box for box in boxes if box.y0 <= middle <= box.y1 and box.x0 <= line.x0 + 1 and line.x1 <= box.x1 + 1), None
    )
