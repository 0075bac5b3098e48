"""What became of the reviewed pairs: altogether, by what made them, by section, and by what was found wrong."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from annotation.adjudication import Settled, Standing
from annotation.agreement.interval import Share, share
from annotation.report.names import maker
from emosapp_data.release.splits import section_of
from emosapp_data.schema import Issue, QAPair


@dataclass(frozen=True)
class Outcomes:
    """What became of some pairs."""

    name: str
    """What they have in common."""
    pairs: int
    """All that people have judged."""
    accepted: int
    edited: int
    rejected: int
    disputed: int
    """Pairs that wait for adjudication."""
    reject_share: Share
    """Rejected pairs of those on which people have decided."""


@dataclass(frozen=True)
class IssueOfRejects:
    """How many rejected pairs have an issue."""

    issue: Issue | None
    """None for pairs that were rejected without naming one."""
    pairs: int


@dataclass(frozen=True)
class AllOutcomes:
    """What became of all reviewed pairs, audited ones apart: those were left out already."""

    altogether: Outcomes
    by_maker: tuple[Outcomes, ...]
    """By the model or generator that made them; those with most pairs first."""
    by_section: tuple[Outcomes, ...]
    """By section; those with most rejected pairs first."""
    issues: tuple[IssueOfRejects, ...]
    """What is wrong with rejected pairs, the most frequent first; a pair may have several issues."""


def outcomes(kept: Mapping[str, QAPair], settled: Mapping[str, Settled]) -> AllOutcomes:
    """Put together what became of pairs.

    Args:
        kept: pairs that the checks let pass, by id.
        settled: what people said of pairs, by id.
    """
    judged = [
        (pair, settled[name])
        for name, pair in kept.items()
        if name in settled and settled[name].standing is not Standing.UNREVIEWED
    ]
    several = len({pair.citation.book for pair, _ in judged}) > 1

    def section(pair: QAPair) -> str:
        title = [pair.citation.title] if several else []
        return " › ".join((*title, *section_of(pair)[1:])) or "(no section)"

    issues: Counter[Issue | None] = Counter()
    for _, outcome in judged:
        if outcome.standing is Standing.REJECTED:
            issues.update(outcome.issues or [None])
    return AllOutcomes(
        altogether=_count("all pairs", [outcome for _, outcome in judged]),
        by_maker=_grouped(judged, maker, lambda found: (-found.pairs, found.name)),
        by_section=_grouped(judged, section, lambda found: (-found.rejected, -found.pairs, found.name)),
        issues=tuple(IssueOfRejects(issue, number) for issue, number in issues.most_common()),
    )


def _grouped(
    judged: Sequence[tuple[QAPair, Settled]],
    name: Callable[[QAPair], str],
    order: Callable[[Outcomes], tuple[object, ...]],
) -> tuple[Outcomes, ...]:
    groups: dict[str, list[Settled]] = {}
    for pair, outcome in judged:
        groups.setdefault(name(pair), []).append(outcome)
    return tuple(sorted((_count(*group) for group in groups.items()), key=order))


def _count(name: str, settled: Sequence[Settled]) -> Outcomes:
    counts = Counter(outcome.standing for outcome in settled)
    accepted, edited, rejected, disputed = (
        counts[standing] for standing in (Standing.ACCEPTED, Standing.EDITED, Standing.REJECTED, Standing.DISPUTED)
    )
    decided = accepted + edited + rejected
    return Outcomes(name, len(settled), accepted, edited, rejected, disputed, share(rejected, decided))
