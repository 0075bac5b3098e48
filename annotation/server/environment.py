"""The server's own Python environment: argilla-server and this project ask for versions that exclude each other."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from emosapp_data.errors import EmosappError, InputError, MissingPartError

LOCK = Path(__file__).parent / "requirements.lock"
EMBEDDED = Path(__file__).parent / "embedded"
"""What runs inside the environment, put on its path."""

VARIABLE = "EMOSAPP_REVIEW_ENVIRONMENT"
BEGUN, WHOLE = ".emosapp-review-begun", ".emosapp-review-whole"
"""Marks in the environment's folder: that it is ours, and that nothing is missing from it."""

NOT_REACHED = re.compile(r"connection broken by '(.+?)'(?:: |$)|Could not fetch URL.+?: (.+?) - skipping", re.MULTILINE)
"""How pip says that a server cannot be reached, and why."""
NO_WHEEL = re.compile(r"No matching distribution found for (\S+)")
UNWANTED = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "VIRTUAL_ENV")
"""Variables that would have pip install elsewhere, or find packages of another environment."""

Tell = Callable[[str], None]


class Environment(NamedTuple):
    """A whole environment."""

    path: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.path / "bin" / "python"


def default_path() -> Path:
    """Where the environment of this lock file and this Python lies unless another place is given."""
    import platformdirs  # noqa: PLC0415

    name = f"review-server-{fingerprint()[:12]}-py{sys.version_info.major}.{sys.version_info.minor}"
    return Path(platformdirs.user_cache_dir("emosapp", appauthor=False)) / name


def fingerprint() -> str:
    """What the environment is made from: another lock file or another Python makes another environment."""
    return hashlib.sha256(f"{sys.version_info[:2]}\n".encode() + LOCK.read_bytes()).hexdigest()


def prepare(path: Path | None = None, tell: Tell = lambda _: None) -> Environment:
    """The environment, made if it is not there or not whole.

    An environment cannot be moved, so it is made where it stays; a mark that is written last tells whether it is whole.

    Args:
        path: its folder; without it, one in the user's cache
        tell: told in a line what takes time

    Raises:
        InputError: the folder holds something else.
        MissingPartError: this Python cannot make environments.
        EmosappError: the packages could not be had.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415

    path = (path or default_path()).expanduser().absolute()
    if _is_whole(path):
        return Environment(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell(f"waiting for another command that makes the server's environment in {path}")
        lock.acquire()
    try:
        if not _is_whole(path):
            _make(path, tell)
    finally:
        lock.release()
    return Environment(path)


def _is_whole(path: Path) -> bool:
    try:
        return (path / WHOLE).read_text(encoding="utf-8").strip() == fingerprint()
    except (FileNotFoundError, NotADirectoryError):
        return False


def _make(path: Path, tell: Tell) -> None:
    _clear(path)
    tell(f"making Argilla's own environment in {path}: about 600 MB and a minute, once")
    began = time.monotonic()
    path.mkdir(parents=True, exist_ok=True)
    (path / BEGUN).touch()
    made = _run([sys.executable, "-m", "venv", str(path)])
    if made.returncode:
        raise MissingPartError(
            f"{sys.executable} cannot make an environment (on Debian and Ubuntu: apt install python3-venv): {_last(made)}"
        )
    python = str(Environment(path).python)
    options = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2", "--timeout", "30"]
    installed = _run([python, "-m", "pip", "install", *options, *quiet, "--requirement", str(LOCK)])
    if installed.returncode:
        raise _failure(installed)
    (path / WHOLE).write_text(fingerprint() + "\n", encoding="utf-8")
    tell(f"made it in {time.monotonic() - began:.0f} s")


def _clear(path: Path) -> None:
    """Remove what is left of an environment of ours, and nothing else."""
    if not path.exists():
        return
    if not path.is_dir() or (any(path.iterdir()) and not (path / BEGUN).exists()):
        raise InputError(f"{path}: holds something else than a review server's environment; name another folder")
    for entry in path.iterdir():
        if entry.name == BEGUN:
            continue  # to the last: without it, nobody would know what the rest is
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return subprocess.run(  # noqa: S603 - this interpreter, and the one made by it
        command, capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL
    )


def _failure(installed: "subprocess.CompletedProcess[str]") -> EmosappError:
    if reason := NOT_REACHED.search(installed.stderr):
        return EmosappError(
            "the packages of the review server could not be downloaded from PyPI: connect this machine to the internet once, "
            f"or set PIP_INDEX_URL to a mirror ({(reason[1] or reason[2])[:200]})"
        )
    if package := NO_WHEEL.search(installed.stderr):
        return EmosappError(
            f"PyPI has no {package[1]} that is ready for this machine; the review server needs Linux with glibc 2.28 or later, "
            "or macOS, and Python 3.11 to 3.13"
        )
    return EmosappError(f"the packages of the review server could not be installed: {_last(installed)}")


def _last(ran: "subprocess.CompletedProcess[str]") -> str:
    lines = [line.strip() for line in (ran.stderr or ran.stdout).splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["no message"])[-1]
