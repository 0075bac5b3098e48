"""Making a release: whole or not at all, and a version that exists is never touched again."""

import shutil
from pathlib import Path
from typing import NamedTuple

from emosapp_data.errors import ReleaseError
from emosapp_data.release.changelog import FILE as CHANGELOG
from emosapp_data.release.changelog import changelog, first_changelog
from emosapp_data.release.diff import compare
from emosapp_data.release.difference import Difference
from emosapp_data.release.draft import Content, Note, describe
from emosapp_data.release.verify import MANIFEST, read_release
from emosapp_data.release.versions import (
    FIRST_STABLE,
    FIRST_VERSION,
    Version,
    enough,
    existing_versions,
    next_version,
    point_to,
    version_before,
)
from emosapp_data.schema import Release
from emosapp_data.schema.release import Bump


class Made(NamedTuple):
    """A release on disk."""

    path: Path
    release: Release
    new: bool
    """Whether it was written now; false where the same bytes were there already."""


class Wanted(NamedTuple):
    """Which version is wanted; with neither, the changes decide."""

    version: str | None = None
    """The version itself."""
    bump: Bump | None = None
    """Which number of the latest version is raised, if anything has changed."""


def make_release(content: Content, folder: Path, wanted: Wanted) -> Made:
    """Write a release below `folder` (name/version), whole or not at all, and let `current.json` name it.

    Content that is the same as that of the latest version gives no new one. Where it differs, and no version is asked
    for, the changes since the latest decide which number is raised (see `versions`).

    Raises:
        ReleaseError: there is nothing to release, the version asked for exists with other content, or it raises a
            smaller number than the changes need.
    """
    if not content.rows():
        raise ReleaseError(content.why_empty())
    home = folder / content.name
    draft = home / ".draft"
    shutil.rmtree(draft, ignore_errors=True)  # what a killed process left
    draft.mkdir(parents=True)
    try:
        made = _make(content, wanted, home, draft)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    point_to(home, made.release.version)
    return made


def _make(content: Content, wanted: Wanted, home: Path, draft: Path) -> Made:
    asked, existing = wanted.version, existing_versions(home)
    content.write_tables(draft)
    standing = asked or (existing[-1] if existing else None)
    if standing in existing:
        release = describe(content, standing, _note_of(home / standing), draft)
        if _same(draft, home / standing):
            return Made(home / standing, release, new=False)
        if asked:
            raise ReleaseError(
                f"{home / asked}: this version exists with other content and is never overwritten; choose another with --version"
            )
    previous = version_before(home, asked) if asked else standing
    if previous is None:
        version = asked or (FIRST_STABLE if wanted.bump is Bump.MAJOR else FIRST_VERSION)
        first = content.release(version, Note(""))
        note = Note(first_changelog(version, first.kind.rows(sum(first.rows.values()))))
    else:
        if asked:
            describe(content, asked, Note(""), draft)
        difference = compare(home / previous, draft, content.history)
        version = _chosen(difference, previous, wanted, content.name)
        note = Note(changelog(difference, version, home / previous), previous, difference.counts)
    release = describe(content, version, note, draft)
    draft.rename(home / version)
    return Made(home / version, release, new=True)


def _chosen(difference: Difference, previous: str, wanted: Wanted, name: str) -> str:
    """The version that follows the previous one.

    Raises:
        ReleaseError: the one asked for raises a smaller number than the changes need.
    """
    needed = enough(difference.needed, previous)
    asked, bump = wanted
    raised = Version.parse(previous).bump_to(Version.parse(asked)) if asked else bump or needed
    if raised.weight < needed.weight:
        why = "; ".join(cause.what for cause in difference.causes if enough(cause.bump, previous) is needed)
        raise ReleaseError(
            f"{name} {asked or next_version(previous, raised)}: a {raised} version is too small for what changed "
            f"since {previous} ({why}); it has to be {next_version(previous, needed)} or --bump {needed}"
        )
    return asked or next_version(previous, raised)


def _note_of(released: Path) -> Note:
    """What a release that exists says of the one before, to see whether all the rest is the same too."""
    path = released / CHANGELOG
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        release = read_release(released)
    except ReleaseError:
        return Note(text)
    return Note(text, release.previous, release.changes)


def _same(draft: Path, released: Path) -> bool:
    """Whether a release holds what the draft holds; the manifests name the checksums of all other files."""
    manifest = released / MANIFEST
    return manifest.exists() and manifest.read_bytes() == (draft / MANIFEST).read_bytes()
