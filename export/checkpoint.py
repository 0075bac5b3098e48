"""What is exported: the model that a run left, or a folder with a model of its own, and its weights on their grids."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from emosapp_data.errors import InputError
from export.rows import quantize_rows
from training.models.folder import CONFIG, check_folder, read_config, weight_files
from training.models.shape import ModelShape, shape_of
from training.quantization.scheme import Scheme
from training.record import FILE as RECORD
from training.record import RunRecord, read_record
from training.saving import CODES, SCALES, SCHEME
from training.saving import WEIGHTS as QUANTIZED

MODEL = "model"
"""Folder of a run that holds its model."""
Precision = Literal["int4", "bf16", "fp32"]
"""How weights are kept: `int4` is 4 bits in groups for linear layers and 8 bits for embedding and output layer; the others
keep all as floating-point numbers."""
EMBEDDING, OUTPUT = "model.embed_tokens.weight", "lm_head.weight"
PROJECTION = "_proj.weight"
"""How the names of the linear layers of a decoder layer end."""
ROTARY_TYPES = ("default", "llama3", "linear")
"""Rotary embeddings whose frequencies do not depend on how long the text is."""


class Checkpoint(NamedTuple):
    """A model that can be exported; none of its weights are in memory."""

    name: str
    """What it was asked for by: the name of its folder."""
    variant: str | None
    """How it was trained, such as qat-lora; none where no run left it."""
    record: RunRecord | None
    """The run that left it."""
    model: Path
    """The folder of the model."""
    quantized: bool
    """Whether it holds codes and scales, rather than weights that are still to be quantized."""
    scheme: Scheme
    """Groups of the 4-bit weights."""
    shape: ModelShape
    """How large it is."""

    def stored(self, precision: Precision) -> Iterator[tuple[str, Any]]:
        """Read the weights, one at a time and named as in transformers.

        Args:
            precision: `int4` gives linear layers of the decoder as `Quantized`, embedding and output layer as `Rows`, norms
                as tensors; the others give tensors

        Raises:
            InputError: the model is quantized and another precision is asked for, or a weight is missing or unreadable.
        """
        if self.quantized and precision != "int4":
            raise InputError(
                f"{self.model}: its weights are of 4 bits, and {precision} would only make them larger; leave the precision "
                "at int4, or export a run of variant full or lora"
            )
        read = _quantized(self.model) if self.quantized else _plain(self.model)
        found = set()
        for name, value in read:
            found.add(name)
            yield name, _kept(name, value, precision, self.scheme)
        if missing := sorted(self.weights() - found):
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            raise InputError(f"{self.model}: the weights lack {missing[0]}{more}; train or download the model again")

    def weights(self) -> set[str]:
        """Names of the weights that the model has."""
        layer = [f"self_attn.{name}" if name[0] in "qkvo" else f"mlp.{name}" for name in self.shape.linears]
        layer += ["input_layernorm", "post_attention_layernorm"]
        inner = {f"model.layers.{index}.{name}.weight" for index in range(self.shape.layers) for name in layer}
        return {*inner, "model.norm.weight", EMBEDDING, *(() if self.shape.tied else (OUTPUT,))}


def read_checkpoint(folder: Path) -> Checkpoint:
    """Find what is to be exported.

    Args:
        folder: of a run, or of a model in the layout of transformers or as `training.saving.save_quantized` leaves it

    Raises:
        InputError: there is no model, its run is not finished, or it is of a kind that cannot be exported.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give the folder of a run of 'emosapp train', or of a model")
    record = read_record(folder)
    model = folder / MODEL if record is not None else folder
    if record is not None:
        _check_finished(folder, record)
    elif not (folder / CONFIG).is_file():
        raise InputError(
            f"{folder}: neither a run ({RECORD}) nor a model ({CONFIG}); give the folder that 'emosapp train' wrote with -o"
        )
    quantized = (model / QUANTIZED).is_file()
    check_folder(model, weights=not quantized)
    return Checkpoint(
        name=folder.resolve().name,
        variant=str(record.recipe["variant"]) if record else None,
        record=record,
        model=model,
        quantized=quantized,
        scheme=_scheme(model) if quantized else Scheme(),
        shape=_checked_shape(model),
    )


