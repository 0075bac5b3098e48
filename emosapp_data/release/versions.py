"""Semantic versions of a dataset, with the meaning they have for a trainer, and the pointer to the current one.

- **major**: what a model was trained or measured on no longer means the same. A column, a split or a configuration is
  gone or has another type, a pair is in another split than before, or the licence is another.
- **minor**: pairs were added, removed or edited, a value beside them changed, or a column came in. Code that reads the
  dataset goes on working, and no test question has become a training question.
- **patch**: the pairs are the same; only the card or the metadata is different.

Whether a column of the same name and type has another meaning, no program can see: ask for `major` then. Before 1.0.0
nothing is promised yet (https://semver.org, rule 4): what is breaking raises the minor number.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple, Self

from emosapp_data.errors import ReleaseError
from emosapp_data.schema.release import Bump
from emosapp_data.workspace import write_text

FIRST_VERSION = "0.1.0"
FIRST_STABLE = "1.0.0"
CURRENT = "current.json"
"""The pointer is a small file and no symbolic link: links get lost in archives, on Windows, and on the way to the Hub."""
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class Version(NamedTuple):
    """A semantic version; versions sort as they follow each other."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a version.

        Raises:
            ReleaseError: the text is none.
        """
        match = VERSION.fullmatch(text)
        if match is None:
            raise ReleaseError(f"{text!r} is no version; a version is written 1.2.3")
        return cls(int(match[1]), int(match[2]), int(match[3]))

    def __str__(self) -> str:
        """The version as one writes it."""
        return f"{self.major}.{self.minor}.{self.patch}"

    def raised(self, bump: Bump) -> "Version":
        """The next version: 1.4.2 is followed by 2.0.0, 1.5.0 or 1.4.3."""
        if bump is Bump.MAJOR:
            return Version(self.major + 1, 0, 0)
        return Version(self.major, self.minor + 1, 0) if bump is Bump.MINOR else self._replace(patch=self.patch + 1)

    def bump_to(self, later: "Version") -> Bump:
        """Which number a later version raises."""
        if later.major != self.major:
            return Bump.MAJOR
        return Bump.MINOR if later.minor != self.minor else Bump.PATCH


def enough(needed: Bump, version: str) -> Bump:
    """The bump that has to follow a version for a change: before 1.0.0 a minor one does for everything."""
    return Bump.MINOR if needed is Bump.MAJOR and Version.parse(version).major == 0 else needed


def next_version(version: str, bump: Bump) -> str:
    """The version that follows: after 0.1.4 the minor one is 0.2.0."""
    return str(Version.parse(version).raised(bump))


def existing_versions(home: Path) -> list[str]:
    """The versions of a dataset that were released, the oldest first.

    Args:
        home: the dataset's folder, which holds one folder a version.
    """
    found = [path.name for path in home.glob("*.*.*") if VERSION.fullmatch(path.name) and path.is_dir()]
    return sorted(found, key=Version.parse)


def version_before(home: Path, version: str) -> str | None:
    """The latest version of a dataset that is older than this one."""
    older = [found for found in existing_versions(home) if Version.parse(found) < Version.parse(version)]
    return older[-1] if older else None


def current_version(home: Path) -> str | None:
    """The version that the pointer names; without a pointer the latest one, and none where nothing was released.

    Raises:
        ReleaseError: the pointer cannot be read, or names a version that is not there.
    """
    pointer, versions = home / CURRENT, existing_versions(home)
    if not pointer.exists():
        return versions[-1] if versions else None
    try:
        version = str(json.loads(pointer.read_text(encoding="utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ReleaseError(f"{pointer}: not a pointer; delete it, and the latest version counts") from None
    if version not in versions:
        raise ReleaseError(f"{pointer}: names {version}, which is not there; there are {_listed(versions)}")
    return version


def point_to(home: Path, version: str) -> None:
    """Let the pointer name a version that is whole, unless it names a later one already.

    The file is replaced in one step, so that a reader finds the old version or the new one and never half a name.
    """
    pointer = home / CURRENT
    try:
        standing = current_version(home) if pointer.exists() else None
    except ReleaseError:
        standing = None
    if standing is None or Version.parse(standing) < Version.parse(version):
        write_text(pointer, json.dumps({"version": version}) + "\n")


def _listed(versions: list[str]) -> str:
    return ", ".join(versions) or "none"
