"""The most and the least similar records by a vector.

All vectors that pass words and filter are compared, exactly: at 15,000 records of 768 numbers that is one matrix product of some
milliseconds. Vectors are kept at length one, so the product is the cosine. The score is Elasticsearch's, ``(1 + cosine) / 2``; the least
similar are the most similar to the opposite vector, with that vector's score, there as here.
"""

# ruff: noqa: S608 - statements are put together from this package's own names; what a client sends is a parameter

import sqlite3
from typing import Any, NamedTuple

import numpy as np
from argilla_server.errors.future import UnprocessableEntityError

from emosapp_argilla.index.documents import unit_vector
from emosapp_argilla.index.layout import Layout
from emosapp_argilla.index.reading import Found, Hit, Words, select


class Target(NamedTuple):
    """What to compare with."""

    settings_id: str
    value: list[float]
    excluded_id: str | None
    """The record whose vector it is, which is not among its own neighbours."""
    opposite: bool
    """Whether the least similar are asked for."""


def similar(
    connection: sqlite3.Connection,
    layout: Layout,
    target: Target,
    words: Words | None,
    wanted: Any,
    max_results: int,
    threshold: float | None,
) -> Found:
    """The nearest records, nearest first. The total counts them before the threshold, as Elasticsearch's does."""
    ids, matrix = _candidates(connection, layout, target, words, wanted)
    direction = unit_vector(target.value)
    if direction is None:
        raise UnprocessableEntityError("A vector of zeros has no direction, so nothing is similar to it")
    if not ids:
        return Found([], 0)
    if matrix.shape[1] != len(direction):
        raise UnprocessableEntityError(
            f"The vector has {len(direction)} numbers; the records' vectors have {matrix.shape[1]}"
        )
    scores = (1 + matrix @ (-direction if target.opposite else direction)) / 2
    nearest = np.argsort(-scores, kind="stable")[:max_results]
    hits = [Hit(ids[index], float(scores[index])) for index in nearest]
    return Found([hit for hit in hits if threshold is None or (hit.score or 0) >= threshold], len(hits))


def _candidates(
    connection: sqlite3.Connection, layout: Layout, target: Target, words: Words | None, wanted: Any
) -> tuple[list[str], "np.ndarray[Any, Any]"]:
    selection = select(layout, words, wanted, scores=False)
    # From the records to their vectors: with words and filter there are usually fewer of them.
    rows = connection.execute(
        f"{selection.hits.sql}SELECT r.id, v.value FROM {selection.source}"
        " CROSS JOIN vector v ON v.record = r.key AND v.settings = ? AND v.value IS NOT NULL"
        f" WHERE {selection.where.sql} AND r.id IS NOT ? ORDER BY r.inserted_at, r.key",
        (*selection.hits.parameters, target.settings_id, *selection.where.parameters, target.excluded_id),
    ).fetchall()
    size = len(rows[0][1]) // 4 if rows else 0
    matrix = np.frombuffer(b"".join(value for _, value in rows), dtype="<f4").reshape(len(rows), size)
    return [record_id for record_id, _ in rows], matrix
