"""Which of the pairs that were kept go into a release: those that wait for a person stay out, and a target is met evenly."""

from collections import defaultdict
from collections.abc import Container, Sequence
from typing import NamedTuple

from emosapp_data.config import ReleaseConfig
from emosapp_data.doubt import doubt, flags_of
from emosapp_data.release.splits import Section, section_of
from emosapp_data.schema import QAPair, Reason


class Choice(NamedTuple):
    """What goes into a release, and why the rest does not."""

    pairs: list[QAPair]
    """In their order."""
    left_out: dict[str, tuple[Reason, str]]
    """Why a pair stays out, by its id."""


def choose_pairs(pairs: Sequence[QAPair], config: ReleaseConfig, decided: Container[str] = frozenset()) -> Choice:
    """Choose the pairs of a release.

    Args:
        pairs: the pairs that are left.
        config: what the release asks for.
        decided: ids of the pairs that people accepted or edited.
    """
    left_out: dict[str, tuple[Reason, str]] = {}
    for pair in pairs:
        if pair.id in decided:
            continue
        if held := [flag for flag in flags_of(pair) if flag in config.hold]:
            left_out[pair.id] = Reason.AWAITS_REVIEW, ", ".join(flag.explanation for flag in held)
        elif config.only_reviewed:
            left_out[pair.id] = Reason.NOT_REVIEWED, ""
    free = [pair for pair in pairs if pair.id not in left_out]
    if config.pairs is not None and len(free) > config.pairs:
        taken = least_doubtful(free, config.pairs)
        for pair in free:
            if pair.id not in taken:
                left_out[pair.id] = Reason.OVER_TARGET, f"{config.pairs:,} of {len(free):,} pairs are asked for"
    return Choice([pair for pair in pairs if pair.id not in left_out], left_out)


def least_doubtful(pairs: Sequence[QAPair], wanted: int) -> set[str]:
    """The ids of so many pairs: each section gives its share (by largest remainders), and of its pairs the least doubtful."""
    sections: dict[Section, list[QAPair]] = defaultdict(list)
    for pair in pairs:
        sections[section_of(pair)].append(pair)
    shares = {section: wanted * len(inside) / len(pairs) for section, inside in sections.items()}
    quotas = {section: int(share) for section, share in shares.items()}
    missing = wanted - sum(quotas.values())
    for section in sorted(shares, key=lambda section: (quotas[section] - shares[section], section))[:missing]:
        quotas[section] += 1
    return {
        pair.id
        for section, inside in sections.items()
        for pair in sorted(inside, key=lambda pair: (doubt(pair).score, pair.id))[: quotas[section]]
    }
