"""ESConv as a release: all of it that may be in one, in its own splits."""

from pathlib import Path

import pytest

from emosapp_data import load
from emosapp_data.config.dialogues import DialogueReleaseConfig
from emosapp_data.dialogues import Options, read_dialogues
from emosapp_data.ledger import Ledger
from emosapp_data.progress import Silent
from emosapp_data.release.build import Wanted
from emosapp_data.schema import Reason
from emosapp_data.steps.dialogue_release import Released, release_dialogues
from emosapp_data.steps.dialogues import add_dialogues
from emosapp_data.workspace import Workspace
from tests.conftest import SHARED


@pytest.fixture(scope="module")
def esconv(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Released]:
    file = SHARED / "data" / "esconv" / "ESConv.json"
    if not file.exists():
        pytest.skip("needs ESConv in ../shared/data")
    workspace = tmp_path_factory.mktemp("esconv")
    with Ledger.write(workspace) as ledger:
        add_dialogues(ledger, Workspace(workspace), read_dialogues(file), Options("ESConv", "CC-BY-NC-4.0"), Silent())
        config = DialogueReleaseConfig(name="esconv")
        return workspace, release_dialogues(
            ledger, "ESConv", config, workspace / "releases", Silent(), Wanted("1.0.0"), 2
        )


def test_two_dialogues_with_somebodys_number_or_address_stay_out(esconv):
    _, released = esconv
    assert [(name, reason) for name, reason, _ in released.left_out] == [
        ("93", Reason.PERSONAL_DATA),
        ("856", Reason.PERSONAL_DATA),
    ]
    assert sum(released.made.release.rows.values()) == 1_298


def test_its_own_splits_are_kept_but_for_what_is_alike(esconv):
    workspace, released = esconv
    assert released.made.release.configuration["splits"] == "source"
    names = {"train": "train", "valid": "validation", "test": "test"}
    rows = [(split, row) for split, part in load("esconv", root=workspace).items() for row in part]
    moved = [row for split, row in rows if names[row["source_split"]] != split]
    assert [row["situation"] for row in moved] == ["Anxiety about losing my job"]


def test_every_conversation_begins_with_the_seeker_and_ends_with_the_supporter(esconv):
    workspace, released = esconv
    rows = [row for part in load("esconv", root=workspace).values() for row in part]
    for row in rows:
        roles = [message["role"] for message in row["messages"]]
        assert roles == ["user", "assistant"] * (len(roles) // 2)
    assert sum(len(row["messages"]) for row in rows) // 2 == sum(released.made.release.answers.values()) == 14_475
    assert {strategy for row in rows for message in row["messages"] for strategy in message["strategies"]} == {
        "question",
        "others",
        "providing_suggestions",
        "affirmation_and_reassurance",
        "self_disclosure",
        "reflection_of_feelings",
        "information",
        "restatement_or_paraphrasing",
    }
