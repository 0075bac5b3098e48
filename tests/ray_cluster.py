"""A Ray cluster of two machines on this one: each with one worker process; ended by process id."""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import psutil

STORE = 150_000_000
"""Bytes of shared memory that each machine has for what is moved about."""
STARTED = "Ray runtime started"


class Node(NamedTuple):
    """One of the machines: the process that started the others, and ends them when it is ended."""

    starter: subprocess.Popen[str]

    def processes(self, name: str) -> list[psutil.Process]:
        """The processes of this machine whose command line holds a name."""
        found = []
        for process in psutil.Process(self.starter.pid).children(recursive=True):
            try:
                if name in " ".join(process.cmdline()):
                    found.append(process)
            except psutil.Error:  # it has just ended
                continue
        return found

    def stop(self) -> None:
        """End all of its processes."""
        below = psutil.Process(self.starter.pid).children(recursive=True) if self.starter.poll() is None else []
        self.starter.send_signal(signal.SIGTERM)
        try:
            self.starter.wait(20)
        except subprocess.TimeoutExpired:
            self.starter.kill()
            self.starter.wait()
        for process in psutil.wait_procs(below, 10)[1]:
            process.kill()


class Cluster(NamedTuple):
    """A running cluster."""

    address: str
    nodes: tuple[Node, Node]


@contextmanager
def two_machines() -> Iterator[Cluster]:
    """A cluster with one worker on each of two machines."""
    with TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        address = f"127.0.0.1:{port}"
        nodes: list[Node] = []
        try:
            head = ["--head", f"--port={port}", f"--temp-dir={folder}", "--include-dashboard=false"]
            nodes.append(_start(head))
            nodes.append(_start([f"--address={address}"]))
            yield Cluster(address, (nodes[0], nodes[1]))
        finally:
            for node in reversed(nodes):
                node.stop()


def _start(options: list[str]) -> Node:
    ray = Path(sys.executable).with_name("ray")
    command = [str(ray), "start", "--block", "--node-ip-address=127.0.0.1", "--num-cpus=1", "--disable-usage-stats"]
    command += [f"--object-store-memory={STORE}", *options]
    starter = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    assert starter.stdout is not None
    said = []
    for line in starter.stdout:
        said.append(line)
        if STARTED in line:
            return Node(starter)
    raise AssertionError(f"Ray did not start: {''.join(said[-20:])}")
