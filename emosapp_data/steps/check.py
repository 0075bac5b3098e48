"""Step `check`: what the checks say of each candidate; and step `duplicates`: which pairs say the same."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from emosapp_data.checks import Check, ExactDuplicate, all_checks
from emosapp_data.checks.safety.masking import masked
from emosapp_data.config import ChecksConfig
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import PairStatus, Passage, QAPair, Verdict
from emosapp_data.steps.base import record_all, run_each
from emosapp_data.steps.extract import books
from emosapp_data.steps.generate import candidates

CHECK = "check"
DUPLICATES = Step("duplicates", ExactDuplicate.version, {})
JUDGING = (CHECK, "round_trip", "judge", DUPLICATES.name, "near_duplicates")
"""The steps whose items are pairs, and whose output is what was said of them."""


def check_pairs(ledger: Ledger, config: ChecksConfig, reporter: Reporter) -> None:
    """Judge every candidate by every check."""
    checks = all_checks(config)
    versions = {check.name: check.version for check in checks}
    step = Step(CHECK, 1, {"checks": versions, "configuration": _single(config)})
    by_book: dict[str, list[QAPair]] = defaultdict(list)
    for pair in candidates(ledger):
        by_book[pair.citation.book].append(pair)

    def inputs() -> Iterator[tuple[str, tuple[QAPair, dict[str, Passage]]]]:
        for content in books(ledger):
            passages = {passage.id: passage for passage in content.passages()}
            for pair in by_book[content.book.id]:
                yield pair.id, (pair, passages)

    total = sum(map(len, by_book.values()))
    run_each(ledger, step, inputs(), total, lambda given: _judge(checks, *given), reporter, "pairs")


def find_duplicates(ledger: Ledger) -> None:
    """Leave out every pair that says the same as one that is as well supported or better."""
    passed = [pair for pair in judged(ledger) if pair.status is not PairStatus.REJECTED]
    items = [Item(pair.id, verdict_result([verdict])) for pair, verdict in ExactDuplicate().judge_all(passed)]
    record_all(ledger, DUPLICATES, items, len(items))


def judged(ledger: Ledger) -> Iterator[QAPair]:
    """All pairs with what was said of them so far, in the order in which they were made."""
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    rejected: set[str] = set()
    kept: set[str] = set()
    for step in JUDGING:
        for item in ledger.items(step):
            verdicts[item.input] += [Verdict.model_validate(verdict) for verdict in item.result.output or []]
            if item.result.outcome is not Outcome.KEPT:
                rejected.add(item.input)
            elif step == DUPLICATES.name:
                kept.add(item.input)
    for pair in candidates(ledger):
        status = (
            PairStatus.REJECTED if pair.id in rejected else PairStatus.KEPT if pair.id in kept else PairStatus.CANDIDATE
        )
        yield pair.model_copy(update={"verdicts": (*pair.verdicts, *verdicts[pair.id]), "status": status})


def _single(config: ChecksConfig) -> dict[str, Any]:
    """The part of the configuration that these checks depend on; those by a model have steps of their own."""
    return config.model_dump(mode="json", exclude={"round_trip", "judge"})


def _judge(checks: list[Check], pair: QAPair, passages: dict[str, Passage]) -> Result:
    """What every check says; a detail may quote the pair, so what reaches a person is masked in it: reports are public."""
    verdicts = [check.judge(pair, passages) for check in checks]
    return verdict_result([verdict.model_copy(update={"detail": masked(verdict.detail)}) for verdict in verdicts])


def verdict_result(verdicts: list[Verdict]) -> Result:
    """The result for a pair of which the verdicts were given: rejected for the first reason, or kept."""
    output = [verdict.model_dump(mode="json", exclude_none=True) for verdict in verdicts]
    failed = next((verdict for verdict in verdicts if not verdict.passed), None)
    if failed is None:
        return Result(Outcome.KEPT, output=output, makes=1)
    return Result(Outcome.REJECTED, failed.reason, failed.detail, output)
