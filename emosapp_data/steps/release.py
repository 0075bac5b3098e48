"""Step `release`: from the pairs that are left to a versioned dataset."""

from collections import Counter
from pathlib import Path

from emosapp_data.config import BuildConfig
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.release.build import Content, Made, make_release
from emosapp_data.release.choice import Choice, choose_pairs
from emosapp_data.release.splits import assign
from emosapp_data.schema import PairStatus, QAPair, StepCount
from emosapp_data.steps.base import record_all
from emosapp_data.steps.check import checked_against, judged
from emosapp_data.steps.extract import books

NAME = "release"


def release_pairs(ledger: Ledger, config: BuildConfig, folder: Path) -> Made:
    """Make a release of the pairs that were kept.

    Raises:
        ReleaseError: there is nothing to release, or the version exists with other content.
    """
    contents = list(books(ledger))
    kept = [pair for pair in judged(ledger) if pair.status is PairStatus.KEPT]
    choice = choose_pairs(kept, config.release)
    splits = assign(choice.pairs, config.release)
    passages = {passage.id: passage for content in contents for passage in content.passages()}
    items = [_item(pair, choice, splits) for pair in kept]
    before = [step for step in ledger.counts() if step.step != NAME]
    content = Content(
        choice.pairs,
        splits,
        passages,
        [content.book for content in contents],
        [*before, _count(items)],
        checked_against(ledger),
    )
    made = make_release(content, config, folder)
    record_all(ledger, Step(NAME, 2, config.release.model_dump(mode="json")), items, len(items))
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
