"""Measuring in fresh processes, so that no run finds what another left in memory."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from emosapp_data.errors import EmosappError, InputError
from export.bench.figures import Figures, Once
from export.bench.machine import load, machine

LONGEST = 1800.0
"""Seconds that one process may take."""


class Workload(NamedTuple):
    """What is computed."""

    context: int
    """Tokens that the KV cache holds."""
    prompt: int = 128
    """Tokens of the prompt."""
    answer: int = 64
    """Tokens of the answer."""

    def check(self, room: int = 0) -> None:
        """See that there is something to measure, and that it fits.

        Args:
            room: further tokens that the engine needs

        Raises:
            InputError: it does not.
        """
        if self.prompt < 1 or self.answer < 1:
            raise InputError("the tokens of prompt and answer have to be 1 or more")
        if self.prompt + self.answer + room > self.context:
            raise InputError(
                f"{self.prompt} + {self.answer} tokens do not fit into a context of {self.context}; measure fewer"
            )


class Contender(NamedTuple):
    """A model file with what computes it."""

    engine: str
    """Its name and version."""
    module: str
    """The module of this project whose process measures it once."""
    path: Path
    """The model file."""
    options: tuple[str, ...]
    """What the module is told beside the file and the workload."""


def measure_alternately(
    contenders: Sequence[Contender], work: Workload, repetitions: int, done: Callable[[int], None]
) -> list[Figures]:
    """Measure each contender several times, in turn, so that what else the machine does meets all of them.

    Args:
        contenders: what is measured
        work: what is computed
        repetitions: fresh processes for each
        done: told of each process

    Raises:
        InputError: no repetitions are asked for.
        EmosappError: a process failed.
    """
    if repetitions < 1:
        raise InputError("repetitions have to be 1 or more")
    before = load()
    runs: list[list[Once]] = [[] for _ in contenders]
    for _ in range(repetitions):
        for contender, found in zip(contenders, runs, strict=True):
            told = ["--prompt", str(work.prompt), "--answer", str(work.answer), *contender.options]
            found.append(run_once(contender.module, [str(contender.path), *told]))
            done(1)
    return [
        Figures.of(
            found,
            engine=contender.engine,
            machine=machine(),
            load=before,
            size=contender.path.stat().st_size,
            prompt=work.prompt,
            answer=work.answer,
            context=work.context,
        )
        for contender, found in zip(contenders, runs, strict=True)
    ]


def run_once(module: str, arguments: Sequence[str]) -> Once:
    """Run a measuring module and read the line that it prints.

    Raises:
        EmosappError: it failed, or took too long; with its own words where it has any.
    """
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - this project's own module
            command, capture_output=True, text=True, errors="replace", check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as error:
        raise EmosappError(f"{arguments[0]}: measuring took longer than {LONGEST / 60:.0f} minutes") from error
    line = next((line for line in reversed(done.stdout.splitlines()) if line.startswith("{")), None)
    if done.returncode or line is None:
        raise EmosappError(f"{arguments[0]}: measuring failed ({_complaint(done.stderr, done.returncode)})")
    return Once.model_validate_json(line)


def _complaint(stderr: str, code: int) -> str:
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    if code < 0:
        return f"it was ended by signal {-code}{', probably out of memory' if code == -9 else ''}"
    return lines[-1][:300] if lines else f"exit code {code}"
