"""Whether a folder holds a model that can be trained and then exported, seen without reading its weights."""

import json
from pathlib import Path
from typing import Any

from emosapp_data.errors import InputError

CONFIG, TOKENIZER = "config.json", "tokenizer.json"
WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"
ARCHITECTURE = "LlamaForCausalLM"


def check_folder(folder: Path, *, weights: bool = True) -> None:
    """See that a folder holds a Llama in the layout of transformers.

    Args:
        folder: the folder
        weights: whether it has to hold the weights as well

    Raises:
        InputError: something is missing, or it is another kind of model.
    """
    config = read_config(folder)
    kind, architectures = config.get("model_type"), config.get("architectures") or [ARCHITECTURE]
    if kind != "llama" or ARCHITECTURE not in architectures:
        what = f"model_type {kind!r}" if kind != "llama" else f"architecture {architectures[0]!r}"
        raise InputError(
            f"{folder}: {what}, but only Llama models that write text (model_type 'llama', {ARCHITECTURE}) can be "
            "exported to a phone afterwards; choose one, such as meta-llama/Llama-3.2-1B-Instruct or smollm2-135m"
        )
    if quantization := config.get("quantization_config"):
        method = quantization.get("quant_method", "some method") if isinstance(quantization, dict) else "some method"
        raise InputError(f"{folder}: its weights are quantized already ({method}); give the model as it was before")
    if not (folder / TOKENIZER).is_file():
        raise InputError(
            f"{folder}: no {TOKENIZER}; save the tokenizer there with transformers: "
            "AutoTokenizer.from_pretrained(...).save_pretrained(FOLDER)"
        )
    if weights:
        _check_weights(folder)


def read_config(folder: Path) -> dict[str, Any]:
    """What a model says of itself.

    Raises:
        InputError: it says nothing, or nothing that can be read.
    """
    path = folder / CONFIG
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(
            f"{folder}: no {CONFIG}, so this is no model in the layout of transformers; give such a folder"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not readable as JSON ({error}); download the model again") from None
    if not isinstance(config, dict):
        raise InputError(f"{path}: does not describe a model; download the model again")
    return config


def weight_files(folder: Path) -> list[Path]:
    """The files that hold a model's weights, whether they are there or not.

    Raises:
        InputError: the list of them cannot be read.
    """
    index = folder / INDEX
    if not index.is_file():
        return [folder / WEIGHTS]
    try:
        shards = json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise InputError(f"{index}: not readable; download the model again") from None
    return [folder / shard for shard in sorted(set(map(str, shards)))]


def _check_weights(folder: Path) -> None:
    missing = [path.name for path in weight_files(folder) if not path.is_file()]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise InputError(f"{folder}: no weights ({missing[0]}{more} missing); weights are read from .safetensors files")
