"""From a released dataset to conversations. Bytes are compared with their checksums while they are read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from emosapp_data.dialogues import as_messages
from emosapp_data.errors import ReleaseError
from emosapp_data.release.knowledge.content import DECIDED
from emosapp_data.release.load import load
from emosapp_data.release.mixture.components import Opened
from emosapp_data.release.mixture.conversation import Conversation, Said
from emosapp_data.schema import DatasetKind, Dialogue, Flag, Quality

if TYPE_CHECKING:
    from datasets import Dataset

PAIRS = ("id", "question", "answer", "flags", "review", "licence")
PACKED = ("id", "messages", "pairs", "licence")
DIALOGUES = ("record", "flags")
"""Columns that are needed."""


class _Pair(NamedTuple):
    """What is told of a pair."""

    flags: tuple[Flag, ...]
    reviewed: bool


def read_conversations(opened: Opened) -> list[Conversation]:
    """The conversations of a dataset, with the system prompt that is asked for.

    Raises:
        ReleaseError: a file was changed since it was released, or is of a version that cannot be read.
    """
    if opened.release.kind is DatasetKind.DIALOGUES:
        return list(_dialogues(opened))
    if opened.config.configuration == "dialogues":
        return list(_packed(opened))
    return list(_pairs(opened))


def _pairs(opened: Opened) -> Iterator[Conversation]:
    first = _first(opened)
    for split, row in _rows(opened, "default", PAIRS):
        told = _told(row)
        yield Conversation(
            opened.release.name,
            row["id"],
            split,
            (*first, Said("user", row["question"]), Said("assistant", row["answer"])),
            told.flags,
            () if told.reviewed else told.flags,
            told.reviewed,
            False,
            row["licence"],
        )


def _packed(opened: Opened) -> Iterator[Conversation]:
    """Pairs in dialogues; flags and reviews are those of the pairs."""
    first = _first(opened)
    pairs = {row["id"]: _told(row) for _, row in _rows(opened, "default", ("id", "flags", "review"))}
    for split, row in _rows(opened, "dialogues", PACKED):
        told = [pairs[pair] for pair in row["pairs"]]
        yield Conversation(
            opened.release.name,
            row["id"],
            split,
            (*first, *(Said(message["role"], message["content"]) for message in row["messages"])),
            _distinct(flag for pair in told for flag in pair.flags),
            _distinct(flag for pair in told if not pair.reviewed for flag in pair.flags),
            all(pair.reviewed for pair in told),
            False,
            row["licence"],
        )


def _dialogues(opened: Opened) -> Iterator[Conversation]:
    """Dialogues, their messages made anew: what the release shows of them may have another system prompt."""
    for split, row in _rows(opened, "default", DIALOGUES):
        try:
            dialogue = Dialogue.model_validate_json(row["record"])
        except ValidationError as error:
            raise ReleaseError(
                f"{opened.folder}: holds a record that this version of the toolkit cannot read "
                f"({error.error_count()} problems); release the dataset again"
            ) from None
        flags = tuple(map(Flag, row["flags"]))
        messages = as_messages(dialogue, opened.system, opened.config.strategies)
        yield Conversation(
            opened.release.name,
            dialogue.id,
            split,
            tuple(Said(message.role, message.content) for message in messages),
            flags,
            flags,
            False,
            dialogue.quality is Quality.FAILED,
            dialogue.licence,
        )


def _rows(opened: Opened, configuration: str, columns: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of a configuration, with their splits."""
    home, release = opened.folder.parent, opened.release
    for split, dataset in load(release.name, release.version, home, configuration).items():
        for row in _with(dataset, columns, opened):
            yield str(split), row


def _with(dataset: "Dataset", columns: Iterable[str], opened: Opened) -> Iterable[Mapping[str, Any]]:
    wanted = list(columns)
    if missing := [column for column in wanted if column not in dataset.column_names]:
        raise ReleaseError(
            f"{opened.folder}: no column {', '.join(missing)}; release the dataset again with this version of the toolkit"
        )
    rows: Iterable[Mapping[str, Any]] = dataset.select_columns(wanted).to_list()
    return rows


def _told(row: Mapping[str, Any]) -> _Pair:
    return _Pair(tuple(map(Flag, row["flags"])), row["review"] in DECIDED)


def _first(opened: Opened) -> tuple[Said, ...]:
    return (Said("system", opened.system.text),) if opened.system else ()


def _distinct(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    return tuple(dict.fromkeys(flags))
