"""The order of review: the pairs on which a person's minute is best spent come first.

14,582 pairs at 20 seconds each are 81 hours, so most pairs are never read. What the checks found out about a pair is put
together to a doubt between 0 and 1, as the chance that at least one of several independent doubts is right (noisy or,
Pearl 1988). The weights are judgements, not measurements: they say what comes before what, and no more.
"""

import hashlib
from typing import NamedTuple

from emosapp_data.schema import Flag, QAPair, Record, Verdict

URGENT = frozenset({Flag.SUICIDE, Flag.SELF_HARM, Flag.DISCOURAGES_HELP, Flag.DIAGNOSIS})
"""Flags on which an error harms most."""
FLAG, URGENT_FLAG = 0.7, 0.9
WRITTEN = 0.25
"""Doubt about any pair that a model wrote; the books' own have been edited by people."""
NEAR_DUPLICATE = 0.5
WEIGHTS = {"quote": 0.9, "supported": 0.8, "round_trip": 0.6, "judge": 0.8}
"""How much of what a check's score lacks to 1 is doubt about the pair."""
NAMES = {
    "quote": "the quote was put right",
    "supported": "support",
    "round_trip": "second reading",
    "judge": "judge",
}


class Doubt(NamedTuple):
    """How doubtful a pair is, and why."""

    score: float
    reasons: tuple[str, ...]


class QueueEntry(Record):
    """A pair in the order of review."""

    id: str
    """Id of the pair."""
    doubt: float
    """From 0 to 1."""
    reasons: tuple[str, ...]
    """What speaks for looking at it, the weightiest first."""
    question: str
    """The question."""
    answer: str
    """The answer."""
    citation: str
    """Where it comes from."""


def doubt(pair: QAPair) -> Doubt:
    """How doubtful a pair is, by what was said of it."""
    found: list[tuple[float, str]] = []
    if pair.origin.model:
        found.append((WRITTEN, f"written by {pair.origin.model.partition('@')[0]}"))
    for verdict in pair.verdicts:
        found += _of(verdict)
    certain = 1.0
    for weight, _ in found:
        certain *= 1 - weight
    reasons = tuple(reason for _, reason in sorted(found, key=lambda entry: -entry[0]))
    return Doubt(round(1 - certain, 4), reasons)


def queue(pairs: list[QAPair]) -> list[QueueEntry]:
    """The pairs in the order of review. Near duplicates follow each other; equally doubtful ones come in no set order."""
    doubts = {pair.id: doubt(pair) for pair in pairs}
    groups: dict[str, float] = {}
    for pair in pairs:
        group = group_of(pair) or pair.id
        groups[group] = max(groups.get(group, 0.0), doubts[pair.id].score)
    ordered = sorted(pairs, key=lambda pair: _place(pair, groups, doubts[pair.id].score))
    return [
        QueueEntry(
            id=pair.id,
            doubt=doubts[pair.id].score,
            reasons=doubts[pair.id].reasons,
            question=pair.question,
            answer=pair.answer,
            citation=str(pair.citation),
        )
        for pair in ordered
    ]


def group_of(pair: QAPair) -> str | None:
    """The group of near duplicates that a pair belongs to."""
    return next((verdict.group for verdict in pair.verdicts if verdict.group), None)


def flags_of(pair: QAPair) -> tuple[Flag, ...]:
    """What in a pair asks for a person."""
    found = {flag for verdict in pair.verdicts for flag in verdict.flags}
    return tuple(flag for flag in Flag if flag in found)


def _of(verdict: Verdict) -> list[tuple[float, str]]:
    found = [(URGENT_FLAG if flag in URGENT else FLAG, flag.explanation) for flag in verdict.flags]
    if verdict.group:
        found.append((NEAR_DUPLICATE, verdict.detail))
    if verdict.check in WEIGHTS and verdict.score is not None and verdict.score < 1:
        found.append((WEIGHTS[verdict.check] * (1 - verdict.score), f"{NAMES[verdict.check]} {verdict.score:.2f}"))
    return found


def _place(pair: QAPair, groups: dict[str, float], own: float) -> tuple[float, str, float, str]:
    group = group_of(pair) or pair.id
    return -groups[group], hashlib.sha256(group.encode()).hexdigest(), -own, pair.id
