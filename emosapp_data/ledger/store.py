"""The SQLite file of the ledger, and its lock."""

import json
import os
import sqlite3
import sys
import zlib
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from emosapp_data.errors import WorkspaceError
from emosapp_data.ledger.item import ASIDE, STEPS, Item, Outcome, Result, Step
from emosapp_data.schema import Reason, StepCount

LEDGER_FILE = "ledger.sqlite"
LOCK_FILE = ".lock"
HOLDER_FILE = ".lock-holder"
FORMAT = 1
"""Format of the SQLite file; a file of another format is refused, not guessed at."""

TABLES = """
CREATE TABLE IF NOT EXISTS item (
    key TEXT PRIMARY KEY, step TEXT NOT NULL, input TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('kept', 'rejected', 'failed')),
    reason TEXT, detail TEXT NOT NULL, makes INTEGER NOT NULL, output BLOB,
    CHECK ((reason IS NOT NULL) = (outcome = 'rejected'))
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS step (
    name TEXT PRIMARY KEY, position INTEGER NOT NULL, version INTEGER NOT NULL, parameters TEXT NOT NULL,
    expected INTEGER NOT NULL, finished INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS member (
    step TEXT NOT NULL, number INTEGER NOT NULL, key TEXT NOT NULL REFERENCES item, PRIMARY KEY (step, number)
) WITHOUT ROWID;
"""
# `item` remembers everything that was ever worked out; `step` and `member` say what belongs to the latest run.


