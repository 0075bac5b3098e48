"""Releases for tests: reviewing the sample book and releasing it again."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from annotation.store import ReviewStore
from emosapp_data.config.load import load_config
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import release
from emosapp_data.release.build import Made
from emosapp_data.schema import PairStatus, QAPair, Review
from emosapp_data.workspace import Workspace


def digest(folder: Path) -> dict[str, str]:
    """Checksum of every file below a folder, by its path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def kept(workspace: Workspace) -> dict[str, QAPair]:
    """The pairs that are left, by their question."""
    found = map(QAPair.model_validate_json, workspace.pairs.read_text().splitlines())
    return {pair.question: pair for pair in found if pair.status is PairStatus.KEPT}


def released(workspace: Workspace, reviews: Sequence[Review] = (), **config: object) -> Made:
    """Release what these reviews, and those before, make of the workspace; `config` is that of the release."""
    ReviewStore(workspace).merge(reviews)
    with Ledger.write(workspace.path) as ledger:
        return release(ledger, workspace, load_config(None, {"release": config}))


def home(workspace: Workspace) -> Path:
    """The folder of the dataset."""
    return workspace.releases / "knowledge"
