"""Step `check`: what the checks say of each candidate; and step `duplicates`: which pairs say the same."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from emosapp_data.checks import Check, ExactDuplicate, all_checks
from emosapp_data.checks.safety.masking import masked
from emosapp_data.config import ChecksConfig
from emosapp_data.contamination import Benchmark, fingerprint, read_benchmarks
from emosapp_data.engine import Engine
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import PairStatus, Passage, QAPair, Verdict
from emosapp_data.steps.base import batched, record_all
from emosapp_data.steps.extract import books
from emosapp_data.steps.generate import candidates
from emosapp_data.steps.spread import Each, run_batches

CHECK = "check"
DUPLICATES = Step("duplicates", ExactDuplicate.version, {})
LAST = (DUPLICATES.name, "near_duplicates")
"""Steps that tell apart what is kept from what is still to be judged."""
AT_ONCE = 40
"""Pairs judged in one batch."""
FEW = 12
"""Batches that are judged here before processes would have started and read the dictionaries, some two seconds each."""
JUDGING = (CHECK, "round_trip", "judge", DUPLICATES.name, "near_duplicates")
"""The steps whose items are pairs, and whose output is what was said of them."""


Plain = tuple[str, int, float | None]
"""Check, version and score of a verdict that says no more."""


class Given(NamedTuple):
    """A pair, and the passages that its evidence names, by id."""

    pair: QAPair
    passages: dict[str, Passage]


class CheckBatch:
    """Judges pairs by every check; the checks are made ready where they judge."""

    def __init__(self, config: ChecksConfig, benchmarks: Sequence[Benchmark]) -> None:
        """Judge by a configuration, and against benchmarks."""
        self._config, self._benchmarks = config, benchmarks
        self._checks: list[Check] = []

    def __call__(self, given: Sequence[Given]) -> list[Result]:
        """What the checks say of pairs."""
        self._checks = self._checks or all_checks(self._config, self._benchmarks)
        return Each(self._judge)(given)

    def _judge(self, given: Given) -> Result:
        return verdict_result([check.judge(given.pair, given.passages) for check in self._checks])


def check_pairs(ledger: Ledger, config: ChecksConfig, engine: Engine, reporter: Reporter) -> list[str]:
    """Judge every candidate by every check; returns what a person should know of the benchmarks' files.

    Raises:
        InputError: a benchmark cannot be read.
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    benchmarks = read_benchmarks(config.benchmarks)
    step = Step(CHECK, 1, _parameters(all_checks(config, benchmarks), config, benchmarks))
    by_book: dict[str, list[QAPair]] = defaultdict(list)
    for pair in candidates(ledger):
        by_book[pair.citation.book].append(pair)

    def inputs() -> Iterator[tuple[str, Given]]:
        for content in books(ledger):
            for pair in by_book[content.book.id]:
                its = dict.fromkeys(evidence.passage for evidence in pair.evidence)
                found = {passage: content.passages[passage] for passage in its if passage in content.passages}
                yield pair.id, Given(pair, found)

    total = sum(map(len, by_book.values()))
    work = CheckBatch(config, benchmarks)
    run_batches(ledger, step, batched(inputs(), AT_ONCE), total, work, engine, reporter, "pairs", FEW)
    return [f"{benchmark.name}: {note}" for benchmark in benchmarks for note in benchmark.notes]


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
    plain: dict[Plain, Verdict] = {}
    for step in JUDGING:
        for item in ledger.items(step):
            verdicts[item.input] += [_verdict(verdict, plain) for verdict in item.result.output or []]
            if item.result.outcome is not Outcome.KEPT:
                rejected.add(item.input)
            elif step in LAST:
                kept.add(item.input)
    for pair in candidates(ledger):
        status = (
            PairStatus.REJECTED if pair.id in rejected else PairStatus.KEPT if pair.id in kept else PairStatus.CANDIDATE
        )
        yield pair.model_copy(update={"verdicts": (*pair.verdicts, *verdicts[pair.id]), "status": status})


def _verdict(data: dict[str, Any], plain: dict[Plain, Verdict]) -> Verdict:
    """A verdict. One object stands for all that say no more than "passed": most do, and there are many for each pair."""
    if not data["passed"] or data.get("detail") or data.get("flags") or data.get("group"):
        return Verdict.model_validate(data)
    key = data["check"], data["version"], data.get("score")
    if key not in plain:
        plain[key] = Verdict.model_validate(data)
    return plain[key]


def checked_against(ledger: Ledger) -> dict[str, int]:
    """The benchmarks that the pairs were held against, and how many items each has."""
    found: dict[str, int] = (ledger.parameters(CHECK) or {}).get("benchmarks", {})
    return found


def _parameters(checks: list[Check], config: ChecksConfig, benchmarks: Sequence[Benchmark]) -> dict[str, Any]:
    """What verdicts depend on: of benchmarks their content and not their place; checks by a model are steps of their own."""
    parameters: dict[str, Any] = {
        "checks": {check.name: check.version for check in checks},
        "configuration": config.model_dump(mode="json", exclude={"round_trip", "judge", "benchmarks"}),
    }
    if benchmarks:
        parameters["benchmarks"] = {benchmark.name: len(benchmark.items) for benchmark in benchmarks}
        parameters["fingerprint"] = fingerprint(benchmarks)
    return parameters


def verdict_result(verdicts: list[Verdict]) -> Result:
    """The result for a pair of which the verdicts were given: rejected for the first reason, or kept.

    A detail may quote the pair or a model, so what reaches a person is masked in it: reports are public.
    """
    verdicts = [verdict.model_copy(update={"detail": masked(verdict.detail)}) for verdict in verdicts]
    output = [verdict.model_dump(mode="json", exclude_none=True) for verdict in verdicts]
    failed = next((verdict for verdict in verdicts if not verdict.passed), None)
    if failed is None:
        return Result(Outcome.KEPT, output=output, makes=1)
    return Result(Outcome.REJECTED, failed.reason, failed.detail, output)
