"""What a training run takes of memory, told before it begins, and what would fit where it does not."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from emosapp_data.errors import InputError
from training.models.shape import ModelShape
from training.recipe import Recipe

Device = Literal["cpu", "cuda"]
OVERHEAD = {"cpu": 400_000_000, "cuda": 600_000_000}
"""Bytes of Python, PyTorch and transformers, or of a CUDA context, without any model."""
HELD_BACK = {"cpu": 1.25, "cuda": 1.0}
"""How much more activations take than they hold: the C library gives freed memory back in part only (measured)."""
CGROUP = Path("/sys/fs/cgroup")
CHECKPOINTING = "gradient_checkpointing"
SHORTEST = 128
"""Tokens below which no shorter sequences are proposed."""


class Memory(NamedTuple):
    """Bytes that a run takes at its peak."""

    weights: int
    """The model's weights, with an adapter and what quantization keeps beside them."""
    gradients: int
    """The gradients of what is trained."""
    optimizer: int
    """AdamW's two moments of what is trained."""
    activations: int
    """What the forward pass keeps for the backward pass, logits and their gradients included."""
    overhead: int
    """The libraries."""
    total: int
    """At the peak, which is less than the sum: gradients come as activations go."""


def trainable_parameters(shape: ModelShape, recipe: Recipe) -> int:
    """Parameters that a recipe trains."""
    return shape.adapter(recipe.lora.rank, recipe.lora.targets) if recipe.trains_adapter else shape.parameters


def estimate_memory(shape: ModelShape, recipe: Recipe, device: Device = "cpu") -> Memory:
    """Estimate what a recipe takes on one device.

    With s bytes a number (4, or 2 in bfloat16), P parameters of which T are trained, and N = batch_size x length tokens:

        weights      P*s, and T*4 for an adapter; full training keeps its weights in 4 bytes, with a copy of 2 in bfloat16
        quantization 2 for each weight of an adapted layer, which is merged and quantized anew in each step
        gradients    T*4
        optimizer    T*8
        activations  N * layers * (c*hidden + 4*heads*head + m*intermediate) * s; c, m = 6, 4 in full training, where
                     every linear layer keeps its input, and 3, 3 with an adapter, where most do not. With gradient
                     checkpointing N * (layers * hidden + one such layer) * s. With packing N * length * s for the mask
                     of each layer that is kept. On a CPU a quarter more than all of these
        logits       N * vocabulary * (2*s + 16), among the activations: logits, their logarithms, gradients of both
        total        weights + optimizer + the larger of activations and gradients (their sum where gradients of several
                     passes are added up; on a GPU AdamW works on T*4 more) + what the libraries take

    Measured with SmolLM2-135M, float32, 4 x 256 tokens, as the peak memory of the process: 4.90 GB in full training
    (estimated 10 % more), 4.17 GB with an adapter (8 % less), 3.37 and 2.50 GB with gradient checkpointing (8 and 4 %
    more). Not measured on a GPU, nor with quantization.
    """
    size = 2 if _computes_in_16_bits(recipe, device) else 4
    trained = trainable_parameters(shape, recipe)
    weights = shape.parameters * size + trained * 4 if recipe.trains_adapter else shape.parameters * (4 + size % 4)
    if recipe.variant == "qat-lora":
        weights += 2 * _adapted(shape, recipe)
    gradients, optimizer = 4 * trained, 8 * trained
    activations = int(HELD_BACK[device] * _activations(shape, recipe, size))
    stepping = gradients + (4 * trained if device == "cuda" else 0)
    moving = gradients + activations if recipe.training.accumulation > 1 else max(activations, stepping)
    overhead = OVERHEAD[device]
    return Memory(
        weights, gradients, optimizer, activations, overhead, weights + optimizer + max(moving, stepping) + overhead
    )


def what_would_fit(shape: ModelShape, recipe: Recipe, device: Device, free: int) -> tuple[str, ...]:
    """Changes of a recipe with which it would fit, each by itself enough, those that change least first.

    Args:
        shape: the model
        recipe: what does not fit
        device: where
        free: bytes that are free
    """

    def fits(changed: Recipe) -> bool:
        return estimate_memory(shape, changed, device).total <= free

    found = [words for words, changed in _changes(recipe) if fits(changed)]
    shorter = [words for words, changed in _shorter(recipe) if fits(changed)]
    return (*found, *shorter[:1])[:3]


