"""Starting and stopping: every part that does not run, in the order in which they need each other."""

import shutil
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from annotation.server import redis, rest
from annotation.server.credentials import OWNER, Credentials, read_credentials, write_credentials
from annotation.server.environment import Tell, prepare
from annotation.server.home import HOST, Home, Settings
from annotation.server.parts import Runtime
from annotation.server.private import private_folder
from annotation.server.processes import Part, Process, find, last_lines, stop
from annotation.server.reviewers import NewPassword, Place, make_accounts, with_places
from emosapp_data.errors import EmosappError, InputError

REDIS_PATIENCE, SERVER_PATIENCE = 60.0, 300.0
"""Seconds to wait for an answer after a start. A busy machine of two cores takes 30 for the server, and up to a minute more where it has
to rebuild its index of 15,000 records."""

SETTLING = 1.0
"""Seconds after which a worker that has not ended is taken to have started."""


class Served(NamedTuple):
    """What a start did."""

    url: str
    started: tuple[Part, ...]
    """Parts that did not run before."""
    died: tuple[Part, ...]
    """Those of them that had been started before and have not been stopped."""
    new: tuple[NewPassword, ...]
    """People who got a password just now."""


def serve(
    home: Home,
    places: Iterable[Place] = (),
    port: int | None = None,
    environment: Path | None = None,
    tell: Tell = lambda _: None,
) -> Served:
    """Have the whole server running: start what is missing, leave alone what runs.

    Args:
        home: where it lives; made if it is not there
        places: reviewers to add, with their workspaces
        port: where to listen; without it, where it listened before
        environment: folder of its Python environment
        tell: told in a line what takes time

    Raises:
        InputError: the port is taken, or the server runs at another one.
        WorkspaceError: another command starts or stops this server.
        EmosappError: a part did not start; with the end of its log.
    """
    with home.claimed():
        home.make()
        _check_port(home, port, home.processes.runs(Part.SERVER))
        prepared = prepare(environment, tell)
        before = read_credentials(home.credentials)
        credentials = before or Credentials.new()
        if before is None:
            # on disk before any use: what is not written down would be lost with this process
            write_credentials(home.credentials, credentials)
            halt(home, Part.SERVER)  # it would know nothing of them
            home.keep_settings(Settings(port=home.read_settings().port))
        runtime = Runtime(home, prepared, credentials, redis.socket_path(home), home.read_settings().port)
        died = tuple(part for part in home.processes.read().parts if not home.processes.runs(part))
        started = _start_missing(runtime, tell)
        credentials = _people(runtime, places)
    fresh = [NewPassword(OWNER, credentials.owner_password, credentials.workspaces)] if before is None else []
    known = before.reviewers if before else {}
    fresh += [
        NewPassword(name, account.password, account.workspaces)
        for name, account in credentials.reviewers.items()
        if name not in known and account.password
    ]
    return Served(runtime.url, started, tuple(part for part in started if part in died), tuple(fresh))


def _check_port(home: Home, wanted: int | None, running: bool) -> None:
    kept = home.read_settings()
    port = wanted or kept.port
    if running and port != kept.port:
        raise InputError(
            f"the server runs at {home.url}; stop it first ('emosapp review stop') to have it at port {port}"
        )
    if running:
        return
    if _is_taken(port):
        free = next((other for other in range(port + 1, min(port + 100, 65536)) if not _is_taken(other)), None)
        hint = f"; --port {free} is free" if free else "; choose another one with --port"
        raise InputError(f"port {port} is taken by another program{hint}")
    home.keep_settings(kept.model_copy(update={"port": port}))


def _is_taken(port: int) -> bool:
    with socket.socket() as trial:
        # as the server does it: connections that have just ended do not count
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return True
    return False


def _start_missing(runtime: Runtime, tell: Tell) -> tuple[Part, ...]:
    processes = runtime.home.processes
    started = []
    if not (processes.runs(Part.REDIS) and redis.answers(runtime.socket)):
        halt(runtime.home, Part.REDIS)
        started.append(_begin(runtime, Part.REDIS, REDIS_PATIENCE, lambda: redis.answers(runtime.socket)))
    if not processes.runs(Part.SERVER):
        shutil.rmtree(runtime.home.scratch, ignore_errors=True)  # each start of Argilla leaves a copy of its pages
        private_folder(runtime.home.scratch)
        tell("starting Argilla; this takes up to a minute")
        runtime.prepare_database()
        started.append(_begin(runtime, Part.SERVER, SERVER_PATIENCE, lambda: rest.answers(runtime.url)))
    else:
        _wait(
            runtime,
            Part.SERVER,
            processes.read().parts[Part.SERVER],
            SERVER_PATIENCE,
            lambda: rest.answers(runtime.url),
        )
    if not processes.runs(Part.WORKER):
        settled = time.monotonic() + SETTLING
        started.append(_begin(runtime, Part.WORKER, 2 * SETTLING, lambda: time.monotonic() > settled))
    return tuple(started)


def _begin(runtime: Runtime, part: Part, patience: float, ready: Callable[[], bool]) -> Part:
    _wait(runtime, part, runtime.start(part), patience, ready)
    return part


def _wait(runtime: Runtime, part: Part, process: Process, patience: float, ready: Callable[[], bool]) -> None:
    """Wait until a part is ready.

    Raises:
        EmosappError: it ended, or took too long.
    """
    deadline = time.monotonic() + patience
    log = runtime.log(part)
    while not ready():
        if find(process) is None:
            raise EmosappError(f"{part} ended at its start; the end of {log}:\n{last_lines(log)}")
        if time.monotonic() > deadline:
            raise EmosappError(f"{part} does not answer after {patience:.0f} s; the end of {log}:\n{last_lines(log)}")
        time.sleep(0.1)


def _people(runtime: Runtime, places: Iterable[Place]) -> Credentials:
    """Have all workspaces and reviewers in Argilla; a password is on disk before it is in use."""
    with rest.Rest(runtime.home.access()) as client:
        there = {entry["username"] for entry in client.items("/users")}
        credentials = with_places(runtime.credentials, places, there)
        if credentials != runtime.credentials:
            write_credentials(runtime.home.credentials, credentials)
        make_accounts(client, credentials)
    return credentials


def halt(home: Home, part: Part) -> bool:
    """Stop one part and take it off the record; gives whether it ran."""
    record = home.processes.read().parts.get(part)
    if record is None:
        return False
    ran = stop(record)
    home.processes.forget(part)
    return ran


def stop_all(home: Home) -> tuple[Part, ...]:
    """Stop every part, those first that need others; gives those that ran.

    Raises:
        WorkspaceError: another command starts or stops this server.
    """
    with home.claimed():
        stopped = tuple(part for part in (Part.WORKER, Part.SERVER, Part.REDIS) if halt(home, part))
        redis.remove_socket(home)
        with suppress(FileNotFoundError):
            shutil.rmtree(home.scratch)
    return stopped
