"""A real Argilla for the tests: its environment once a session, a server a module, stopped at the end whatever happens."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from annotation.server.access import Access
from annotation.server.credentials import read_credentials
from annotation.server.environment import VARIABLE, prepare
from annotation.server.home import Home
from annotation.server.processes import Part, stop
from emosapp_data.errors import EmosappError
from tests.cli import command

if TYPE_CHECKING:
    import httpx


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def review_command(*arguments: object) -> list[str]:
    """The command that runs `emosapp review` with the interpreter of the tests."""
    return command("review", *arguments)


@dataclass
class ReviewServer:
    """A server in a home of its own, used as a person does: by commands, and over HTTP."""

    home: Path
    environment: Path
    port: int = field(default_factory=free_port)

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run `emosapp review ...` on this home and wait for it."""
        environment = {**os.environ, "EMOSAPP_REVIEW_HOME": str(self.home), VARIABLE: str(self.environment)}
        return subprocess.run(
            review_command(*arguments), capture_output=True, text=True, check=False, env=environment, timeout=600
        )

    def serve(self, *arguments: object) -> str:
        """Start what is missing; gives what was printed."""
        ran = self.run("serve", "--port", self.port, *arguments)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def status(self) -> dict[str, Any]:
        """What `status --json` says."""
        found: dict[str, Any] = json.loads(self.run("status", "--json").stdout)
        return found

    @property
    def access(self) -> Access:
        """Address and owner's key."""
        return Home(self.home).access()

    def owner(self) -> "httpx.Client":
        """The owner, over HTTP."""
        return self._client({"X-Argilla-Api-Key": self.access.api_key})

    def password(self, name: str) -> str:
        """The password of a reviewer, from where the server keeps it."""
        credentials = read_credentials(self.home / "credentials.json")
        assert credentials is not None
        password = credentials.reviewers[name].password
        assert password is not None
        return password

    def reviewer(self, name: str) -> "httpx.Client":
        """A reviewer who has logged in, over HTTP."""
        import httpx  # noqa: PLC0415

        form = {"username": name, "password": self.password(name)}
        answer = httpx.post(f"{self.access.url}/api/v1/token", data=form, timeout=60, trust_env=False)
        answer.raise_for_status()
        return self._client({"Authorization": f"Bearer {answer.json()['access_token']}"})

    def _client(self, headers: dict[str, str]) -> "httpx.Client":
        import httpx  # noqa: PLC0415

        return httpx.Client(base_url=f"{self.access.url}/api/v1", headers=headers, timeout=60, trust_env=False)

    def pids(self) -> dict[Part, int]:
        """The processes that are on record."""
        return {part: record.pid for part, record in Home(self.home).processes.read().parts.items()}

    def kill(self, part: Part) -> None:
        """`kill -9` a part, and see it gone."""
        os.kill(self.pids()[part], signal.SIGKILL)
        deadline = time.monotonic() + 10
        while Home(self.home).processes.runs(part):
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def close(self) -> None:
        """End whatever of it is alive, without its own `stop`, which may be what a test is about."""
        parts = Home(self.home).processes.read().parts
        for part in reversed(Part):  # those first that need others
            if part in parts:
                stop(parts[part], gentle=5)


@pytest.fixture(scope="session")
def server_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The server's Python environment: that of EMOSAPP_REVIEW_ENVIRONMENT, made if need be, or one for this session."""
    for part in ("httpx", "platformdirs", "psutil"):
        pytest.importorskip(part, reason="needs emosapp-data[annotation]")
    given = os.environ.get(VARIABLE)
    path = Path(given) if given else tmp_path_factory.mktemp("review-server") / "environment"
    try:
        prepare(path)
    except EmosappError as error:
        if "could not be downloaded" in str(error):
            pytest.skip(str(error))
        raise
    yield path
    if not given:
        shutil.rmtree(path)  # pytest keeps the folders of three sessions, and this one holds 600 MB


@pytest.fixture(scope="session")
def new_review_server(server_environment: Path) -> Iterator[Callable[[Path], ReviewServer]]:
    """Makes servers that have not been started, and stops them at the end."""
    made: list[ReviewServer] = []

    def make(home: Path) -> ReviewServer:
        made.append(ReviewServer(home, server_environment))
        return made[-1]

    yield make
    for server in made:
        server.close()


@pytest.fixture(scope="module")
def review_server(
    new_review_server: Callable[[Path], ReviewServer], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReviewServer]:
    """A running server with the reviewers anna and ben."""
    server = new_review_server(tmp_path_factory.mktemp("review") / "home")
    try:
        server.serve("--reviewers", "anna,ben")
        yield server
    finally:
        server.close()
