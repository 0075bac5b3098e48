"""What is drawn on a page: areas where shapes stand close together, and the few shapes that make rules and boxes.

A plot may have thousands of points. They are summed up while the page is read, so that a long book fits into memory.
"""

from operator import attrgetter

from corpus.page import Drawing, Shape

NEAR = 14.0
"""Shapes of one drawing are at most so many points apart."""
SMALLEST = (60.0, 30.0)
"""Smallest width and height of a drawing, in points."""
FEWEST_SHAPES = 3
"""A frame, a rule or a coloured box is no drawing yet."""
MOST_SHAPES = 3000
"""A page with more shapes than this is one drawing."""
THIN = 3.0
"""Widest rule, in points."""
SHORTEST = 8.0
"""Shortest rule, in points."""
SMALLEST_BOX = (60.0, 15.0)
"""Smallest width and height of a box that holds text, in points."""


def is_rule(shape: Shape) -> bool:
    """Whether a shape is a straight line across or down."""
    width, height = shape.x1 - shape.x0, shape.y1 - shape.y0
    return (width <= THIN and height >= SHORTEST) or (height <= THIN and width >= SHORTEST)


def is_area(shape: Shape) -> bool:
    """Whether a shape is large enough to hold text."""
    return shape.x1 - shape.x0 > SMALLEST_BOX[0] and shape.y1 - shape.y0 > SMALLEST_BOX[1]


def find_drawings(shapes: list[Shape], width: float, height: float) -> list[Drawing]:
    """The areas of a page of this size where shapes stand close together."""
    if not FEWEST_SHAPES <= len(shapes) <= MOST_SHAPES:
        return []
    areas: list[tuple[list[float], int]] = []
    for shape in sorted((shape for shape in shapes if not _is_frame(shape, width, height)), key=attrgetter("y0")):
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
        Drawing(*area)
        for area, count in areas
        if count >= FEWEST_SHAPES and area[2] - area[0] >= SMALLEST[0] and area[3] - area[1] >= SMALLEST[1]
    ]


def _is_frame(shape: Shape, width: float, height: float) -> bool:
    """Whether a shape is a rule across the text, a frame around it or the page's background."""
    across, down = shape.x1 - shape.x0, shape.y1 - shape.y0
    return (down < THIN and across > 0.6 * width) or across * down > 0.7 * width * height
