"""Whether a model that was really quantized computes what was trained."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import torch

from training.data import TrainingData, on_device
from training.record import Exactness

PROMPTS, TOKENS = 50, 48
"""How many prompts are compared, and how long they are at most."""
LAST = 16
"""Places of each prompt whose logits are compared, the last ones: they depend on all before, and all would fill the memory."""


class Computed(NamedTuple):
    """What a model computed in training, before it was converted."""

    prompts: tuple[dict[str, Any], ...]
    learning: Any
    merged: Any


def prompts_of(data: TrainingData) -> tuple[dict[str, Any], ...]:
    """Pieces of sequences: the beginnings first, and of the held-out ones first."""
    sequences = [*data.validation, *data.train][:PROMPTS]
    longest = max(len(each["input_ids"]) for each in sequences)
    pieces = (
        {name: values[start : start + TOKENS] for name, values in each.items()}
        for start in range(0, longest, TOKENS)
        for each in sequences
    )
    whole = (piece for piece in pieces if len(piece["input_ids"]) >= LAST)
    return tuple(data.batches([piece]) for piece in islice(whole, PROMPTS))


def computed(model: Any, data: TrainingData) -> Computed:
    """What a prepared model computes, its quantization on."""
    prompts = prompts_of(data)
    return Computed(prompts, logits(model, prompts, learning=True), logits(model, prompts))


def compare(before: Computed, converted: Any) -> Exactness:
    """Compare a converted model with what was computed before it was converted."""
    found = logits(converted, before.prompts)
    return Exactness(
        prompts=len(before.prompts),
        places=len(found),
        merged=float((before.merged - before.learning).abs().max()),
        converted=float((found - before.learning).abs().max()),
        same_choice=float((found.argmax(-1) == before.learning.argmax(-1)).float().mean()),
    )


def logits(model: Any, batches: Sequence[dict[str, Any]], learning: bool = False) -> Any:
    """Logits of the last places of each batch, one behind the other; shape (places, vocabulary), float32.

    Args:
        model: a causal language model
        batches: token ids and places
        learning: whether it is computed as in a training step, gradients and all
    """
    model.eval()
    found = []
    for batch in batches:
        with torch.set_grad_enabled(learning):
            output = model(
                **{name: value for name, value in on_device(batch, model).items() if name != "labels"}
            ).logits
        found.append(output.detach()[:, -LAST:].reshape(-1, output.shape[-1]).float().cpu())
    return torch.cat(found)
