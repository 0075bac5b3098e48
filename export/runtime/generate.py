"""An answer token by token: the prompt in pieces first, and of it only what the cache does not hold."""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from emosapp_data.errors import InputError
from export.runtime.program import Program
from export.runtime.sampling import Sampler, Sampling

PREFILL = 128
"""Tokens of a prompt that are read at once."""


class Stopped(StrEnum):
    """Why an answer ended."""

    EOS = "eos"
    """The model ended it."""
    LENGTH = "length"
    """It has as many tokens as were asked for."""
    CONTEXT = "context"
    """The context is full."""


class Generation(Iterator[int]):
    """The tokens of one answer, computed as they are asked for; the token that ends it is not among them."""

    def __init__(
        self, program: Program, prompt: Sequence[int], pick: Callable[[NDArray[np.float32]], int], prefill: int
    ) -> None:
        """See `generate`, which makes these."""
        self.stopped: Stopped | None = None
        """Why it ended; none until then."""
        self.reused = _shared(program.held, prompt)
        """Tokens of the prompt that were in the cache."""
        self.read = len(prompt) - self.reused
        """Tokens of the prompt that have to be read."""
        self.written = 0
        """Tokens of the answer so far."""
        self.prefill_seconds = 0.0
        """Seconds that reading the prompt took."""
        self.decode_seconds = 0.0
        """Seconds that the tokens behind the first took."""
        self._program, self._prompt, self._pick = program, list(prompt), pick
        self._piece = max(1, min(prefill, program.metadata.longest))
        self._tokens: Iterator[int] = iter(())

    def begin(self, max_new: int, stop: Collection[int]) -> None:
        """Set where it ends."""
        self._tokens = self._write(max_new, frozenset(stop))

    def __next__(self) -> int:
        """The next token."""
        return next(self._tokens)

    def _write(self, max_new: int, stop: frozenset[int]) -> Iterator[int]:
        if max_new < 1:
            self.stopped = Stopped.LENGTH
            return
        begin = time.perf_counter()
        logits = self._prefill()
        self.prefill_seconds = time.perf_counter() - begin
        position = len(self._prompt)
        while (token := self._pick(logits)) not in stop:
            self.written += 1
            yield token
            if self.written >= max_new:
                self.stopped = Stopped.LENGTH
                return
            if position >= self._program.metadata.context:
                self.stopped = Stopped.CONTEXT
                return
            begin = time.perf_counter()
            logits = self._program.forward([token], position)[-1]
            self.decode_seconds += time.perf_counter() - begin
            position += 1
        self.stopped = Stopped.EOS

    def _prefill(self) -> NDArray[np.float32]:
        for start in range(self.reused, len(self._prompt), self._piece):
            logits: NDArray[np.float32] = self._program.forward(self._prompt[start : start + self._piece], start)[-1]
        return logits


def generate(
    program: Program,
    prompt: Sequence[int],
    sampling: Sampling,
    max_new: int,
    stop: Collection[int],
    *,
    prefill: int = PREFILL,
) -> Generation:
    """Write on behind a prompt.

    What the program's cache holds of the prompt's beginning is not read again, so that the next turn of a conversation costs
    no more than its new tokens. Pieces of other lengths may round differently in the last bits.

    Args:
        program: computes
        prompt: token ids
        sampling: how tokens are drawn
        max_new: most tokens of the answer
        stop: tokens that end the answer, which are not given out
        prefill: tokens that are read at once

    Raises:
        InputError: the prompt is empty, or longer than the context.
    """
    context = program.metadata.context
    if not prompt:
        raise InputError("an empty prompt cannot be answered; write something")
    if len(prompt) > context:
        raise InputError(f"a prompt of {len(prompt)} tokens does not fit into a context of {context}; shorten it")
    generation = Generation(program, prompt, Sampler(sampling).pick, prefill)
    generation.begin(max_new, stop)
    return generation


def _shared(held: Sequence[int], prompt: Sequence[int]) -> int:
    """Tokens at the beginning of both; of the prompt one stays to be read, since its logits are not kept."""
    same = 0
    for known, token in zip(held, prompt[:-1], strict=False):
        if known != token:
            break
        same += 1
    return same
