"""Do the sums of a ledger add up?"""

from collections.abc import Sequence

from emosapp_data.ledger import STEPS
from emosapp_data.schema import StepCount

FEEDS = {
    "blocks": ("extract",),
    "ask": ("select",),
    "ground": ("ask",),
    "check": ("generate", "ground"),
    "round_trip": ("check",),
    "judge": ("round_trip", "check"),
    "duplicates": ("judge", "round_trip", "check"),
    "near_duplicates": ("duplicates",),
    "review": ("near_duplicates", "duplicates"),
    "release": ("review", "near_duplicates", "duplicates"),
}
"""Steps that take in exactly what others made: what both generators made is checked; of the rest, the nearest step
before that was run is the source."""
JOINED = "check"
"""The step that takes in what all of its sources made."""


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
        sources = [by_step[name] for name in FEEDS.get(step, ()) if name in by_step]
        used = sources if step == JOINED else sources[:1]
        if used and (made := sum(source.makes for source in used)) != count.items:
            names = " and ".join(repr(source.step) for source in used)
            problems.append(f"step {names} gave {made:,} records and step {step!r} took in {count.items:,}")
    return problems
