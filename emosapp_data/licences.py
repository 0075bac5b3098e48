"""The licence of a release: the most restrictive of its sources, or a reason why there can be none.

Creative Commons licences are combined by their conditions (https://creativecommons.org/licenses/): non-commercial and
share-alike propagate, no-derivatives forbids a dataset altogether, and share-alike without non-commercial cannot be
combined with non-commercial, since each asks for its own terms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from emosapp_data.schema import Book

CC = re.compile(r"CC-BY(?P<nc>-NC)?(?P<nd>-ND)?(?P<sa>-SA)?-(?P<version>\d\.\d)(?:-[A-Z]+)?")
FREE = frozenset({"CC0-1.0", "PDDL-1.0", "Unlicense", "0BSD"})
"""Licences without conditions."""


class Terms(NamedTuple):
    """What a release may be used for."""

    licence: str | None
    """SPDX expression; none where the licence of a book is unknown."""
    obstacles: tuple[str, ...]
    """Why the release must not be published."""


def forbids_derivatives(licence: str | None) -> bool:
    """Whether a licence forbids making a dataset from a book."""
    match = CC.fullmatch(licence) if licence else None
    return bool(match and match["nd"])


def combine(books: Iterable[Book]) -> Terms:
    """The terms of a dataset made from these books."""
    by_licence: dict[str | None, list[str]] = defaultdict(list)
    for book in books:
        by_licence[book.licence].append(book.title)
    if None in by_licence:
        return Terms(None, (f"unknown licence: {_titles(by_licence[None])}",))
    bound = {licence: titles for licence, titles in by_licence.items() if licence and licence not in FREE}
    if len(bound) <= 1:
        return Terms(next(iter(bound), "CC0-1.0"), ())
    parts = {licence: CC.fullmatch(licence) for licence in bound}
    if strange := sorted(licence for licence, match in parts.items() if match is None):
        names = "; ".join(f"{licence} ({_titles(bound[licence])})" for licence in strange)
        return Terms(
            " AND ".join(sorted(bound)),
            (f"whether these licences can be combined with the others is not known: {names}",),
        )
    matches = [match for match in parts.values() if match]
    commercial = any(match["nc"] for match in matches)
    alike = any(match["sa"] for match in matches)
    version = max(match["version"] for match in matches)
    licence = f"CC-BY{'-NC' if commercial else ''}{'-SA' if alike else ''}-{version}"
    clash = [name for name, match in parts.items() if match and match["sa"] and not match["nc"]] if commercial else []
    obstacles = tuple(
        f"{name} ({_titles(bound[name])}) cannot be combined with non-commercial sources; release them apart"
        for name in sorted(clash)
    )
    return Terms(licence, obstacles)


def _titles(titles: list[str]) -> str:
    return ", ".join(sorted(set(titles)))
