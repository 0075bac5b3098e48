"""Splits by section: no section of a book is in two of them, so that no test question was seen with its page in training."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from emosapp_data.config import ReleaseConfig
from emosapp_data.schema import QAPair

SPLITS = ("train", "validation", "test")
DEPTH = 2
"""A section is a heading of the second level, such as '6.2 Classical Conditioning'; all below it goes with it."""

Section = tuple[str, ...]


def section_of(pair: QAPair) -> Section:
    """The section that a pair belongs to for splitting: its book and its two outermost headings."""
    return (pair.citation.book, *pair.citation.section[:DEPTH])


def assign(pairs: Iterable[QAPair], config: ReleaseConfig) -> dict[str, str]:
    """The split of every pair, by its id.

    Sections are taken in an order that the seed and their names decide; one goes to test or validation if it fits into
    what is still wanted there, and to training otherwise.
    """
    by_section: dict[Section, list[str]] = defaultdict(list)
    for pair in pairs:
        by_section[section_of(pair)].append(pair.id)
    total = sum(map(len, by_section.values()))
    room = {"test": int(config.test * total), "validation": int(config.validation * total)}
    splits: dict[str, str] = {}
    for section in sorted(by_section, key=lambda section: _order(section, config.seed)):
        ids = by_section[section]
        split = next((name for name, left in room.items() if len(ids) <= left), "train")
        if split in room:
            room[split] -= len(ids)
        splits.update(dict.fromkeys(ids, split))
    return splits


def _order(section: Section, seed: int) -> str:
    return hashlib.sha256("\x1f".join([str(seed), *section]).encode()).hexdigest()
