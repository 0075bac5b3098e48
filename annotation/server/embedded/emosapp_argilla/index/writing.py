"""Putting records, responses and suggestions into the index, and taking them out.

Every function works inside the caller's transaction. Rows are collected and written with ``executemany``: a batch of 500 records is a few
statements, not ten thousand.
"""

# ruff: noqa: S608 - statements are put together from this package's own names; what a client sends is a parameter

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from emosapp_argilla.index.documents import Document, Response, Suggestion
from emosapp_argilla.index.layout import AttributeName, Kind, Layout, Value
from emosapp_argilla.index.query_language import segmented

PUT_RECORD = """
    INSERT INTO record(key, id, dataset, status, external_id, inserted_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT(id) DO UPDATE SET
        dataset = excluded.dataset,
        external_id = excluded.external_id,
        inserted_at = excluded.inserted_at,
        status = iif(? OR excluded.updated_at >= updated_at, excluded.status, status),
        updated_at = iif(?, excluded.updated_at, max(excluded.updated_at, updated_at))
"""

CHUNK = 500
"""Ids to a statement; SQLite's own limit of parameters was 999 for long."""


def put_documents(
    connection: sqlite3.Connection, layout: Layout, documents: Sequence[Document], exact: bool = False
) -> None:
    """Adds records, or puts them in the place of what the index had of them. A record keeps its place among those of equal time.

    A server that logs records while people review has read a record's responses some moments ago: newer ones, and a newer status, stay.
    ``exact`` is for a caller who knows that the documents are the latest word: all else that hung on the records goes.
    """
    latest = {document.id: document for document in documents}
    keys = record_keys(connection, latest)
    _clear(connection, layout, list(keys.values()), with_responses=exact)
    following = connection.execute("SELECT coalesce(max(key), 0) FROM record").fetchone()[0] + 1
    for document_id in latest:
        if document_id not in keys:
            keys[document_id] = following
            following += 1
    connection.executemany(
        PUT_RECORD,
        [
            (keys[d.id], d.id, layout.dataset, d.status, d.external_id, d.inserted_at, d.updated_at, exact, exact)
            for d in latest.values()
        ],
    )
    _put_texts(connection, layout, keys, latest.values())
    _put_values(connection, (row for d in latest.values() for row in _value_rows(layout, keys[d.id], d)))
    connection.executemany(
        "INSERT OR REPLACE INTO suggestion(id, record, updated_at) VALUES (?, ?, ?)",
        [(s.id, keys[d.id], s.updated_at) for d in latest.values() for s in d.suggestions],
    )
    for document in latest.values():
        for response in document.responses:
            put_response(connection, layout, keys[document.id], response)
    connection.executemany(
        "INSERT OR REPLACE INTO vector(id, record, settings, updated_at, value) VALUES (?, ?, ?, ?, ?)",
        [(v.id, keys[d.id], v.settings_id, v.updated_at, v.value) for d in latest.values() for v in d.vectors],
    )


def change_record(connection: sqlite3.Connection, record_id: str, status: str, updated_at: int) -> bool:
    """Changes a record's status, unless the index has a later one: two requests may write in another order than they committed.

    Returns whether the index holds the record.
    """
    found = connection.execute("SELECT updated_at FROM record WHERE id = ?", (record_id,)).fetchone()
    if found is not None and found[0] <= updated_at:
        connection.execute("UPDATE record SET status = ?, updated_at = ? WHERE id = ?", (status, updated_at, record_id))
    return found is not None


def put_response(connection: sqlite3.Connection, layout: Layout, record: int, response: Response) -> None:
    """Adds a response, or puts it in the place of the same user's earlier one (also where that had another id); a later one stays."""
    of_user = (response.id, record, response.user_id)
    later = "SELECT 1 FROM response WHERE (id = ? OR (record = ? AND user = ?)) AND updated_at > ?"
    if connection.execute(later, (*of_user, response.updated_at)).fetchone():
        return
    connection.execute("DELETE FROM response WHERE id = ? OR (record = ? AND user = ?)", of_user)
    key = connection.execute(
        "INSERT INTO response(id, record, user, status, updated_at) VALUES (?, ?, ?, ?, ?)",
        (response.id, record, response.user_id, response.status, response.updated_at),
    ).lastrowid
    rows = [
        (attribute.key, value, key)
        for name, raw in response.values.items()
        if (attribute := layout.attributes.get(AttributeName(Kind.RESPONSE, name)))
        for value in attribute.type.values(raw)
    ]
    connection.executemany("INSERT INTO response_value(attribute, value, response) VALUES (?, ?, ?)", rows)


