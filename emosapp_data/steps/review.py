"""Step `review`: what people said of the pairs that are left. An edited pair is a new pair, and is checked again."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotation.adjudication import UNREVIEWED, Settled, Standing, settle_all
from annotation.editing import edited
from emosapp_data.checks import Check, ExactDuplicate, all_checks
from emosapp_data.config import BuildConfig
from emosapp_data.contamination import read_benchmarks
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.schema import Issue, PairStatus, Passage, QAPair, Reason, Review, Verdict
from emosapp_data.steps.base import record_all
from emosapp_data.steps.check import judged, verdict_result
from emosapp_data.steps.extract import all_passages, books

NAME = "review"
VERSION = 1
MOST_EDITS = 10
"""An edited pair may be edited again in adjudication, and so on; more than this is a circle."""
BINDING = frozenset({"licence", "well_formed", "grounded", "personal_data", "contaminated", ExactDuplicate.name})
"""Checks that bind people too; of the others a person who has seen what they said may accept an edited pair all the same."""


class Reviewed(NamedTuple):
    """A pair as the reviews leave it."""

    pair: QAPair
    """The pair, or the one that replaces it."""
    settled: Settled
    """What people said."""
    original: str
    """Id of the pair as it came into the review."""
    failed: Verdict | None = None
    """The check that the edited pair fails, and that nobody has overruled."""

    @property
    def reason(self) -> Reason | None:
        """Why the pair does not go on; none where it does."""
        if self.settled.standing is Standing.REJECTED:
            return Reason.REJECTED_IN_REVIEW
        if self.settled.standing is Standing.DISPUTED:
            return Reason.DISPUTED
        return Reason.EDIT_FAILS_CHECK if self.failed else None

    @property
    def detail(self) -> str:
        """In words."""
        if self.failed:
            return f"{self.pair.id}, as edited, fails {self.failed.check}: {self.failed.detail}"
        issues = ", ".join(issue.value.replace("_", " ") for issue in self.settled.issues)
        by = f" ({self.settled.by})" if self.settled.by else ""
        return f"{self.settled.detail}{by}" + (f"; {issues}" if issues and self.reason else "")


def review_pairs(ledger: Ledger, config: BuildConfig, reviews: Sequence[Review]) -> None:
    """Apply the reviews to the pairs that are left; nothing is done where there never were any.

    Raises:
        InputError: a benchmark, against which edited pairs are held, cannot be read.
    """
    if not reviews and ledger.parameters(NAME) is None:
        return
    items = [_item(entry) for entry in apply_reviews(ledger, config, reviews)]
    step = Step(NAME, VERSION, config.review.model_dump(mode="json", include={"rule", "least_reviewers"}))
    record_all(ledger, step, items, len(items))


def apply_reviews(ledger: Ledger, config: BuildConfig, reviews: Sequence[Review]) -> list[Reviewed]:
    """What the reviews make of the pairs that are left; nothing is recorded.

    Raises:
        InputError: a benchmark, against which edited pairs are held, cannot be read.
    """
    bench, settled = _Bench(ledger, config), settle_all(reviews, config.review)
    kept = (pair for pair in judged(ledger) if pair.status is PairStatus.KEPT)
    found = [_follow(pair, settled, bench) for pair in kept]
    staying = [entry.pair for entry in found if entry.reason is None]
    same = {pair.id: verdict for pair, verdict in ExactDuplicate().judge_all(staying) if not verdict.passed}
    return [entry if entry.reason else entry._replace(failed=same.get(entry.pair.id)) for entry in found]


def reviewed(ledger: Ledger) -> list[Reviewed]:
    """The pairs that are left, as the latest run of the step left them; all unreviewed where there was none."""
    kept = [pair for pair in judged(ledger) if pair.status is PairStatus.KEPT]
    found = {item.input: item.result.output for item in ledger.items(NAME)}
    return [_read(pair, found.get(pair.id)) for pair in kept]


class _Bench:
    """What edited pairs are checked by; made ready when the first is."""

    def __init__(self, ledger: Ledger, config: BuildConfig) -> None:
        self._ledger, self._config = ledger, config
        self._checks: list[Check] = []
        self.passages: Mapping[str, Passage] = {}

    def judge(self, pair: QAPair, edit: Settled) -> QAPair:
        """Change a pair and judge it; what was said of its likeness to others stays."""
        if not self._checks:
            self._checks = all_checks(self._config.checks, read_benchmarks(self._config.checks.benchmarks))
            self.passages = all_passages(books(self._ledger))
        if edit.edit is None:
            raise ValueError(f"{pair.id} is not to be edited")
        new = edited(pair, edit.edit, self.passages)
        verdicts = [check.judge(new, self.passages) for check in self._checks]
        output = verdict_result(verdicts).output
        alike = [verdict for verdict in pair.verdicts if verdict.group]
        return new.model_copy(
            update={"verdicts": (*map(Verdict.model_validate, output), *alike), "status": PairStatus.KEPT}
        )


def _follow(pair: QAPair, settled: Mapping[str, Settled], bench: _Bench) -> Reviewed:
    """Apply what was said of a pair, then what was said of the pair that replaces it, and so on."""
    outcome = settled.get(pair.id, UNREVIEWED)
    entry = Reviewed(pair, outcome, pair.id)
    for _ in range(MOST_EDITS):
        if outcome.standing is not Standing.EDITED:
            break
        changed = bench.judge(entry.pair, outcome)
        failed = [verdict for verdict in changed.verdicts if not verdict.passed]
        entry = Reviewed(changed, outcome, pair.id, failed[0] if failed else None)
        outcome = settled.get(changed.id, UNREVIEWED)
        if outcome.standing is Standing.ACCEPTED:
            binding = [verdict for verdict in failed if verdict.check in BINDING]
            return entry._replace(failed=binding[0] if binding else None)
        if outcome.standing in (Standing.REJECTED, Standing.DISPUTED):
            return Reviewed(changed, outcome, pair.id)
    return entry


def _item(entry: Reviewed) -> Item:
    output = {
        "settled": entry.settled._asdict() | {"edit": None},
        "failed": entry.failed.model_dump(mode="json", exclude_defaults=True) if entry.failed else None,
        "pair": entry.pair.model_dump(mode="json", exclude_defaults=True) if entry.pair.parent else None,
    }
    if reason := entry.reason:
        return Item(entry.original, Result(Outcome.REJECTED, reason, entry.detail, output))
    return Item(entry.original, Result(Outcome.KEPT, detail=entry.detail, output=output, makes=1))


def _read(pair: QAPair, output: dict[str, object] | None) -> Reviewed:
    if output is None:
        return Reviewed(pair, UNREVIEWED, pair.id)
    found = Settled(**output["settled"])  # type: ignore[arg-type]
    return Reviewed(
        QAPair.model_validate(output["pair"]) if output["pair"] else pair,
        found._replace(standing=Standing(found.standing), issues=tuple(map(Issue, found.issues))),
        pair.id,
        Verdict.model_validate(output["failed"]) if output["failed"] else None,
    )
