"""Matches put together in groups that a person looks at as one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from emosapp_data.duplicates.difference import Difference
from emosapp_data.duplicates.match import Match
from emosapp_data.schema import content_id

LARGEST = 20
"""Members that a person can look at together."""


class Group(NamedTuple):
    """Pairs that are joined by matches, directly or one by one."""

    id: str
    """Hash of the members' ids."""
    members: tuple[str, ...]
    """Ids of the pairs, in their order."""
    matches: tuple[Match, ...]
    """The matches among them."""
    outward: tuple[Match, ...] = ()
    """Matches with members of other groups: each group would have grown too large if they had been joined."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All kinds of difference within the group, in the order of the enumeration."""
        found = {difference for match in self.matches for difference in match.differences}
        return tuple(difference for difference in Difference if difference in found)


def groups(matches: Iterable[Match], order: Sequence[str], largest: int = LARGEST) -> list[Group]:
    """Group the pairs of the matches; `order` holds all ids in their order. Groups come in the order of their first member.

    Without a bound a chain of small changes would put pairs together that have nothing in common. So the strongest matches
    join first (single linkage, Kruskal 1956), and one that would make a group of more than `largest` joins nothing: it is an
    outward match of both groups. Of equal scores the earlier pairs join first; the order of the matches does not count.
    A pair whose matches all lead into full groups is a group by itself, so that no match is lost.

    Raises:
        KeyError: a match names a pair that is not in `order`.
    """
    place = {member: number for number, member in enumerate(order)}
    ranked = sorted(matches, key=lambda match: (-match.score, place[match.first], place[match.second]))
    forest = _Forest(largest)
    for match in ranked:
        forest.join(place[match.first], place[match.second])
    inward: dict[int, list[Match]] = defaultdict(list)
    outward: dict[int, list[Match]] = defaultdict(list)
    members: dict[int, set[int]] = defaultdict(set)
    for match in sorted(ranked, key=lambda match: (place[match.first], place[match.second])):
        one, other = (forest.root(place[member]) for member in (match.first, match.second))
        members[one].add(place[match.first])
        members[other].add(place[match.second])
        if one == other:
            inward[one].append(match)
        else:
            outward[one].append(match)
            outward[other].append(match)
    found = []
    for root, places in sorted(members.items(), key=lambda item: min(item[1])):
        ids = tuple(order[number] for number in sorted(places))
        found.append(Group(content_id("group", ids), ids, tuple(inward[root]), tuple(outward[root])))
    return found


class _Forest:
    """Disjoint sets whose size is bounded (Galler and Fischer 1964)."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._above: dict[int, int] = {}
        self._size: dict[int, int] = {}

    def root(self, member: int) -> int:
        """The member that stands for the set."""
        path = []
        while (above := self._above.get(member, member)) != member:
            path.append(member)
            member = above
        for passed in path:
            self._above[passed] = member
        return member

    def join(self, one: int, other: int) -> None:
        """Make one set of two, if it does not grow too large."""
        one, other = sorted((self.root(one), self.root(other)))
        size = self._size.get(one, 1) + self._size.get(other, 1)
        if one != other and size <= self._largest:
            self._above[other] = one
            self._size[one] = size
