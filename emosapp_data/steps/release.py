"""Step `release`: from the pairs that are left to a versioned dataset."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from annotation.adjudication import Standing
from annotation.agreement import agreement
from emosapp_data.config import BuildConfig
from emosapp_data.doubt import flags_of
from emosapp_data.ledger import ASIDE, Item, Ledger, Outcome, Result, Step
from emosapp_data.release.build import Made, Wanted, make_release
from emosapp_data.release.knowledge.choice import Choice, choose_pairs
from emosapp_data.release.knowledge.content import KnowledgeContent
from emosapp_data.release.knowledge.links import links
from emosapp_data.release.knowledge.reasons import history_of
from emosapp_data.release.splits import assign
from emosapp_data.schema import Book, Passage, QAPair, Review, ReviewSummary, StepCount
from emosapp_data.steps.base import record_all
from emosapp_data.steps.check import checked_against
from emosapp_data.steps.extract import books
from emosapp_data.steps.review import Reviewed, reviewed

NAME = "release"
VERSION = 3
DECIDED = (Standing.ACCEPTED, Standing.EDITED)


def release_pairs(ledger: Ledger, config: BuildConfig, folder: Path, reviews: Sequence[Review] = ()) -> Made:
    """Make a release of the pairs that were kept.

    Args:
        ledger: the ledger; where people have reviewed, their step has been run.
        config: the configuration.
        folder: where releases are.
        reviews: what people said, for the figures of the release.

    Raises:
        ReleaseError: there is nothing to release, the version exists with other content, or the changes need a larger one.
    """
    found = reviewed(ledger)
    left = [entry.pair for entry in found if entry.reason is None]
    standings = {entry.pair.id: entry.settled.standing for entry in found if entry.reason is None}
    choice = choose_pairs(left, config.release, {pair for pair, standing in standings.items() if standing in DECIDED})
    now = {entry.original: entry.pair.id for entry in found if entry.reason is None}
    splits = assign(choice.pairs, config.release, links(ledger, now))
    items = [_item(pair, choice, splits) for pair in left]
    shown = {pair.evidence[0].passage for pair in choice.pairs}
    described: list[Book] = []
    passages: dict[str, Passage] = {}
    for book in books(ledger):
        described.append(book.book)
        passages |= {passage: book.passages[passage] for passage in book.passages if passage in shown}
    content = KnowledgeContent(
        config,
        choice.pairs,
        splits,
        passages,
        described,
        [*(step for step in ledger.counts() if step.step not in {NAME, *ASIDE}), _count(items)],
        checked_against(ledger),
        {pair: standing.value for pair, standing in standings.items()},
        _summary(found, choice.pairs, reviews, config),
        history_of(ledger, found, choice.left_out),
    )
    made = make_release(content, folder, Wanted(config.release.version, config.release.bump))
    parameters = config.release.model_dump(mode="json", exclude={"version", "bump"})
    record_all(ledger, Step(NAME, VERSION, parameters), items, len(items))
    return made


def _item(pair: QAPair, choice: Choice, splits: dict[str, str]) -> Item:
    if pair.id in choice.left_out:
        return Item(pair.id, Result(Outcome.REJECTED, *choice.left_out[pair.id]))
    return Item(pair.id, Result(Outcome.KEPT, output={"split": splits[pair.id]}, makes=1))


def _count(items: list[Item]) -> StepCount:
    """How the step will have ended: the manifest holds it, and is written before."""
    reasons = Counter(item.result.reason for item in items if item.result.reason)
    kept = len(items) - reasons.total()
    return StepCount(step=NAME, items=len(items), kept=kept, rejected=dict(reasons), makes=kept)


def _summary(
    found: Sequence[Reviewed], released: Sequence[QAPair], reviews: Sequence[Review], config: BuildConfig
) -> ReviewSummary | None:
    """What people had to do with the release; reviews of pairs that are not in this dataset do not count."""
    known = {entry.original for entry in found} | {entry.pair.id for entry in found}
    counting = [review for review in reviews if review.pair in known]
    if not counting:
        return None
    figures = agreement(counting)
    standings = {entry.pair.id: entry.settled.standing for entry in found}
    counts, alpha = Counter(standings[pair.id] for pair in released), figures.decision.alpha
    return ReviewSummary(
        accepted=counts[Standing.ACCEPTED],
        edited=counts[Standing.EDITED],
        unreviewed=counts[Standing.UNREVIEWED],
        rejected=sum(entry.settled.standing is Standing.REJECTED for entry in found),
        disputed=sum(entry.reason is not None and entry.settled.standing is not Standing.REJECTED for entry in found),
        undecided_flags=sum(standings[pair.id] not in DECIDED and bool(flags_of(pair)) for pair in released),
        rule=config.review.rule,
        reviewers=len({review.reviewer for review in counting}),
        reviews=figures.reviews,
        shared=figures.shared,
        agreement=_rounded(figures.decision.raw.value),
        alpha=_rounded(alpha.value),
        alpha_interval=(round(alpha.interval.low, 4), round(alpha.interval.high, 4)) if alpha.interval else None,
    )


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)
