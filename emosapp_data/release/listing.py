"""The releases that there are."""

from pathlib import Path
from typing import NamedTuple

from emosapp_data.release.find import datasets_in
from emosapp_data.release.verify import read_release
from emosapp_data.release.versions import current_version, existing_versions
from emosapp_data.schema import Release


class Listed(NamedTuple):
    """A release in its place."""

    path: Path
    release: Release
    current: bool
    """Whether the pointer names it."""


def listed(folder: Path) -> list[Listed]:
    """All releases of a workspace or a dataset, each dataset's oldest first.

    Raises:
        ReleaseError: there are none, or a manifest cannot be read.
    """
    return [
        Listed(home / version, read_release(home / version), version == current_version(home))
        for home in datasets_in(folder).values()
        for version in existing_versions(home)
    ]
