"""Checkpoints that are whole: each is marked once all its files are on disk, and one without the mark is never gone on from.

`Trainer` writes a checkpoint file by file. A process that is killed, or a disk that is full, in the middle of that leaves a
folder that looks like a checkpoint. So a marker with the size and the checksum of every file is written at the end, and
what has none, or does not agree with it, is removed when the run goes on.
"""

import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from emosapp_data.schema import Record
from emosapp_data.workspace import write_text

MARKER = "complete.json"
FOLDER = re.compile(r"checkpoint-(\d+)")


class MarkedFile(Record):
    """A file of a checkpoint."""

    path: str
    """Its path within the checkpoint."""
    bytes: int
    """Its size."""
    sha256: str
    """Its checksum."""


class Marker(Record):
    """What a checkpoint holds, written when all of it is on disk."""

    step: int
    """Steps that were done."""
    files: tuple[MarkedFile, ...]
    """Its files."""


class Found(NamedTuple):
    """The checkpoints of a run."""

    latest: Path | None
    """The latest that is whole; none where there is none."""
    step: int
    """Steps that were done there."""
    removed: tuple[str, ...]
    """What was half-written, and is removed."""


def mark(checkpoint: Path) -> None:
    """Say that a checkpoint is whole."""
    files = tuple(_marked(path, checkpoint) for path in _files(checkpoint))
    write_text(checkpoint / MARKER, Marker(step=step_of(checkpoint), files=files).model_dump_json(indent=1) + "\n")


def find_checkpoints(folder: Path) -> Found:
    """The latest checkpoint that is whole; those that are not are removed."""
    removed = []
    whole: list[Path] = []
    for path in sorted(folder.glob("checkpoint-*"), key=step_of) if folder.is_dir() else ():
        if problem := _problem(path):
            shutil.rmtree(path)
            removed.append(f"{path.name} ({problem})")
        else:
            whole.append(path)
    return Found(whole[-1] if whole else None, step_of(whole[-1]) if whole else 0, tuple(removed))


def step_of(checkpoint: Path) -> int:
    """The steps that were done; -1 where the name is not that of a checkpoint."""
    match = FOLDER.fullmatch(checkpoint.name)
    return int(match[1]) if match else -1


def _problem(checkpoint: Path) -> str:
    """What is wrong with a checkpoint; empty where it is whole."""
    path = checkpoint / MARKER
    if not path.exists():
        return "half-written"
    try:
        marker = Marker.model_validate_json(path.read_bytes())
    except ValidationError:
        return f"{MARKER} cannot be read"
    for file in marker.files:
        found = checkpoint / file.path
        if not found.exists() or found.stat().st_size != file.bytes or _sha256(found) != file.sha256:
            return f"{file.path} is missing or was changed"
    return ""


def _files(checkpoint: Path) -> list[Path]:
    return sorted(path for path in checkpoint.rglob("*") if path.is_file() and path.name != MARKER)


def _marked(path: Path, checkpoint: Path) -> MarkedFile:
    """Make sure that a file is on disk, and describe it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return MarkedFile(path=path.relative_to(checkpoint).as_posix(), bytes=path.stat().st_size, sha256=_sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
