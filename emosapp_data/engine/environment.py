"""What the results of a worker depend on besides its batches: the code, and the libraries that it reads and compares with."""

import functools
import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import corpus
import emosapp_data

CODE = (corpus, emosapp_data)
SUFFIXES = {".py", ".txt", ".yaml", ".jinja"}
LIBRARIES = ("lemminflect", "numpy", "py3langid", "pydantic", "pymupdf", "rapidfuzz")


class Environment(NamedTuple):
    """Two machines with the same environment give the same results."""

    code: str
    """Hash of the toolkit's own files."""
    libraries: tuple[tuple[str, str], ...]
    """Names and versions."""

    def differences(self, other: "Environment") -> list[str]:
        """What another machine has otherwise, in words."""
        there = dict(other.libraries)
        found = [f"{name} {there[name]} (here {here})" for name, here in self.libraries if there[name] != here]
        return found if self.code == other.code else ["another emosapp-data", *found]


@functools.cache
def environment() -> Environment:
    """The environment of this process."""
    digest = hashlib.sha256()
    for package in CODE:
        root = Path(str(package.__file__)).parent
        for path in sorted(path for path in root.rglob("*") if path.suffix in SUFFIXES):
            digest.update(f"{path.relative_to(root.parent).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return Environment(digest.hexdigest()[:16], tuple((name, _version(name)) for name in LIBRARIES))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
