"""Releases of dialogues and of mixtures, made by hand for the tests of what describes a release."""

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet as pq

from emosapp_data.schema import DatasetKind, Flag, Reason, Release, ReviewSummary, StepCount
from emosapp_data.schema.release import Component, DialogueSource

TITLE = "Towards Emotional Support Dialog Systems"
SOURCE = DialogueSource(
    id="esconv",
    title=TITLE,
    authors=("Siyang Liu", "Minlie Huang"),
    year=2021,
    licence="CC-BY-NC-4.0",
    source_url="https://github.com/thu-coai/Emotional-Support-Conversation",
    file_name="ESConv.json",
    sha256="a" * 64,
)
SUPPORT_COLUMNS = {
    "id": "Identifier of the dialogue, a hash of its content.",
    "messages": "The conversation as a model is trained on it, each message with the supporter's strategies.",
    "emotion": "The seeker's emotion.",
    "quality": "Whether the dialogue helped: helped or failed; none where nothing is known.",
    "empathy": "How well the seeker felt understood, from 1 to 5.",
    "flags": "What the dialogue speaks of that asks for a person's decision.",
    "source_split": "The part of the source's own split that it is in.",
    "licence": "Licence of the source, as an SPDX expression.",
    "record": "The whole record as JSON.",
}
MIXTURE_COLUMNS = {
    "id": "Identifier of the conversation.",
    "messages": "The conversation, after a system prompt if there is one.",
    "dataset": "The dataset that it comes from.",
    "version": "The version of that dataset.",
    "origin": "Identifier of the row there.",
    "copy": "Number of the copy, from 1.",
    "answers": "Answers of the assistant.",
    "flags": "Flags of the row there.",
    "licence": "Licence of the row there.",
}
SYSTEM = {"name": "supporter", "version": 1, "text": "You listen first.\nYou are brief.", "hash": "system-0f1e"}
REVIEW = ReviewSummary(
    accepted=30,
    edited=2,
    unreviewed=1130,
    rejected=3,
    disputed=1,
    undecided_flags=60,
    rule="majority",
    reviewers=2,
    reviews=52,
    shared=16,
    agreement=0.875,
    alpha=0.61,
    alpha_interval=(0.32, 0.84),
)


def dialogues(**changed) -> Release:
    """A release of a source's dialogues."""
    values = {
        "name": "support",
        "kind": DatasetKind.DIALOGUES,
        "version": "0.2.0",
        "previous": "0.1.0",
        "licence": "CC-BY-NC-4.0",
        "publishable": True,
        "rows": {"train": 930, "validation": 110, "test": 122},
        "answers": {"train": 10_410, "validation": 1_220, "test": 1_361},
        "flags": {Flag.SUICIDE: 42, Flag.MEDICATION: 31, Flag.PERSONAL_NAME: 57},
        "flagged": 121,
        "near_duplicates": 14,
        "dialogue_sources": (SOURCE,),
        "steps": (
            StepCount(step="dialogues", items=1300, kept=1298, rejected={Reason.NO_EXCHANGE: 2}),
            StepCount(
                step="release", items=1298, kept=1162, rejected={Reason.PERSONAL_DATA: 16, Reason.AWAITS_REVIEW: 120}
            ),
        ),
        "files": (),
        "tool": "0.1.0",
        "libraries": {},
        "configuration": {
            "source": "esconv",
            "splits": "hash",
            "seed": 0,
            "validation": 0.1,
            "test": 0.1,
            "failed": "mark",
            "system": None,
            "strategies": False,
        },
    }
    return Release(**(values | changed))


def component(**changed) -> Component:
    """A dataset that a mixture draws from."""
    values = {
        "name": "support",
        "version": "0.2.0",
        "configuration": "default",
        "manifest": "b" * 64,
        "licence": "CC-BY-NC-4.0",
        "weight": 2,
        "system": "supporter v1 (system-0f1e)",
        "strategies": True,
        "available": {"train": 930, "validation": 110, "test": 122},
        "conversations": {"train": 1860, "validation": 110, "test": 122},
        "answers": {"train": 20_820, "validation": 1_220, "test": 1_361},
    }
    return Component(**(values | changed))


