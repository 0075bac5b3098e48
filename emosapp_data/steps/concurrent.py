"""Running a step whose items wait for a server: many at a time, each on record as soon as it is there."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from emosapp_data.config import ServerConfig
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.models.reply import CallError, ServerError
from emosapp_data.progress import Advance, Reporter
from emosapp_data.steps.base import BATCH, batched, failed

T = TypeVar("T")
Work = Callable[[T], Awaitable[Result]]
"""Finds the result of an item; a CallError makes it a failed item, a ServerError ends the run."""


async def run_concurrently(
    ledger: Ledger,
    step: Step,
    inputs: Iterable[tuple[str, T]],
    total: int,
    work: Work[T],
    reporter: Reporter,
    unit: str,
    server: ServerConfig,
) -> None:
    """Run a step.

    A result is committed before its worker takes up the next item, so that a killed process loses no more than what was
    under way. Items are taken from `inputs` as they are needed, and so any number of them takes the same memory.

    Args:
        ledger: where results are looked up and recorded.
        step: the step.
        inputs: id and value of each item.
        total: number of items.
        work: finds the result of an item.
        reporter: shows progress.
        unit: what the items are called.
        server: how many items are under way at a time, and how many failures in a row end the run.

    Raises:
        ServerError: the server cannot be used, or too many calls in a row have failed; what was done is on record.
    """
    ledger.begin(step, total)
    with reporter.step(step.name, total, unit) as advance:
        run = _Run(ledger, step, work, advance, server.give_up_after)
        queue: asyncio.Queue[tuple[int, str, T] | None] = asyncio.Queue(2 * server.concurrency)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(server.concurrency):
                    group.create_task(run.work_off(queue))
                await run.fill(queue, inputs)
                for _ in range(server.concurrency):
                    await queue.put(None)
        except BaseExceptionGroup as errors:
            raise _first(errors) from None
        finally:
            run.commit()
    ledger.finish(step)


class _Run(Generic[T]):
    """One run: what is finished and waits for its commit, and how many calls in a row have failed."""

    def __init__(self, ledger: Ledger, step: Step, work: Work[T], advance: Advance, give_up_after: int) -> None:
        self._ledger = ledger
        self._step = step
        self._work = work
        self._advance = advance
        self._give_up_after = give_up_after
        self._failures = 0
        self._finished: list[tuple[int, Item]] = []
        self._committed: asyncio.Future[None] | None = None

    async def fill(self, queue: "asyncio.Queue[tuple[int, str, T] | None]", inputs: Iterable[tuple[str, T]]) -> None:
        """Record what is known, and queue the rest."""
        number = 0
        for group in batched(inputs, BATCH):
            known = self._ledger.known(self._step, [input_id for input_id, _ in group])
            entries = list(enumerate(group, number))
            number += len(group)
            done = [(at, Item(input_id, known[input_id])) for at, (input_id, _) in entries if input_id in known]
            self._ledger.record_numbered(self._step, done, known)
            self._advance(len(done))
            for at, (input_id, value) in entries:
                if input_id not in known:
                    await queue.put((at, input_id, value))

    async def work_off(self, queue: "asyncio.Queue[tuple[int, str, T] | None]") -> None:
        """Take items until there are none."""
        while (entry := await queue.get()) is not None:
            number, input_id, value = entry
            try:
                result = await self._work(value)
            except (ServerError, asyncio.CancelledError):
                raise
            except Exception as error:  # a bug in reading one reply must not lose the others
                result = failed(error)
            await self._record(number, Item(input_id, result))
            self._count(result)

    def commit(self) -> None:
        """Commit what is finished, in one transaction."""
        finished, self._finished = self._finished, []
        committed, self._committed = self._committed, None
        if finished:
            self._ledger.record_numbered(self._step, finished)
            self._advance(len(finished))
        if committed and not committed.done():
            committed.set_result(None)

    async def _record(self, number: int, item: Item) -> None:
        """Have the result committed, together with others that come in at the same moment."""
        self._finished.append((number, item))
        if self._committed is None:
            loop = asyncio.get_running_loop()
            self._committed = loop.create_future()
            loop.call_soon(self.commit)
        await asyncio.shield(self._committed)

    def _count(self, result: Result) -> None:
        self._failures = self._failures + 1 if result.outcome is Outcome.FAILED else 0
        if self._failures >= self._give_up_after:
            raise ServerError(
                f"step {self._step.name!r}: {self._failures} calls in a row failed, the last with: {result.detail};"
                " what was done is on record, and the same command goes on from there"
            )


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error to be told: one that the user can mend before any other."""
    flat = list(_flatten(errors))
    return next((error for error in flat if isinstance(error, (ServerError, CallError))), flat[0])


def _flatten(errors: BaseExceptionGroup[BaseException]) -> Iterable[BaseException]:
    for error in errors.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _flatten(error)
        else:
            yield error
