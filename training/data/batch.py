"""Sequences of tokens, and batches of them as a Llama of transformers takes them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, overload

from emosapp_data.chat import IGNORED, Block

Example = dict[str, list[int]]


class Examples(Sequence[Example]):
    """What is trained or measured on, as a dataset of PyTorch: each item holds the token ids of a sequence, the labels, and
    each token's place in its own conversation."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        """Take sequences, each of one conversation or of several that are packed."""
        self.blocks = tuple(blocks)

    def __len__(self) -> int:
        """How many sequences there are."""
        return len(self.blocks)

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> "Examples": ...
    def __getitem__(self, index: int | slice) -> "Example | Examples":
        """A sequence, or some of them."""
        if isinstance(index, slice):
            return Examples(self.blocks[index])
        block = self.blocks[index]
        return {"input_ids": block.input_ids, "labels": block.labels, "position_ids": block.position_ids}

    @property
    def conversations(self) -> int:
        """Conversations in all sequences."""
        return sum(len(block.examples) for block in self.blocks)

    @property
    def tokens(self) -> int:
        """Tokens of all sequences."""
        return sum(len(block.input_ids) for block in self.blocks)


class Batches:
    """Makes a batch of sequences: tensors of int64, of the shape (sequences, tokens of the longest).

    - **No attention mask**: transformers then takes a place that does not follow the one before it for the beginning of
      another conversation, and lets none see the one before (`masking_utils.find_packed_sequence_indices`, for attention by
      SDPA as well as by FlashAttention). With a mask, or a cache, it does not look, and everything sees everything.
    - **No cache** for that reason: `use_cache` goes along with the batch, since a model's configuration asks for one.
    - **Padding** stands behind everything, where no token of a conversation sees it, and adds nothing to the loss. Its places
      go on, so that a batch without packed conversations needs no mask at all, and the fastest attention is taken.
    """

    def __init__(self, padding: int) -> None:
        """Take the token that fills sequences up; which it is makes no difference."""
        self._padding = padding

    def __call__(self, examples: Sequence[Example]) -> dict[str, Any]:
        """Make a batch."""
        import torch  # noqa: PLC0415

        longest = max(len(example["input_ids"]) for example in examples)
        rows: dict[str, list[list[int]]] = {"input_ids": [], "labels": [], "position_ids": []}
        for example in examples:
            more = longest - len(example["input_ids"])
            after = example["position_ids"][-1] + 1
            rows["input_ids"].append([*example["input_ids"], *[self._padding] * more])
            rows["labels"].append([*example["labels"], *[IGNORED] * more])
            rows["position_ids"].append([*example["position_ids"], *range(after, after + more)])
        return {**{name: torch.tensor(values) for name, values in rows.items()}, "use_cache": False}


def on_device(batch: Mapping[str, Any], model: Any) -> dict[str, Any]:
    """The batch where the model is."""
    return {name: value.to(model.device) if hasattr(value, "to") else value for name, value in batch.items()}
