"""CHANGELOG.md of a release: what changed since the version before, and what that one's changelog says.

It is made from the two releases and the reasons in the ledger, and holds no text of a pair that was removed: what a
person threw out, for private data in it perhaps, must not come back by this way.
"""

from collections.abc import Sequence
from pathlib import Path

from emosapp_data.release.difference import Difference

FILE = "CHANGELOG.md"
HEADER = "# Changelog\n"
LISTED = 50
"""Ids listed of each kind; the difference of the two releases lists all."""


def first_changelog(version: str, rows: str) -> str:
    """The changelog of a first release, which has these rows, in words."""
    return f"{HEADER}\n## {version}\n\nFirst release: {rows}.\n"


def changelog(difference: Difference, version: str, before: Path) -> str:
    """The changelog of a release that follows another.

    Args:
        difference: what is different.
        version: the new version.
        before: folder of the release before, whose changelog is taken over.
    """
    path = before / FILE
    older = path.read_text(encoding="utf-8").removeprefix(HEADER) if path.exists() else ""
    lines = [f"## {version}", "", f"Changes since {difference.before} ({difference.needed.value}):", ""]
    lines += [f"- {cause.what}" for cause in difference.causes] or ["- only the card or the metadata"]
    lines += _ids("Added", [pair.id for pair in difference.added])
    lines += _ids("Removed", [f"{pair.id}{_why(pair.reason)}" for pair in difference.removed])
    lines += _ids("Edited", [f"{pair.parent} → {pair.id}" for pair in difference.edited])
    lines += _ids("Moved", [f"{pair.id}: {pair.before} → {pair.after}" for pair in difference.moved])
    return HEADER + "\n" + "\n".join(lines) + "\n" + older


def _ids(title: str, entries: Sequence[str]) -> list[str]:
    if not entries:
        return []
    more = len(entries) - LISTED
    return ["", f"{title}:", "", *(f"- {entry}" for entry in entries[:LISTED])] + (
        [f"- and {more:,} more"] if more > 0 else []
    )


def _why(reason: str | None) -> str:
    return f" ({reason})" if reason else ""
