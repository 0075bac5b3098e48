"""Steps `round_trip` and `judge`: what a model says of the pairs that passed the checks. It may be another than wrote them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from emosapp_data.config import ChecksConfig, ModelCheckConfig
from emosapp_data.generation.asking import sampling
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.models.access import identity, reached
from emosapp_data.models.client import Client
from emosapp_data.progress import Reporter
from emosapp_data.schema import PairStatus, Passage, QAPair
from emosapp_data.steps.base import run_each
from emosapp_data.steps.check import judged, verdict_result
from emosapp_data.steps.concurrent import run_concurrently
from emosapp_data.steps.extract import books
from emosapp_data.steps.ground import GENERATOR
from emosapp_data.verification.asking import VERSION, Checked, ask_about
from emosapp_data.verification.base import ModelCheck
from emosapp_data.verification.judge import Judge
from emosapp_data.verification.round_trip import RoundTrip


def verify_pairs(ledger: Ledger, config: ChecksConfig, reporter: Reporter, log: Path) -> None:
    """Ask the models that the configuration names.

    Raises:
        ServerError: a server cannot be used, or fails at every call.
    """
    if config.round_trip:
        least = config.round_trip.least_agreement
        _Verification(ledger, RoundTrip(least), config.round_trip, {"least": least}).run(reporter, log)
    if config.judge:
        least = config.judge.least_score
        _Verification(ledger, Judge(int(least)), config.judge, {"least": least}).run(reporter, log)


class _Verification:
    """One check by one model."""

    def __init__(
        self, ledger: Ledger, check: ModelCheck[Any], config: ModelCheckConfig, thresholds: dict[str, Any]
    ) -> None:
        self._ledger = ledger
        self._check = check
        self._model = config.model
        self._all = config.all_pairs
        asked = {
            "model": identity(self._model),
            "sampling": sampling(self._model),
            "structure": self._model.structure,
            "repairs": self._model.repairs,
            "prompt": check.prompt.hash,
        }
        # Replies are remembered apart from verdicts, so that another threshold asks nothing anew.
        self._replies = Step(f"{check.name}_reply", VERSION, asked)
        self._step = Step(check.name, check.version, {**asked, **thresholds, "all": self._all})

    def run(self, reporter: Reporter, log: Path) -> None:
        pairs = [pair for pair in judged(self._ledger) if pair.status is not PairStatus.REJECTED]
        asked = [pair.id for pair in pairs if self._asks(pair)]
        if not self._ledger.missing(self._replies, asked):
            run_each(self._ledger, self._step, self._inputs(pairs), len(pairs), self._remembered, reporter, "pairs")
            return
        with reached(self._model, log) as client:
            asyncio.run(self._ask(client, pairs, reporter))

    async def _ask(self, client: Client, pairs: list[QAPair], reporter: Reporter) -> None:
        async def work(given: tuple[QAPair, Passage]) -> Result:
            pair, passage = given
            if self._asks(pair) and not self._ledger.known(self._replies, [pair.id]):
                checked = await ask_about(client, self._check, pair, passage)
                output = checked.model_dump(mode="json", exclude_defaults=True)
                self._ledger.remember(self._replies, [Item(pair.id, Result(Outcome.KEPT, output=output))])
            return self._remembered(given)

        async with client:
            await run_concurrently(
                self._ledger, self._step, self._inputs(pairs), len(pairs), work, reporter, "pairs", client.config.server
            )

    def _remembered(self, given: tuple[QAPair, Passage]) -> Result:
        pair, _ = given
        if not self._asks(pair):
            return Result(Outcome.KEPT, makes=1)
        checked = Checked.model_validate(self._ledger.known(self._replies, [pair.id])[pair.id].output)
        return verdict_result([self._check.judge(pair, self._check.reply.model_validate(checked.found))])

    def _asks(self, pair: QAPair) -> bool:
        """The books' own pairs are grounded by construction, and are asked about only where all are."""
        return self._all or pair.origin.generator == GENERATOR

    def _inputs(self, pairs: list[QAPair]) -> Iterator[tuple[str, tuple[QAPair, Passage]]]:
        by_book: dict[str, list[QAPair]] = defaultdict(list)
        for pair in pairs:
            by_book[pair.citation.book].append(pair)
        for content in books(self._ledger):
            for pair in by_book[content.book.id]:
                yield pair.id, (pair, content.passages[pair.evidence[0].passage])
