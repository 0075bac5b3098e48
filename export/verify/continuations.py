"""What the exported model writes on the real runtime, with the logits that each token was chosen by."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from export.runtime.program import Program


class Continuation(NamedTuple):
    """An answer to a prompt, the likeliest token each time."""

    prompt: list[int]
    """Token ids of the prompt."""
    tokens: list[int]
    """Token ids of the answer; the last one may end it."""
    logits: NDArray[np.float32]
    """What each was chosen by; shape (tokens, vocabulary)."""


def continuations(
    program: Program, prompts: Sequence[list[int]], eos: Sequence[int], longest: int, done: Callable[[int], None]
) -> list[Continuation]:
    """Continue prompts.

    Args:
        program: the exported model
        prompts: token ids
        eos: tokens that end an answer
        longest: tokens of an answer at most
        done: told of each
    """
    found = []
    for prompt in prompts:
        found.append(_continued(program, prompt, frozenset(eos), longest))
        done(1)
    return found


def _continued(program: Program, prompt: list[int], eos: frozenset[int], longest: int) -> Continuation:
    piece = program.metadata.longest
    program.reset()
    for start in range(0, len(prompt), piece):
        row = program.forward(prompt[start : start + piece], start)[-1].copy()
    rows, tokens = [row], [int(row.argmax())]
    while tokens[-1] not in eos and len(tokens) < longest:
        row = program.forward(tokens[-1:], len(prompt) + len(tokens) - 1)[-1].copy()
        rows.append(row)
        tokens.append(int(row.argmax()))
    return Continuation(prompt, tokens, np.stack(rows))
