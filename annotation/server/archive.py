"""One file that holds many, as zip or tar.gz: written whole or not at all, read by the names that are asked for."""

import os
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from annotation.server.private import create_private
from emosapp_data.errors import InputError

Add = Callable[[str, Path], None]
"""Adds a file under a name."""
Open = Callable[[str], IO[bytes]]
"""Opens the file of a name; raises KeyError where there is none."""

TAR = (".tar.gz", ".tgz")


def check_name(path: Path) -> None:
    """See that a name says which kind of archive to write, and that it is free.

    Raises:
        InputError: it does not, or is not.
    """
    if not path.name.endswith((".zip", *TAR)):
        raise InputError(f"{path}: name it .zip or .tar.gz")
    if path.exists():
        raise InputError(f"{path}: there is such a file already; name another one")
    if not path.parent.is_dir():
        raise InputError(f"{path.parent}: no such folder")


@contextmanager
def writing(path: Path) -> Iterator[Add]:
    """An archive that appears under its name when the block ends well, closed to other users from its first moment."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        with os.fdopen(create_private(temporary), "wb") as file:
            if path.name.endswith(TAR):
                with tarfile.open(fileobj=file, mode="w:gz") as tar:
                    yield lambda name, source: tar.add(source, name, recursive=False)
            else:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                    yield lambda name, source: packed.write(source, name)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def reading(path: Path) -> Iterator[Open]:
    """What an archive holds; its content tells which kind it is.

    Raises:
        InputError: there is no such file, or it is no archive.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield packed.open
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as tar:
            yield lambda name: _member(tar, name)
    else:
        raise InputError(f"{path}: no zip and no tar.gz file, or damaged")


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member
