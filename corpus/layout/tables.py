"""Tables, found by the rules between their cells, by those above and below their rows, or by columns that line up."""

import re
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from corpus.layout.drawings import THIN, is_rule
from corpus.layout.formulas import is_mathematical
from corpus.page import Line, Page, Shape

FEWEST_CELLS = 3
"""A table has at least so many cells with text; its head may stand alone at the foot of a page."""
FILLED = 0.3
"""Least share of a table's cells that hold text; cells that span several columns leave the others empty."""
TOUCH = 3.0
"""Largest distance, in points, between rules that belong together."""
FEWEST_RULES = 4
"""Two rows and two columns have at least so many rules."""
FEWEST_STACKED = 3
"""A table without upright rules has one above and one below its head, and one at its end."""
MOST_RULES = 600
"""A page with more rules than this holds drawings; looking for tables among them would cost more than it finds."""
FEWEST_ROWS = 3
"""A table without any rules has at least so many rows,"""
FEWEST_COLUMNS = 3
"""so many columns,"""
FULL = 0.7
"""such a share of cells that hold text,"""
LONGEST_CELL = 30
"""and at most so many characters in a cell, on average."""
MOST_APART = 3.0
"""Largest distance between its rows, in units of the type size."""
MARK = re.compile(r"\(?[A-Ha-h\d]{1,2}[.)](?:\s|$)")
"""What a cell starts with in a list of choices."""


@dataclass(slots=True, eq=False)
class Table:
    """A table: its cells and the lines in them."""

    rows: tuple[tuple[str, ...], ...]
    lines: list[Line]

    @property
    def text(self) -> str:
        """The cells in reading order."""
        return " ".join(cell for row in self.rows for cell in row if cell)


def find_tables(page: Page, furniture: Container[Line]) -> list[Table]:
    """Find the tables of a page: two or more rows and columns, most cells with text."""
    ruled = _ruled_tables(page)
    taken = {line for table in ruled for line in table.lines}
    return ruled + _plain_tables([line for line in page.lines if line not in taken and line not in furniture])


def _plain_tables(lines: list[Line]) -> list[Table]:
    """Tables without rules: rows of cells that follow each other in the file, in columns that no cell crosses."""
    tables: list[Table] = []
    rows: list[list[Line]] = []
    row: list[Line] = []

    def close_row() -> None:
        if len(row) > 1 and (not rows or 0 < row[0].base - rows[-1][0].base < MOST_APART * row[0].size):
            rows.append(row.copy())
            return
        close_table()
        if len(row) > 1:
            rows.append(row.copy())

    def close_table() -> None:
        if len(rows) >= FEWEST_ROWS and (table := _plain_table(rows)):
            tables.append(table)
        rows.clear()

    for line in lines:
        if row and not (abs(line.base - row[-1].base) < 1 and line.x0 > row[-1].x1):
            close_row()
            row.clear()
        row.append(line)
    close_row()
    close_table()
    return tables


def _plain_table(rows: list[list[Line]]) -> Table | None:
    inside = [line for row in rows for line in row]
    columns = _columns(inside)
    if len(columns) < FEWEST_COLUMNS or any(line.mono or is_mathematical(line.font) for line in inside):
        return None
    cells = tuple(tuple(_in_column(row, column) for column in columns) for row in rows)
    filled = [cell for row in cells for cell in row if cell]
    if len(filled) < FULL * len(columns) * len(rows) or sum(map(len, filled)) > LONGEST_CELL * len(filled):
        return None
    if 2 * sum(bool(MARK.match(cell)) for cell in filled) > len(rows):
        return None
    return Table(cells, inside)


def _in_column(row: list[Line], column: tuple[float, float]) -> str:
    return " ".join(line.text.strip() for line in row if column[0] <= line.x0 <= column[1])


def _ruled_tables(page: Page) -> list[Table]:
    rules = [shape for shape in page.shapes if is_rule(shape)]
    if not FEWEST_STACKED <= len(rules) <= MOST_RULES:
        return []
    tables: list[Table] = []
    alone: list[Shape] = []
    for group in _touching(rules):
        if len(group) >= FEWEST_RULES and (table := _table(group, page.lines)):
            tables.append(table)
        else:
            alone += [rule for rule in group if rule.x1 - rule.x0 > THIN]
    tables += [table for group in _stacked(alone) if (table := _open_table(group, page.lines))]
    return tables


def _touching(rules: list[Shape]) -> list[list[Shape]]:
    """Group rules that touch each other, directly or through others."""
    groups: list[tuple[list[Shape], list[float]]] = []
    for rule in sorted(rules, key=attrgetter("y0")):
        box = [rule.x0 - TOUCH, rule.y0 - TOUCH, rule.x1 + TOUCH, rule.y1 + TOUCH]
        members = [rule]
        apart = []
        for group, bounds in groups:
            if box[0] <= bounds[2] and bounds[0] <= box[2] and box[1] <= bounds[3] and bounds[1] <= box[3]:
                members = group + members
                box = [min(box[0], bounds[0]), min(box[1], bounds[1]), max(box[2], bounds[2]), max(box[3], bounds[3])]
            else:
                apart.append((group, bounds))
        groups = [*apart, (members, box)]
    return [group for group, _ in groups]


