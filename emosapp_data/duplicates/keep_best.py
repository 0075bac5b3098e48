"""Which members of a group may be left out for a better one that says the same."""

from collections.abc import Callable
from typing import NamedTuple

from emosapp_data.duplicates.groups import Group
from emosapp_data.duplicates.match import Match


class LeftOut(NamedTuple):
    """A pair that may be left out."""

    id: str
    """The pair."""
    survivor: str
    """The pair that stays for it."""
    match: Match
    """What the two differ in: nothing that may change the meaning."""


def keep_best(group: Group, rank: Callable[[str], float]) -> list[LeftOut]:
    """The members that may be left out, in the group's order; `rank` says how good a pair is, the higher the better.

    From the best to the worst, a member goes if it matches one that stays, and the match has no difference that may change
    the meaning. All others stay: to be joined by a chain of matches is not enough. Of equal ranks the earlier is better.
    """
    same: dict[str, dict[str, Match]] = {member: {} for member in group.members}
    for match in group.matches:
        if not match.may_change_meaning:
            same[match.first][match.second] = same[match.second][match.first] = match
    kept: list[str] = []
    left_out: dict[str, LeftOut] = {}
    for member in sorted(group.members, key=lambda member: -rank(member)):
        survivor = next((better for better in kept if better in same[member]), None)
        if survivor is None:
            kept.append(member)
        else:
            left_out[member] = LeftOut(member, survivor, same[member][survivor])
    return [left_out[member] for member in group.members if member in left_out]
