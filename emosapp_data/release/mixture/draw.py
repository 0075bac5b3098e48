"""Which training conversations are drawn, how often, and in which order they stand.

Each conversation has a place of its own, a hash of the seed, its dataset and its id, on which no other has any influence:

- a *cap* takes the conversations with the foremost places, so that a dataset that grows by a tenth changes about a tenth of
  what is drawn;
- a *weight* w makes w * n rows of n conversations, rounded: all come as often as goes evenly, and those with the foremost
  places once more;
- rows stand in the order of another hash, so that the datasets are mixed evenly without being shuffled anew.
"""

import hashlib
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from emosapp_data.config.mixture import ComponentConfig
from emosapp_data.release.mixture.conversation import Conversation, Drawn, LeftOut, left_out
from emosapp_data.schema import Reason


class Draw(NamedTuple):
    """What becomes of conversations: each is drawn, once or more often, or left out."""

    drawn: list[Drawn]
    left_out: list[LeftOut]


def draw(conversations: Sequence[Conversation], config: ComponentConfig, seed: int) -> Draw:
    """Draw the training conversations of a dataset, by its cap and then its weight; those that are held out all stay.

    Args:
        conversations: the conversations of one dataset.
        config: how often they are wanted.
        seed: another one draws others.
    """
    drawn = [Drawn(each, 1) for each in conversations if each.split != "train"]
    training = sorted(
        (each for each in conversations if each.split == "train"),
        key=lambda each: (_place("draw", str(seed), each.dataset, each.origin), each.origin),
    )
    kept = training[: config.cap]
    dropped = [
        left_out(each, Reason.OVER_CAP, f"{config.cap:,} of {len(training):,} are asked for")
        for each in training[len(kept) :]
    ]
    for each, copies in zip(kept, _copies(len(kept), config.weight), strict=True):
        drawn += (Drawn(each, copy) for copy in range(1, copies + 1))
        if not copies:
            dropped.append(left_out(each, Reason.UNDER_WEIGHT, f"the weight is {config.weight:g}"))
    return Draw(drawn, dropped)


def in_order(drawn: Iterable[Drawn], seed: int) -> list[Drawn]:
    """Rows in the order in which they stand."""
    placed = [(_place("order", str(seed), row.id), row.id, row) for row in drawn]
    return [row for _, _, row in sorted(placed, key=lambda entry: entry[:2])]


def _copies(number: int, weight: float) -> list[int]:
    """How often each of so many conversations comes, the foremost first; together the weight times their number."""
    if not number:
        return []
    rows = int((Decimal(str(weight)) * number).to_integral_value(ROUND_HALF_UP))
    each, more = divmod(rows, number)
    return [each + (at < more) for at in range(number)]


def _place(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()
