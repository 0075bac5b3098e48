"""Argilla's sort orders as SQL.

A record can have several values of an attribute (a list of terms, responses by several users). As with Elasticsearch the smallest counts
when ascending, the largest when descending, and of the responses to a rating the average; a record without a value comes last, either way.
Each is one lookup in an index that begins with the record and ends with the value.

Records that are equal come in the order in which they were logged, and so does everything when nothing else is asked for. This is on purpose
not the random order by user that Argilla asks Elasticsearch for: our queue begins with the most doubtful pair, and the overlap setting,
not chance, decides how many reviewers see it.

What differs from Elasticsearch: responses to questions with labels, and statuses of responses, can be sorted by; there that is an error.
"""

# ruff: noqa: S608 - statements are put together from this package's own names; what a client sends is a parameter

from collections.abc import Sequence
from typing import Any, NamedTuple

from argilla_server.enums import SortOrder
from argilla_server.search_engine.base import RecordFilterScope, ResponseFilterScope

from emosapp_argilla.index.filters import RECORD_TEXTS, RECORD_TIMES, Condition, find_attribute
from emosapp_argilla.index.layout import Layout, Type, Value

INSERTION = "r.inserted_at, r.key"
"""The order in which the records were logged; within a moment, in which they came."""


class Ordering(NamedTuple):
    """What stands after ORDER BY, and the values of its question marks."""

    sql: str
    parameters: tuple[Value, ...] = ()


def ordering(layout: Layout, sort: Sequence[Any], by_score: bool) -> Ordering:
    """The ordering by these sorts, or by ``score`` when there are none and ``by_score`` is set."""
    parts = []
    parameters: list[Value] = []
    for order in sort:
        descending = str(order.order) == SortOrder.desc.value
        value = _value(layout, order.scope, "max" if descending else "min")
        if value is not None:
            parts.append(f"{value.sql} {'DESC' if descending else 'ASC'} NULLS LAST")
            parameters += value.parameters
    if not sort and by_score:
        parts.append("score DESC")
    return Ordering(", ".join([*parts, INSERTION]), tuple(parameters))


def _value(layout: Layout, scope: Any, choice: str) -> Condition | None:
    """The value to sort by; None where no record has one."""
    if isinstance(scope, RecordFilterScope):
        name = str(scope.property)
        return Condition(f"r.{name}") if name in RECORD_TEXTS + RECORD_TIMES else None
    if isinstance(scope, ResponseFilterScope):
        return _response(layout, scope, choice)
    attribute = find_attribute(layout, scope)
    if attribute is None:
        return None
    return Condition(f"(SELECT {choice}(value) FROM value WHERE record = r.key AND attribute = ?)", (attribute.key,))


def _response(layout: Layout, scope: Any, choice: str) -> Condition | None:
    user = () if scope.user is None else (str(scope.user.id),)
    of_user = " AND p.user = ?" if user else ""
    if not scope.question:
        return Condition(f"(SELECT {choice}(p.status) FROM response p WHERE p.record = r.key{of_user})", user)
    attribute = find_attribute(layout, scope)
    if attribute is None:
        return None
    if attribute.type is Type.NUMBER:
        choice = "avg"
    return Condition(
        f"(SELECT {choice}(v.value) FROM response p CROSS JOIN response_value v ON v.response = p.key AND v.attribute = ?"
        f" WHERE p.record = r.key{of_user})",
        (attribute.key, *user),
    )
