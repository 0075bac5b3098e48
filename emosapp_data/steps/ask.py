"""Step `select`: which passages a model is asked about; and step `ask`: what it says."""

import asyncio
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from typing import Any

from emosapp_data.config import GenerationConfig, ModelConfig
from emosapp_data.generation.asking import VERSION, Asker, sampling
from emosapp_data.generation.prompt import Prompt
from emosapp_data.generation.selection import Call, Selection, candidate, select
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.models.access import identity, reached
from emosapp_data.progress import Reporter
from emosapp_data.schema import Passage
from emosapp_data.steps.base import record_all, run_each
from emosapp_data.steps.concurrent import run_concurrently
from emosapp_data.steps.extract import books

SELECT = "select"
ASK = "ask"


def passages(ledger: Ledger) -> Iterator[Passage]:
    """The passages of all books, in order."""
    for content in books(ledger):
        yield from content.passages.values()


def selected(ledger: Ledger, config: GenerationConfig) -> Selection:
    """The calls that the configuration asks for."""
    rounds = ceil(len(Prompt.load(config.prompt).kinds) / config.pairs_per_passage)
    return select([candidate(passage) for passage in passages(ledger)], config, rounds)


def ask_step(config: GenerationConfig, model: ModelConfig, prompt: Prompt) -> Step:
    """The step, with all that a reply depends on; where the model is reached does not belong to it."""
    parameters: dict[str, Any] = {
        "model": identity(model),
        "sampling": sampling(model),
        "structure": model.structure,
        "repairs": model.repairs,
        "prompt": prompt.hash,
        "pairs": config.pairs_per_passage,
    }
    return Step(ASK, VERSION, parameters)


def ask_model(ledger: Ledger, config: GenerationConfig, model: ModelConfig, reporter: Reporter, log: Path) -> None:
    """Ask the model about the selected passages; what it was asked already is not asked again.

    Args:
        ledger: with the books.
        config: how many pairs, from which prompt.
        model: who is asked.
        reporter: shows progress.
        log: where a server of our own writes what it has to say.

    Raises:
        ServerError: the server cannot be used, or fails at every call.
    """
    prompt = Prompt.load(config.prompt)
    selection = selected(ledger, config)
    _record_selection(ledger, config, selection)
    step = ask_step(config, model, prompt)
    calls = [call for group in selection.calls.values() for call in group]

    def inputs() -> Iterator[tuple[str, tuple[Call, Passage]]]:
        for passage in passages(ledger):
            for call in selection.calls.get(passage.id, ()):
                yield call.id, (call, passage)

    async def ask() -> None:
        async with client:
            asker = Asker(client, prompt, config.pairs_per_passage)
            await run_concurrently(
                ledger,
                step,
                inputs(),
                len(calls),
                lambda given: asker.ask(*given),
                reporter,
                "calls",
                client.config.server,
            )

    if not ledger.missing(step, (call.id for call in calls)):
        run_each(ledger, step, inputs(), len(calls), _unknown, reporter, "calls")
        return
    with reached(model, log) as client:
        asyncio.run(ask())


def _unknown(given: tuple[Call, Passage]) -> Result:
    raise AssertionError(f"the reply to {given[0].id} was on record")


def _record_selection(ledger: Ledger, config: GenerationConfig, selection: Selection) -> None:
    def item(passage: Passage) -> Item:
        if passage.id in selection.left_out:
            return Item(passage.id, Result(Outcome.REJECTED, *selection.left_out[passage.id]))
        return Item(passage.id, Result(Outcome.KEPT, makes=len(selection.calls[passage.id])))

    total = len(selection.calls) + len(selection.left_out)
    record_all(ledger, _select_step(config), map(item, passages(ledger)), total)


def _select_step(config: GenerationConfig) -> Step:
    parameters = {
        "pairs": config.pairs,
        "pairs_per_passage": config.pairs_per_passage,
        "limit": config.limit,
        "shortest": config.shortest_passage,
        "seed": config.seed,
        "prompt": Prompt.load(config.prompt).hash,
    }
    return Step(SELECT, 1, parameters)
