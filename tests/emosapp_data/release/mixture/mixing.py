"""Mixtures for tests: dialogues of our own, released, and recipes over them."""

import json
import random
from pathlib import Path
from typing import Any

import yaml

from emosapp_data.config.dialogues import DialogueReleaseConfig
from emosapp_data.config.mixture import load_mixture
from emosapp_data.dialogues import Options, read_dialogues
from emosapp_data.ledger import Ledger
from emosapp_data.progress import Silent
from emosapp_data.release.build import Made, Wanted
from emosapp_data.release.mixture.conversation import Conversation, Said
from emosapp_data.release.mixture.mix import Mixed, mix
from emosapp_data.steps.dialogue_release import release_dialogues
from emosapp_data.steps.dialogues import add_dialogues
from emosapp_data.workspace import Workspace

WORDS = (
    "morning harbour teacher window garden letter winter bicycle river kitchen lantern orchard market violin ticket "
    "carpet bridge candle pocket summer blanket mountain station pepper mirror saddle copper island ribbon forest "
    "hammer pillow engine basket needle walnut meadow anchor button cellar feather ladder marble oven parcel quilt"
).split()
HELD_OUT = {0: "test", 1: "validation"}


def sentence(key: object, words: int = 14) -> str:
    """A sentence that is like no other, the same for the same key."""
    return " ".join(random.Random(f"{key}").choices(WORDS, k=words)).capitalize() + "."


def record(number: int, name: str = "own", split: str | None = None, failed: bool = False) -> dict[str, Any]:
    """A dialogue in the layout of ESConv: two exchanges of our own words; of ten one is for the test, one for validation."""
    told = [
        ("seeker", f"I feel low. {sentence((name, number, 1))}"),
        ("supporter", f"What happened? {sentence((name, number, 2))}"),
        ("seeker", f"I lost my job. {sentence((name, number, 3))}"),
        ("supporter", f"That is hard. {sentence((name, number, 4))}"),
    ]
    scores = {
        "initial_emotion_intensity": 4,
        "final_emotion_intensity": 5 if failed else 1,
        "empathy": 4,
        "relevance": 4,
    }
    return {
        "id": f"{name}-{number}",
        "split": split or HELD_OUT.get(number % 10, "train"),
        "survey_score": {"seeker": scores},
        "dialog": [
            {"speaker": speaker, "content": text, "annotation": {"strategy": "Question"} if "?" in text else {}}
            for speaker, text in told
        ],
    }


def release_own(
    workspace: Workspace, records: list[Any], name: str = "own", licence: str | None = "CC-BY-4.0", **config: Any
) -> Made:
    """Read dialogues and release them, as a user does."""
    workspace.path.mkdir(parents=True, exist_ok=True)
    path = workspace.path / f"{name}.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    with Ledger.write(workspace.path) as ledger:
        add_dialogues(ledger, workspace, read_dialogues(path), Options(name, licence), Silent())
        settings = DialogueReleaseConfig(name=name, **config)
        return release_dialogues(ledger, name, settings, workspace.releases, Silent(), Wanted()).made


def recipe(folder: Path, *datasets: str | dict[str, Any], **fields: Any) -> Path:
    """A recipe in a file; a dataset is its name, or all that is asked of it."""
    path = folder / "recipe.yaml"
    asked = [{"name": each} if isinstance(each, str) else each for each in datasets]
    path.write_text(yaml.safe_dump({"name": "mixed", "datasets": asked, **fields}), encoding="utf-8")
    return path


def mixed(workspace: Workspace, *datasets: str | dict[str, Any], wanted: Wanted | None = None, **fields: Any) -> Mixed:
    """Mix datasets of a workspace."""
    path = recipe(workspace.path, *datasets, **fields)
    return mix(load_mixture(path), workspace.path, wanted or Wanted(), Silent())


def rows(made: Made) -> list[dict[str, Any]]:
    """All rows of a mixture, with their splits, read as any program does."""
    from pyarrow import parquet as pq  # noqa: PLC0415

    return [
        {**row, "split": split}
        for split in made.release.rows
        for row in pq.read_table(made.path / "data" / f"{split}.parquet").to_pylist()
    ]


def conversation(dataset: str, origin: str, split: str = "train", *said: str, system: str = "") -> Conversation:
    """A conversation; what is said alternates between user and assistant."""
    roles = ("user", "assistant")
    messages = [Said(roles[number % 2], text) for number, text in enumerate(said or ("Hi.", "Hello."))]
    first = [Said("system", system)] if system else []
    return Conversation(dataset, origin, split, (*first, *messages), (), (), False, False, None)
