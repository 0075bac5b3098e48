"""4-bit weights: integers from -8 to 7, and a scale for each group of neighbours."""

from typing import Any, NamedTuple

import torch

LOWEST, HIGHEST = -8, 7
BLOCK = 1 << 19
"""Weights that are quantized at a time. They stay in the cache between the passes over them, several times faster than
passes over a whole matrix, and nothing of the matrix's size is held in full precision."""


class Adapter(NamedTuple):
    """What a LoRA adapter adds to a weight: scaling * b @ a."""

    a: Any
    """Shape (rank, inputs)."""
    b: Any
    """Shape (outputs, rank)."""
    scaling: float


class Quantized(NamedTuple):
    """A weight of shape (outputs, inputs) on its grid."""

    codes: Any
    """int8, shape (outputs, inputs), from -8 to 7."""
    scales: Any
    """bfloat16, shape (outputs, groups)."""

    def dequantize(self, dtype: Any) -> Any:
        """The weight that the codes stand for: exact in float32, each rounded once in bfloat16."""
        groups = self.codes.view(*self.scales.shape, -1)
        return (groups * self.scales.to(dtype).unsqueeze(-1)).view(self.codes.shape)


@torch.no_grad()
def quantize(weight: Any, group_size: int, adapter: Adapter | None = None) -> Quantized:
    """Round a weight, with what the adapter adds, to the nearest of its grid.

    A group's scale is its largest magnitude over 7.5, as of torchao's symmetric mapping. It is rounded to bfloat16, as
    XNNPACK keeps it, before the codes are chosen: torchao's `weight_scale_dtype` rounds it behind them, and so shifts
    the weights under their codes. All is computed in float32, whatever the weight's dtype, so that neither the grid nor
    what an adapter adds depends on it.

    Args:
        weight: shape (outputs, inputs); group_size divides the inputs
        group_size: neighbouring inputs that share a scale
        adapter: added to the weight first
    """
    outputs, inputs = weight.shape
    codes = torch.empty(outputs, inputs, dtype=torch.int8, device=weight.device)
    scales = torch.empty(outputs, inputs // group_size, dtype=torch.bfloat16, device=weight.device)
    full = adapter and Adapter(adapter.a.float(), adapter.b.float(), adapter.scaling)
    rows = max(1, BLOCK // inputs)
    for start in range(0, outputs, rows):
        block = weight[start : start + rows].float()
        if full:
            block = torch.addmm(block, full.b[start : start + rows], full.a, alpha=full.scaling)
        groups = block.view(block.shape[0], -1, group_size)
        scale = groups.abs().amax(-1).div_((HIGHEST - LOWEST) / 2)
        scale = scale.clamp_(min=torch.finfo(torch.float32).smallest_normal).bfloat16()
        scales[start : start + rows] = scale
        rounded = (groups * (1.0 / scale.float()).unsqueeze(-1)).round_().clamp_(LOWEST, HIGHEST)
        codes[start : start + rows] = rounded.view(block.shape)
    return Quantized(codes, scales)
