"""The tables of the index, and why they are shaped as they are.

Names that people choose (of fields, questions, metadata) are data here, never part of a statement: a full-text table's columns are called
``c0``, ``c1`` and so on, and everything else is found by an attribute's number. A name with a quote, a dot or a bracket is like any other.

- ``value`` holds each value of each attribute of each record in two orders. By ``(attribute, value, record)`` a filter is one range of
  the primary key; by ``(record, attribute, value)`` a sort looks up one record's value. Both are covering, so no JSON is parsed and no
  other row is read. Numbers and texts share the column: it has no declared type, thus no conversion, and an attribute has one type.
- ``response_value`` is the same for responses, which belong to a user.
- ``record_order`` gives a data set's records in the order in which they were logged, without sorting.
- ``response_of_record`` answers "has this user answered this record?", the condition of a pending queue, with one look.
- ``response_of_user`` gives a user's responses by status.
- Every row carries its ``updated_at`` from the database: that is what the repair at start compares.

Times are whole microseconds since 1970 in UTC: they compare as numbers, and equal the database's own precision.
"""

APPLICATION_ID = 0x454D4F53
"""Marks the file as ours (the letters EMOS); a file that says otherwise is never touched as if it were."""

FORMAT = 1
"""Raised whenever the tables or the text preparation change: a file of another format is rebuilt from the database."""

TABLES = (
    """CREATE TABLE dataset(
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE)""",
    """CREATE TABLE field(
        dataset INTEGER NOT NULL REFERENCES dataset(key) ON DELETE CASCADE,
        name TEXT NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY(dataset, name)) WITHOUT ROWID""",
    """CREATE TABLE attribute(
        key INTEGER PRIMARY KEY,
        dataset INTEGER NOT NULL REFERENCES dataset(key) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        property TEXT NOT NULL,
        type TEXT NOT NULL,
        UNIQUE(dataset, kind, name, property))""",
    """CREATE TABLE record(
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        dataset INTEGER NOT NULL REFERENCES dataset(key) ON DELETE CASCADE,
        status TEXT NOT NULL,
        external_id TEXT,
        inserted_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL)""",
    "CREATE INDEX record_order ON record(dataset, inserted_at, key)",
    "CREATE INDEX record_status ON record(dataset, status)",
    """CREATE TABLE value(
        attribute INTEGER NOT NULL,
        value NOT NULL,
        record INTEGER NOT NULL REFERENCES record(key) ON DELETE CASCADE,
        PRIMARY KEY(attribute, value, record)) WITHOUT ROWID""",
    "CREATE INDEX value_of_record ON value(record, attribute, value)",
    """CREATE TABLE suggestion(
        id TEXT PRIMARY KEY,
        record INTEGER NOT NULL REFERENCES record(key) ON DELETE CASCADE,
        updated_at INTEGER NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX suggestion_of_record ON suggestion(record)",
    """CREATE TABLE response(
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        record INTEGER NOT NULL REFERENCES record(key) ON DELETE CASCADE,
        user TEXT NOT NULL,
        status TEXT NOT NULL,
        updated_at INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX response_of_record ON response(record, user)",
    "CREATE INDEX response_of_user ON response(user, status, record)",
    """CREATE TABLE response_value(
        attribute INTEGER NOT NULL,
        value NOT NULL,
        response INTEGER NOT NULL REFERENCES response(key) ON DELETE CASCADE,
        PRIMARY KEY(attribute, value, response)) WITHOUT ROWID""",
    "CREATE INDEX value_of_response ON response_value(response, attribute, value)",
    """CREATE TABLE vector(
        id TEXT NOT NULL UNIQUE,
        record INTEGER NOT NULL REFERENCES record(key) ON DELETE CASCADE,
        settings TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        value BLOB,
        PRIMARY KEY(settings, record))""",
    "CREATE INDEX vector_of_record ON vector(record)",
)


def text_table(dataset: int) -> str:
    """Name of the full-text table of the data set with this number. One a data set: their fields differ, and scores are the data set's own."""
    return f"text_{dataset:d}"


def column(position: int) -> str:
    """Name of the full-text column of the field at this position."""
    return f"c{position:d}"


def create_text_table(dataset: int, columns: int) -> str:
    """The statement that makes a data set's full-text table.

    Accents are folded ("naive" finds "naïve"). A data set of pictures alone has one column that stays empty, as FTS5 needs one.
    """
    names = ", ".join(column(position) for position in range(max(columns, 1)))
    return f"CREATE VIRTUAL TABLE {text_table(dataset)} USING fts5({names}, tokenize='unicode61 remove_diacritics 2')"
