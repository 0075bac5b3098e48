"""Models that run on this computer: llama.cpp's own server on loopback, for the length of a run.

The same request with the same seed gets the same reply, byte for byte, as long as the server has one slot, which answers one
request after the other however many wait. With more slots, replies that are computed side by side share their matrix products,
whose rounding depends on the company, and now and then another token wins. Another number of threads, another processor or
another version of llama.cpp may round differently as well.
"""

import hashlib
import json
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple

from emosapp_data.errors import EmosappError, InputError, MissingPartError
from emosapp_data.models import smollm2
from emosapp_data.models.gguf import read_head

PREFIX = "local:"
SMOLLM2 = "smollm2"

PATIENCE = 600.0
"""Seconds a model may take to load: 40 GB from a slow disk of 100 MB/s take 400."""

PART_OF_SEVERAL = re.compile(r"-00001-of-(\d{5})\.gguf$")
"""The first of several files that make up one model, which llama.cpp finds by their names."""

LOADING_FAILED = re.compile(r"error loading model: (.+)")
LOGGED_ERROR = re.compile(r"^[\d.]+ E (.+)$", re.MULTILINE)
SIGNALS = {"SIGKILL": "probably out of memory", "SIGILL": "this processor lacks instructions that llama.cpp uses"}


class LocalModel(NamedTuple):
    """A model in a file of this computer."""

    path: Path
    name: str
    """The file's name without its ending; it commonly tells size and quantization."""
    sha256: str
    """Checksum of the file, or of all its files in a row: the model's identity in a dataset's provenance."""
    context: int | None
    """Tokens that the model was trained to read at once; None where the file does not say."""


def resolve(spec: str, say: Callable[[str], None] = lambda _: None) -> LocalModel:
    """The model that `local:FILE.gguf` or `local:smollm2` means; SmolLM2 is downloaded where it is not at hand.

    The checksum is computed anew in each run: a file is trusted by its content, not by its date.

    Args:
        spec: as given to `--model`
        say: told in a line what takes time

    Raises:
        InputError: there is no such file, or it is not a model in GGUF format.
        MissingPartError: llama.cpp is not installed.
        EmosappError: SmolLM2 could not be downloaded.
    """
    if not spec.startswith(PREFIX) or spec == PREFIX:
        raise InputError(f"{spec!r} names no local model; write local:FILE.gguf or local:smollm2")
    if find_spec("xllamacpp") is None:
        raise MissingPartError(f"{spec} needs llama.cpp, which is not installed: pip install 'emosapp-data[local]'")
    given = spec.removeprefix(PREFIX)
    if given == SMOLLM2:
        path = smollm2.fetch(say=say)
        return LocalModel(path, path.stem, smollm2.SHA256, read_head(path).context)
    path = Path(given).expanduser()
    head = read_head(path)
    files = [(file, file.stat().st_size, file.stat().st_mtime_ns) for file in _files(path)]
    return LocalModel(path, path.stem, _sha256(tuple(files)), head.context)


@contextmanager
def serve(
    model: LocalModel, *, slots: int = 1, context: int = 4096, threads: int | None = None, log: Path | None = None
) -> Iterator[str]:
    """A server of the model on loopback; gives the base address of its OpenAI-compatible interface.

    The server ends with the block, however that ends, and with this process, even by `kill -9` (once the model is loaded).

    Args:
        model: what to serve
        slots: requests answered side by side; only with one are replies reproducible, and on a processor of few cores more
            gain little
        context: tokens of prompt and reply that each slot holds
        threads: threads that compute; without a number, one for each usable core but one
        log: file to which llama.cpp's messages are appended

    Raises:
        InputError: the model cannot be loaded, or was not trained to read so much at once.
        EmosappError: the server did not start, or ended before the block failed.
    """
    if model.context is not None and context > model.context:
        raise InputError(f"{model.name} reads {model.context} tokens at once; ask for a context no larger than that")
    command = [sys.executable, "-P", "-m", "emosapp_data.models.llama_server", str(model.path)]
    command += ["--slots", str(slots), "--context", str(context), "--threads", str(threads or 0)]
    # without a name nothing is left behind, even by `kill -9`
    with log.open("a+b") if log else TemporaryFile("a+b") as messages:
        begin = messages.tell()
        with subprocess.Popen(  # noqa: S603 - this project's own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=messages
        ) as server:
            try:
                address = _address(server)
                if address is None:
                    raise _failure(f"llama.cpp cannot serve {model.path}", server, _since(messages, begin))
                try:
                    _expect_slots(address, slots, context)
                    yield f"{address}/v1"
                except Exception as error:
                    if _lives(server):
                        raise
                    raise _failure(
                        "the model's server ended during the run", server, _since(messages, begin)
                    ) from error
            finally:
                server.kill()


