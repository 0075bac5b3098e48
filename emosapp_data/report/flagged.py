"""What asks for a person: the pairs that a check has flagged, by what they speak of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from emosapp_data.checks.sensitive import LANGUAGE
from emosapp_data.ledger import Ledger
from emosapp_data.schema import Flag, QAPair, Reason, StepCount

SHOWN = 4
"""Pairs shown for each flag."""


class Case(NamedTuple):
    """A flagged pair, and what was found in it."""

    pair: QAPair
    found: str


class Flagged(NamedTuple):
    """The pairs with one flag."""

    flag: Flag
    number: int
    examples: list[Case]


class ForAPerson(NamedTuple):
    """All that asks for a person."""

    pairs: int
    """Pairs with at least one flag."""
    held: int
    """Of these, how many stay out of the release until a person has decided."""
    examined: bool
    """Whether the pairs were looked through at all: only English is."""
    flags: list[Flagged]


def flagged(ledger: Ledger, counts: Mapping[str, StepCount], kept: Sequence[QAPair]) -> ForAPerson:
    """Gather what asks for a person among the pairs that were kept."""
    cases: dict[Flag, list[Case]] = {flag: [] for flag in Flag}
    some: set[str] = set()
    for pair in kept:
        found = {flag: verdict.detail for verdict in pair.verdicts for flag in verdict.flags}
        for flag, detail in found.items():
            cases[flag].append(Case(pair, detail))
            some.add(pair.id)
    language = (ledger.parameters("check") or {}).get("configuration", {}).get("language", LANGUAGE)
    held = counts["release"].rejected.get(Reason.AWAITS_REVIEW, 0) if "release" in counts else 0
    flags = [Flagged(flag, len(found), spread(found, SHOWN)) for flag, found in cases.items() if found]
    return ForAPerson(len(some), held, language == LANGUAGE, flags)


def spread(cases: Sequence[Case], number: int) -> list[Case]:
    """So many of them, from the first to the last."""
    if len(cases) <= number:
        return list(cases)
    return [cases[index * len(cases) // number] for index in range(number)]