def _check_finished(run: Path, record: RunRecord) -> None:
    if record.steps_done < record.steps:
        raise InputError(
            f"{run}: the run is not finished ({record.steps_done:,} of {record.steps:,} steps); go on with it by the same "
            "'emosapp train' command, then export"
        )
    if not (run / MODEL / CONFIG).is_file():
        raise InputError(
            f"{run}: no {MODEL}/ in it; run the same 'emosapp train' command again, which writes the model"
        )


def _scheme(model: Path) -> Scheme:
    try:
        return Scheme.model_validate_json((model / SCHEME).read_bytes())
    except (OSError, ValidationError):
        raise InputError(f"{model / SCHEME}: missing or not of this version; train the model again") from None


def _checked_shape(model: Path) -> ModelShape:
    config = read_config(model)
    try:
        shape = shape_of(config)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{model / CONFIG}: does not say how large the model is ({error}); save it again") from None
    if reason := next(_obstacles(config), None):
        raise InputError(
            f"{model}: {reason}, which cannot be exported; choose a model of the Llama 3 or SmolLM2 family"
        )
    return shape


def _obstacles(config: Mapping[str, Any]) -> Iterator[str]:
    """What a Llama may have that the exported transformer has not."""
    if config.get("attention_bias"):
        yield "its attention layers have biases"
    if config.get("mlp_bias"):
        yield "its feed-forward layers have biases"
    if (activation := config.get("hidden_act", "silu")) != "silu":
        yield f"its activation is {activation}"
    rotary = config.get("rope_parameters") or config.get("rope_scaling") or {}
    if (kind := rotary.get("rope_type") or rotary.get("type") or "default") not in ROTARY_TYPES:
        yield f"its rotary embedding is of type {kind}"


def _kept(name: str, value: Any, precision: Precision, scheme: Scheme) -> Any:
    """A weight as it is exported."""
    import torch  # noqa: PLC0415

    from training.quantization.grid import Quantized, quantize  # noqa: PLC0415

    if precision == "bf16":
        return value.to(torch.bfloat16)
    if precision == "fp32":
        return value.float()
    if isinstance(value, Quantized):
        return value
    if name in (EMBEDDING, OUTPUT):
        return quantize_rows(value)
    if name.endswith(PROJECTION):
        if value.shape[1] % scheme.group_size:
            raise InputError(
                f"{name}: its {value.shape[1]} inputs are no multiple of the group size {scheme.group_size}; export with "
                "another precision"
            )
        return quantize(value, scheme.group_size)
    return value.float()


def _plain(model: Path) -> Iterator[tuple[str, Any]]:
    for path in weight_files(model):
        for name, value in _tensors(path):
            if not name.endswith("rotary_emb.inv_freq"):  # old checkpoints have it; it follows from the configuration
                yield name, value


def _quantized(model: Path) -> Iterator[tuple[str, Any]]:
    from training.quantization.grid import Quantized  # noqa: PLC0415

    codes, scales = {}, {}
    for name, value in _tensors(model / QUANTIZED):
        if name.endswith(CODES):
            codes[name.removesuffix(CODES)] = value
        elif name.endswith(SCALES):
            scales[name.removesuffix(SCALES)] = value
        else:
            yield name, value
            continue
        weight = name.removesuffix(CODES).removesuffix(SCALES)
        if weight in codes and weight in scales:
            yield weight, _on_grid(weight, codes.pop(weight), scales.pop(weight), Quantized)
    if left := sorted({*codes, *scales}):
        raise InputError(f"{model / QUANTIZED}: {left[0]} has codes or scales only; train the model again")


def _on_grid(name: str, codes: Any, scales: Any, kind: Any) -> Any:
    """Codes and scales as XNNPACK keeps them.

    Raises:
        InputError: the scales are no bfloat16 numbers, so that XNNPACK would compute with others.
    """
    import torch  # noqa: PLC0415

    exact = scales.to(torch.bfloat16)
    if not torch.equal(exact.to(scales.dtype), scales):
        raise InputError(
            f"{name}: its scales are no bfloat16 numbers, which XNNPACK would round; train the model again"
        )
    return kind(codes, exact)


def _tensors(path: Path) -> Iterator[tuple[str, Any]]:
    from safetensors import SafetensorError, safe_open  # noqa: PLC0415

    try:
        with safe_open(path, framework="pt") as file:
            for name in file.keys():  # noqa: SIM118 - not a dictionary
                yield name, file.get_tensor(name)
    except (OSError, SafetensorError, json.JSONDecodeError) as error:
        raise InputError(
            f"{path}: not readable ({' '.join(str(error).split())[:120]}); train or download it again"
        ) from None
