"""Splits: no section of a book is in two of them, and nothing is in one that is much like something in another.

The rule, so that a pair keeps its split while the dataset grows:

1. A section is a heading of the second level with all below it. Sections that hold near duplicates of each other belong
   together, and so do those that these are like: such a **cluster** goes into one split as a whole.
2. Every section has a place between 0 and 1, a hash of its book, its headings and the seed; no other section has a say
   in it. A cluster goes where its foremost section belongs: below `test` to test, below `test + validation` to validation,
   the rest to training. So the shares are met on average: of n sections, `test` * n come there, give or take the root of it.
3. A cluster of more than five sections goes to training: the more books, the more of what they all say is linked to one
   cluster, and that must not end in the test.
4. Where validation or test would be empty, the cluster with the foremost place gets there that holds at most twice the
   wanted share; where all are larger, the split stays empty. Where training would be empty, the hindmost gets there.

Its limits: a pair moves when a new near duplicate links two clusters that were in different splits (one has to give way),
or when the last link between them is gone; when a cluster grows to six sections; when a split that was filled by rule 4
gets a cluster of its own; or when the headings of its book are read differently. Each of these is found by comparing
the releases, and makes the new version a major one.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from emosapp_data.config import ReleaseConfig
from emosapp_data.doubt import group_of
from emosapp_data.schema import QAPair

SPLITS = ("train", "validation", "test")
DEPTH = 2
"""A section is a heading of the second level, such as '6.2 Classical Conditioning'; all below it goes with it."""
MOST_SECTIONS = 5
"""Sections of a cluster that may be held out."""
SPACE = 2**64

Section = tuple[str, ...]


class Cluster(NamedTuple):
    """Sections that go into one split together."""

    place: float
    """Place of the foremost section, from 0 to 1."""
    sections: tuple[Section, ...]
    """The sections, the foremost first."""
    pairs: tuple[str, ...]
    """Ids of all that is in them."""


def section_of(pair: QAPair) -> Section:
    """The section that a pair belongs to for splitting: its book and its two outermost headings."""
    return (pair.citation.book, *pair.citation.section[:DEPTH])


def assign(pairs: Iterable[QAPair], config: ReleaseConfig, links: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """The split of every pair, by its id.

    Args:
        pairs: the pairs, with the groups of near duplicates in their verdicts.
        config: the shares and the seed.
        links: ids of pairs that are much alike, also where they are in no group or in two; unknown ids do not count.
    """
    return spread(clusters(pairs, config.seed, links), {"test": config.test, "validation": config.validation})


def spread(found: Sequence[Cluster], shares: Mapping[str, float]) -> dict[str, str]:
    """The split of everything in these clusters, by its id.

    Args:
        found: the clusters, in the order of their places.
        shares: the share of each split that is held out.
    """
    splits = {cluster: _by_place(cluster, shares) for cluster in found}
    if found and "train" not in splits.values():
        splits[found[-1]] = "train"
    for split, share in shares.items():
        if share and split not in splits.values():
            _fill(splits, split, share)
    return {pair: split for cluster, split in splits.items() for pair in cluster.pairs}


def clusters(pairs: Iterable[QAPair], seed: int = 0, links: Iterable[tuple[str, str]] = ()) -> list[Cluster]:
    """The sections, put together where they hold near duplicates of each other, in the order of their places."""
    groups: dict[str, list[Section]] = defaultdict(list)
    home: dict[str, Section] = {}
    for pair in pairs:
        home[pair.id] = section_of(pair)
        if group := group_of(pair):
            groups[group].append(home[pair.id])
    alike = [*groups.values(), *([home[one], home[other]] for one, other in links if one in home and other in home)]
    return joined(home, alike, seed)


def joined(home: Mapping[str, Section], alike: Iterable[Sequence[Section]], seed: int = 0) -> list[Cluster]:
    """Sections, put together where they are alike, in the order of their places.

    Args:
        home: the section of everything that is to be split, by its id.
        alike: sections that belong together.
        seed: of the places.
    """
    by_section: dict[Section, list[str]] = defaultdict(list)
    for pair, section in home.items():
        by_section[section].append(pair)
    places = {section: _place(section, seed) for section in by_section}
    members: dict[Section, list[Section]] = defaultdict(list)
    for section, first in _linked(sorted(by_section, key=lambda section: (places[section], section)), alike).items():
        members[first].append(section)
    return [
        Cluster(
            places[first], tuple(sections), tuple(sorted(pair for section in sections for pair in by_section[section]))
        )
        for first, sections in members.items()
    ]


def _linked(sections: Sequence[Section], alike: Iterable[Sequence[Section]]) -> dict[Section, Section]:
    """The foremost section of the cluster that each section is in, by union-find; sections come in the order of their places."""
    rank = {section: number for number, section in enumerate(sections)}
    above = {section: section for section in sections}

    def first(section: Section) -> Section:
        while above[section] != section:
            above[section] = above[above[section]]
            section = above[section]
        return section

    for linked in alike:
        for other in linked[1:]:
            ends = sorted((first(linked[0]), first(other)), key=rank.__getitem__)
            above[ends[1]] = ends[0]
    return {section: first(section) for section in sections}


def _by_place(cluster: Cluster, shares: Mapping[str, float]) -> str:
    limit = 0.0
    if len(cluster.sections) <= MOST_SECTIONS:
        for split, share in shares.items():
            limit += share
            if cluster.place < limit:
                return split
    return "train"


def _fill(splits: dict[Cluster, str], split: str, share: float) -> None:
    """Give an empty split the foremost cluster that is small enough, and leave something to train on."""
    total = sum(len(cluster.pairs) for cluster in splits)
    training = [cluster for cluster, now in splits.items() if now == "train"]
    for cluster in training if len(training) > 1 else []:
        if len(cluster.sections) <= MOST_SECTIONS and len(cluster.pairs) <= 2 * share * total:
            splits[cluster] = split
            return


def _place(section: Section, seed: int) -> float:
    digest = hashlib.sha256("\x1f".join(["place", str(seed), *section]).encode()).digest()
    return int.from_bytes(digest[:8]) / SPACE
