"""Why conversations are in a mixture no longer: the list of what the latest one left out."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from emosapp_data.release.diff import History
from emosapp_data.release.diff import LeftOut as Gone
from emosapp_data.release.mixture.conversation import LeftOut, row_id


def list_of(workspace: Path, name: str) -> Path:
    """The file of a workspace that lists what the latest version of a mixture left out."""
    return workspace / "mixtures" / f"{name}.left_out.jsonl"


def history_of(left_out: Sequence[LeftOut]) -> History:
    """The reasons for what was left out; copies from the second on have that of the first."""
    known = {row_id(each.dataset, each.origin, 1): Gone(each.reason.value, each.detail) for each in left_out}

    def why(ids: Collection[str]) -> Mapping[str, Gone]:
        return {id_: known[id_] for id_ in ids if id_ in known}

    return History(left_out=why)


def listed_history(workspace: Path, name: str) -> History:
    """The reasons that the list of a workspace gives; none where there is no list."""
    path = list_of(workspace, name)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else ()
    return history_of([LeftOut.model_validate_json(line) for line in lines])
