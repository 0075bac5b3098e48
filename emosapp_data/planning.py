"""The plan of a build: how many calls to the model, how many tokens, what they cost and how long they take.

Nothing is sent but a request for the list of models. Where calls of the same kind are on record, as after a trial with
`--limit`, tokens and time are theirs; where none is, tokens are estimated from the length of the questions.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from emosapp_data.config import BuildConfig, GenerationConfig, ModelConfig
from emosapp_data.contamination import read_benchmarks
from emosapp_data.errors import EmosappError, InputError
from emosapp_data.generation.asking import Asked, first_kind
from emosapp_data.generation.prompt import Prompt
from emosapp_data.generation.selection import Call, Selection
from emosapp_data.ledger import Ledger
from emosapp_data.models.access import identity, problems
from emosapp_data.models.client import CHARACTERS_A_TOKEN, Client
from emosapp_data.schema import Passage, Reason, Record
from emosapp_data.steps.ask import ask_step, passages, selected

TOKENS_A_PAIR = 130
"""Of a reply: quote, question and answer with the JSON around them, of a middling model; an estimate."""
MILLION = 1_000_000


class BookPlan(Record):
    """What is asked about one book."""

    title: str
    """Title of the book."""
    passages: int
    """Its passages."""
    asked: int
    """Passages that are asked about."""
    calls: int
    """Calls about them."""


class Plan(Record):
    """What a build will ask of a model."""

    model: str
    """The model, as the pairs will name it."""
    prompt: str
    """Name, version and hash of the prompt."""
    books: tuple[BookPlan, ...]
    """What is asked about each book."""
    left_out: dict[Reason, int]
    """Passages that are not asked about, by reason."""
    calls: int
    """Calls in all."""
    done: int
    """Calls whose replies are on record already."""
    pairs: int
    """Pairs that are asked for."""
    short_of: int
    """Pairs that were wanted beyond what the passages can be asked for."""
    tokens_in: int
    """Tokens that the calls still to be made will send."""
    tokens_out: int
    """Tokens that their replies will have."""
    measured: int
    """Calls on record that the figures rest on; 0 where they are estimated."""
    cost: float | None
    """What these calls will cost; none without prices."""
    currency: str | None
    """Currency of the cost."""
    seconds: float | None
    """Time that these calls will take; none where no call is on record."""


class Measured(NamedTuple):
    """What calls on record took."""

    calls: int
    characters: int
    """Characters sent."""
    tokens_in: int
    tokens_out: int
    seconds: float


def preflight(config: BuildConfig) -> list[str]:
    """Everything in the configuration that would fail later: one line each, and not a token spent."""
    found: list[str] = []
    generation = config.generation
    if generation.model:
        try:
            Prompt.load(generation.prompt)
        except InputError as error:
            found.append(str(error))
    try:
        read_benchmarks(config.checks.benchmarks)
    except InputError as error:
        found.append(str(error))
    for model in _models(config):
        try:
            identity(model)
            if not model.local:
                found += asyncio.run(_look(model))
        except EmosappError as error:
            found.append(str(error))
    return list(dict.fromkeys(found))


def make_plan(ledger: Ledger, config: GenerationConfig, model: ModelConfig) -> Plan:
    """Plan the calls to the model about the books that the ledger holds."""
    prompt = Prompt.load(config.prompt)
    selection = selected(ledger, config)
    step = ask_step(config, model, prompt)
    books: dict[str, BookPlan] = {}
    characters = done = 0
    measured = Measured(0, 0, 0, 0, 0.0)
    for passage in passages(ledger):
        calls = selection.calls.get(passage.id, [])
        before = books.get(passage.citation.book) or BookPlan(
            title=passage.citation.title, passages=0, asked=0, calls=0
        )
        books[passage.citation.book] = BookPlan(
            title=before.title,
            passages=before.passages + 1,
            asked=before.asked + bool(calls),
            calls=before.calls + len(calls),
        )
        known = ledger.known(step, [call.id for call in calls])
        for call, length in _lengths(calls, passage, prompt, config):
            if call.id not in known:
                characters += length
                continue
            done += 1
            measured = _add(measured, Asked.model_validate(known[call.id].output), length)
    total = sum(book.calls for book in books.values())
    sent, written = _tokens(characters, total - done, config, measured)
    prices = model.prices
    return Plan(
        model=identity(model),
        prompt=f"{prompt.name} version {prompt.version}, {prompt.hash}",
        books=tuple(books.values()),
        left_out=_left_out(selection),
        calls=total,
        done=done,
        pairs=total * config.pairs_per_passage,
        short_of=selection.short_of,
        tokens_in=sent,
        tokens_out=written,
        measured=measured.calls,
        cost=(sent * prices.input + written * prices.output) / MILLION if prices else None,
        currency=prices.currency if prices else None,
        seconds=_seconds(total - done, model, measured),
    )


def _models(config: BuildConfig) -> list[ModelConfig]:
    checks = (config.checks.round_trip, config.checks.judge)
    asked = [config.generation.model, *(check.model for check in checks if check)]
    return [model for model in asked if model]


async def _look(model: ModelConfig) -> list[str]:
    async with Client(model) as client:
        return await problems(client)


def _lengths(
    calls: list[Call], passage: Passage, prompt: Prompt, config: GenerationConfig
) -> Iterator[tuple[Call, int]]:
    """How many characters each call sends."""
    for call in calls:
        kinds = prompt.turn(first_kind(call, config.pairs_per_passage), config.pairs_per_passage)
        yield call, sum(len(message["content"]) for message in prompt.messages(passage, kinds))


def _add(measured: Measured, asked: Asked, characters: int) -> Measured:
    if asked.tokens_in is None or asked.tokens_out is None:
        return measured
    return Measured(
        measured.calls + 1,
        measured.characters + characters,
        measured.tokens_in + asked.tokens_in,
        measured.tokens_out + asked.tokens_out,
        measured.seconds + asked.seconds,
    )


def _tokens(characters: int, calls: int, config: GenerationConfig, measured: Measured) -> tuple[int, int]:
    """Tokens sent and written by calls still to be made."""
    if not measured.calls:
        return characters // CHARACTERS_A_TOKEN, calls * config.pairs_per_passage * TOKENS_A_PAIR
    sent = characters * measured.tokens_in / measured.characters
    return round(sent), round(calls * measured.tokens_out / measured.calls)


def _seconds(calls: int, model: ModelConfig, measured: Measured) -> float | None:
    if not measured.calls:
        return None
    places = model.server.slots if model.local else model.server.concurrency
    seconds = calls * measured.seconds / measured.calls / places
    if rate := model.server.requests_per_minute:
        seconds = max(seconds, 60 * calls / rate)
    return round(seconds, 1)


def _left_out(selection: Selection) -> dict[Reason, int]:
    return dict(Counter(reason for reason, _ in selection.left_out.values()))
