"""How a server is doing: its parts, and what its database holds."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict

from annotation.server import redis, rest
from annotation.server.home import Home
from annotation.server.processes import Part, Process, find

COUNTS = {
    "datasets": "SELECT count(*) FROM datasets",
    "records": "SELECT count(*) FROM records",
    "submitted": "SELECT count(*) FROM responses WHERE status = 'submitted'",
}
MEMBERS = """
    SELECT users.username, workspaces.name FROM users
    LEFT JOIN workspaces_users ON workspaces_users.user_id = users.id
    LEFT JOIN workspaces ON workspaces.id = workspaces_users.workspace_id
    WHERE users.role <> 'owner' ORDER BY users.username, workspaces.name
"""


class PartStatus(BaseModel):
    """One part of a server."""

    model_config = ConfigDict(frozen=True)

    part: Part
    running: bool
    answers: bool
    """Whether it does its work; a worker that runs is taken to."""
    pid: int | None
    since: datetime | None
    """When it was started, also where it has died since."""
    memory_mb: float | None


class Reviewer(BaseModel):
    """Somebody who can log in."""

    model_config = ConfigDict(frozen=True)

    name: str
    workspaces: tuple[str, ...]


class Content(BaseModel):
    """What the database holds."""

    model_config = ConfigDict(frozen=True)

    datasets: int
    records: int
    submitted: int
    """Responses that reviewers have submitted; drafts and what they discarded are not among them."""
    reviewers: tuple[Reviewer, ...]


class Status(BaseModel):
    """A server."""

    model_config = ConfigDict(frozen=True)

    home: Path
    url: str
    parts: tuple[PartStatus, ...]
    content: Content | None
    """None where the database cannot be read at this moment."""

    @property
    def runs(self) -> bool:
        """Whether every part runs and answers."""
        return all(part.running and part.answers for part in self.parts)


def look(home: Home) -> Status:
    """How the server of a folder is doing; changes nothing.

    Raises:
        InputError: there is none.
    """
    home.must_be_used()
    started = home.processes.read()
    parts = tuple(_part(home, part, started.parts.get(part), started.socket) for part in Part)
    return Status(home=home.path, url=home.url, parts=parts, content=content(home.database))


def _part(home: Home, part: Part, record: Process | None, socket: Path | None) -> PartStatus:
    process = find(record) if record else None
    alive = process is not None
    if part is Part.REDIS:
        alive = alive and redis.answers(socket or home.redis / redis.NAME)
    elif part is Part.SERVER:
        alive = alive and rest.answers(home.url, patience=10.0)
    return PartStatus(
        part=part,
        running=process is not None,
        answers=alive,
        pid=record.pid if record else None,
        since=datetime.fromtimestamp(record.created, UTC) if record else None,
        memory_mb=round(process.memory_info().rss / 1e6, 1) if process else None,
    )


def content(database: Path) -> Content | None:
    """What a database holds: read from the file, so that it is known while the server does not run, too."""
    if not database.exists():
        return None
    try:
        connection = sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True, timeout=10)
    except sqlite3.Error:
        return None
    try:
        counts = {name: connection.execute(query).fetchone()[0] for name, query in COUNTS.items()}
        members: dict[str, list[str]] = {}
        for name, workspace in connection.execute(MEMBERS):
            members.setdefault(name, []).extend([workspace] if workspace else [])
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    reviewers = tuple(Reviewer(name=name, workspaces=tuple(places)) for name, places in members.items())
    return Content(**counts, reviewers=reviewers)
