"""What the ledger keeps: items of steps, and how they ended."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from emosapp_data.schema import Reason


class Outcome(StrEnum):
    """How an item ended."""

    KEPT = "kept"
    REJECTED = "rejected"
    FAILED = "failed"


class Result(NamedTuple):
    """What a step found out about one item."""

    outcome: Outcome
    reason: Reason | None = None
    """Why the item was rejected; for rejected items only."""
    detail: str = ""
    """What exactly was found, or the error."""
    output: Any = None
    """JSON-like data that later steps read."""
    makes: int = 0
    """How many records the output holds."""


class Item(NamedTuple):
    """One item of a step, with its result."""

    input: str
    result: Result


class Step(NamedTuple):
    """Which work, with which parameters: what a result depends on besides its input."""

    name: str
    version: int
    parameters: Any
    """JSON-like; anything that changes a result must be in here."""

    def keys(self, inputs: Iterable[str]) -> Iterator[str]:
        """The keys of items in the ledger: each a hash of the step, its version and parameters, and the item's input."""
        step = json.dumps([self.name, self.version, self.parameters], sort_keys=True).removesuffix("]")
        begun = hashlib.sha256(step.encode())
        for input_id in inputs:
            whole = begun.copy()
            whole.update(f", {json.dumps(input_id)}]".encode())
            yield whole.hexdigest()[:32]


STEPS = (
    "extract",
    "blocks",
    "generate",
    "select",
    "ask",
    "ground",
    "check",
    "round_trip",
    "judge",
    "duplicates",
    "near_duplicates",
    "review",
    "dialogues",
    "dialogue_release",
    "release",
)
"""The steps in the order of the flow; those that ask a model, or people, are there only where they are asked."""
ASIDE = frozenset({"dialogues", "dialogue_release"})
"""Steps beside the flow from books to pairs: neither voids the other."""
