"""Progress of long work: a bar with rate and time left on a terminal, plain lines where there is none."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

PLAIN_INTERVAL = 10.0
"""Seconds between two lines where there is no terminal."""


class Advance(Protocol):
    """Tells that so many more items are done."""

    def __call__(self, done: int, /) -> None:
        """Count `done` more items."""
        ...


class Reporter(Protocol):
    """Shows how steps get on."""

    def step(self, name: str, total: int, unit: str) -> AbstractContextManager[Advance]:
        """Show a step over `total` items while the context is open; it gives what to call as items get done."""
        ...


class Silent:
    """Shows nothing."""

    @contextmanager
    def step(self, name: str, total: int, unit: str) -> Iterator[Advance]:
        """Show nothing."""
        yield lambda _: None


class Terminal:
    """Shows a bar a step, on standard error."""

    def __init__(self, console: Console) -> None:
        """Show on a console that is a terminal."""
        self._console = console

    @contextmanager
    def step(self, name: str, total: int, unit: str) -> Iterator[Advance]:
        """Show a bar."""
        columns = (
            TextColumn("{task.description:<12}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]}  {task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        start = time.monotonic()
        with Progress(*columns, console=self._console, transient=True) as progress:
            task = progress.add_task(name, total=total, unit=unit, rate="")

            def advance(done: int) -> None:
                progress.advance(task, done)
                elapsed = max(time.monotonic() - start, 1e-6)
                progress.update(task, rate=pace(progress.tasks[task].completed / elapsed))

            yield advance


class Plain:
    """Writes a line now and then, for logs."""

    def __init__(self, console: Console) -> None:
        """Write to a console that is no terminal."""
        self._console = console

    @contextmanager
    def step(self, name: str, total: int, unit: str) -> Iterator[Advance]:
        """Write a line when a step ends, and every few seconds before."""
        start = last = time.monotonic()
        count = 0

        def advance(done: int) -> None:
            nonlocal count, last
            count += done
            now = time.monotonic()
            if now - last >= PLAIN_INTERVAL and count < total:
                rate = count / (now - start)
                self._console.print(
                    f"{name}: {count:,} of {total:,} {unit}, {pace(rate)}, about {(total - count) / rate:,.0f} s left",
                    highlight=False,
                )
                last = now

        yield advance
        self._console.print(f"{name}: {count:,} of {total:,} {unit}, {time.monotonic() - start:.1f} s", highlight=False)


def pace(rate: float) -> str:
    """Items a second, or seconds an item where they are slower than that."""
    if 0 < rate < 1:
        return f"{1 / rate:,.1f} s each"
    return f"{rate:,.0f}/s"


def reporter(quiet: bool = False) -> Reporter:
    """What suits the place where standard error goes."""
    console = Console(stderr=True)
    if quiet:
        return Silent()
    return Terminal(console) if console.is_terminal else Plain(console)
