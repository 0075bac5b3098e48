"""What reads tokens and gives logits, with a memory of what it has read: a model of transformers, or a `.pte` on ExecuTorch."""

import copy
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from export.runtime.program import Metadata

Rows = NDArray[np.float32]
"""Logits, of shape (tokens, vocabulary)."""


class Reader(Protocol):
    """A model that reads tokens one after the other and may go back."""

    @property
    def context(self) -> int:
        """Tokens that it can hold."""

    @property
    def held(self) -> Sequence[int]:
        """Tokens that it has read."""

    def read(self, tokens: Sequence[int], position: int, rows: int) -> Rows:
        """Read more tokens; everything from `position` on is forgotten first.

        Args:
            tokens: ids, at least one
            position: of the first of them, at most the number of held ones
            rows: of how many tokens at the end the logits are wanted, from 1 to all

        Returns:
            logits, of shape (rows, vocabulary)
        """

    def branches(self, several: Sequence[Sequence[int]], position: int) -> list[Rows]:
        """Read what may follow a place, each as if the others were not; afterwards nothing behind the place is held.

        Args:
            several: ids of each, at least one each
            position: of the first token of each; everything before it is held

        Returns:
            logits for every token of each, of shape (tokens, vocabulary)
        """


class Exported(Protocol):
    """What `export.runtime.Program` is to a reader."""

    metadata: Metadata
    held: list[int]

    def forward(self, tokens: Sequence[int], position: int) -> Rows:
        """Read so many tokens as one call takes; gives the last one's logits at least."""


class RuntimeReader:
    """An exported model, on ExecuTorch's runtime or before it was lowered."""

    def __init__(self, program: Exported) -> None:
        """Read with a loaded program."""
        self._program = program

    @property
    def context(self) -> int:
        """Tokens that its KV cache holds."""
        return self._program.metadata.context

    @property
    def held(self) -> Sequence[int]:
        """Tokens that are in its KV cache."""
        return self._program.held

    def read(self, tokens: Sequence[int], position: int, rows: int) -> Rows:
        """Read in pieces as long as one call takes.

        A model that gives the last token's logits alone reads those whose logits are wanted one by one.
        """
        longest = self._program.metadata.longest
        head, tail = (list(tokens[: 1 - rows]), list(tokens[1 - rows :])) if rows > 1 else (list(tokens), [])
        found: list[Rows] = []
        for start in range(0, len(head), longest):
            last = self._program.forward(head[start : start + longest], position + start)[-1:]
        found.append(last)
        for place, token in enumerate(tail, position + len(head)):
            found.append(self._program.forward([token], place)[-1:])
        return np.concatenate(found)

    def branches(self, several: Sequence[Sequence[int]], position: int) -> list[Rows]:
        """Read them one after the other."""
        found = [self.read(tokens, position, len(tokens)) for tokens in several]
        del self._program.held[position:]
        return found


class TransformersReader:
    """A causal language model of transformers."""

    def __init__(self, model: Any, longest: int = 512) -> None:
        """Read with a model, so many tokens at once at most."""
        from transformers import DynamicCache  # noqa: PLC0415

        self.model, self._longest = model, longest
        self._cache = DynamicCache(config=model.config)
        self._held: list[int] = []

    @property
    def context(self) -> int:
        """Positions that it was made for."""
        return int(self.model.config.max_position_embeddings)

    @property
    def held(self) -> Sequence[int]:
        """Tokens that are in its KV cache."""
        return self._held

    def read(self, tokens: Sequence[int], position: int, rows: int) -> Rows:
        """Read in pieces, so that the logits of long texts are never in memory at once."""
        import torch  # noqa: PLC0415

        self._forget(position)
        found: list[Rows] = []
        first = len(tokens) - rows
        for start in range(0, len(tokens), self._longest):
            piece = tokens[start : start + self._longest]
            wanted = max(0, start + len(piece) - max(first, start))
            ids = torch.tensor([list(piece)], device=self.model.device)
            with torch.inference_mode():
                logits = self.model(
                    ids, past_key_values=self._cache, use_cache=True, logits_to_keep=max(1, wanted)
                ).logits
            if wanted:
                found.append(logits[0].float().cpu().numpy())
        self._held += tokens
        return np.concatenate(found)

    def branches(self, several: Sequence[Sequence[int]], position: int) -> list[Rows]:
        """Read them side by side, as a batch that is filled up at its end."""
        import torch  # noqa: PLC0415

        self._forget(position)
        longest = max(map(len, several))
        ids = torch.tensor([[*tokens, *[0] * (longest - len(tokens))] for tokens in several], device=self.model.device)
        cache = copy.deepcopy(self._cache)
        cache.batch_repeat_interleave(len(several))
        with torch.inference_mode():
            logits = self.model(ids, past_key_values=cache, use_cache=True).logits
        return [rows[: len(tokens)].float().cpu().numpy() for rows, tokens in zip(logits, several, strict=True)]

    def _forget(self, position: int) -> None:
        if position < len(self._held):
            self._cache.crop(position - len(self._held))
            del self._held[position:]
