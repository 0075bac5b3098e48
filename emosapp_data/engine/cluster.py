"""Reaching a Ray cluster, or starting one on this machine."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from emosapp_data.config import EngineConfig
from emosapp_data.errors import ClusterError, MissingPartError
from emosapp_data.processes import usable_cpus

PORT = 6379
"""Where the head of a cluster listens, if nothing else was asked for."""
SECONDS = 5.0
"""How long the head may take to answer."""
GREETING = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5)
"""How a gRPC client begins: HTTP/2's preface and an empty SETTINGS frame (RFC 9113, section 3.4)."""
SETTINGS = 4
"""Type of the frame with which a server answers; it stands in the fourth byte."""
DEFAULTS = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing about the work leaves the cluster
    "RAY_NUM_REDIS_GET_RETRIES": "3",  # seconds, in which an address that does not let us in is tried
    "RAY_task_oom_retries": "3",  # without an end, if nothing is said
}
SHOWN = 300
"""Characters of Ray's error that are told."""
LONGEST_FOLDER = 30
"""Letters of the folder for temporary files, so that the names of Ray's sockets in it are not too long for the system."""
TOKEN = Path.home() / ".ray" / "auth_token"


@contextmanager
def connected(config: EngineConfig) -> Iterator[Any]:
    """The module `ray`, connected to a cluster. One that was started here ends, and leaves no file.

    A cluster that this program is connected to already is used, and left as it is.

    Raises:
        MissingPartError: Ray is not installed.
        ClusterError: there is no cluster at the address, or it does not let us in.
    """
    if find_spec("ray") is None:
        raise MissingPartError(
            "ray not installed, which engine 'ray' needs; install with: pip install 'emosapp-data[scale]'"
        )
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if TOKEN.exists() or {"RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"} & os.environ.keys():
        os.environ.setdefault("RAY_AUTH_MODE", "token")
    if config.cluster:
        greet(config.cluster)
    import ray  # noqa: PLC0415

    if ray.is_initialized():
        yield ray
        return
    given: dict[str, Any] = {"log_to_driver": False, "logging_level": "CRITICAL"}
    with ExitStack() as stack:
        if config.cluster:
            given["address"] = config.cluster
        else:
            given |= {"num_cpus": config.processes or usable_cpus(), "include_dashboard": False}
            given |= {"_node_ip_address": "127.0.0.1"}
            if len(gettempdir()) <= LONGEST_FOLDER:
                given["_temp_dir"] = stack.enter_context(TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True))
        stack.callback(ray.shutdown)
        try:
            with _quiet():
                ray.init(**given)
        except (Exception, SystemExit) as error:
            raise ClusterError(_refused(config, error)) from None
        yield ray


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the terminal what Ray's own threads write there: each of its errors comes as an exception, too."""
    sys.stderr.flush()
    kept = os.dup(2)
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def greet(address: str) -> None:
    """See that something at an address speaks as the head of a Ray cluster does.

    Raises:
        ClusterError: nothing does.
    """
    host, port = _split(address)
    secret = os.environ.get("RAY_USE_TLS") == "1"
    try:
        with socket.create_connection((host, port), SECONDS) as connection:
            if secret:
                return
            connection.settimeout(SECONDS)
            connection.sendall(GREETING)
            answer = connection.recv(9)
    except (OSError, UnicodeError) as error:
        raise ClusterError(
            f"{address}: no Ray cluster there ({str(error) or type(error).__name__}); start one with"
            f" 'ray start --head --port {port}', or use this machine with --engine local"
        ) from None
    if len(answer) < 4 or answer[3] != SETTINGS:
        raise ClusterError(
            f"{address}: something answers there, but not a Ray cluster; give the port of the head,"
            f" which is {PORT} if it was started without --port"
        )


def _split(address: str) -> tuple[str, int]:
    if "://" in address:
        raise ClusterError(
            f"{address}: give host:port of the head of the cluster, such as 10.0.0.5:{PORT}, and run the command on a machine"
            " of the cluster (Ray's client protocol is not used)"
        )
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isdigit() or not 0 < int(port) < 1 << 16:
        raise ClusterError(f"{address}: give the address of the cluster as host:port, such as 10.0.0.5:{PORT}")
    return host.strip("[]"), int(port)


def _refused(config: EngineConfig, error: BaseException) -> str:
    import ray  # noqa: PLC0415

    said = " ".join(str(error).split())[:SHOWN] or type(error).__name__
    if config.cluster is None:
        return f"Ray cannot be started on this machine ({said}); --engine local does the same work without it"
    return (
        f"{config.cluster}: Ray there does not let us in ({said}); see that it is Ray {ray.__version__} with Python"
        f" {sys.version_info[0]}.{sys.version_info[1]} as here, and that we have its token (RAY_AUTH_TOKEN, or"
        " ~/.ray/auth_token of its head)"
    )
