"""The terms of a release: the most restrictive of its sources', or the reasons why it must not be published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple, Protocol

from emosapp_data.licences.expression import Alternative, alternatives, restriction
from emosapp_data.licences.families import CC, Kind, circle, is_non_commercial, is_share_alike, joined, kind


class Licensed(Protocol):
    """A book, or a source of dialogues."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def licence(self) -> str | None:
        """Its licence as an SPDX expression; none where it is unknown."""


class Terms(NamedTuple):
    """What a release may be used for."""

    licence: str | None
    """SPDX expression; none where the licence of a source is unknown. With obstacles: all licences of the sources."""
    obstacles: tuple[str, ...]
    """Why the release must not be published."""


def combine(sources: Iterable[Licensed]) -> Terms:
    """The terms of a dataset made from these sources, whatever their order.

    Where a source may be used under either of several licences (OR), the one is taken that lets the dataset be published;
    of several, the least restrictive.
    """
    titles: dict[str | None, set[str]] = defaultdict(set)
    for source in sources:
        titles[source.licence].add(source.title)
    obstacles = [f"unknown licence: {_names(titles.pop(None))}"] if None in titles else []
    ways: dict[str, tuple[Alternative, ...]] = {}
    for licence in sorted(licence for licence in titles if licence is not None):
        ways[licence] = alternatives(licence)
        if not ways[licence]:
            obstacles.append(f"no SPDX licence expression: {licence!r} ({_names(titles[licence])})")
    under: dict[str, set[str]] = defaultdict(set)
    for expression, chosen in _choose({expression: way for expression, way in ways.items() if way}).items():
        for licence in chosen:
            under[licence] |= titles[expression]
    clashes = _clashes(under)
    terms = None if obstacles else _conjunction(under) if clashes else _merge(under)
    return Terms(terms, (*obstacles, *clashes))


def _choose(ways: Mapping[str, tuple[Alternative, ...]]) -> dict[str, Alternative]:
    """Of every expression the alternative that is used.

    What can be published is ruled by one licence that asks for terms of its own, or by none: each is tried.
    """
    licences = {licence for way in ways.values() for alternative in way for licence in alternative}
    rulers = [None, *(licence for licence in licences if is_share_alike(licence) or kind(licence) is Kind.UNFAMILIAR)]
    found = []
    for ruler in rulers:
        fitting = {
            expression: [chosen for chosen in way if all(_fits(licence, ruler) for licence in chosen)]
            for expression, way in ways.items()
        }
        if all(fitting.values()):
            found.append({expression: way[0] for expression, way in fitting.items()})
    if not found:
        return {expression: way[0] for expression, way in ways.items()}
    return min(found, key=lambda chosen: restriction(frozenset().union(*chosen.values())))


def _fits(licence: str, ruler: str | None) -> bool:
    """Whether a licence can be combined with one that asks for terms of its own, or, without a ruler, asks for none."""
    asked = kind(licence)
    if asked is Kind.FREE or licence == ruler:
        return True
    if ruler is None or kind(ruler) is Kind.UNFAMILIAR:
        return ruler is None and asked in (Kind.ATTRIBUTION, Kind.NON_COMMERCIAL)
    if is_share_alike(licence):
        return circle(licence) == circle(ruler)
    return asked is Kind.ATTRIBUTION or (asked is Kind.NON_COMMERCIAL and is_non_commercial(ruler))


def _clashes(under: Mapping[str, set[str]]) -> list[str]:
    """Why a dataset from works under these licences must not be published."""

    def named(licences: Iterable[str]) -> str:
        return ", ".join(f"{licence} ({_names(under[licence])})" for licence in sorted(licences))

    found = []
    of: dict[Kind, list[str]] = defaultdict(list)
    for licence in under:
        of[kind(licence)].append(licence)
    if of[Kind.REFERENCE]:
        found.append(
            f"whether {named(of[Kind.REFERENCE])} allows publication is not known; "
            "ask the owner for a licence of https://spdx.org/licenses, or leave the source out"
        )
    if of[Kind.NO_DERIVATIVES]:
        found.append(f"no derivatives: {named(of[Kind.NO_DERIVATIVES])}")
    if of[Kind.UNFAMILIAR] and len(under) - len(of[Kind.FREE]) > 1:
        found.append(
            f"whether these licences can be combined with the others is not known: {named(of[Kind.UNFAMILIAR])}"
        )
    alike = of[Kind.SHARE_ALIKE] + of[Kind.NON_COMMERCIAL_SHARE_ALIKE]
    if len({circle(licence) for licence in alike}) > 1:
        found.append(f"each of these asks for its own terms: {named(alike)}; release them apart")
    if of[Kind.SHARE_ALIKE] and of[Kind.NON_COMMERCIAL]:
        found.append(
            f"{named(of[Kind.SHARE_ALIKE])} cannot be combined with non-commercial sources, "
            f"{named(of[Kind.NON_COMMERCIAL])}; release them apart"
        )
    return found


def _merge(licences: Collection[str]) -> str:
    """The terms of what is made from works under licences that can be combined."""
    bound = {licence for licence in licences if kind(licence) is not Kind.FREE}
    commons = {licence for licence in bound if CC.fullmatch(licence)}
    if len(commons) > 1:
        bound = bound - commons | {joined(commons)}
    if not bound:
        return next(iter(licences)) if len(licences) == 1 else "CC0-1.0"
    return _conjunction(bound)


def _conjunction(licences: Iterable[str]) -> str:
    return " AND ".join(sorted(licences))


def _names(titles: Iterable[str]) -> str:
    return ", ".join(sorted(titles))
