"""A process that measures a `.pte` once, and prints what it found as a line of JSON."""

import argparse
import time
from pathlib import Path
from typing import Any

from export.bench.figures import Once
from export.bench.memory import reset_peak, resident
from export.runtime.program import Program

WARM = 3
"""Times that the prompt is read again."""


def prompt_of(length: int, vocabulary: int) -> list[int]:
    """Token ids that differ, all of them ordinary ones; what they say is no matter for the time they take."""
    return [1000 % vocabulary + number % max(1, vocabulary - 1000 % vocabulary) for number in range(length)]


def measure_once(path: Path, threads: int | None, prompt: int, answer: int) -> Once:
    """Load a program, read a prompt several times, and write an answer.

    Args:
        path: the `.pte`
        threads: how many compute; without a number, ExecuTorch's choice
        prompt: tokens of the prompt
        answer: tokens of the answer
    """
    from export.runtime.libraries import runtime  # noqa: PLC0415

    runtime()
    reset_peak()
    before = resident()
    program = Program(path, threads)
    ids = prompt_of(prompt, program.metadata.vocabulary)
    first, token = _prefill(program, ids)
    warm = min(_prefill(program, ids)[0] for _ in range(WARM))
    seconds = _decode(program, token, prompt, answer)
    after = resident()
    return Once(
        load_seconds=program.load_seconds,
        first_prefill=prompt / first,
        warm_prefill=prompt / warm,
        decode=answer / seconds,
        before=before.now if before else None,
        peak=after.peak if after else None,
        mapped=after.mapped if after else None,
        threads=program.threads,
    )


def _prefill(program: Program, ids: list[int]) -> tuple[float, int]:
    """Seconds that reading the prompt takes, in as few calls as the program allows, and the likeliest token behind it."""
    program.reset()
    longest = program.metadata.longest
    begin = time.perf_counter()
    for start in range(0, len(ids), longest):
        logits: Any = program.forward(ids[start : start + longest], start)
    token = int(logits[-1].argmax())
    return time.perf_counter() - begin, token


def _decode(program: Program, token: int, position: int, answer: int) -> float:
    begin = time.perf_counter()
    for place in range(position, position + answer):
        token = int(program.forward([token], place)[-1].argmax())
    return time.perf_counter() - begin


def options() -> argparse.ArgumentParser:
    """What both measuring processes are told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--threads", type=int, default=0, help="0: the runtime's choice")
    parser.add_argument("--prompt", type=int, required=True, help="tokens of the prompt")
    parser.add_argument("--answer", type=int, required=True, help="tokens of the answer")
    return parser


def main() -> None:
    """Measure once."""
    told = options().parse_args()
    print(measure_once(told.file, told.threads or None, told.prompt, told.answer).model_dump_json(), flush=True)


if __name__ == "__main__":
    main()