class Ledger:
    """The ledger of one workspace. Use as a context manager; `Ledger.read` does not lock."""

    def __init__(self, connection: sqlite3.Connection, lock: FileLock | None) -> None:
        """Wrap an open database; use `write` or `read`."""
        self._db = connection
        self._lock = lock

    @classmethod
    def write(cls, workspace: Path) -> Self:
        """Open for writing and lock the workspace.

        Raises:
            WorkspaceError: another command works on it, or it was written in another format.
        """
        workspace.mkdir(parents=True, exist_ok=True)
        lock = FileLock(workspace / LOCK_FILE)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise WorkspaceError(
                f"{workspace}: in use by {_holder(workspace)}; wait for it to end, or stop it"
            ) from None
        (workspace / HOLDER_FILE).write_text(f"{os.getpid()} {Path(sys.argv[0]).name} {' '.join(sys.argv[1:])}")
        return cls(_connect(workspace, f"file:{_uri(workspace)}"), lock)

    @classmethod
    def read(cls, workspace: Path) -> Self:
        """Open for reading; works while another command writes.

        Raises:
            WorkspaceError: there is no workspace, or it was written in another format.
        """
        if not (workspace / LEDGER_FILE).exists():
            raise WorkspaceError(f"{workspace}: no workspace here; 'emosapp build BOOK.pdf -o {workspace}' makes one")
        return cls(_connect(workspace, f"file:{_uri(workspace)}?mode=ro"), None)

    def __enter__(self) -> Self:
        """Return the ledger itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file and release the lock."""
        self._db.close()
        if self._lock is not None:
            self._lock.release()

    def begin(self, step: Step, expected: int) -> None:
        """Start a run of a step over `expected` items; its previous run, and what followed from it, are void."""
        position = STEPS.index(step.name)
        void = [step.name] if step.name in ASIDE else [name for name in STEPS[position:] if name not in ASIDE]
        parameters = json.dumps(step.parameters, sort_keys=True)
        with self._db:
            for name in void:
                self._db.execute("DELETE FROM member WHERE step = ?", (name,))
                self._db.execute("DELETE FROM step WHERE name = ?", (name,))
            self._db.execute(
                "INSERT INTO step VALUES (?, ?, ?, ?, ?, 0)", (step.name, position, step.version, parameters, expected)
            )

    def known(self, step: Step, inputs: Sequence[str]) -> dict[str, Result]:
        """The results that are on record for these inputs; failed ones are not, since they are to be tried again."""
        found: dict[str, Result] = {}
        query = "SELECT outcome, reason, detail, output, makes FROM item WHERE key = ? AND outcome != 'failed'"
        for input_id, key in zip(inputs, step.keys(inputs), strict=True):
            row = self._db.execute(query, (key,)).fetchone()
            if row is not None:
                found[input_id] = _result(row)
        return found

    def missing(self, step: Step, inputs: Iterable[str]) -> int:
        """How many of these inputs have no result on record, so that they are still to be worked on."""
        query = "SELECT 1 FROM item WHERE key = ? AND outcome != 'failed'"
        return sum(self._db.execute(query, (key,)).fetchone() is None for key in step.keys(inputs))

    def record(self, step: Step, first: int, items: Sequence[Item], known: Container[str] = frozenset()) -> None:
        """Commit a batch of items, whole or not at all.

        Args:
            step: the step.
            first: number of the first item in the step's run.
            items: the items, in order.
            known: inputs whose results are on record already and need not be written again.
        """
        self.record_numbered(step, list(enumerate(items, first)), known)

    def record_numbered(
        self, step: Step, numbered: Sequence[tuple[int, Item]], known: Container[str] = frozenset()
    ) -> None:
        """Commit items with their numbers in the step's run, for work that does not end in the order of its items."""
        keys = list(step.keys(item.input for _, item in numbered))
        new = [(key, item) for key, (_, item) in zip(keys, numbered, strict=True) if item.input not in known]
        with self._db:
            self._insert(step, new)
            self._db.executemany(
                "INSERT OR REPLACE INTO member VALUES (?, ?, ?)",
                [(step.name, number, key) for key, (number, _) in zip(keys, numbered, strict=True)],
            )

    def remember(self, step: Step, items: Sequence[Item]) -> None:
        """Commit items that belong to no run: what a step found out on its way, such as the reply of a model."""
        with self._db:
            self._insert(step, zip(step.keys(item.input for item in items), items, strict=True))

    def _insert(self, step: Step, items: Iterable[tuple[str, Item]]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    key,
                    step.name,
                    input_id,
                    result.outcome,
                    result.reason,
                    result.detail,
                    result.makes,
                    _pack(result.output),
                )
                for key, (input_id, result) in items
            ],
        )

    def finish(self, step: Step) -> None:
        """Mark the step's run as complete.

        Raises:
            WorkspaceError: the items on record are not as many as were expected.
        """
        expected, recorded = self._db.execute(
            "SELECT expected, (SELECT count(*) FROM member WHERE step = name) FROM step WHERE name = ?", (step.name,)
        ).fetchone()
        if expected != recorded:
            raise WorkspaceError(
                f"step {step.name!r} was to end with {expected} items and has {recorded}: the sums do not add up"
            )
        with self._db:
            self._db.execute("UPDATE step SET finished = 1 WHERE name = ?", (step.name,))

    def items(self, step_name: str) -> Iterator[Item]:
        """The items of a step's latest run, in the order in which they went in."""
        rows = self._db.execute(
            "SELECT input, outcome, reason, detail, output, makes FROM member JOIN item USING (key) WHERE member.step = ? ORDER BY number",
            (step_name,),
        )
        for input_id, *row in rows:
            yield Item(input_id, _result(tuple(row)))

    def parameters(self, step_name: str) -> Any:
        """The parameters of a step's latest run; none where there was none."""
        row = self._db.execute("SELECT parameters FROM step WHERE name = ?", (step_name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def counts(self) -> list[StepCount]:
        """How the items of each step's latest run ended, in the order of the flow."""
        counts = []
        for name, finished in self._db.execute("SELECT name, finished FROM step ORDER BY position").fetchall():
            rows = self._db.execute(
                "SELECT outcome, reason, count(*), sum(makes) FROM member JOIN item USING (key)"
                " WHERE member.step = ? GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
                (name,),
            ).fetchall()
            by_outcome = {outcome: sum(n for o, _, n, _ in rows if o == outcome) for outcome in Outcome}
            counts.append(
                StepCount(
                    step=name,
                    items=sum(by_outcome.values()),
                    kept=by_outcome[Outcome.KEPT],
                    rejected={Reason(reason): n for outcome, reason, n, _ in rows if outcome == Outcome.REJECTED},
                    failed=by_outcome[Outcome.FAILED],
                    makes=sum(made for _, _, _, made in rows),
                    finished=bool(finished),
                )
            )
        return counts


def _uri(workspace: Path) -> str:
    return str((workspace / LEDGER_FILE).absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _connect(workspace: Path, uri: str) -> sqlite3.Connection:
    read_only = uri.endswith("mode=ro")
    try:
        db = sqlite3.connect(uri, uri=True, timeout=30)
        if not read_only:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
        (found,) = db.execute("PRAGMA user_version").fetchone()
        if not read_only and found == 0:
            db.executescript(TABLES)
            db.execute(f"PRAGMA user_version = {FORMAT}")
            found = FORMAT
    except sqlite3.DatabaseError as error:
        raise WorkspaceError(
            f"{workspace / LEDGER_FILE}: not a ledger ({error}); move it away and run the command again"
        ) from None
    if found != FORMAT:
        raise WorkspaceError(
            f"{workspace / LEDGER_FILE}: format {found}, this version reads format {FORMAT}; use a new workspace"
        )
    return db


def _holder(workspace: Path) -> str:
    try:
        process, _, command = (workspace / HOLDER_FILE).read_text().partition(" ")
    except OSError:
        return "another command"
    return f"process {process} ({command})"


def _pack(output: Any) -> bytes | None:
    return (
        None
        if output is None
        else zlib.compress(json.dumps(output, ensure_ascii=False, separators=(",", ":")).encode(), 1)
    )


def _result(row: Sequence[Any]) -> Result:
    outcome, reason, detail, output, makes = row
    data = None if output is None else json.loads(zlib.decompress(output))
    return Result(Outcome(outcome), Reason(reason) if reason else None, detail, data, makes)
