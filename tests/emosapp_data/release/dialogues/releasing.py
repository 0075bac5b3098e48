"""Releasing dialogues in tests."""

import json
from pathlib import Path
from random import Random
from typing import Any

from emosapp_data.config.dialogues import DialogueReleaseConfig
from emosapp_data.dialogues import Options, read_dialogues
from emosapp_data.ledger import Ledger
from emosapp_data.progress import Silent
from emosapp_data.release.build import Wanted
from emosapp_data.steps.dialogue_release import Released, release_dialogues
from emosapp_data.steps.dialogues import add_dialogues
from emosapp_data.workspace import Workspace

WORDS = """exam sister house job shift dog bike rent flight garden neighbour choir winter letter train kitchen piano
money cousin essay office lunch tooth meeting roof guitar boss forest coffee holiday school river phone""".split()


def records(number: int) -> list[dict[str, Any]]:
    """So many short dialogues as ESConv lays them out, no two about the same."""
    return [_record(f"d{index}", Random(index)) for index in range(1, number + 1)]


def _record(name: str, random: Random) -> dict[str, Any]:
    first, second, third, fourth = (" ".join(random.sample(WORDS, 8)) for _ in range(4))
    return {
        "id": name,
        "emotion_type": "sadness",
        "problem_type": "ongoing depression",
        "situation": f"It is about {first}.",
        "dialog": [
            _turn("seeker", f"I worry about {second}."),
            _turn("supporter", f"How long has {third} been on your mind?", "Question"),
            _turn("seeker", f"Since {fourth}."),
            _turn("supporter", f"That is hard: {second}.", "Reflection of feelings"),
        ],
    }


def add(workspace: Path, found: list[dict[str, Any]], source: str = "Support", failed: bool = False) -> None:
    """Read dialogues into a workspace, as 'emosapp dialogues' does."""
    workspace.mkdir(parents=True, exist_ok=True)
    file = workspace / f"{source}.json"
    file.write_text(json.dumps(found), encoding="utf-8")
    with Ledger.write(workspace) as ledger:
        options = Options(source, "CC-BY-NC-4.0", failed=failed)
        add_dialogues(ledger, Workspace(workspace), read_dialogues(file), options, Silent())


def release(
    workspace: Path, source: str = "Support", wanted: Wanted | None = None, name: str = "support", **config: Any
) -> Released:
    """Release the dialogues of a source."""
    settings = DialogueReleaseConfig(name=name, **config)
    with Ledger.write(workspace) as ledger:
        return release_dialogues(ledger, source, settings, Workspace(workspace).releases, Silent(), wanted or Wanted())


def _turn(speaker: str, text: str, strategy: str = "") -> dict[str, Any]:
    return {"speaker": speaker, "content": text, "annotation": {"strategy": strategy} if strategy else {}}
