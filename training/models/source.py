"""Where a model comes from: a folder of this machine, the Hugging Face Hub, or the small one that needs no account."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from emosapp_data.errors import InputError
from training.models.folder import check_folder
from training.models.hub import fetch_description
from training.models.smollm2 import NAME as SMOLLM2
from training.models.smollm2 import REVISION, unpacked

Origin = Literal["smollm2", "folder", "hub"]
HUB_NAME = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]+))?")
"""OWNER/NAME, or OWNER/NAME@REVISION."""
SHORT = "smollm2"


class ModelSource(NamedTuple):
    """A model that was found; none of its weights are in memory."""

    name: str
    """What it was asked for by."""
    origin: Origin
    """Where it comes from."""
    folder: Path
    """Its configuration and tokenizer; its weights too, unless it comes from the Hub, where they follow when it is loaded."""
    revision: str | None
    """The Hub's commit, or the package that SmolLM2 comes in; none for a folder."""


def find_model(name: str, say: Callable[[str], None] = lambda _: None) -> ModelSource:
    """Find a model, and see that it is one that can be trained and exported.

    SmolLM2 is downloaded and unpacked when it is first asked for (98 MB, then 538 MB in the cache). Of a model of the Hub
    only what describes it is downloaded.

    Args:
        name: 'smollm2-135m', a folder, or a name on the Hub such as meta-llama/Llama-3.2-1B-Instruct, which a commit, a tag
            or a branch may follow behind an @
        say: told in a line what takes time

    Raises:
        InputError: there is no such model, it lacks a part, or it is no Llama.
        MissingPartError: a package is not installed.
        EmosappError: it could not be downloaded.
    """
    if name in (SHORT, SMOLLM2):
        return ModelSource(SMOLLM2, "smollm2", unpacked(say=say), REVISION)
    folder = Path(name).expanduser()
    if folder.is_dir():
        check_folder(folder)
        return ModelSource(name, "folder", folder, None)
    if folder.exists():
        raise InputError(f"{name} is a file; a model is a folder with config.json, weights and tokenizer.json")
    match = HUB_NAME.fullmatch(name)
    if match is None or name.startswith("."):
        raise InputError(
            f"{name}: no such folder; give the folder of a model, {SMOLLM2}, or a name on the Hub such as "
            "meta-llama/Llama-3.2-1B-Instruct"
        )
    described = fetch_description(match["repository"], match["revision"])
    check_folder(described, weights=False)
    return ModelSource(match["repository"], "hub", described, described.name)
