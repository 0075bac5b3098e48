"""A release as conversations. Its bytes are compared with their checksums while they are read."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.chat import Message
from emosapp_data.errors import ReleaseError
from emosapp_data.release.find import home_of, version_that_fits
from emosapp_data.release.load import load
from emosapp_data.release.verify import MANIFEST, read_release, sha256
from emosapp_data.schema import DatasetKind, Quality, Release
from training.data.spec import DataSpec


class Conversation(NamedTuple):
    """A released conversation."""

    id: str
    """Its id in the release."""
    split: str
    """Its split."""
    messages: tuple[Message, ...]
    """What is said."""
    failed: bool
    """Whether it is a dialogue that did not help the seeker."""


class OpenDataset(NamedTuple):
    """A release that is trained on."""

    release: Release
    """Its manifest."""
    manifest: str
    """Checksum of the manifest, which names those of all files."""
    configuration: str
    """Which of its configurations is read."""
    conversations: tuple[Conversation, ...]
    """All its conversations, in the order in which they stand, split after split."""


def open_dataset(spec: DataSpec, root: Path) -> OpenDataset:
    """Read a release: of pairs the dialogues that they are packed into, if they are.

    Args:
        spec: which release
        root: the workspace, or the folder that holds the releases

    Raises:
        ReleaseError: it is not there, was changed since it was released, or is of a version that cannot be read.
        InputError: the version cannot be read.
    """
    home = home_of(spec.name, root)
    folder = home / version_that_fits(home, spec.version)
    release = read_release(folder)
    packed = release.kind is DatasetKind.KNOWLEDGE and release.packed > 0
    configuration = "dialogues" if packed else "default"
    columns = ("id", "question", "answer") if _is_pairs(release, configuration) else ("id", "messages")
    found: list[Conversation] = []
    for split, dataset in load(release.name, release.version, home, configuration).items():
        wanted = [*columns, "quality"] if release.kind is DatasetKind.DIALOGUES else [*columns]
        if missing := [column for column in wanted if column not in dataset.column_names]:
            raise ReleaseError(
                f"{folder}: no column {', '.join(missing)}; release the dataset again with this version of the toolkit"
            )
        found += _conversations(dataset.select_columns(wanted).to_list(), str(split))
    return OpenDataset(release, sha256(folder / MANIFEST), configuration, tuple(found))


def _is_pairs(release: Release, configuration: str) -> bool:
    return release.kind is DatasetKind.KNOWLEDGE and configuration == "default"


def _conversations(rows: Iterable[Mapping[str, Any]], split: str) -> Iterator[Conversation]:
    for row in rows:
        said = row.get("messages") or [
            {"role": "user", "content": row["question"]},
            {"role": "assistant", "content": row["answer"]},
        ]
        messages = tuple(Message(role=message["role"], content=message["content"]) for message in said)
        yield Conversation(row["id"], split, messages, row.get("quality") == Quality.FAILED.value)
