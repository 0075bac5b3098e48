"""What the command line says of engines: one line, within seconds."""

import socket
import subprocess
import sys

import pytest

from tests.cli import command, emosapp

HIDDEN = """
import importlib.util
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "ray" else find(name, *rest)
from emosapp_data.cli import main
main()
"""
SECONDS = 60
"""When a command is taken to hang: Ray itself gives up after two minutes."""


def test_without_ray_a_line_says_how_to_install_it(sample_book, tmp_path):
    arguments = ["build", str(sample_book), "-o", str(tmp_path / "w"), "--engine", "ray"]
    done = subprocess.run([sys.executable, "-c", HIDDEN, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "error: ray not installed, which engine 'ray' needs; install with: pip install 'emosapp-data[scale]'\n"
    )
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("127.0.0.1:1", "no Ray cluster there"),
        ("cluster", "as host:port, such as 10.0.0.5:6379"),
        ("ray://127.0.0.1:10001", "give host:port of the head"),
        ("127.0.0.1:99999", "as host:port"),
    ],
)
def test_a_wrong_address_fails_in_seconds_with_one_line(address, said, sample_book, tmp_path):
    pytest.importorskip("ray")
    build = command("build", sample_book, "-o", tmp_path / "w", "--cluster", address)
    done = subprocess.run(build, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: {address}: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_something_else_that_answers_is_told_apart_from_a_cluster(answer, sample_book, tmp_path):
    pytest.importorskip("ray")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        build = command("build", sample_book, "-o", tmp_path / "w", "--cluster", address)
        with subprocess.Popen(build, stderr=subprocess.PIPE, text=True) as process:
            connection, _ = server.accept()
            with connection:
                connection.recv(100)
                connection.sendall(answer)
                connection.shutdown(socket.SHUT_WR)
                _, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 2
    assert said.startswith(f"error: {address}: something answers there, but not a Ray cluster")
    assert said.count("\n") == 1


def test_a_cluster_needs_the_engine_ray(sample_book, tmp_path):
    done = emosapp("build", sample_book, "-o", tmp_path / "w", "--engine", "local", "--cluster", "127.0.0.1:6379")
    assert done.returncode == 2
    assert done.stderr == "error: options: engine: a cluster needs the engine 'ray'\n"


def test_a_cluster_has_its_own_number_of_processes(sample_book, tmp_path):
    pytest.importorskip("ray")
    asked = ("build", sample_book, "-o", tmp_path / "w", "--cluster", "127.0.0.1:1")
    assert emosapp(*asked, "--jobs", 2).stderr == (
        "error: options: engine: a cluster that runs has its own number of processes; leave 'processes' (--jobs) out\n"
    )
    config = tmp_path / "config.yaml"
    config.write_text("engine: {processes: 2}\n")
    assert emosapp(*asked, "--config", config).stderr.startswith("error: 127.0.0.1:1: no Ray cluster there")


def test_the_engine_of_a_configuration_can_be_named_in_one_word_and_overridden(sample_book, tmp_path):
    pytest.importorskip("ray")
    config = tmp_path / "config.yaml"
    config.write_text("engine: ray\n")
    asked = emosapp("build", sample_book, "-o", tmp_path / "w", "--config", config, "--cluster", "127.0.0.1:1")
    assert asked.stderr.startswith("error: 127.0.0.1:1: no Ray cluster there")
    config.write_text("engine: {name: ray, cluster: '127.0.0.1:1'}\n")
    here = emosapp("build", sample_book, "-o", tmp_path / "w", "--config", config, "--engine", "local", "--quiet")
    assert here.returncode == 0, here.stderr
