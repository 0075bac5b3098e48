"""Opening the index file, transactions, and moving a damaged file aside.

Several processes (the server, its worker, maintenance) and several threads use one file at once. WAL lets them read while one writes;
``BEGIN IMMEDIATE`` takes the write lock at once, so that no transaction has to be given up halfway; within a process a lock queues the
writers, since SQLite's own waiting is polling.

``synchronous=NORMAL`` loses nothing when a process is killed. A power cut may lose the last transactions, never the file's consistency;
what is lost is found and put back at the next start, because the index is derived from the database.
"""

import functools
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from emosapp_argilla.index.schema import APPLICATION_ID, FORMAT, TABLES

LOGGER = logging.getLogger("argilla.embedded")

FILE_NAME = "search-index.sqlite3"
ASIDE = "search-index.aside-"
"""How the name of a file begins that was moved aside."""

BUSY_SECONDS = 30
"""How long a writer waits for another process. Rebuilding writes in batches of well under a second."""


class UnusableIndexError(Exception):
    """The index file is damaged or of another format, and this process is not the one that may replace it."""


class IndexFile:
    """The index file of one server. A thread gets its own connection, and a new one when the file has been replaced."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._writers = threading.Lock()
        self._inherited: list[sqlite3.Connection] = []

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One snapshot: a total and the page below it agree, whatever is written meanwhile."""
        connection = self._connection()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, one writer at a time."""
        with self._writers:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                # A full disk, for one, has rolled back already.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def mend(self) -> Path | None:
        """Moves a file aside that is damaged or of another format; the next use starts an empty one. Returns where it went, if it did.

        To be called once, at start, by the process that fills the index again.
        """
        if not self.path.exists():
            return None
        complaint = _complaint(self.path)
        if complaint is None:
            return None
        self.close()
        for older in self.path.parent.glob(f"{ASIDE}*"):
            # One is enough to see what was wrong; all of it is in the database.
            older.unlink()
        aside = self.path.with_name(f"{ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%S}.sqlite3")
        self.path.replace(aside)
        for suffix in ("-wal", "-shm"):
            # Those belong to the old file: applied to a new one they would damage it.
            beside = self.path.with_name(self.path.name + suffix)
            if beside.exists():
                beside.replace(aside.with_name(aside.name + suffix))
        LOGGER.warning(
            "The search index %s cannot be used (%s): moved to %s and rebuilt", self.path, complaint, aside.name
        )
        return aside

    def close(self) -> None:
        """Closes this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection. A process forked from ours opens its own, as SQLite asks."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and self._local.owner == (os.getpid(), _identity(self.path)):
            return connection
        if connection is not None and self._local.owner[0] == os.getpid():
            connection.close()
        elif connection is not None:
            # Inherited by a fork: closing it here could release what the parent holds, so it is kept and left alone.
            self._inherited.append(connection)
        connection = _open(self.path)
        self._local.connection = connection
        self._local.owner = (os.getpid(), _identity(self.path))
        return connection


@functools.lru_cache(maxsize=8)
def index_file(home: str) -> IndexFile:
    """The index file in the server's home folder; the same object for the same folder, so that writers queue."""
    return IndexFile(Path(home) / FILE_NAME)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies at the path: another one after it has been moved aside or deleted."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _use_write_ahead_log(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute(f"PRAGMA mmap_size={2**28}")
        _create_tables(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Changing the journal's kind does not wait for another process that does the same at this moment; so it is tried again."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _create_tables(connection: sqlite3.Connection, path: Path) -> None:
    if _format(connection) == (APPLICATION_ID, FORMAT):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster.
        found = _format(connection)
        if found == (0, 0) and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            for statement in TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={FORMAT}")
        elif found != (APPLICATION_ID, FORMAT):
            raise UnusableIndexError(f"{path} has another format: restart the server, which rebuilds it")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _format(connection: sqlite3.Connection) -> tuple[int, int]:
    return (
        connection.execute("PRAGMA application_id").fetchone()[0],
        connection.execute("PRAGMA user_version").fetchone()[0],
    )


def _complaint(path: Path) -> str | None:
    """What is wrong with the file, or None."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        found = _format(connection)
        if found != (APPLICATION_ID, FORMAT):
            return (
                "it is empty or not an index"
                if found[0] != APPLICATION_ID
                else f"it has format {found[1]}, not {FORMAT}"
            )
        verdict: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        return None if verdict == "ok" else verdict
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
