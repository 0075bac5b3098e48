"""From a trained model to a really quantized one that computes the same."""

from typing import Any

from torch import nn

from emosapp_data.errors import InputError
from training.quantization.adapted import active_adapter
from training.quantization.grid import Quantized, quantize
from training.quantization.linear import FakeQuantizedLinear
from training.quantization.prepare import Target, prepare, switch, targets
from training.quantization.scheme import Scheme


def merge_and_convert(model: Any, scheme: Scheme) -> Any:
    """Merge the adapters, quantize all layers that training quantized, and return the model without peft's layers.

    Each weight becomes a torchao tensor with the codes and scales that training computed with (in the `separate` form
    with those of the merged weight, so that the result differs from what was trained). The model given is used up. A
    model that was not prepared is quantized just the same.

    Raises:
        InputError: the model was prepared for another scheme, or cannot be quantized with this one.
    """
    found = list(targets(model))
    schemes = {target.linear.scheme for target in found if isinstance(target.linear, FakeQuantizedLinear)}
    if not schemes:
        prepare(model, scheme)
    elif schemes != {scheme}:
        raise InputError(f"the model was trained for {schemes.pop()!r}, and cannot be converted to {scheme!r}")
    switch(model, on=False)
    for target in found:
        model.set_submodule(target.name, _converted(target, scheme))
    return model.merge_and_unload() if hasattr(model, "merge_and_unload") else model


def _converted(target: Target, scheme: Scheme) -> Any:
    linear = target.linear
    adapter = None if target.lora is None else active_adapter(target.lora)
    quantized = quantize(linear.weight, scheme.group_size, adapter)
    converted = nn.Linear(linear.in_features, linear.out_features, bias=False, device="meta")
    converted.weight = nn.Parameter(as_tensor(quantized, scheme, linear.weight.dtype), requires_grad=False)
    converted.bias = linear.bias
    return converted.train(linear.training)


def as_tensor(quantized: Quantized, scheme: Scheme, dtype: Any) -> Any:
    """The tensor of torchao that its `Int8DynamicActivationIntxWeightConfig` makes."""
    import torch  # noqa: PLC0415
    from torchao.quantization import IntxUnpackedToInt8Tensor  # noqa: PLC0415 - takes seconds

    scales = quantized.scales.to(dtype)
    return IntxUnpackedToInt8Tensor(
        quantized.codes,
        scales,
        torch.zeros_like(scales, dtype=torch.int8),
        target_dtype=torch.int4,
        block_size=(1, scheme.group_size),
        dtype=dtype,
        activation_quantization="int8_asym_per_token",
    )
