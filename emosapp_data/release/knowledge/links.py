"""Which pairs are much alike, group or no group: what the splits have to keep together.

A group of near duplicates is kept small enough for a person to look at, so two pairs that are alike may stand in two
groups (`duplicates.groups`). The splits need every match.
"""

from collections.abc import Mapping

from emosapp_data.ledger import Ledger, Step
from emosapp_data.steps.check import DUPLICATES, judged
from emosapp_data.steps.near_duplicates import MATCHES, VERSION, segments

STEP = "near_duplicates"

Link = tuple[str, str]
"""Ids of two pairs that are much alike."""


def links(ledger: Ledger, now: Mapping[str, str]) -> list[Link]:
    """The pairs that the latest run found to be much alike.

    Args:
        ledger: the ledger.
        now: of the pairs that are left, the ids that they have after the review, by those before.
    """
    parameters = ledger.parameters(STEP)
    if parameters is None:
        return []
    compared = [item.input for item in ledger.items(STEP)]
    pairs = {pair.id: pair for pair in judged(ledger)}
    keys = [segment.key for segment in segments([pairs[pair] for pair in compared])]
    step = Step(MATCHES, VERSION, {"least_score": parameters["least_score"], "after": DUPLICATES.version})
    results = ledger.known(step, keys)
    matches = [row[:2] for result in results.values() for row in result.output]
    return [(now[first], now[second]) for first, second in matches if first in now and second in now]
