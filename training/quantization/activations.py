"""8-bit activations: each token's vector on 256 levels between its lowest and its highest value."""

import weakref
from typing import Any, NamedTuple

import torch

LOWEST, HIGHEST = -128, 127


@torch.no_grad()
def fake_quantize(x: Any) -> Any:
    """Round each token's values to the 256 levels of its own range, which holds 0; shape (..., width), in x's dtype.

    These are the operations of torchao's dynamic quantization in their order, so that each rounds alike.
    """
    low = x.amin(-1, keepdim=True).clamp_(max=0)
    high = x.amax(-1, keepdim=True).clamp_(min=0)
    scale = ((high - low) / float(HIGHEST - LOWEST)).clamp_(min=torch.finfo(x.dtype).smallest_normal)
    zero_point = (LOWEST - (low / scale).round_()).clamp_(LOWEST, HIGHEST)
    levels = (x * (1.0 / scale)).round_().add_(zero_point).clamp_(LOWEST, HIGHEST)
    return levels.sub_(zero_point).mul_(scale)


class SharedInput:
    """Remembers the last input, as the projections to queries, keys and values share one: it is quantized once."""

    def __init__(self) -> None:
        self._last: _Last | None = None

    def fake_quantized(self, x: Any) -> Any:
        """The input on its levels, without a gradient."""
        if x.is_inference():  # has no version: whether it was changed in place since cannot be known
            return fake_quantize(x)
        if self._last is None or self._last.source() is not x or self._last.version != x._version:
            self._last = _Last(weakref.ref(x), x._version, fake_quantize(x))
        return self._last.result

    def __reduce__(self) -> Any:
        return SharedInput, ()  # a copy has seen nothing yet


class _Last(NamedTuple):
    source: Any
    """Weak reference to the input."""
    version: int
    """Rises whenever the input is changed in place."""
    result: Any