def mixture(**changed) -> Release:
    """A mixture of dialogues and pairs."""
    knowledge = component(
        name="knowledge",
        version="1.0.0",
        configuration="dialogues",
        licence="CC-BY-4.0",
        weight=0.5,
        cap=600,
        system=None,
        strategies=False,
        available={"train": 1_100, "validation": 130, "test": 140},
        conversations={"train": 550, "validation": 130, "test": 140},
        answers={"train": 5_205, "validation": 1_190, "test": 1_320},
    )
    values = {
        "name": "companion",
        "kind": DatasetKind.MIXTURE,
        "version": "0.1.0",
        "licence": "CC-BY-NC-4.0",
        "publishable": True,
        "rows": {"train": 2410, "validation": 240, "test": 262},
        "unreviewed": 2912,
        "answers": {"train": 26_025, "validation": 2_410, "test": 2_681},
        "flags": {Flag.SUICIDE: 80},
        "flagged": 80,
        "dialogue_sources": (SOURCE,),
        "components": (component(), knowledge),
        "steps": (StepCount(step="mix", items=2_532, kept=2_051, rejected={Reason.OVER_TARGET: 481}),),
        "files": (),
        "tool": "0.1.0",
        "libraries": {},
        "configuration": {"components": []},
    }
    return Release(**(values | changed))


def write_dialogues(folder: Path) -> list[dict]:
    """Parquet files of a release of dialogues; gives the rows of each."""
    message = pa.struct({"role": pa.string(), "content": pa.string(), "strategies": pa.list_(pa.string())})
    types = dict.fromkeys(SUPPORT_COLUMNS, pa.string())
    types |= {"messages": pa.list_(message), "flags": pa.list_(pa.string()), "empathy": pa.int32()}
    rows = [
        {
            "id": f"dialogue-{number}",
            "messages": [
                {"role": "user", "content": f"I have been low for {number} weeks.", "strategies": []},
                {
                    "role": "assistant",
                    "content": "What happened then?",
                    "strategies": ["question", "others"][: number % 3],
                },
            ],
            "emotion": "sadness" if number else None,
            "quality": None,
            "empathy": number or None,
            "flags": ["suicide"] if number == 1 else [],
            "source_split": None,
            "licence": "CC-BY-NC-4.0",
            "record": "{}",
        }
        for number in range(3)
    ]
    return _write(folder, types, rows)


def write_mixture(folder: Path) -> list[dict]:
    """Parquet files of a mixture; gives the rows of each."""
    message = pa.struct({"role": pa.string(), "content": pa.string()})
    types = dict.fromkeys(MIXTURE_COLUMNS, pa.string())
    types |= {"messages": pa.list_(message), "flags": pa.list_(pa.string())}
    types |= {"copy": pa.int32(), "answers": pa.int32()}
    rows = [
        {
            "id": f"conversation-{number}",
            "messages": [
                {"role": "system", "content": "You listen first."},
                {"role": "user", "content": "Why do we sleep?"},
                {"role": "assistant", "content": "Nobody knows all of it."},
            ][number % 2 :],
            "dataset": "support",
            "version": "0.2.0",
            "origin": "dialogue-1",
            "copy": number + 1,
            "answers": 1,
            "flags": ["suicide"] * number,
            "licence": "CC-BY-NC-4.0",
        }
        for number in range(3)
    ]
    return _write(folder, types, rows)


def _write(folder: Path, types: dict, rows: list[dict]) -> list[dict]:
    table = pa.Table.from_pylist(rows, schema=pa.schema(types))
    for split in ("train", "validation", "test"):
        path = folder / "data" / f"{split}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, path)
    return rows
