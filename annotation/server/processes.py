"""Processes that outlive the command that started them, and are found again without ever being taken for others.

A process is known by its number and the moment it began: a number alone may belong to something else by now.
"""

import os
import subprocess
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from annotation.server.private import FILE, write_private

if TYPE_CHECKING:
    import psutil

SAME_MOMENT = 2.0
"""Seconds by which two readings of when a process began may differ: the system's clock may be set between them. No system gives out
the same number again within that time."""

GENTLE, FORCED = 20.0, 5.0
"""Seconds that a process has to end after it has been asked to, and after it has been killed."""

LARGE_LOG = 5_000_000
"""Bytes after which a log is put aside at a start; one older log is kept."""


class Part(StrEnum):
    """What a review server is made of."""

    REDIS = "redis"
    SERVER = "server"
    WORKER = "worker"


class Process(BaseModel):
    """A process that was started."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pid: int
    created: float
    """Seconds since 1970 at which it began, as the system has it."""


class Started(BaseModel):
    """What is on record of all parts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: dict[Part, Process] = {}
    socket: Path | None = None
    """Where Redis listens."""


class Processes:
    """The record of what was started for one server."""

    def __init__(self, path: Path) -> None:
        """Keep the record in this file."""
        self._path = path

    def read(self) -> Started:
        """The record; an unreadable one counts as empty."""
        try:
            return Started.model_validate_json(self._path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return Started()

    def keep(self, part: Part, process: Process) -> None:
        """Put a process on record."""
        before = self.read()
        self._write(before.model_copy(update={"parts": {**before.parts, part: process}}))

    def forget(self, part: Part) -> None:
        """Take a process off the record."""
        before = self.read()
        self._write(before.model_copy(update={"parts": {p: r for p, r in before.parts.items() if p is not part}}))

    def keep_socket(self, socket: Path | None) -> None:
        """Put on record where Redis listens."""
        self._write(self.read().model_copy(update={"socket": socket}))

    def _write(self, started: Started) -> None:
        write_private(self._path, started.model_dump_json(indent=1) + "\n")

    def runs(self, part: Part) -> bool:
        """Whether the part that was started is alive."""
        record = self.read().parts.get(part)
        return record is not None and find(record) is not None

    def running(self) -> tuple[Part, ...]:
        """The parts that are alive."""
        return tuple(part for part in Part if self.runs(part))


def find(record: Process) -> "psutil.Process | None":
    """The process of a record; None where it has ended, also where another one has its number now."""
    import psutil  # noqa: PLC0415

    try:
        process = psutil.Process(record.pid)
        same = abs(process.create_time() - record.created) <= SAME_MOMENT
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def start(command: Sequence[str], environment: dict[str, str], folder: Path, log: Path) -> Process:
    """Start a process that lives on without this one, in a session of its own: no terminal's Ctrl-C reaches it.

    Args:
        command: program and arguments; never a secret, which everybody on the machine could read
        environment: all of its environment
        folder: where it runs
        log: file to which what it says is added

    Raises:
        OSError: the program cannot be run.
    """
    import psutil  # noqa: PLC0415

    if log.exists() and log.stat().st_size > LARGE_LOG:
        log.replace(log.with_name(f"{log.name}.1"))
    descriptor = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, FILE)
    try:
        child = subprocess.Popen(  # noqa: S603 - programs of the server's own environment
            command,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,
            start_new_session=True,
            umask=0o077,
        )
    finally:
        os.close(descriptor)
    return Process(pid=child.pid, created=psutil.Process(child.pid).create_time())


def stop(record: Process, gentle: float = GENTLE) -> bool:
    """End a process and what it has started, by force if it does not listen.

    Args:
        record: what was started; anything else that has its number now is left alone
        gentle: seconds that it has to end by itself

    Returns:
        whether it was alive.
    """
    import psutil  # noqa: PLC0415

    process = find(record)
    if process is None:
        return False
    family = [process]
    try:
        family += process.children(recursive=True)
        process.terminate()
    except psutil.NoSuchProcess:
        pass
    _, stubborn = psutil.wait_procs([process], timeout=gentle)
    _, left = psutil.wait_procs(family, timeout=0.5)
    for member in {*stubborn, *left}:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(left, timeout=FORCED)
    return True


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log, for an error message."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return "(nothing was written)"
    return "\n".join([line for line in text.splitlines() if line.strip()][-count:])