def _address(server: "subprocess.Popen[bytes]") -> str | None:
    """Where the server listens, once its model is loaded; None if it ended before."""
    assert server.stdout is not None  # noqa: S101 - a pipe was asked for
    too_late = threading.Event()

    def give_up() -> None:
        too_late.set()
        server.kill()

    timer = threading.Timer(PATIENCE, give_up)
    timer.daemon = True
    timer.start()
    try:
        line = server.stdout.readline()
    finally:
        timer.cancel()
    if line.endswith(b"\n"):
        return line.decode().strip()
    if too_late.is_set():
        raise EmosappError(f"llama.cpp did not load the model within {PATIENCE:.0f} seconds; is its disk that slow?")
    return None


def _lives(server: "subprocess.Popen[bytes]") -> bool:
    """Whether it runs; its connections break a moment before it can be seen to have ended."""
    try:
        server.wait(0.5)
    except subprocess.TimeoutExpired:
        return True
    return False


def _expect_slots(address: str, slots: int, context: int) -> None:
    """Ask the server itself, because llama.cpp lowers what does not suit the model."""
    # Not through a proxy of the environment: it knows nothing of this computer's loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{address}/slots", timeout=60) as reply:
        sizes = [slot["n_ctx"] for slot in json.load(reply)]
    if len(sizes) != slots or min(sizes) < context:
        raise EmosappError(
            f"llama.cpp serves {len(sizes)} slots of {min(sizes, default=0)} tokens where {slots} of {context} were asked for"
        )


def _failure(what: str, server: "subprocess.Popen[bytes]", messages: str) -> EmosappError:
    """Why a server ended, as far as its exit code and its last messages tell."""
    code = server.wait()
    if code < 0:
        name = signal.Signals(-code).name
        return EmosappError(f"{what}: ended by {name} ({SIGNALS.get(name, 'a crash of llama.cpp')})")
    if found := LOADING_FAILED.findall(messages):
        return InputError(f"{what}: {found[0]}")
    found = LOGGED_ERROR.findall(messages) or [line for line in messages.splitlines() if line.strip()][-1:]
    return EmosappError(f"{what}: {found[0] if found else f'it ended with exit code {code}'}")


def _since(messages: BinaryIO, begin: int) -> str:
    messages.seek(begin)
    return messages.read().decode(errors="replace")


def _files(path: Path) -> list[Path]:
    """The file, or all files of a model that is split into several."""
    match = PART_OF_SEVERAL.search(path.name)
    if not match:
        return [path]
    stem, count = path.name[: match.start()], match[1]
    parts = [path.with_name(f"{stem}-{number:05}-of-{count}.gguf") for number in range(1, int(count) + 1)]
    if missing := [part.name for part in parts if not part.is_file()]:
        raise InputError(f"{path} is one of {len(parts)} files, and beside it is no {missing[0]}; download all of them")
    return parts


@lru_cache
def _sha256(files: tuple[tuple[Path, int, int], ...]) -> str:
    """Of the content of files, each given with its size and date, by which a run notices that one was replaced."""
    digest = hashlib.sha256()
    for path, _, _ in files:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()
