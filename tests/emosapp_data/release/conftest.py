"""What the tests of publishing share: releases, and a Hub."""

import shutil
from pathlib import Path

import pytest
from huggingface_hub.utils import disable_progress_bars

from emosapp_data.workspace import Workspace
from tests.annotation.reviewing import said
from tests.emosapp_data.release.releasing import kept, released
from tests.hub_datasets import WRITER
from tests.hub_stand_in import HubStandIn

HOLD = ("suicide", "self_harm")


@pytest.fixture(scope="session")
def shelf(built_once, tmp_path_factory) -> Path:
    """Releases: coping 0.1.0 to 0.3.0, which nobody has reviewed and from which flagged pairs stay out, and read 0.1.0,
    every pair of which somebody has accepted; knowledge 0.1.0 holds flagged pairs that nobody has seen."""
    workspace = Workspace(shutil.copytree(built_once[0].path, tmp_path_factory.mktemp("shelf") / "workspace"))
    released(workspace, name="coping", hold=HOLD)
    released(workspace, name="coping", hold=HOLD, dialogues=0)
    released(workspace, name="coping", hold=HOLD, dialogues=0, pairs=100)
    first, *others = kept(workspace).values()
    released(workspace, [said(first.id, "reviewer-1", "accept")], name="begun")
    released(workspace, [said(pair.id, "reviewer-1", "accept") for pair in others], name="read")
    return workspace.releases


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """A Hub to which somebody is signed in; it takes large files over LFS, not Xet."""
    disable_progress_bars()
    # The client reads these from the environment when it is imported.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "hf" / "token"))
    for name, value in {"HF_TOKEN": WRITER, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1"}.items():
        monkeypatch.setenv(name, value)
    with HubStandIn().running() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running
