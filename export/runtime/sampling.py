"""Which token comes next."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Sampling(NamedTuple):
    """How tokens are drawn."""

    temperature: float = 0.0
    """Divides the logits; at 0 the likeliest token is taken."""
    top_p: float = 1.0
    """Drawn is among the likeliest tokens that together have this probability (nucleus sampling, arXiv:1904.09751)."""
    seed: int | None = None
    """With the same seed the same tokens are drawn; without one, others each time."""


class Sampler:
    """Draws tokens, one after the other."""

    def __init__(self, sampling: Sampling) -> None:
        """Begin at the seed."""
        self._sampling = sampling
        self._random = np.random.Generator(np.random.PCG64(sampling.seed))

    def pick(self, logits: NDArray[np.float32]) -> int:
        """Draw a token.

        Args:
            logits: of shape (vocabulary,)
        """
        temperature, top_p, _ = self._sampling
        if temperature <= 0:
            return int(logits.argmax())
        scaled = (logits.astype(np.float64) - float(logits.max())) / temperature
        weights = np.exp(scaled)
        weights /= weights.sum()
        if top_p >= 1:
            return int(self._random.choice(len(weights), p=weights))
        order = np.argsort(-weights, kind="stable")
        running = np.cumsum(weights[order])
        nucleus = order[: int(np.searchsorted(running, top_p)) + 1]
        inside = weights[nucleus] / weights[nucleus].sum()
        return int(self._random.choice(nucleus, p=inside))
