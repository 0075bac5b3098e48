"""Pages for tests, made from lines at given places."""

from corpus.layout.drawings import find_drawings
from corpus.page import Line, Page, Shape

WIDTH, HEIGHT = 420.0, 600.0


def line(text: str, x: float, base: float, size: float = 10.0, bold: bool = False, width: float | None = None) -> Line:
    """A line that starts at x and stands on a baseline; as wide as its letters, unless a width is given."""
    right = x + (width if width is not None else 0.5 * size * len(text))
    return Line(
        text,
        x,
        base - 0.8 * size,
        right,
        base + 0.2 * size,
        base,
        size,
        "Serif",
        bold,
        False,
        False,
        len(text) if bold else 0,
        (),
        True,
    )


def page(number: int, lines: list[Line], shapes: list[Shape] | None = None, label: str = "") -> Page:
    """A page of these lines."""
    shapes = shapes or []
    return Page(number, WIDTH, HEIGHT, lines, shapes, find_drawings(shapes, WIDTH, HEIGHT), pdf_label=label)


def rule(x0: float, y0: float, x1: float, y1: float) -> Shape:
    """A thin line."""
    return Shape(x0, y0, x1, y1, False)
