"""The model that a run leaves: a folder that transformers reads, or, where it is quantized, the codes and scales themselves.

A quantized model is written as it is: of each quantized layer the 4-bit codes (one a byte) and the scales of its groups.
What was trained is then what is exported, whatever a library thinks of scales.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from emosapp_data.errors import InputError
from emosapp_data.workspace import replace_folder
from training.quantization.scheme import Scheme

WEIGHTS, SCHEME = "quantized.safetensors", "quantization.json"
CODES, SCALES = ".codes", ".scales"


def save_model(model: Any, tokenizer: Any, folder: Path) -> None:
    """Write a model with its tokenizer, whole or not at all; what was there is replaced."""
    draft = folder.with_name(f".{folder.name}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    model.save_pretrained(draft)
    tokenizer.save_pretrained(draft)
    replace_folder(draft, folder)


def save_quantized(model: Any, tokenizer: Any, scheme: Scheme, folder: Path) -> None:
    """Write a converted model: codes, scales, and all that is not quantized; whole or not at all."""
    from safetensors.torch import save_file  # noqa: PLC0415
    from torchao.quantization import IntxUnpackedToInt8Tensor  # noqa: PLC0415

    draft = folder.with_name(f".{folder.name}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    tensors = {}
    for name, value in model.named_parameters():  # an output layer that is tied to the embedding comes once
        if isinstance(value, IntxUnpackedToInt8Tensor):
            tensors[name + CODES], tensors[name + SCALES] = value.qdata.contiguous(), value.scale.contiguous()
        else:
            tensors[name] = value.detach().contiguous()
    save_file(tensors, draft / WEIGHTS, metadata={"format": "pt"})
    model.config.save_pretrained(draft)
    if model.generation_config is not None:
        model.generation_config.save_pretrained(draft)
    tokenizer.save_pretrained(draft)
    (draft / SCHEME).write_text(json.dumps(scheme.model_dump(mode="json"), indent=1) + "\n", encoding="utf-8")
    replace_folder(draft, folder)


def load_quantized(folder: Path) -> Any:
    """Read what `save_quantized` wrote; the model computes what it did.

    Raises:
        InputError: the folder holds no quantized model.
    """
    import torch  # noqa: PLC0415
    from safetensors.torch import load_file  # noqa: PLC0415
    from transformers import AutoConfig, AutoModelForCausalLM  # noqa: PLC0415

    from training.quantization.convert import as_tensor  # noqa: PLC0415
    from training.quantization.grid import Quantized  # noqa: PLC0415

    if not (folder / WEIGHTS).exists() or not (folder / SCHEME).exists():
        raise InputError(f"{folder}: no quantized model here; a run of variant lora-ptq or qat-lora leaves one")
    scheme = Scheme.model_validate_json((folder / SCHEME).read_bytes())
    tensors = load_file(folder / WEIGHTS)
    config = AutoConfig.from_pretrained(folder)
    dtype = next(value.dtype for name, value in tensors.items() if not name.endswith((CODES, SCALES)))
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config, dtype=dtype)
    model = model.to_empty(device="cpu")
    model.load_state_dict({n: v for n, v in tensors.items() if not n.endswith((CODES, SCALES))}, strict=False)
    for name in [name.removesuffix(CODES) for name in tensors if name.endswith(CODES)]:
        place, _, parameter = name.rpartition(".")
        quantized = Quantized(tensors[name + CODES], tensors[name + SCALES])
        value = torch.nn.Parameter(as_tensor(quantized, scheme, dtype), requires_grad=False)
        setattr(model.get_submodule(place), parameter, value)
    _restore_buffers(model, config)
    model.tie_weights()
    return model.eval()


def _restore_buffers(model: Any, config: Any) -> None:
    """Tables that are no weights and in no file, such as the frequencies of the positions, computed as for a new model."""
    from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding  # noqa: PLC0415

    for name, module in list(model.named_modules()):
        if isinstance(module, LlamaRotaryEmbedding):
            model.set_submodule(name, LlamaRotaryEmbedding(config=config))
