"""What a model takes on a device, as `emosapp bench --json` has measured it."""

import json
from pathlib import Path

from pydantic import ValidationError

from emosapp_data.errors import InputError
from export.bench.figures import Figures


def read_costs(path: Path) -> list[Figures]:
    """The figures in a file, one a line.

    Raises:
        InputError: it cannot be read, or holds none.
    """
    try:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip().startswith("{")]
        found = [Figures.model_validate(json.loads(line)) for line in lines]
    except (OSError, ValueError, ValidationError) as error:
        raise InputError(f"{path}: no figures of 'emosapp bench BUNDLE --json' ({type(error).__name__})") from None
    if not found:
        raise InputError(f"{path}: no figures; write them with 'emosapp bench BUNDLE --json > FILE'")
    return found
