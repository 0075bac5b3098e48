"""8-bit rows: how the embedding and the output layer are kept, each row with a scale of its own."""

from typing import Any, NamedTuple

HIGHEST = 127
"""Largest magnitude of a code; symmetric, so that no weight is further than half a step from its code."""
BLOCK = 1 << 19
"""Weights that are quantized at a time."""


class Rows(NamedTuple):
    """A weight of shape (rows, width) in 8 bits."""

    codes: Any
    """int8, shape (rows, width), from -127 to 127."""
    scales: Any
    """float32, shape (rows,)."""

    def dequantize(self) -> Any:
        """The weight that the codes stand for; float32, shape (rows, width)."""
        return self.codes * self.scales.unsqueeze(-1)


def quantize_rows(weight: Any) -> Rows:
    """Round each row to integers, its largest magnitude becoming 127.

    Args:
        weight: shape (rows, width); a row is a token's vector in an embedding, and what gives its logit in an output layer
    """
    import torch  # noqa: PLC0415

    count, width = weight.shape
    codes = torch.empty(count, width, dtype=torch.int8)
    scales = torch.empty(count, dtype=torch.float32)
    step = max(1, BLOCK // width)
    for start in range(0, count, step):
        block = weight[start : start + step].detach().float()
        scale = (block.abs().amax(-1) / HIGHEST).clamp_(min=torch.finfo(torch.float32).smallest_normal)
        scales[start : start + step] = scale
        codes[start : start + step] = (block / scale.unsqueeze(-1)).round_().clamp_(-HIGHEST, HIGHEST)
    return Rows(codes, scales)
