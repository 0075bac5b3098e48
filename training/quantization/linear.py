"""A linear layer that computes as its quantized self will."""

from typing import Any

import torch
from torch import nn

from training.quantization.activations import SharedInput
from training.quantization.grid import quantize
from training.quantization.parking import Parked, Parking
from training.quantization.product import FixedProduct, QuantizedProduct
from training.quantization.scheme import Scheme


class FakeQuantizedLinear(nn.Linear):
    """A linear layer with fake quantization that can be switched on and off.

    A weight that is trained, or that an adapter is merged into, is quantized in each forward pass. One that stays as it is
    is quantized once, when quantization is switched on: the result stands in the weight's place, and the weight on disk.
    """

    scheme: Scheme
    inputs: SharedInput
    live: bool
    """Whether the weight is quantized in each pass even where it is frozen."""
    on: bool
    parked: Parked | None

    @classmethod
    def adopt(cls, linear: Any, scheme: Scheme, inputs: SharedInput, live: bool) -> None:
        """Make a linear layer one of these, switched off. Parameters, their names and hooks stay what they are."""
        linear.__class__ = cls
        linear.scheme, linear.inputs, linear.live = scheme, inputs, live
        linear.on, linear.parked = False, None

    @property
    def fixed(self) -> bool:
        """Whether the weight stays as it is."""
        return not self.live and not self.weight.requires_grad

    @torch.no_grad()
    def switch_on(self, parking: Parking) -> None:
        """Compute as quantized from now on."""
        if self.fixed:
            self.parked = parking.park(self.weight)
            self.weight.copy_(quantize(self.weight, self.scheme.group_size).dequantize(self.weight.dtype))
        self.on = True

    @torch.no_grad()
    def switch_off(self) -> None:
        """Compute in full precision from now on, with the weight that was there before."""
        if self.parked:
            self.parked.restore(self.weight)
        self.on, self.parked = False, None

    def forward(self, x: Any) -> Any:
        """Shape (..., inputs) to (..., outputs)."""
        if not self.on:
            return super().forward(x)
        rounded = self.inputs.fake_quantized(x)
        if self.parked:
            return FixedProduct.apply(x, rounded, self.weight, self.bias)
        return QuantizedProduct.apply(x, rounded, self.weight, self.bias, None, None, 1.0, self.scheme.group_size)

    def _load_from_state_dict(self, state_dict: Any, prefix: str, *rest: Any) -> None:
        if self.parked and f"{prefix}weight" in state_dict:
            rest[-1].append(f"{prefix}weight: quantization is on; switch it off before loading weights")
            return
        super()._load_from_state_dict(state_dict, prefix, *rest)
