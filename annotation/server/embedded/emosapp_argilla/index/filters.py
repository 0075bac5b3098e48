"""Argilla's filters as SQL conditions on ``record r``.

Metadata and suggestions: ``r.key IN (SELECT record FROM value WHERE attribute = ? AND value ...)``. The subquery does not depend on ``r``, so
SQLite runs it once, along one range of the primary key of ``value``, and then either looks each record up in its result or, when that is
small, starts from it.

Responses to a question: the same over ``response_value``, joined to ``response`` for the user. ``CROSS JOIN`` fixes the order: first the
values, then the response that each belongs to.

A user's pending records: ``NOT EXISTS`` with the pair (record, user) is one look into an index for each record. It is not turned round,
because the pending queue is long when the list of answered records is short, and the other way round.

What differs from Elasticsearch: a value that the attribute's type cannot hold ("abc" for a rating) and a date that cannot be read are
answered with 422 and a sentence, there with an internal error.
"""

# ruff: noqa: S608 - statements are put together from this package's own names; what a client sends is a parameter

from collections.abc import Sequence
from typing import Any, NamedTuple

from argilla_server.enums import ResponseStatusFilter
from argilla_server.errors.future import UnprocessableEntityError
from argilla_server.search_engine.base import (
    AndFilter,
    MetadataFilterScope,
    RangeFilter,
    RecordFilterScope,
    ResponseFilterScope,
    SuggestionFilterScope,
    TermsFilter,
)

from emosapp_argilla.index.dates import UnreadableDateError, bound
from emosapp_argilla.index.layout import Attribute, AttributeName, Kind, Layout, Type, Value, as_number

RECORD_TEXTS = ("id", "external_id", "status")
RECORD_TIMES = ("inserted_at", "updated_at")


class Condition(NamedTuple):
    """A condition and the values of its question marks."""

    sql: str
    parameters: tuple[Value, ...] = ()


NEVER = Condition("0")


def condition(layout: Layout, wanted: Any) -> Condition:
    """The condition of a filter. Raises UnprocessableEntityError for a value that cannot be read, ValueError for an unknown filter."""
    if isinstance(wanted, AndFilter):
        return all_of([condition(layout, each) for each in wanted.filters])
    if not isinstance(wanted, TermsFilter | RangeFilter):
        raise ValueError(f"Cannot process request for filter {wanted}")
    if isinstance(wanted.scope, ResponseFilterScope):
        return _response(layout, wanted)
    if isinstance(wanted.scope, RecordFilterScope):
        return _record(wanted)
    attribute = find_attribute(layout, wanted.scope)
    if attribute is None:
        return NEVER
    test = _test(wanted, attribute.type)
    return Condition(
        f"r.key IN (SELECT record FROM value WHERE attribute = ? AND {test.sql})", (attribute.key, *test.parameters)
    )


def all_of(conditions: Sequence[Condition]) -> Condition:
    """All of these at once; no condition is always true."""
    return Condition(
        " AND ".join(each.sql for each in conditions) or "1", tuple(p for each in conditions for p in each.parameters)
    )


def find_attribute(layout: Layout, scope: Any) -> Attribute | None:
    """The attribute that a scope speaks of; None for one that has no values to filter by, such as a text question's."""
    if isinstance(scope, MetadataFilterScope):
        return layout.attributes.get(AttributeName(Kind.METADATA, scope.metadata_property))
    if isinstance(scope, SuggestionFilterScope):
        return layout.attributes.get(AttributeName(Kind.SUGGESTION, scope.question, str(scope.property)))
    if isinstance(scope, ResponseFilterScope):
        return layout.attributes.get(AttributeName(Kind.RESPONSE, scope.question or ""))
    raise ValueError(f"Cannot process request for search scope {scope}")


def _response(layout: Layout, wanted: Any) -> Condition:
    scope = wanted.scope
    user = () if scope.user is None else (str(scope.user.id),)
    if scope.question:
        attribute = find_attribute(layout, scope)
        if attribute is None:
            return NEVER
        test = _test(wanted, attribute.type, "v.value")
        of_user = " AND p.user = ?" if user else ""
        return Condition(
            "r.key IN (SELECT p.record FROM response_value v CROSS JOIN response p ON p.key = v.response"
            f" WHERE v.attribute = ? AND {test.sql}{of_user})",
            (attribute.key, *test.parameters, *user),
        )
    if scope.property == "status" and isinstance(wanted, TermsFilter):
        return _response_status([str(value) for value in wanted.values], user)
    raise ValueError(f"Cannot process filter scope {scope}")


def _response_status(statuses: list[str], user: tuple[str, ...]) -> Condition:
    """Responses with one of these statuses, by one user or by anyone; "pending" is to have no response."""
    of_user = " AND p.user = ?" if user else ""
    response = f"EXISTS (SELECT 1 FROM response p WHERE p.record = r.key{of_user}"
    pending = ResponseStatusFilter.pending.value
    others = [status for status in statuses if status != pending]
    parts = []
    if pending in statuses:
        parts.append(Condition(f"NOT {response})", user))
    if others:
        parts.append(Condition(f"{response} AND p.status IN ({_marks(others)}))", (*user, *others)))
    if not statuses and user:
        parts.append(Condition(f"{response})", user))
    sql = " OR ".join(part.sql for part in parts)
    return Condition(f"({sql})" if parts else "1", tuple(p for part in parts for p in part.parameters))


def _record(wanted: Any) -> Condition:
    name = str(wanted.scope.property)
    if name in RECORD_TEXTS:
        return _test(wanted, Type.TEXT, f"r.{name}")
    if name not in RECORD_TIMES:
        return NEVER
    try:
        if isinstance(wanted, RangeFilter):
            return _between(
                f"r.{name}", *(None if b is None else bound(b, u) for b, u in ((wanted.ge, False), (wanted.le, True)))
            )
        days = [_between(f"r.{name}", bound(value, upper=False), bound(value, upper=True)) for value in wanted.values]
    except UnreadableDateError as error:
        raise UnprocessableEntityError(str(error)) from error
    sql = " OR ".join(f"({day.sql})" for day in days) or "0"
    return Condition(f"({sql})", tuple(p for day in days for p in day.parameters))


def _test(wanted: Any, type_: Type, column: str = "value") -> Condition:
    """The test of one value."""
    if isinstance(wanted, TermsFilter):
        values = [_typed(value, type_) for value in wanted.values]
        return Condition(f"{column} IN ({_marks(values)})", tuple(values))
    lower, upper = (None if limit is None else _typed(limit, type_) for limit in (wanted.ge, wanted.le))
    return _between(column, lower, upper)


def _between(column: str, lower: Value | None, upper: Value | None) -> Condition:
    parts = []
    if lower is not None:
        parts.append(Condition(f"{column} >= ?", (lower,)))
    if upper is not None:
        parts.append(Condition(f"{column} <= ?", (upper,)))
    return all_of(parts)


def _typed(value: Any, type_: Type) -> Value:
    """The value as the attribute's type; SQLite would find every text greater than every number."""
    if type_ is Type.TEXT:
        return str(value)
    number = as_number(value)
    if number is None:
        raise UnprocessableEntityError(f"{value!r} is not a number")
    return number


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
