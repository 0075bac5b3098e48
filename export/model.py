"""The model that is lowered: the transformer with a checkpoint's weights on the grid that was trained."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.errors import InputError, MissingPartError
from export.checkpoint import Checkpoint, Precision
from export.layout import EMBEDDING, Stored, meta_layout
from export.rows import Rows
from training.models.folder import read_config
from training.models.shape import ModelShape
from training.quantization.scheme import Scheme

INSTALL = "install what export needs with: pip install 'emosapp-data[export]'"


class Lengths(NamedTuple):
    """How much text a model takes, in tokens."""

    context: int
    """What its KV cache holds: the whole conversation."""
    prefill: int
    """What one call takes at most."""


def eager_model(checkpoint: Checkpoint, lengths: Lengths, precision: Precision = "int4") -> Any:
    """The model in PyTorch, as `export.transformer.Transformer`; it computes what the lowered one does.

    Raises:
        InputError: the model cannot be exported with this precision or these lengths.
        MissingPartError: ExecuTorch is not installed.
    """
    _check_lengths(checkpoint, lengths)
    model = _transformer(checkpoint.model, checkpoint.shape, lengths)
    _put(model, meta_layout(checkpoint.stored(precision), checkpoint.shape), checkpoint.scheme)
    return model.eval()


def _check_lengths(checkpoint: Checkpoint, lengths: Lengths) -> None:
    longest = int(read_config(checkpoint.model).get("max_position_embeddings") or lengths.context)
    if not 2 <= lengths.context <= longest:
        raise InputError(f"a context of {lengths.context:,} tokens: {checkpoint.model} takes from 2 to {longest:,}")
    if not 2 <= lengths.prefill <= lengths.context:
        raise InputError(
            f"a prefill of {lengths.prefill:,} tokens at once: it has to be from 2 to the context of {lengths.context:,}"
        )


def _transformer(folder: Path, shape: ModelShape, lengths: Lengths) -> Any:
    """The transformer without weights."""
    try:
        from transformers import AutoConfig  # noqa: PLC0415

        from export.transformer import Transformer  # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError(f"{error.name} is missing; {INSTALL}") from error
    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    return Transformer(shape, config.rms_norm_eps, *_tables(config, lengths.context))


def _tables(config: Any, context: int) -> tuple[Any, Any]:
    """Cosines and signed sines of the rotary embedding, with the frequencies of transformers; float32, (context, head)."""
    import torch  # noqa: PLC0415
    from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding  # noqa: PLC0415

    rotary = LlamaRotaryEmbedding(config=config)
    angles = torch.outer(torch.arange(context).float(), rotary.inv_freq.float())
    cosines, sines = angles.cos() * rotary.attention_scaling, angles.sin() * rotary.attention_scaling
    return torch.cat((cosines, cosines), dim=-1), torch.cat((-sines, sines), dim=-1)


def _put(model: Any, weights: Iterable[Stored], scheme: Scheme) -> None:
    """Put the weights into a transformer."""
    import torch  # noqa: PLC0415

    from export.transformer import RowEmbedding  # noqa: PLC0415
    from training.quantization.convert import as_tensor  # noqa: PLC0415
    from training.quantization.grid import Quantized  # noqa: PLC0415

    for name, value in weights:
        place, _, parameter = name.rpartition(".")
        if name == EMBEDDING and isinstance(value, Rows):
            model.set_submodule(place, RowEmbedding(value.codes, value.scales))
            continue
        tensor = value
        if isinstance(value, Rows):
            tensor = row_tensor(value)
        elif isinstance(value, Quantized):
            tensor = as_tensor(value, scheme, torch.float32)
        setattr(model.get_submodule(place), parameter, torch.nn.Parameter(tensor, requires_grad=False))


def row_tensor(rows: Rows) -> Any:
    """The tensor of torchao for a linear layer of 8-bit weights, whose input is quantized to 8 bits a token."""
    import torch  # noqa: PLC0415
    from torchao.quantization import IntxUnpackedToInt8Tensor  # noqa: PLC0415

    scales = rows.scales.unsqueeze(-1)
    return IntxUnpackedToInt8Tensor(
        rows.codes,
        scales,
        torch.zeros_like(scales, dtype=torch.int8),
        target_dtype=torch.int8,
        block_size=(1, rows.codes.shape[1]),
        dtype=torch.float32,
        activation_quantization="int8_asym_per_token",
    )
