"""A process that measures a GGUF file in llama.cpp once, and prints what it found as a line of JSON."""

import os
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from export.bench.child import WARM, options, prompt_of
from export.bench.figures import Once
from export.bench.memory import reset_peak, resident

PLAIN = {"temperature": 0, "samplers": ["temperature"], "ignore_eos": True, "cache_prompt": False}
"""The likeliest token each time, without what costs time beside the model, and nothing kept from the request before."""


class Timed(NamedTuple):
    """What llama.cpp measured of one request, in tokens a second."""

    prefill: float
    decode: float


def measure_once(path: Path, threads: int, prompt: int, answer: int, context: int, vocabulary: int) -> Once:
    """Load a model, read a prompt several times, and write an answer; times are llama.cpp's own, without its server's.

    Args:
        path: the GGUF file
        threads: how many compute
        prompt: tokens of the prompt
        answer: tokens of the answer
        context: tokens that the KV cache holds
        vocabulary: tokens that the model knows
    """
    import xllamacpp  # noqa: PLC0415

    reset_peak()
    before = resident()
    begin = time.perf_counter()
    server = xllamacpp.Server(_params(xllamacpp, path, threads, context))
    load = time.perf_counter() - begin
    ids = prompt_of(prompt, vocabulary)
    first = _ask(server, ids, 1)
    warm = max(_ask(server, ids, 1).prefill for _ in range(WARM))
    written = _ask(server, ids, answer + 1)  # the first token comes with the prompt
    after = resident()
    return Once(
        load_seconds=load,
        first_prefill=first.prefill,
        warm_prefill=warm,
        decode=written.decode,
        before=before.now if before else None,
        peak=after.peak if after else None,
        mapped=after.mapped if after else None,
        threads=threads,
    )


def _params(xllamacpp: Any, path: Path, threads: int, context: int) -> Any:
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.hostnames, params.port = ["127.0.0.1"], 0
    params.n_parallel = 1
    params.n_ctx = context
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.cache_prompt, params.cache_ram_mib = False, 0
    params.ui = False
    return params


def _ask(server: Any, ids: list[int], tokens: int) -> Timed:
    timings = server.handle_completions({**PLAIN, "prompt": ids, "n_predict": tokens})["timings"]
    if timings["prompt_n"] != len(ids) or timings["predicted_n"] != tokens:
        raise RuntimeError(f"llama.cpp read {timings['prompt_n']} tokens and wrote {timings['predicted_n']}")
    # Its clock for the answer starts with the first token at hand, which its own rate counts as well.
    seconds = max(timings["predicted_ms"], 1e-6) / 1000
    return Timed(timings["prompt_per_second"], (tokens - 1) / seconds)


def main() -> None:
    """Measure once."""
    parser = options()
    parser.add_argument("--context", type=int, required=True)
    parser.add_argument("--vocabulary", type=int, required=True)
    told = parser.parse_args()
    once = measure_once(told.file, told.threads, told.prompt, told.answer, told.context, told.vocabulary)
    sys.stdout.write(once.model_dump_json() + "\n")
    sys.stdout.flush()
    os._exit(0)  # the server's threads would keep the process


if __name__ == "__main__":
    main()
