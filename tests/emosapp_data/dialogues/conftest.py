"""ESConv as a whole, where it lies beside the project, and small dialogues."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from emosapp_data.dialogues import Converted, Options, convert, read_dialogues
from emosapp_data.dialogues.raw import RawDialogue, RawTurn, Speaker
from tests.conftest import SHARED


class Esconv(NamedTuple):
    """All of ESConv."""

    values: list[Any]
    converted: list[Converted]


@pytest.fixture(scope="session")
def esconv_folder() -> Path:
    folder = SHARED / "data" / "esconv"
    if not (folder / "ESConv.json").exists():
        pytest.skip("needs ESConv in ../shared/data")
    return folder


@pytest.fixture(scope="session")
def esconv(esconv_folder: Path) -> Esconv:
    """Every dialogue of ESConv, converted; not to be changed."""
    opened = read_dialogues(esconv_folder / "ESConv.json")
    made = [convert(read.found, Options("ESConv")) for read in opened.records if isinstance(read.found, RawDialogue)]
    return Esconv([read.value for read in opened.records], made)


def raw(*said: str | tuple[str, str], **fields: Any) -> RawDialogue:
    """A dialogue of a source: 'seeker: I am tired.', and with a strategy ('supporter: Why?', 'Question')."""
    turns = []
    for each in said:
        line, strategy = each if isinstance(each, tuple) else (each, None)
        speaker, _, text = line.partition(": ")
        turns.append(RawTurn(Speaker(speaker), text, strategy))
    return RawDialogue("1", tuple(turns), **fields)


def converted(*said: str | tuple[str, str], **fields: Any) -> Converted:
    return convert(raw(*said, **fields), Options("test"))
