"""A linear layer with a LoRA adapter that is merged into the weight before this is quantized."""

from typing import Any

import torch
from peft.tuners import lora

from training.quantization.grid import Adapter, quantize
from training.quantization.product import QuantizedProduct


def active_adapter(layer: Any) -> Adapter | None:
    """The adapter that takes part in what a LoRA layer computes now, unless it is in the weight already."""
    names = [name for name in layer.active_adapters if name in layer.lora_A]
    if layer.disable_adapters or layer.merged or not names:
        return None
    (name,) = names
    return Adapter(layer.lora_A[name].weight, layer.lora_B[name].weight, layer.scaling[name])


class MergedLora(lora.Linear):
    """peft's layer, computing `fq(x) @ fq(W + s*B@A)` while its base layer's quantization is on.

    Where no gradient is asked for, as in evaluation and generation, the weight is quantized once for as long as the adapter
    stays what it is.
    """

    resting: tuple[tuple[int, int], Any] | None = None
    """The quantized weight, and the versions of the adapter's factors that it was made with."""

    def forward(self, x: Any, *args: Any, **kwargs: Any) -> Any:
        """Shape (..., inputs) to (..., outputs)."""
        base, adapter = self.base_layer, active_adapter(self)
        if not base.on or adapter is None:
            return super().forward(x, *args, **kwargs)
        if not torch.is_grad_enabled():
            return torch.nn.functional.linear(base.inputs.fake_quantized(x), self._rested(adapter), base.bias)
        self.resting = None
        return QuantizedProduct.apply(
            x, base.inputs.fake_quantized(x), base.weight, base.bias, *adapter, base.scheme.group_size
        )

    def _rested(self, adapter: Adapter) -> Any:
        versions = (adapter.a._version, adapter.b._version)
        if self.resting is None or self.resting[0] != versions:
            weight = self.base_layer.weight
            quantized = quantize(weight, self.base_layer.scheme.group_size, adapter)
            self.resting = versions, quantized.dequantize(weight.dtype)
        return self.resting[1]
