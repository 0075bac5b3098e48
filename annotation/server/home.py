"""The folder that a server lives in: everything that has to survive, closed to other users of the machine."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from annotation.server.access import Access
from annotation.server.credentials import Credentials, read_credentials
from annotation.server.private import private_folder, write_private
from annotation.server.processes import Part, Processes
from emosapp_data.errors import InputError, WorkspaceError

VARIABLE = "EMOSAPP_REVIEW_HOME"
LOCK = ".emosapp-review.lock"
"""Also the mark of a folder that is a server's."""

HOST = "127.0.0.1"
PORT = 6900
"""Argilla's own default."""


class Settings(BaseModel):
    """What a server keeps from one start to the next."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: int = PORT
    prepared: str | None = None
    """The environment that brought the database up to date and made its owner."""


class Home:
    """The names of the files in a server's folder."""

    def __init__(self, path: Path) -> None:
        """Name the files under `path`; nothing is created."""
        self.path = path.expanduser().absolute()
        self.database = self.path / "argilla.db"
        self.index = self.path / "search-index.sqlite3"
        self.pictures = self.path / "pictures"
        self.logs = self.path / "logs"
        self.redis = self.path / "redis"
        self.scratch = self.path / "scratch"
        self.credentials = self.path / "credentials.json"
        self.settings = self.path / "settings.json"
        self.processes = Processes(self.path / "processes.json")

    @classmethod
    def default(cls) -> "Home":
        """That of EMOSAPP_REVIEW_HOME, or the user's own, where programs of this system keep their data."""
        import platformdirs  # noqa: PLC0415

        if given := os.environ.get(VARIABLE):
            return cls(Path(given))
        return cls(Path(platformdirs.user_data_dir("emosapp", appauthor=False)) / "review-server")

    @property
    def used(self) -> bool:
        """Whether a server has been here."""
        return self.database.exists() or self.credentials.exists()

    def make(self) -> None:
        """Make the folders that are missing; nobody but their owner can look into any."""
        for folder in (self.path, self.pictures, self.logs, self.redis, self.scratch):
            private_folder(folder)

    def must_be_used(self) -> None:
        """See that a server has been here.

        Raises:
            InputError: there was none.
        """
        if not self.used:
            raise InputError(f"{self.path}: no review server here; 'emosapp review serve' makes one")

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Nobody else starts, stops or replaces this server until the block ends.

        Raises:
            InputError: the folder cannot be written, or is used for something else.
            WorkspaceError: somebody does so at this moment.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415

        try:
            # a folder of something else, such as /tmp, must not be closed to others
            if not (self.path / LOCK).exists() and self.path.exists() and any(self.path.iterdir()):
                raise InputError(f"{self.path}: holds something else than a review server; name another folder")
            private_folder(self.path)
        except OSError as error:
            raise InputError(f"{self.path}: cannot be a review server's folder ({error.strerror})") from None
        lock = FileLock(self.path / LOCK, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise WorkspaceError(
                f"{self.path}: another 'emosapp review' command is at work here; try again when it has ended"
            ) from None
        try:
            yield
        finally:
            lock.release()

    def known_credentials(self) -> Credentials:
        """The passwords and keys of this server.

        Raises:
            InputError: there are none, or the file is damaged.
        """
        if (found := read_credentials(self.credentials)) is None:
            raise InputError(f"{self.credentials}: missing; 'emosapp review serve' makes new passwords")
        return found

    def read_settings(self) -> Settings:
        """What was kept, or the defaults."""
        try:
            return Settings.model_validate(json.loads(self.settings.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return Settings()

    def keep_settings(self, settings: Settings) -> None:
        """Keep for the next start."""
        write_private(self.settings, settings.model_dump_json() + "\n")

    @property
    def url(self) -> str:
        """Where the server listens when it runs."""
        return f"http://{HOST}:{self.read_settings().port}"

    def access(self) -> Access:
        """Address and key of this server, whether it runs or not.

        Raises:
            InputError: there is none.
        """
        return Access(self.url, self.known_credentials().owner_api_key, self.pictures)


def local_access(home: Path | None = None) -> Access | None:
    """Address and owner's key of the server on this machine; None where it does not run.

    Args:
        home: the server's folder; without it, the user's own

    Raises:
        InputError: the file with its key is damaged.
    """
    place = Home(home) if home else Home.default()
    if not place.used or not place.processes.runs(Part.SERVER):
        return None
    return place.access()
