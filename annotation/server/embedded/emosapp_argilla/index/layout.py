"""Which fields and attributes a data set has, and how the values of an attribute are kept.

The layout is written when a data set is published (questions cannot change afterwards) and read back for each search, since the server
does not load a data set's questions for one.
"""

import math
import sqlite3
from enum import StrEnum
from typing import Any, NamedTuple

from emosapp_argilla.index.schema import column, create_text_table, text_table

Value = str | int | float
INT64 = 2**63


class Kind(StrEnum):
    """What an attribute belongs to."""

    METADATA = "metadata"
    SUGGESTION = "suggestion"
    RESPONSE = "response"


class Type(StrEnum):
    """How an attribute's values compare."""

    TEXT = "text"
    NUMBER = "number"

    def values(self, raw: Any) -> list[Value]:
        """The values to index: a list gives each of its items. What does not fit the type is left out, as nothing could find it.

        A text attribute keeps numbers and booleans as JSON writes them, because filters name them as text.
        """
        items = raw if isinstance(raw, list | tuple) else [raw]
        converted = (self._value(item) for item in items)
        return list(dict.fromkeys(value for value in converted if value is not None))

    def _value(self, item: Any) -> Value | None:
        if self is Type.NUMBER:
            return as_number(item)
        if isinstance(item, bool):
            return "true" if item else "false"
        return str(item) if isinstance(item, str | int | float) else None


class Attribute(NamedTuple):
    """An attribute's number in the index and the type of its values."""

    key: int
    type: Type


class AttributeName(NamedTuple):
    """Names an attribute of a data set."""

    kind: Kind
    name: str
    """Of the metadata property or the question."""
    property: str = "value"
    """Of a suggestion: value, score, agent or type."""


class Definition(NamedTuple):
    """A data set's layout as it is to be written."""

    dataset_id: str
    fields: list[str]
    """Names of the fields that have text, in order."""
    attributes: dict[AttributeName, Type]


class Layout(NamedTuple):
    """A data set's layout as it stands in the index."""

    dataset: int
    columns: dict[str, str]
    """Full-text column of each field."""
    attributes: dict[AttributeName, Attribute]

    @property
    def text_table(self) -> str:
        return text_table(self.dataset)


def as_number(item: Any) -> int | float | None:
    """A number, or a text that is one; None for all else. Whole numbers beyond 64 bits become floating, as SQLite holds none."""
    if isinstance(item, bool):
        return None
    if isinstance(item, str):
        try:
            item = int(item)
        except ValueError:
            try:
                item = float(item)
            except ValueError:
                return None
    if isinstance(item, int):
        if -INT64 <= item < INT64:
            return item
        try:
            return float(item)
        except OverflowError:
            return None
    return item if isinstance(item, float) and not math.isnan(item) else None


def read_layout(connection: sqlite3.Connection, dataset_id: str) -> Layout | None:
    """The layout of a data set; None where the index does not hold it."""
    row = connection.execute("SELECT key FROM dataset WHERE id = ?", (dataset_id,)).fetchone()
    if row is None:
        return None
    fields = connection.execute("SELECT name, position FROM field WHERE dataset = ? ORDER BY position", row)
    columns = {name: column(position) for name, position in fields}
    attributes = connection.execute("SELECT kind, name, property, key, type FROM attribute WHERE dataset = ?", row)
    return Layout(
        row[0],
        columns,
        {
            AttributeName(Kind(kind), name, prop): Attribute(key, Type(type_))
            for kind, name, prop, key, type_ in attributes
        },
    )


def write_layout(connection: sqlite3.Connection, definition: Definition) -> None:
    """Adds a data set, or what its layout has more than the index knows. Nothing is lost when it is there already."""
    layout = read_layout(connection, definition.dataset_id)
    if layout is None:
        key = connection.execute("INSERT INTO dataset(id) VALUES (?)", (definition.dataset_id,)).lastrowid
        assert key is not None  # noqa: S101 (an INSERT has a row)
        connection.execute(create_text_table(key, len(definition.fields)))
        rows = [(key, name, position) for position, name in enumerate(definition.fields)]
        connection.executemany("INSERT INTO field(dataset, name, position) VALUES (?, ?, ?)", rows)
    else:
        key = layout.dataset
    connection.executemany(
        "INSERT OR IGNORE INTO attribute(dataset, kind, name, property, type) VALUES (?, ?, ?, ?, ?)",
        [
            (key, name.kind.value, name.name, name.property, type_.value)
            for name, type_ in definition.attributes.items()
        ],
    )


def delete_dataset(connection: sqlite3.Connection, dataset_id: str) -> None:
    """Removes a data set with all its records. No error where there is none."""
    layout = read_layout(connection, dataset_id)
    if layout is not None:
        connection.execute(f"DROP TABLE IF EXISTS {layout.text_table}")
        connection.execute("DELETE FROM dataset WHERE key = ?", (layout.dataset,))
