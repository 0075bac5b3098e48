"""How each part of the server is run, and the maintenance that needs its environment."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from annotation.server import redis
from annotation.server.credentials import ADJUDICATION, OWNER, REVIEWERS, Credentials
from annotation.server.environment import EMBEDDED, Environment, fingerprint
from annotation.server.home import HOST, Home
from annotation.server.private import FILE
from annotation.server.processes import Part, Process, last_lines, start
from emosapp_data.errors import EmosappError

PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What of this process's environment the parts get: not its keys, and no setting of another Argilla."""

BUSY_SECONDS = "30"
"""Seconds that a write waits for another process's, as the search index has it; Argilla's own 5 are short for a large import."""

ADMIN_LOG = "admin.log"


class Runtime(NamedTuple):
    """All that it takes to run any part."""

    home: Home
    environment: Environment
    credentials: Credentials
    socket: Path
    port: int

    def __repr__(self) -> str:
        """Without secrets."""
        return f"Runtime({self.home.path}, {self.port})"

    @property
    def url(self) -> str:
        """Where the server is to listen."""
        return f"http://{HOST}:{self.port}"

    def log(self, part: Part) -> Path:
        """Where a part writes what it has to say."""
        return self.home.logs / f"{part}.log"

    def variables(self) -> dict[str, str]:
        """The environment of all parts; secrets go this way, never by the command line, which all users can read."""
        passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        passed |= {name: value for name, value in os.environ.items() if name.startswith("LC_")}
        return {
            **passed,
            "PYTHONPATH": str(EMBEDDED),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(self.home.scratch),
            "HF_HOME": str(self.home.scratch),
            "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",  # the worker forks for each job, which macOS forbids by default
            "HF_HUB_OFFLINE": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "ARGILLA_HOME_PATH": str(self.home.path),
            # from the home folder, where all parts run: a path may hold characters that mean something in an address
            "ARGILLA_DATABASE_URL": f"sqlite+aiosqlite:///{self.home.database.name}?check_same_thread=False",
            "ARGILLA_DATABASE_SQLITE_TIMEOUT": BUSY_SECONDS,
            "ARGILLA_REDIS_URL": f"unix://{quote(str(self.socket))}",
            "ARGILLA_AUTH_SECRET_KEY": self.credentials.auth_secret,
            "ARGILLA_CORS_ORIGINS": json.dumps([self.url, self.url.replace(HOST, "localhost")]),
            "EMOSAPP_PICTURES": str(self.home.pictures),
        }

    def command(self, part: Part) -> list[str]:
        """The command that runs a part."""
        python = str(self.environment.python)
        if part is Part.REDIS:
            return redis.command(self.environment, self.home, self.socket)
        if part is Part.WORKER:
            return [python, "-m", "emosapp_argilla.worker"]
        where = ["--host", HOST, "--port", str(self.port)]
        # a browser's open connection must not keep it from ending; an access log would hold a line for each click
        options = ["--timeout-graceful-shutdown", "10", "--no-access-log"]
        return [python, "-m", "uvicorn", "emosapp_argilla.app:app", *where, *options]

    def start(self, part: Part) -> Process:
        """Start a part and put it on record.

        Raises:
            EmosappError: its program cannot be run.
        """
        try:
            process = start(self.command(part), self.variables(), self.home.path, self.log(part))
        except OSError as error:
            raise EmosappError(f"{part} cannot be started: {error}") from error
        self.home.processes.keep(part, process)
        return process

    def admin(self, task: str, given: Callable[[], str] | None = None) -> str:
        """Run a task of maintenance in the server's environment; gives what it said.

        Raises:
            EmosappError: it failed; with the last lines of what it said.
        """
        log = self.home.logs / ADMIN_LOG
        command = [str(self.environment.python), "-m", "emosapp_argilla.admin", task]
        with os.fdopen(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE), "wb") as output:
            ran = subprocess.run(  # noqa: S603 - the server's own environment
                command,
                input=given().encode() if given else b"",
                stdout=subprocess.PIPE,
                stderr=output,
                env=self.variables(),
                cwd=self.home.path,
                check=False,
                umask=0o077,
            )
        said = ran.stdout.decode(errors="replace")
        if ran.returncode:
            raise EmosappError(f"{self.home.path}: '{task}' of the database failed:\n{said}{last_lines(log)}")
        return said

    def prepare_database(self) -> None:
        """Bring the tables up to date, and make the owner; nothing where this environment has done so.

        Raises:
            EmosappError: it failed.
        """
        settings = self.home.read_settings()
        if self.home.database.exists():
            with closing(sqlite3.connect(self.home.database, timeout=30)) as database:
                try:
                    database.execute("SELECT count(*) FROM sqlite_master").fetchone()
                except sqlite3.Error as error:
                    raise EmosappError(
                        f"{self.home.database}: cannot be read ({error}); 'emosapp review restore FILE --replace' "
                        "brings a backup back"
                    ) from None
        if settings.prepared == fingerprint() and self.home.database.exists():
            return
        self.migrate()
        self.admin("owner", self._owner)
        self.home.keep_settings(settings.model_copy(update={"prepared": fingerprint()}))

    def migrate(self) -> None:
        """Make the database's tables, or bring them up to date.

        Raises:
            EmosappError: it failed.
        """
        self.admin("migrate")
        with closing(sqlite3.connect(self.home.database, timeout=30)) as database:
            # readers and a writer do not wait for each other; what has been committed outlives a power cut
            database.execute("PRAGMA journal_mode=WAL")

    def _owner(self) -> str:
        """The owner, as the task `owner` reads it."""
        content = {
            "username": OWNER,
            "first_name": "Owner",
            "password": self.credentials.owner_password,
            "api_key": self.credentials.owner_api_key,
            "workspaces": [REVIEWERS, ADJUDICATION],
        }
        return json.dumps(content)