def check_memory(shape: ModelShape, recipe: Recipe, device: Device = "cpu", free: int | None = None) -> Memory:
    """See that a run fits into memory, before it begins.

    Args:
        shape: the model
        recipe: the recipe
        device: where it is to run
        free: bytes that are free; without it what `free_memory` finds

    Raises:
        InputError: it does not; the message names what would.
    """
    memory = estimate_memory(shape, recipe, device)
    free = free_memory(device) if free is None else free
    if memory.total <= free:
        return memory
    fitting = what_would_fit(shape, recipe, device, free)
    advice = f"use {', or '.join(fitting)}" if fitting else "use a smaller model, or a machine with more memory"
    raise InputError(
        f"{recipe.name}: training needs about {memory.total / 1e9:.1f} GB, {free / 1e9:.1f} GB are free: {advice}"
    )


def free_memory(device: Device = "cpu") -> int:
    """Bytes that a program can still have, here or on the GPU; of a container no more than it is given."""
    if device == "cuda":
        import torch  # noqa: PLC0415

        return int(torch.cuda.mem_get_info()[0])
    import psutil  # noqa: PLC0415

    return min([int(psutil.virtual_memory().available), *_left_in_container()])


def _left_in_container() -> Iterator[int]:
    """What a control group of Linux (version 2) still gives, files in its cache not counted as used."""
    try:
        limit = (CGROUP / "memory.max").read_text(encoding="ascii").strip()
        used = int((CGROUP / "memory.current").read_text(encoding="ascii"))
        told = dict(line.split() for line in (CGROUP / "memory.stat").read_text(encoding="ascii").splitlines())
    except (OSError, ValueError):
        return
    if limit != "max":
        yield max(0, int(limit) - used + int(told.get("inactive_file", 0)))


def _changes(recipe: Recipe) -> Iterator[tuple[str, Recipe]]:
    """Recipes that take less, those that learn the same first."""
    told, least = _least(recipe)
    if recipe.training.batch_size > 1:
        yield told[0], _with(recipe, **{name: value for name, value in least.items() if name != CHECKPOINTING})
    if not recipe.training.gradient_checkpointing:
        yield CHECKPOINTING, _with(recipe, gradient_checkpointing=True)
    if len(told) > 1:
        yield _joined(told), _with(recipe, **least)
    if not recipe.trains_adapter:
        yield "variant lora", _as_lora(recipe)
        yield _joined([*told, "variant lora"]), _as_lora(_with(recipe, **least))


def _shorter(recipe: Recipe) -> Iterator[tuple[str, Recipe]]:
    """Recipes with shorter sequences, the longest first, that take the least otherwise."""
    told, least = _least(recipe)
    length = recipe.training.length // 2
    while length >= SHORTEST:
        yield _joined([*told, f"length {length}"]), _with(recipe, **least, length=length)
        length //= 2


def _least(recipe: Recipe) -> tuple[list[str], dict[str, int]]:
    """What takes less memory and learns the same, in words and as values."""
    training = recipe.training
    told, least = [], {}
    if training.batch_size > 1:
        least = {"batch_size": 1, "accumulation": training.batch_size * training.accumulation}
        told.append(f"batch_size 1 with accumulation {least['accumulation']}")
    if not training.gradient_checkpointing:
        least[CHECKPOINTING] = True
        told.append(CHECKPOINTING)
    return told, least


def _joined(told: Sequence[str]) -> str:
    return " and ".join(told)


def _as_lora(recipe: Recipe) -> Recipe:
    return recipe.model_copy(update={"variant": "lora"})


def _with(recipe: Recipe, **changes: int) -> Recipe:
    return recipe.model_copy(update={"training": recipe.training.model_copy(update=changes)})


def _computes_in_16_bits(recipe: Recipe, device: Device) -> bool:
    precision = recipe.training.precision
    return precision == "bfloat16" or (precision == "auto" and device == "cuda")


def _adapted(shape: ModelShape, recipe: Recipe) -> int:
    """Weights of the layers that have an adapter."""
    sizes = shape.linears
    return shape.layers * sum(sizes[target][0] * sizes[target][1] for target in recipe.lora.targets)


def _activations(shape: ModelShape, recipe: Recipe, size: int) -> int:
    tokens = recipe.training.batch_size * recipe.training.length
    wide, inside = (3, 3) if recipe.trains_adapter else (6, 4)
    layer = wide * shape.hidden + 4 * shape.heads * shape.head + inside * shape.intermediate
    masks = recipe.training.length if recipe.training.packing else 0
    kept = 1 if recipe.training.gradient_checkpointing else shape.layers
    inputs = shape.layers * shape.hidden if recipe.training.gradient_checkpointing else 0
    numbers = inputs + kept * (layer + masks)
    return tokens * (numbers * size + shape.vocabulary * (2 * size + 16))
