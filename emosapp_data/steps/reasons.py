"""Why rows are in a release no longer, whatever it is a release of: what `emosapp diff` tells."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emosapp_data.ledger import LEDGER_FILE, Ledger
from emosapp_data.release.diff import History
from emosapp_data.release.knowledge.reasons import history_of
from emosapp_data.release.mixture.reasons import listed_history
from emosapp_data.schema import DatasetKind
from emosapp_data.steps.dialogue_release import history_of_dialogues


@contextmanager
def known_history(workspace: Path, name: str, kind: DatasetKind) -> Iterator[History]:
    """What a workspace knows of rows that an earlier release holds; nothing where it has no ledger.

    Args:
        workspace: the workspace, or a folder of releases.
        name: the dataset.
        kind: what its rows are.
    """
    if kind is DatasetKind.MIXTURE:
        yield listed_history(workspace, name)
    elif not (workspace / LEDGER_FILE).exists():
        yield History()
    else:
        with Ledger.read(workspace) as ledger:
            yield history_of_dialogues(ledger) if kind is DatasetKind.DIALOGUES else history_of(ledger)
