"""Searches, progress and metrics.

A search with words starts from the words: ``WITH hit AS MATERIALIZED (...)`` runs the full-text query once, and ``CROSS JOIN`` makes SQLite
go from the hits to their records. Left to choose, it may go through all records and run the full-text query for each, which is a hundred
times slower. A search without words goes through one data set along ``record_order``; unless it is sorted otherwise it stops after a page.

Total and page are two statements in one snapshot: the total needs neither scores nor an order.
"""

# ruff: noqa: S608 - statements are put together from this package's own names; what a client sends is a parameter

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from argilla_server.errors.future import UnprocessableEntityError

from emosapp_argilla.index.filters import NEVER, Condition, all_of, condition
from emosapp_argilla.index.layout import AttributeName, Kind, Layout, Type, Value
from emosapp_argilla.index.ordering import ordering
from emosapp_argilla.index.query_language import EVERYTHING, Expression, QueryTooDeepError, parse

MAX_TERMS = 2**14
"""Terms that the metrics of a metadata property list; Argilla's own bound."""


class Words(NamedTuple):
    """A text query: what was typed, and the field to search, or None for all."""

    text: str
    field: str | None


class Hit(NamedTuple):
    """A record and its score; a score only where the order is by relevance."""

    record_id: str
    score: float | None


class Found(NamedTuple):
    """A page of hits, and how many there are in all."""

    hits: list[Hit]
    total: int


class Extremes(NamedTuple):
    """The smallest and the largest of the numbers of a metadata property; None where no record has one."""

    smallest: float | None
    largest: float | None


class Selection(NamedTuple):
    """What a search is over: where the records come from, and what they have to satisfy."""

    hits: Condition
    """The clause before SELECT that runs the full-text query, or nothing."""
    source: str
    where: Condition

    @property
    def scored(self) -> bool:
        """Whether a full-text query found the records, so that they differ in relevance."""
        return bool(self.hits.sql)

    @property
    def parameters(self) -> tuple[Value, ...]:
        return self.hits.parameters + self.where.parameters


def select(layout: Layout, words: Words | None, wanted: Any, scores: bool) -> Selection:
    """The records of a data set that match words and a filter. ``scores`` asks for ``h.score`` where there is one."""
    conditions = [Condition("r.dataset = ?", (layout.dataset,))]
    if wanted is not None:
        conditions.append(condition(layout, wanted))
    expression = None if words is None else _expression(layout, words)
    if words is not None and expression is None:
        conditions.append(NEVER)
    if expression is None or expression == EVERYTHING:
        return Selection(Condition(""), "record r", all_of(conditions))
    table = layout.text_table
    if expression.negated:
        without = Condition(f"r.key NOT IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)", (expression.match,))
        return Selection(Condition(""), "record r", all_of([*conditions, without]))
    score = f"-bm25({table})" if scores else "NULL"
    hits = Condition(
        f"WITH hit(record, score) AS MATERIALIZED (SELECT rowid, {score} FROM {table} WHERE {table} MATCH ?) ",
        (expression.match,),
    )
    return Selection(hits, "hit h CROSS JOIN record r ON r.key = h.record", all_of(conditions))


def search(
    connection: sqlite3.Connection,
    layout: Layout,
    words: Words | None,
    wanted: Any,
    sort: Sequence[Any],
    offset: int,
    limit: int,
) -> Found:
    """A page of the records that match, in the order asked for. Raises UnprocessableEntityError for a query that cannot be run."""
    counted = select(layout, words, wanted, scores=False)
    selection = select(layout, words, wanted, scores=not sort)
    order = ordering(layout, sort, by_score=selection.scored)
    score = "NULL" if sort else "h.score" if selection.scored else "1.0"
    try:
        total = connection.execute(
            f"{counted.hits.sql}SELECT count(*) FROM {counted.source} WHERE {counted.where.sql}", counted.parameters
        ).fetchone()[0]
        rows = connection.execute(
            f"{selection.hits.sql}SELECT r.id, {score} AS score FROM {selection.source} WHERE {selection.where.sql}"
            f" ORDER BY {order.sql} LIMIT ? OFFSET ?",
            (*selection.parameters, *order.parameters, limit, offset),
        ).fetchall()
    except sqlite3.OperationalError as error:
        if words is not None and "fts5" in str(error):
            raise UnprocessableEntityError("The query is too long or too deeply nested") from error
        raise
    return Found([Hit(*row) for row in rows], total)


def _expression(layout: Layout, words: Words) -> Expression | None:
    columns = [column for field, column in layout.columns.items() if words.field in (None, field)]
    try:
        return parse(words.text, columns, of_all=len(columns) == len(layout.columns))
    except QueryTooDeepError as error:
        raise UnprocessableEntityError(str(error)) from error


def dataset_progress(connection: sqlite3.Connection, layout: Layout) -> dict[str, int]:
    """Records by status, and in total; along an index, without reading a record."""
    rows = connection.execute(
        "SELECT status, count(*) FROM record WHERE dataset = ? GROUP BY status", (layout.dataset,)
    ).fetchall()
    return {"total": sum(count for _, count in rows), **dict(rows)}


def user_progress(connection: sqlite3.Connection, layout: Layout, user_id: str) -> dict[str, int]:
    """A user's own responses by status, and in total.

    Elasticsearch's engine counts here the responses of everybody to the records that the user has answered; a reviewer's progress is meant.
    """
    rows = connection.execute(
        "SELECT p.status, count(*) FROM response p CROSS JOIN record r ON r.key = p.record"
        " WHERE p.user = ? AND r.dataset = ? GROUP BY p.status",
        (user_id, layout.dataset),
    ).fetchall()
    return {"total": sum(count for _, count in rows), **dict(rows)}


def terms(connection: sqlite3.Connection, layout: Layout, name: str) -> list[tuple[str, int]]:
    """The terms of a metadata property with the number of records that have each, the most frequent first."""
    attribute = layout.attributes.get(AttributeName(Kind.METADATA, name))
    if attribute is None or attribute.type is not Type.TEXT:
        return []
    return connection.execute(
        "SELECT value, count(*) AS records FROM value WHERE attribute = ? GROUP BY value ORDER BY records DESC, value",
        (attribute.key,),
    ).fetchall()


def extremes(connection: sqlite3.Connection, layout: Layout, name: str) -> Extremes:
    """The smallest and the largest value of a metadata property."""
    attribute = layout.attributes.get(AttributeName(Kind.METADATA, name))
    if attribute is None or attribute.type is not Type.NUMBER:
        return Extremes(None, None)
    smallest, largest = (
        # Apart, since SQLite looks up one extreme in an index but goes through all values for two.
        connection.execute(f"SELECT {choice}(value) FROM value WHERE attribute = ?", (attribute.key,)).fetchone()[0]
        for choice in ("min", "max")
    )
    return Extremes(smallest, largest)
