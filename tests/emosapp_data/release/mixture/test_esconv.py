"""A mixture with ESConv and its chain-of-thought relative ESCoT, where they lie beside the project."""

import json
import shutil

import pytest

from emosapp_data.config.dialogues import DialogueReleaseConfig
from emosapp_data.dialogues import Options, read_dialogues
from emosapp_data.ledger import Ledger
from emosapp_data.progress import Silent
from emosapp_data.release.build import Wanted
from emosapp_data.schema import Reason
from emosapp_data.steps.dialogue_release import release_dialogues
from emosapp_data.steps.dialogues import add_dialogues
from emosapp_data.workspace import Workspace
from tests.conftest import SHARED
from tests.emosapp_data.release.mixture.mixing import mixed, rows

PART = 150
"""Dialogues of ESConv: enough to tell."""


@pytest.fixture
def real(built_once, tmp_path):
    """The sample book's pairs, and the first dialogues of ESConv."""
    file = SHARED / "data" / "esconv" / "ESConv.json"
    if not file.exists():
        pytest.skip("needs ESConv in ../shared/data")
    workspace = Workspace(shutil.copytree(built_once[0].path, tmp_path / "workspace"))
    part = tmp_path / "ESConv.json"
    part.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8"))[:PART]), encoding="utf-8")
    return workspace, part


def release(workspace, file, name, source):
    with Ledger.write(workspace.path) as ledger:
        add_dialogues(ledger, workspace, read_dialogues(file), Options(source, "CC-BY-NC-4.0"), Silent())
        settings = DialogueReleaseConfig(name=name, splits="hash", seed=len(name))
        return release_dialogues(ledger, source, settings, workspace.releases, Silent(), Wanted()).made.release


def test_book_and_dialogues_are_mixed_and_nothing_is_lost(real):
    workspace, part = real
    released = release(workspace, part, "esconv", "ESConv")
    done = mixed(workspace, {"name": "knowledge", "configuration": "dialogues"}, {"name": "esconv", "failed": "keep"})
    assert done.left_out == ()
    found = [row for row in rows(done.made) if row["dataset"] == "esconv"]
    assert len(found) == sum(released.rows.values())
    assert sum(row["answers"] for row in found) == sum(released.answers.values())
    assert all(row["messages"][-1]["role"] == "assistant" for row in found)
    assert done.made.release.licence == "CC-BY-NC-4.0"


def test_two_datasets_of_one_source_lose_from_training_what_the_other_holds_out(real):
    workspace, part = real
    for name in ("esconv", "esconv-again"):
        release(workspace, part, name, "ESConv")
    done = mixed(workspace, {"name": "esconv", "failed": "keep"}, {"name": "esconv-again", "failed": "keep"})
    found = rows(done.made)
    held = {(row["dataset"], row["origin"]) for row in found if row["split"] != "train"}
    train = {(row["dataset"], row["origin"]) for row in found if row["split"] == "train"}
    other = {"esconv": "esconv-again", "esconv-again": "esconv"}
    assert not {(other[dataset], origin) for dataset, origin in held} & train
    assert {each.reason for each in done.left_out} == {Reason.LIKE_HELD_OUT}
    assert len(done.left_out) > PART / 5
