"""Do the sums of a ledger add up?"""

from collections.abc import Sequence

from emosapp_data.ledger import STEPS
from emosapp_data.schema import StepCount

FEEDS = {"blocks": "extract", "check": "generate", "duplicates": "check", "release": "duplicates"}
"""Steps that take in exactly what another step made."""


def audit(counts: Sequence[StepCount]) -> list[str]:
    """What does not add up, one line each; nothing for a ledger in order."""
    by_step = {count.step: count for count in counts}
    problems = []
    for step in STEPS:
        if (count := by_step.get(step)) is None:
            continue
        if not count.finished:
            problems.append(
                f"step {step!r} is unfinished: {count.items:,} items so far; run the command again to go on"
            )
            continue
        ended = count.kept + sum(count.rejected.values()) + count.failed
        if ended != count.items:
            problems.append(f"step {step!r} took in {count.items:,} items and accounts for {ended:,}")
        source = by_step.get(FEEDS.get(step, ""))
        if source is not None and source.makes != count.items:
            problems.append(
                f"step {source.step!r} gave {source.makes:,} records and step {step!r} took in {count.items:,}"
            )
    return problems
