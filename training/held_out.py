"""The loss on what is held out: the mean over all learned tokens, whatever batches or processes they are in."""

from collections.abc import Mapping
from typing import Any

import torch
from torch.nn import functional

from emosapp_data.chat import IGNORED
from training.data import TrainingData, on_device


def losses(model: Any, batch: Mapping[str, Any]) -> tuple[Any, Any]:
    """The loss of each sequence of a batch, added up over its learned tokens, and how many these are; shape (sequences,)."""
    labels = batch["labels"][:, 1:]
    inputs = {name: value for name, value in batch.items() if name != "labels"}
    logits = model(**inputs).logits[:, :-1].float()
    flat = logits.reshape(-1, logits.shape[-1])  # over the last dimension it is many times as fast
    each = functional.cross_entropy(flat, labels.reshape(-1), ignore_index=IGNORED, reduction="none")
    return each.view(labels.shape).sum(-1), (labels != IGNORED).sum(-1)


@torch.no_grad()
def evaluate(model: Any, data: TrainingData, batch_size: int) -> float:
    """The loss of a model on the validation split."""
    model.eval()
    total, count = 0.0, 0
    for start in range(0, len(data.validation), batch_size):
        batch = on_device(data.batches(data.validation[start : start + batch_size]), model)
        sums, counts = losses(model, batch)
        total += float(sums.sum())
        count += int(counts.sum())
    return total / max(count, 1)
