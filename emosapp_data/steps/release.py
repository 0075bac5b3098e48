"""Step `release`: from the pairs that are left to a versioned dataset."""

from pathlib import Path

from emosapp_data.config import BuildConfig
from emosapp_data.errors import ReleaseError
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.release.build import Content, Made, make_release
from emosapp_data.release.licences import forbids_derivatives
from emosapp_data.release.splits import assign
from emosapp_data.schema import PairStatus, QAPair, Reason, StepCount
from emosapp_data.steps.base import record_all
from emosapp_data.steps.check import judged
from emosapp_data.steps.extract import books

NAME = "release"


def release_pairs(ledger: Ledger, config: BuildConfig, folder: Path) -> Made:
    """Make a release of the pairs that were kept.

    Raises:
        ReleaseError: there is nothing to release, no licence allows it, or the version exists with other content.
    """
    contents = list(books(ledger))
    kept = [pair for pair in judged(ledger) if pair.status is PairStatus.KEPT]
    forbidden = {content.book.id: content.book for content in contents if forbids_derivatives(content.book.licence)}
    pairs = [pair for pair in kept if pair.citation.book not in forbidden]
    if kept and not pairs:
        names = "; ".join(f"{book.title} ({book.licence})" for book in forbidden.values())
        raise ReleaseError(f"nothing may be released, since these licences forbid derived works: {names}")
    splits = assign(pairs, config.release)
    items = [_item(pair, splits.get(pair.id)) for pair in kept]
    count = StepCount(
        step=NAME,
        items=len(kept),
        kept=len(pairs),
        rejected={Reason.NO_DERIVATIVES: len(kept) - len(pairs)} if len(pairs) < len(kept) else {},
        makes=len(pairs),
    )
    passages = {passage.id: passage for content in contents for passage in content.passages()}
    before = [step for step in ledger.counts() if step.step != NAME]
    content = Content(pairs, splits, passages, [content.book for content in contents], [*before, count])
    made = make_release(content, config, folder)
    record_all(ledger, Step(NAME, 1, config.release.model_dump(mode="json")), items)
    return made


def _item(pair: QAPair, split: str | None) -> Item:
    if split is None:
        return Item(pair.id, Result(Outcome.REJECTED, Reason.NO_DERIVATIVES, pair.licence or ""))
    return Item(pair.id, Result(Outcome.KEPT, output={"split": split}, makes=1))
