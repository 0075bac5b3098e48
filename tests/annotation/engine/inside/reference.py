"""A search as slow and as plain as can be: every record is looked at. What the engine finds is compared with it.

Queries, filters and sorts are drawn together with the Python function that says what they mean, so that nothing of the engine's own reading
of them is used.
"""

# ruff: noqa: DTZ001 - Argilla's database holds times in UTC without saying so

import random
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cmp_to_key
from typing import Any, NamedTuple

from argilla_server.enums import SortOrder
from argilla_server.search_engine.base import (
    AndFilter,
    MetadataFilterScope,
    Order,
    RangeFilter,
    RecordFilterScope,
    ResponseFilterScope,
    SuggestionFilterScope,
    TermsFilter,
    TextQuery,
)
from inside.world import METADATA, ODD_NAME, ODD_TERMS, QUESTIONS, START, World

Predicate = Callable[[Any], bool]
TEXT_QUESTIONS = ("corrected", "evidence", "order")


class Case(NamedTuple):
    """One thing to ask for, and what it means."""

    asked: Any
    meaning: Any


class Scope(NamedTuple):
    """Something that can be filtered and sorted by: its values of a record, and whether those are numbers."""

    scope: Any
    values: Callable[[Any], list[Any]]
    numbers: bool


def tokens(text: str) -> list[str]:
    """Words without case and accents; a Chinese character is a word."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[\u4e00-\u9fff]|[a-zß0-9]+", plain)


def field_texts(record: Any, name: str | None) -> list[str]:
    """The pieces of text of a field, or of all; a phrase stays within a piece."""
    pieces = []
    for field, value in record.fields.items():
        if field == "picture" or (name is not None and field != name) or value is None:
            continue
        if field == "talk":
            pieces += [(field, turn[part]) for turn in value for part in ("content", "role")]
        else:
            pieces.append((field, str(value)))
    return pieces


def draw_query(choose: random.Random) -> Case:
    """Words, phrases, beginnings, exclusions and groups, joined from left to right."""
    field = choose.choice([None, None, "question", ODD_NAME, "talk", "page", "picture"])
    text, meaning = _draw_expression(choose, field, depth=2)
    return Case(TextQuery(q=text, field=field), meaning)


def _draw_expression(choose: random.Random, field: str | None, depth: int) -> tuple[str, Predicate]:
    text, meaning = _draw_operand(choose, field, depth)
    for _ in range(choose.randrange(3)):
        written, also = _draw_operand(choose, field, depth)
        operator = choose.choice([" ", " + ", " | "])
        text += operator + written
        meaning = _joined(meaning, also, operator)
    return text, meaning


def _joined(left: Predicate, right: Predicate, operator: str) -> Predicate:
    if "|" in operator:
        return lambda record: left(record) or right(record)
    return lambda record: left(record) and right(record)


def _draw_operand(choose: random.Random, field: str | None, depth: int) -> tuple[str, Predicate]:
    kind = choose.choice(["word", "word", "phrase", "prefix", "group" if depth else "word"])
    if kind == "group":
        inner, meaning = _draw_expression(choose, field, depth - 1)
        text = f"({inner})"
    elif kind == "phrase":
        text = " ".join(choose.choices(["fear", "Memory", "naive", "therapy", "心理"], k=2))
        meaning = _has_phrase(tokens(text), field)
        text = f'"{text}"'
    elif kind == "prefix":
        begin = choose.choice(["cogni", "fe", "NAÏ", "x"])
        meaning = _has_prefix(tokens(begin)[0], field)
        text = f"{begin}*"
    else:
        text = choose.choice(
            ["fear", "FEAR", "naive", "memory", "self-harm", "don't", "3.5", "cognition", "helper", "title", "absent"]
        )
        meaning = _has_word(text, field)
    if choose.random() < 0.25:
        positive = meaning
        return f"-{text}", lambda record: not positive(record)
    return text, meaning


def _has_word(text: str, field: str | None) -> Predicate:
    if text == "self-harm":

        def both(record: Any) -> bool:
            names = {name for name, _ in field_texts(record, field)}
            return any(
                {"self", "harm"} <= {t for n, piece in field_texts(record, field) if n == name for t in tokens(piece)}
                for name in names
            )

        return both
    return _has_phrase(tokens(text), field)


def _has_phrase(wanted: list[str], field: str | None) -> Predicate:
    def meaning(record: Any) -> bool:
        for _, piece in field_texts(record, field):
            found = tokens(piece)
            if any(found[at : at + len(wanted)] == wanted for at in range(len(found))):
                return True
        return False

    return meaning


def _has_prefix(begin: str, field: str | None) -> Predicate:
    return lambda record: any(
        token.startswith(begin) for _, piece in field_texts(record, field) for token in tokens(piece)
    )


def draw_filter(choose: random.Random, world: World) -> Case:
    """Up to three filters at once."""
    drawn = [_draw_one_filter(choose, world) for _ in range(choose.randrange(1, 4))]
    return Case(
        AndFilter(filters=[each.asked for each in drawn]), lambda record: all(each.meaning(record) for each in drawn)
    )


def _draw_one_filter(choose: random.Random, world: World) -> Case:
    kind = choose.choice(["attribute", "attribute", "attribute", "status", "moment"])
    if kind == "status":
        return _draw_status_filter(choose, world)
    if kind == "moment":
        return _draw_moment_filter(choose)
    scope = draw_scope(choose, world)
    if scope.numbers and choose.random() < 0.6:
        low, high = sorted(choose.choice([-1, 0, 0.3, 2, 3.5, 7, 30]) for _ in range(2))
        low, high = choose.choice([(low, high), (low, None), (None, high)])
        return Case(
            RangeFilter(scope=scope.scope, ge=low, le=high),
            lambda record: any((low is None or v >= low) and (high is None or v <= high) for v in scope.values(record)),
        )
    if scope.numbers:
        wanted = [choose.choice(["1", "2.0", "3", "7", "0.5"]) for _ in range(2)]
        return Case(
            TermsFilter(scope=scope.scope, values=wanted),
            lambda record: any(v in map(float, wanted) for v in scope.values(record)),
        )
    wanted = choose.sample(
        ["accept", "edit", "ch1", "ch10", "judge", "Judge/2", "model", "human", "pending", "nobody", *ODD_TERMS], 5
    )
    return Case(
        TermsFilter(scope=scope.scope, values=wanted), lambda record: any(v in wanted for v in scope.values(record))
    )


def _draw_status_filter(choose: random.Random, world: World) -> Case:
    user = choose.choice([None, *world.users])
    statuses = choose.sample(["pending", "draft", "submitted", "discarded"], choose.randrange(1, 4))

    def meaning(record: Any) -> bool:
        own = [str(r.status) for r in record.responses if user is None or r.user_id == user.id]
        return (not own and "pending" in statuses) or any(status in statuses for status in own)

    return Case(TermsFilter(scope=ResponseFilterScope(property="status", user=user), values=list(statuses)), meaning)


def _draw_moment_filter(choose: random.Random) -> Case:
    name = choose.choice(["inserted_at", "updated_at"])
    day = (START + timedelta(days=choose.randrange(-1, 3))).date()
    if choose.random() < 0.5:
        return Case(
            TermsFilter(scope=RecordFilterScope(property=name), values=[day.isoformat()]),
            lambda record: getattr(record, name).date() == day,
        )
    moment = datetime(day.year, day.month, day.day, choose.randrange(24), choose.randrange(60))
    written = choose.choice([moment.isoformat() + "Z", f"{(moment + timedelta(hours=2)).isoformat()}+02:00"])
    return Case(
        RangeFilter(scope=RecordFilterScope(property=name), ge=written), lambda record: getattr(record, name) >= moment
    )


def draw_scope(choose: random.Random, world: World) -> Scope:
    """Something to filter or sort by."""
    kind = choose.choice(["metadata", "suggestion", "response", "record"])
    if kind == "metadata":
        name = choose.choice(list(METADATA))
        return Scope(
            MetadataFilterScope(metadata_property=name),
            lambda r: listed((r.metadata_ or {}).get(name)),
            METADATA[name] != "terms",
        )
    if kind == "record":
        name = choose.choice(["status", "external_id"])
        return Scope(RecordFilterScope(property=name), lambda r: listed(getattr(r, name)), numbers=False)
    question = choose.choice(list(QUESTIONS))
    if kind == "suggestion":
        prop = choose.choice(["value", "value", "score", "agent", "type"])
        silent = prop == "value" and question in TEXT_QUESTIONS

        def suggested(record: Any) -> list[Any]:
            return (
                []
                if silent
                else [v for s in record.suggestions if s.question.name == question for v in listed(getattr(s, prop))]
            )

        return Scope(
            SuggestionFilterScope(question=question, property=prop),
            suggested,
            prop == "score" or (question == "safety" and prop == "value"),
        )
    user = choose.choice([None, *world.users])

    def answered(record: Any) -> list[Any]:
        own = [r for r in record.responses if user is None or r.user_id == user.id]
        return (
            []
            if question in TEXT_QUESTIONS
            else [v for r in own for v in listed(((r.values or {}).get(question) or {}).get("value"))]
        )

    return Scope(ResponseFilterScope(question=question, user=user), answered, question == "safety")


def listed(value: Any) -> list[Any]:
    """A value, a list of them, or none, as a list."""
    if value is None:
        return []
    return [str(v) if isinstance(v, str) else v for v in (value if isinstance(value, list) else [value])]


def draw_sort(choose: random.Random, world: World) -> Case:
    """Up to three orders, and the comparison of two records that they mean; missing values come last."""
    scopes = [draw_scope(choose, world) for _ in range(choose.randrange(1, 4))]
    orders = [choose.choice(list(SortOrder)) for _ in scopes]

    def compare(left: Any, right: Any) -> int:
        for scope, order in zip(scopes, orders, strict=True):
            a, b = (_deciding(scope, order, record) for record in (left, right))
            if a is None or b is None:
                if (a is None) != (b is None):
                    return 1 if a is None else -1
            elif a != b:
                return -1 if (a < b) == (order == SortOrder.asc) else 1
        return 0

    return Case([Order(scope=s.scope, order=o) for s, o in zip(scopes, orders, strict=True)], cmp_to_key(compare))


def _deciding(scope: Scope, order: Any, record: Any) -> Any:
    values = scope.values(record)
    if not values:
        return None
    if scope.numbers and isinstance(scope.scope, ResponseFilterScope):
        return round(sum(values) / len(values), 9)
    chosen = min(values) if order == SortOrder.asc else max(values)
    return chosen if scope.numbers else chosen.encode()
