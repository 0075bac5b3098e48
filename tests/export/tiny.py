"""Tiny Llamas with random weights, as folders to export; they take no time and no download."""

from pathlib import Path
from typing import Any

from tests.export.small import run_record
from tests.training.llamas import tiny_llama

LLAMA3 = {
    "rope_type": "llama3",
    "rope_theta": 500000.0,
    "factor": 32.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}
"""The rotary embedding of Llama 3.2, for a shorter text, so that all of its ranges occur."""


def tiny_folder(folder: Path, **config: Any) -> Path:
    """A model in the layout of transformers, and a tokenizer's file with one token in it."""
    tiny_llama(**config).save_pretrained(folder)
    return with_tokenizer(folder)


def tiny_run(folder: Path, **config: Any) -> Path:
    """A run's folder with such a model, quantized."""
    from training.quantization.convert import merge_and_convert  # noqa: PLC0415
    from training.quantization.scheme import Scheme  # noqa: PLC0415
    from training.record import write_record  # noqa: PLC0415
    from training.saving import save_quantized  # noqa: PLC0415

    class NoTokenizer:
        def save_pretrained(self, where: Path) -> None:
            with_tokenizer(where)

    scheme = Scheme()
    folder.mkdir(parents=True)
    save_quantized(merge_and_convert(tiny_llama(**config), scheme), NoTokenizer(), scheme, folder / "model")
    write_record(folder, run_record())
    return folder


def with_tokenizer(folder: Path) -> Path:
    """The folder, with a tokenizer of one token."""
    (folder / "tokenizer.json").write_text('{"added_tokens": [{"id": 7, "content": "<|end|>"}]}', encoding="utf-8")
    (folder / "tokenizer_config.json").write_text('{"eos_token": "<|end|>"}', encoding="utf-8")
    return folder
