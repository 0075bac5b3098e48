"""Step `release`: from the pairs that are left to a versioned dataset."""

from pathlib import Path

from emosapp_data.config import BuildConfig
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.release.build import Content, Made, make_release
from emosapp_data.release.splits import assign
from emosapp_data.schema import PairStatus, StepCount
from emosapp_data.steps.base import record_all
from emosapp_data.steps.check import judged
from emosapp_data.steps.extract import books

NAME = "release"


def release_pairs(ledger: Ledger, config: BuildConfig, folder: Path) -> Made:
    """Make a release of the pairs that were kept.

    Raises:
        ReleaseError: there is nothing to release, or the version exists with other content.
    """
    contents = list(books(ledger))
    pairs = [pair for pair in judged(ledger) if pair.status is PairStatus.KEPT]
    splits = assign(pairs, config.release)
    passages = {passage.id: passage for content in contents for passage in content.passages()}
    before = [step for step in ledger.counts() if step.step != NAME]
    count = StepCount(step=NAME, items=len(pairs), kept=len(pairs), makes=len(pairs))
    content = Content(pairs, splits, passages, [content.book for content in contents], [*before, count])
    made = make_release(content, config, folder)
    items = [Item(pair.id, Result(Outcome.KEPT, output={"split": splits[pair.id]}, makes=1)) for pair in pairs]
    record_all(ledger, Step(NAME, 1, config.release.model_dump(mode="json")), items, len(items))
    return made
