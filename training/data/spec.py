"""How a dataset is named on the command line."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from emosapp_data.errors import InputError

SPEC = re.compile(r"(?P<name>[a-z][a-z0-9-]*)(?:@(?P<version>.+))?")


class DataSpec(NamedTuple):
    """Which release is wanted."""

    name: str
    """Name of the dataset."""
    version: str | None
    """Which versions will do, such as '1.0.0' or '>=1.1,<2'; none for the current one."""


def read_spec(text: str) -> DataSpec:
    """Read NAME or NAME@VERSION.

    Raises:
        InputError: it is neither.
    """
    match = SPEC.fullmatch(text.strip())
    if match is None:
        raise InputError(
            f"--data {text}: write NAME or NAME@VERSION, such as paper-mixture@1.0.0 or 'knowledge@>=1.1,<2'"
        )
    return DataSpec(match["name"], match["version"])


def read_specs(texts: Sequence[str]) -> list[DataSpec]:
    """Read several, each of another dataset.

    Raises:
        InputError: one cannot be read, a dataset is named twice, or there are none.
    """
    specs = [read_spec(text) for text in texts]
    names = [spec.name for spec in specs]
    if not names:
        raise InputError("no data: name a release with --data, such as paper-mixture@1.0.0")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(
            f"--data names {', '.join(twice)} twice; a mixture gives a dataset more weight ('emosapp mix')"
        )
    return specs
