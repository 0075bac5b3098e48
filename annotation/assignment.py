"""Who reviews what: the sample that several people review, and the workspaces that share the work."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annotation.item import ReviewItem
from emosapp_data.config import ReviewConfig
from emosapp_data.errors import InputError


class Batch(NamedTuple):
    """Pairs that go into one dataset of one workspace."""

    workspace: str
    reviewers: int
    """How many people of this workspace review each pair."""
    items: list[ReviewItem]
    """In the order of review."""


def assign(items: Iterable[ReviewItem], config: ReviewConfig, workspaces: Sequence[str]) -> list[Batch]:
    """Divide pairs among workspaces; the batches in which there is something.

    With one workspace, the pairs of the sample are reviewed by `config.overlap` of its people. With several, which are teams or
    single people, each pair goes to one of them and a pair of the sample to as many as `config.overlap`. Where a pair goes
    depends on the pair (or its group of near duplicates, which stays together), the seed and the names of the workspaces, and on no
    other pair: when the dataset grows, what was assigned stays where it is, and a new workspace takes its share from all of
    the others alike (rendezvous hashing, Thaler and Ravishankar 1998).

    Raises:
        InputError: more reviewers are wanted for a pair than there are workspaces.
    """
    if 1 < len(workspaces) < config.overlap and config.share:
        raise InputError(
            f"an overlap of {config.overlap} needs one workspace, or as many as {config.overlap}; {len(workspaces)} are given"
        )
    batches: dict[tuple[str, int], list[ReviewItem]] = defaultdict(list)
    for item in items:
        together = item.group or item.id
        wanted = config.overlap if in_sample(together, config) else 1
        if len(workspaces) == 1:
            batches[workspaces[0], wanted].append(item)
            continue
        for workspace in sorted(workspaces, key=lambda name: _fraction(config.seed, name, together))[:wanted]:
            batches[workspace, 1].append(item)
    return [Batch(workspace, reviewers, batch) for (workspace, reviewers), batch in sorted(batches.items())]


def in_sample(together: str, config: ReviewConfig) -> bool:
    """Whether a pair, or a group of near duplicates, is in the sample that several people review."""
    return _fraction(config.seed, "sample", together) < config.share


def _fraction(seed: int, purpose: str, what: str) -> float:
    """A number from 0 to 1 that depends on what is given and on nothing else."""
    digest = hashlib.sha256(f"{seed}\x1f{purpose}\x1f{what}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
