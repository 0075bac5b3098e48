"""Fake-quantized input times fake-quantized weight, and gradients as if neither had been rounded.

Rounding has no useful gradient, so it is passed straight through (Bengio et al., 2013). No value is held back where the
rounding ran into the end of its grid: the ranges are found anew for each token and group, so that none lies beyond by
more than half a step.
"""

from typing import Any

import torch
from torch.autograd.function import once_differentiable
from torch.nn import functional

from training.quantization.grid import Adapter, Quantized, quantize


class FixedProduct(torch.autograd.Function):
    """With a frozen weight that is on its grid already. Keeps nothing for the backward pass but the weight."""

    @staticmethod
    def forward(ctx: Any, _x: Any, rounded: Any, weight: Any, bias: Any) -> Any:
        """The layer's output.

        Args:
            ctx: torch's
            _x: input, shape (..., inputs), which the gradient goes to
            rounded: the input on its levels
            weight: shape (outputs, inputs)
            bias: shape (outputs,), or None
        """
        ctx.save_for_backward(weight)
        return functional.linear(rounded, weight, bias)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Any) -> Any:
        """Gradients of what `forward` was given."""
        (weight,) = ctx.saved_tensors
        needs_x, _, _, needs_bias = ctx.needs_input_grad
        return gradient @ weight if needs_x else None, None, None, _of_bias(gradient) if needs_bias else None


class QuantizedProduct(torch.autograd.Function):
    """With a weight that is quantized now, with what an adapter adds to it.

    Of the weight only its codes are kept for the backward pass. The gradient of the adapter's factors needs no gradient
    of the weight, as this is an outer product: s * (dY B)^T X and s * dY^T (X A^T), no dearer than LoRA's own.
    """

    @staticmethod
    def forward(
        ctx: Any, _x: Any, rounded: Any, weight: Any, bias: Any, a: Any, b: Any, scaling: float, group_size: int
    ) -> Any:
        """The layer's output; as of `FixedProduct`, with an adapter's factors (None without one) and its scaling."""
        quantized = quantize(weight, group_size, None if a is None else Adapter(a, b, scaling))
        learns = any(ctx.needs_input_grad[number] for number in (2, 4, 5))
        ctx.save_for_backward(rounded if learns else None, a, b, *quantized)
        ctx.scaling, ctx.dtype = scaling, weight.dtype
        return functional.linear(rounded, quantized.dequantize(weight.dtype), bias)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Any) -> Any:
        """Gradients of what `forward` was given."""
        rounded, a, b, codes, scales = ctx.saved_tensors
        needs_x, _, needs_weight, needs_bias, needs_a, needs_b, *_ = ctx.needs_input_grad
        of_x = gradient @ Quantized(codes, scales).dequantize(ctx.dtype) if needs_x else None
        of_bias = _of_bias(gradient) if needs_bias else None
        of_weight = of_a = of_b = None
        if needs_weight or needs_a or needs_b:
            gradient, rounded = gradient.flatten(0, -2), rounded.flatten(0, -2)
        if needs_weight:
            of_weight = gradient.T @ rounded
        if needs_a or needs_b:
            gradient, rounded = gradient.to(a.dtype), rounded.to(a.dtype)
        if needs_a:
            of_a = ((gradient @ b).T @ rounded).mul_(ctx.scaling)
        if needs_b:
            of_b = (gradient.T @ (rounded @ a.T)).mul_(ctx.scaling)
        return of_x, None, of_weight, of_bias, of_a, of_b, None, None


def _of_bias(gradient: Any) -> Any:
    return gradient.flatten(0, -2).sum(0)
