"""Putting fake quantization into a model, and switching it on and off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from peft.tuners import lora
from torch import nn

from emosapp_data.errors import InputError
from training.quantization.activations import SharedInput
from training.quantization.adapted import MergedLora
from training.quantization.linear import FakeQuantizedLinear
from training.quantization.parking import Parking
from training.quantization.scheme import AdapterForm, Scheme

SUGGESTED = (32, 64, 128, 256)
"""Group sizes that an error suggests."""


class Target(NamedTuple):
    """A layer that is quantized."""

    name: str
    """Where it stands in the model, for `get_submodule`; with an adapter, the name of both together."""
    linear: Any
    lora: Any
    """peft's layer around it, or None."""

    @property
    def shown(self) -> str:
        """The name without what peft puts before it."""
        return self.name.removeprefix("base_model.model.")


def targets(model: Any) -> Iterator[Target]:
    """All linear layers but the output layer and what adapters consist of, with the adapters around them."""
    finds = getattr(model, "get_output_embeddings", None)
    output = finds() if finds else None
    for name, module in _modules(model, ""):
        if isinstance(module, lora.Linear):
            if module.base_layer is not output and isinstance(module.base_layer, nn.Linear):
                yield Target(name, module.base_layer, module)
        elif isinstance(module, nn.Linear) and module is not output:
            yield Target(name, module, None)


def _modules(model: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Modules with their names, without what is inside of adapted layers."""
    yield name, model
    if not hasattr(model, "base_layer"):
        for child, module in model.named_children():
            yield from _modules(module, f"{name}.{child}" if name else child)


def prepare(model: Any, scheme: Scheme, adapter: AdapterForm = "merged") -> int:
    """Make a model's linear layers fake-quantizing ones, switched off; return how many.

    The model may be a plain one, whose trainable weights are then quantized in each pass, or one with LoRA adapters of
    peft. Names in its state dict stay what they were, so that checkpoints load with or without quantization.

    Raises:
        InputError: the group size does not divide the width of some layers, an adapter is of a kind that cannot be
            merged in each step, or the model is prepared already.
    """
    found = list(targets(model))
    if any(isinstance(target.linear, FakeQuantizedLinear) for target in found):
        raise InputError("the model is prepared for quantization already; load it anew to prepare it otherwise")
    _check_widths(found, scheme.group_size)
    if adapter == "merged":
        _check_adapters(found)
    inputs = SharedInput()
    for target in found:
        merges = adapter == "merged" and target.lora is not None
        FakeQuantizedLinear.adopt(target.linear, scheme, inputs, live=merges)
        if merges:
            target.lora.__class__ = MergedLora
    return len(found)


def switch(model: Any, on: bool, parking: Path | None = None) -> None:
    """Switch the fake quantization of a prepared model on or off.

    While it is on, frozen weights without an adapter merged into them are on disk, and their quantized copies in the
    model: save no full state dict then, load no weights but the adapters', and keep frozen what is frozen.

    Args:
        model: prepared
        on: whether it computes as quantized from now on
        parking: folder in whose file system the frozen weights are put aside; otherwise that of temporary files

    Raises:
        InputError: there is no room for them.
    """
    layers = [layer for layer in _layers(model) if layer.on != on]
    if not on:
        for layer in layers:
            layer.switch_off()
        return
    room = Parking((layer.weight for layer in layers if layer.fixed), parking)
    for layer in layers:
        layer.switch_on(room)


def is_on(model: Any) -> bool:
    """Whether fake quantization is on."""
    return any(layer.on for layer in _layers(model))


def _layers(model: Any) -> list[FakeQuantizedLinear]:
    return [module for module in model.modules() if isinstance(module, FakeQuantizedLinear)]


def _check_widths(found: list[Target], group_size: int) -> None:
    bad = [target for target in found if target.linear.in_features % group_size]
    if not bad:
        return
    fitting = [str(size) for size in SUGGESTED if not any(target.linear.in_features % size for target in found)]
    layers = ", ".join(
        f"{target.shown}: {target.linear.in_features} inputs are not divided by groups of {group_size}"
        for target in bad
    )
    raise InputError(f"{layers}; {'use ' + ' or '.join(fitting) if fitting else 'no group size fits this model'}")


def _check_adapters(found: list[Target]) -> None:
    for target in found:
        layer = target.lora
        if layer is None:
            continue
        names = [name for name in layer.active_adapters if name in layer.lora_A]
        problem = None
        if len(names) > 1:
            problem = f"has {len(names)} active adapters, and one can be merged in each step; activate one"
        elif any(layer.lora_variant or layer.lora_bias[name] for name in names):
            problem = "has an adapter that is more than a product of two matrices; use plain LoRA without bias"
        elif any(getattr(layer.lora_dropout[name], "p", 0.0) for name in names):
            problem = "has an adapter with dropout, which a merged weight cannot have; set lora_dropout to 0"
        if problem:
            raise InputError(f"{target.shown}: {problem}, or train the separate form")