def put_suggestion(connection: sqlite3.Connection, layout: Layout, record: int, suggestion: Suggestion) -> None:
    """Adds a suggestion, or puts it in the place of the earlier one for the same question."""
    delete_suggestion(connection, layout, record, suggestion)
    connection.execute(
        "INSERT OR REPLACE INTO suggestion(id, record, updated_at) VALUES (?, ?, ?)",
        (suggestion.id, record, suggestion.updated_at),
    )
    _put_values(connection, _suggestion_rows(layout, record, suggestion))


def delete_suggestion(connection: sqlite3.Connection, layout: Layout, record: int, suggestion: Suggestion) -> None:
    """Removes a suggestion; no error where there is none."""
    connection.execute("DELETE FROM suggestion WHERE id = ?", (suggestion.id,))
    of_question = [
        (record, attribute.key)
        for name, attribute in layout.attributes.items()
        if name.kind is Kind.SUGGESTION and name.name == suggestion.question
    ]
    connection.executemany("DELETE FROM value WHERE record = ? AND attribute = ?", of_question)


def delete_records(connection: sqlite3.Connection, layout: Layout, record_ids: Iterable[str]) -> None:
    """Removes records with all that hangs on them; no error for one that is not there."""
    keys = list(record_keys(connection, record_ids).values())
    connection.executemany(f"DELETE FROM {layout.text_table} WHERE rowid = ?", [(key,) for key in keys])
    connection.executemany("DELETE FROM record WHERE key = ?", [(key,) for key in keys])


def record_keys(connection: sqlite3.Connection, record_ids: Iterable[str]) -> dict[str, int]:
    """The numbers of those records that the index holds, by id."""
    ids = list(record_ids)
    found: dict[str, int] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        marks = ", ".join("?" * len(chunk))
        found |= dict(connection.execute(f"SELECT id, key FROM record WHERE id IN ({marks})", chunk).fetchall())
    return found


def _clear(connection: sqlite3.Connection, layout: Layout, keys: list[int], with_responses: bool) -> None:
    """Removes what hangs on these records, so that what follows only inserts."""
    rows = [(key,) for key in keys]
    connection.executemany(f"DELETE FROM {layout.text_table} WHERE rowid = ?", rows)
    for table in ("value", "suggestion", "vector", *(["response"] if with_responses else [])):
        connection.executemany(f"DELETE FROM {table} WHERE record = ?", rows)


def _put_texts(
    connection: sqlite3.Connection, layout: Layout, keys: dict[str, int], documents: Iterable[Document]
) -> None:
    if not layout.columns:
        return
    columns = ", ".join(layout.columns.values())
    marks = ", ?" * len(layout.columns)
    connection.executemany(
        f"INSERT INTO {layout.text_table}(rowid, {columns}) VALUES (?{marks})",
        [(keys[d.id], *(segmented(d.texts.get(name, "")) for name in layout.columns)) for d in documents],
    )


def _put_values(connection: sqlite3.Connection, rows: Iterable[tuple[int, Value, int]]) -> None:
    # OR IGNORE: 1 and 1.0 of one list are the same value to SQLite.
    connection.executemany("INSERT OR IGNORE INTO value(attribute, value, record) VALUES (?, ?, ?)", rows)


def _value_rows(layout: Layout, key: int, document: Document) -> Iterator[tuple[int, Value, int]]:
    for name, raw in document.metadata.items():
        if attribute := layout.attributes.get(AttributeName(Kind.METADATA, name)):
            for value in attribute.type.values(raw):
                yield attribute.key, value, key
    for suggestion in document.suggestions:
        yield from _suggestion_rows(layout, key, suggestion)


def _suggestion_rows(layout: Layout, key: int, suggestion: Suggestion) -> Iterator[tuple[int, Value, int]]:
    for prop, raw in suggestion.properties.items():
        if attribute := layout.attributes.get(AttributeName(Kind.SUGGESTION, suggestion.question, prop)):
            for value in attribute.type.values(raw):
                yield attribute.key, value, key