def _table(rules: list[Shape], lines: list[Line]) -> Table | None:
    """A table with rules between its columns."""
    upright = [rule for rule in rules if rule.x1 - rule.x0 <= THIN]
    level = [rule for rule in rules if rule.x1 - rule.x0 > THIN]
    if not upright or not level:
        return None
    columns = _distinct(
        [rule.x0 for rule in upright] + [min(rule.x0 for rule in level), max(rule.x1 for rule in level)]
    )
    heights = _distinct(
        [rule.y0 for rule in level] + [min(rule.y0 for rule in upright), max(rule.y1 for rule in upright)]
    )
    if len(columns) < 3 or len(columns) + len(heights) < 6:
        return None
    inside = [
        line
        for line in lines
        if columns[0] <= _middle(line)[0] <= columns[-1] and heights[0] <= _middle(line)[1] <= heights[-1]
    ]
    rows = tuple(
        tuple(_cell(inside, left, right, top, bottom) for left, right in pairwise(columns))
        for top, bottom in pairwise(heights)
    )
    rows = tuple(row for row in rows if any(row))
    cells = sum(1 for row in rows for cell in row if cell)
    if cells < FEWEST_CELLS or cells < FILLED * sum(len(row) for row in rows):
        return None
    return Table(rows, inside)


def _stacked(rules: list[Shape]) -> list[list[Shape]]:
    """Level rules one below the other, of the same width, at most a page's third apart."""
    stacks: list[list[Shape]] = []
    for rule in sorted(rules, key=attrgetter("y0")):
        stack = next(
            (stack for stack in stacks if abs(stack[-1].x0 - rule.x0) < TOUCH and abs(stack[-1].x1 - rule.x1) < TOUCH),
            None,
        )
        if stack is None:
            stacks.append([rule])
        elif rule.y0 - stack[-1].y1 > 1:
            stack.append(rule)
    return [stack for stack in stacks if len(stack) >= FEWEST_STACKED]


def _open_table(rules: list[Shape], lines: list[Line]) -> Table | None:
    """A table with rules above and below only: columns where no line crosses, rows where the first column has a line."""
    left, right = rules[0].x0 - TOUCH, rules[0].x1 + TOUCH
    within = [line for line in lines if left <= line.x0 and line.x1 <= right]
    # Rules of the page itself, below a running head or above footnotes, may stand in the same stack: no columns meet them.
    while len(rules) >= FEWEST_STACKED and len(_columns(_between(within, rules[0].y0, rules[1].y1))) < 2:
        rules = rules[1:]
    while len(rules) >= FEWEST_STACKED and len(_columns(_between(within, rules[-2].y0, rules[-1].y1))) < 2:
        rules = rules[:-1]
    if len(rules) < FEWEST_STACKED:
        return None
    top, bottom = rules[0].y0, rules[-1].y1
    inside = _between(within, top, bottom)
    columns = _columns(inside)
    if len(columns) < 2 or len(inside) < 4:
        return None
    edges = [column[0] - 1 for column in columns] + [right]
    starts = sorted(line.y0 for line in inside if _middle(line)[0] < edges[1])
    heights = [top] + [y for before, y in pairwise(starts) if y - before > 2] + [bottom]
    rows = tuple(
        tuple(_cell(inside, start, end, above - 1, below - 1) for start, end in pairwise(edges))
        for above, below in pairwise(heights)
    )
    rows = tuple(row for row in rows if any(row))
    return Table(rows, inside) if len(rows) > 1 else None


def _between(lines: list[Line], top: float, bottom: float) -> list[Line]:
    return [line for line in lines if top <= _middle(line)[1] <= bottom]


def _columns(lines: list[Line]) -> list[tuple[float, float]]:
    """The stretches of x that lines cover, apart by at least the width of a letter."""
    columns: list[tuple[float, float]] = []
    for line in sorted(lines, key=attrgetter("x0")):
        if columns and line.x0 < columns[-1][1] + 0.4 * line.size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], line.x1))
        else:
            columns.append((line.x0, line.x1))
    return columns


def _cell(lines: list[Line], left: float, right: float, top: float, bottom: float) -> str:
    held = [line for line in lines if left <= _middle(line)[0] < right and top <= _middle(line)[1] < bottom]
    return " ".join(" ".join(line.text for line in sorted(held, key=attrgetter("base", "x0"))).split())


def _middle(line: Line) -> tuple[float, float]:
    return (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2


def _distinct(values: list[float]) -> list[float]:
    """Sorted values without those that lie within a rule's width of the one before."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > 2 * THIN:
            distinct.append(value)
    return distinct
