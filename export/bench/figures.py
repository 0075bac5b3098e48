"""The figures of a benchmark."""

import statistics
from collections.abc import Sequence
from typing import Self

from emosapp_data.schema import Record


class Spread(Record):
    """A figure that was measured several times."""

    median: float
    """The middle one."""
    least: float
    """The smallest."""
    most: float
    """The largest."""

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """The spread of what was measured."""
        return cls(median=statistics.median(values), least=min(values), most=max(values))


class Once(Record):
    """What one process measured."""

    load_seconds: float
    """Until the first token was read."""
    first_prefill: float
    """Tokens a second of the first prompt."""
    warm_prefill: float
    """Tokens a second of the same prompt again, the best of several."""
    decode: float
    """Tokens a second of the answer."""
    before: int | None
    """Resident bytes with all libraries imported and no model; none where the system does not tell."""
    peak: int | None
    """The most bytes that were resident after that, at any time."""
    mapped: int | None
    """How many of the resident bytes at the end are pages of files, the model's own among them, which the system can drop."""
    threads: int
    """Threads that computed."""


class Figures(Record):
    """What a model file takes of this machine."""

    engine: str
    """What computed, with its version."""
    machine: str
    """The processor and how many cores this process may use."""
    load: float | None
    """How busy each core was before, from 0 (idle); figures from a busy machine are too low."""
    threads: int
    """Threads that computed."""
    repetitions: int
    """Fresh processes that measured."""
    prompt_tokens: int
    """Tokens of the prompt."""
    answer_tokens: int
    """Tokens of the answer."""
    context: int
    """Tokens that the KV cache holds."""
    size: int
    """Bytes of the file."""
    load_seconds: Spread
    """Until the first token was read."""
    first_prefill: Spread
    """Tokens a second of the first prompt."""
    warm_prefill: Spread
    """Tokens a second of the same prompt again."""
    decode: Spread
    """Tokens a second of the answer."""
    runtime_memory: Spread | None
    """Peak resident bytes of the runtime with the model: the process' peak less what Python and its libraries hold without one."""
    python_memory: Spread | None
    """Resident bytes of Python and its libraries."""
    process_memory: Spread | None
    """Peak resident bytes of the process: the sum."""
    mapped_memory: Spread | None
    """Resident pages of files at the end, in the process' memory."""

    @classmethod
    def of(
        cls,
        runs: Sequence[Once],
        *,
        engine: str,
        machine: str,
        load: float | None,
        size: int,
        prompt: int,
        answer: int,
        context: int,
    ) -> Self:
        """What several processes measured."""
        told = [(run.before, run.peak, run.mapped) for run in runs]
        memory = [(b, p, m) for b, p, m in told if b is not None and p is not None and m is not None]
        return cls(
            engine=engine,
            machine=machine,
            load=load,
            threads=runs[0].threads,
            repetitions=len(runs),
            prompt_tokens=prompt,
            answer_tokens=answer,
            context=context,
            size=size,
            load_seconds=Spread.of([run.load_seconds for run in runs]),
            first_prefill=Spread.of([run.first_prefill for run in runs]),
            warm_prefill=Spread.of([run.warm_prefill for run in runs]),
            decode=Spread.of([run.decode for run in runs]),
            runtime_memory=Spread.of([peak - before for before, peak, _ in memory]) if memory else None,
            python_memory=Spread.of([before for before, _, _ in memory]) if memory else None,
            process_memory=Spread.of([peak for _, peak, _ in memory]) if memory else None,
            mapped_memory=Spread.of([mapped for _, _, mapped in memory]) if memory else None,
        )
