"""Models of transformers: checkpoints, adapters, and runs with their quantization simulated or done."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from emosapp_data.errors import InputError
from evaluation.models.chat import ChatAnswerer, ends_of
from evaluation.models.opened import ADAPTER, Opened, Wanted, digest, weight_bytes
from evaluation.models.reader import TransformersReader
from evaluation.models.token_lm import TokenLM
from evaluation.record import Kind, TestedModel
from export.checkpoint import Checkpoint, read_checkpoint
from training.models import ModelSource, find_model, load_model, load_tokenizer
from training.record import read_record
from training.saving import SCHEME, load_quantized
from training.saving import WEIGHTS as QUANTIZED

RUN_ADAPTER = "adapter"
"""Folder of a run that holds its adapter, where the model was quantized after it."""


def open_checkpoint(wanted: Wanted, folder: Path, say: Callable[[str], None]) -> Opened:
    """Load the model of a run, or one that stands for itself.

    Raises:
        InputError: there is none, or it cannot be computed in the way that was asked for.
    """
    if not folder.is_dir() or not _ours(folder):
        if wanted.kind not in (None, Kind.CHECKPOINT):
            raise InputError(f"{wanted.model}: holds no quantized model, so it is no {wanted.kind}; leave --kind out")
        source = find_model(wanted.model, say)
        return opened(wanted, Kind.CHECKPOINT, load_model(source), load_tokenizer(source), source.folder)
    found = read_checkpoint(folder)
    kind = wanted.kind or (Kind.QUANTIZED if found.quantized else Kind.CHECKPOINT)
    tokenizer = load_tokenizer(ModelSource(wanted.model, "folder", found.model, None))
    if kind is Kind.SIMULATED:
        return opened(wanted, kind, _simulated(folder, found), tokenizer, found.model, found.variant)
    if (kind is Kind.QUANTIZED) is not found.quantized:
        holds = "a quantized model" if found.quantized else "weights that are not quantized"
        raise InputError(f"{folder}: holds {holds}, so it is no {kind}; leave --kind out")
    model = load_quantized(found.model).float() if found.quantized else load_model(_source(found.model))
    return opened(wanted, kind, model, tokenizer, found.model, found.variant)


def open_adapter(wanted: Wanted, folder: Path) -> Opened:
    """Load an adapter of peft on top of the model that it names.

    Raises:
        InputError: the model below it cannot be found.
    """
    from peft import PeftModel  # noqa: PLC0415

    if wanted.kind not in (None, Kind.ADAPTER):
        raise InputError(f"{folder}: an adapter, so it is no {wanted.kind}; leave --kind out")
    base = str(json.loads((folder / ADAPTER).read_text(encoding="utf-8")).get("base_model_name_or_path") or "")
    source = find_model(base)
    model = PeftModel.from_pretrained(load_model(source), folder).merge_and_unload()
    below = digest(source.folder, Kind.CHECKPOINT)
    return opened(wanted, Kind.ADAPTER, model, load_tokenizer(source), folder, None, below)


def opened(
    wanted: Wanted, kind: Kind, model: Any, tokenizer: Any, folder: Path, variant: str | None = None, *parts: str
) -> Opened:
    """A model of transformers as one that can be asked."""
    lm = TokenLM(TransformersReader(model.eval()), tokenizer)
    source = Path(wanted.model).name
    tested = TestedModel(
        name=wanted.name or source,
        kind=kind,
        source=source,
        sha256=digest(folder, kind, *parts),
        variant=variant,
        size=weight_bytes(folder),
    )
    return Opened(tested, lm, lambda: ChatAnswerer(lm, ends_of(model)))


def _ours(folder: Path) -> bool:
    """Whether a folder is a run, or holds a quantized model."""
    return read_record(folder) is not None or (folder / QUANTIZED).is_file() or (folder / SCHEME).is_file()


def _source(folder: Path) -> ModelSource:
    return ModelSource(str(folder), "folder", folder, None)


def _simulated(run: Path, found: Checkpoint) -> Any:
    """The model as it was in training, its quantization simulated."""
    from peft import PeftModel  # noqa: PLC0415

    from training.quantization.prepare import prepare, switch  # noqa: PLC0415

    if found.record is None or found.variant != "qat-lora":
        raise InputError(f"{run}: only runs of variant qat-lora simulate quantization; leave --kind out")
    if not (run / RUN_ADAPTER).is_dir():
        raise InputError(f"{run}: no {RUN_ADAPTER}/ in it; run the same 'emosapp train' command again, which writes it")
    model = PeftModel.from_pretrained(load_model(find_model(found.record.model.name)), run / RUN_ADAPTER)
    prepare(model, found.scheme, found.record.recipe["quantization"]["adapter"])
    switch(model, on=True)
    return model
