"""The files of a release: the same inputs give the same bytes."""

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from importlib.metadata import version as library_version
from pathlib import Path
from typing import NamedTuple

import emosapp_data
from emosapp_data.licences import attribution
from emosapp_data.release.changelog import FILE as CHANGELOG
from emosapp_data.release.croissant import FILE as CROISSANT
from emosapp_data.release.croissant import croissant
from emosapp_data.release.diff import History
from emosapp_data.release.verify import MANIFEST, SUMS, files_of, sha256, sums
from emosapp_data.schema import Release, ReleasedFile
from emosapp_data.schema.release import Changes

TOOL = emosapp_data.__version__
LIBRARIES = ("datasets", "pyarrow")
"""Libraries whose version may show in the bytes of every release."""
ATTRIBUTION = "ATTRIBUTION.md"


class Note(NamedTuple):
    """What a release says of the one before."""

    changelog: str
    previous: str | None = None
    changes: Changes | None = None


class Content(ABC):
    """What a release is made from: the pairs of books, the dialogues of a source, or a mixture of datasets."""

    name: str
    """Name of the dataset."""
    language: str
    """ISO 639-1 code of its language."""
    history: History
    """What is known of rows that an earlier release holds."""
    made: str
    """What was done to the sources, in a sentence, as licences ask one to say."""
    columns: Mapping[str, Mapping[str, str]]
    """What the columns of the Parquet files hold, by the folder of these."""

    @abstractmethod
    def rows(self) -> dict[str, int]:
        """Rows in each split that has any."""

    @abstractmethod
    def why_empty(self) -> str:
        """Why there are no rows, where there are none."""

    @abstractmethod
    def write_tables(self, draft: Path) -> None:
        """Write the Parquet files into an empty folder."""

    @abstractmethod
    def release(self, version: str, note: Note) -> Release:
        """The manifest, without the list of files."""

    @abstractmethod
    def card(self, release: Release) -> str:
        """The text of README.md."""


def describe(content: Content, version: str, note: Note, draft: Path) -> Release:
    """Write what describes the Parquet files: changelog, card, attribution, manifest and checksums; those that are there are replaced."""
    (draft / CHANGELOG).write_text(note.changelog, encoding="utf-8")
    release = content.release(version, note)
    credit = attribution(release.sources, release.licence, f"{release.name} {release.version}", content.made)
    (draft / ATTRIBUTION).write_text(credit, encoding="utf-8")
    (draft / "README.md").write_text(content.card(release), encoding="utf-8")
    (draft / CROISSANT).write_text(croissant(release, content.language, draft, content.columns), encoding="utf-8")
    files = {name: path for name, path in files_of(draft).items() if name not in (MANIFEST, SUMS)}
    release = release.model_copy(update={"files": tuple(_described(name, path) for name, path in files.items())})
    (draft / MANIFEST).write_text(release.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (draft / SUMS).write_text(sums(draft), encoding="utf-8")
    for path in files_of(draft).values():
        _flush(path)
    return release


def library_versions(*more: str) -> dict[str, str]:
    """The versions of the libraries that the bytes depend on."""
    return {name: library_version(name) for name in (*LIBRARIES, *more)}


def _described(name: str, path: Path) -> ReleasedFile:
    return ReleasedFile(path=name, sha256=sha256(path), bytes=path.stat().st_size)


def _flush(path: Path) -> None:
    """Make sure that the bytes are on disk before the folder gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
