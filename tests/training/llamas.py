"""Models for tests: SmolLM2, unpacked once into this user's cache, and tiny Llamas with random weights."""

from pathlib import Path
from typing import Any

import pytest

from emosapp_data.errors import EmosappError
from training.models import ModelSource, find_model, load_tokenizer


@pytest.fixture(scope="session")
def smollm2_source() -> ModelSource:
    """SmolLM2 in the layout of transformers; whoever cannot get it skips."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    try:
        return find_model("smollm2")
    except EmosappError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def tokenizer(smollm2_source: ModelSource) -> Any:
    """SmolLM2's tokenizer."""
    return load_tokenizer(smollm2_source)


def tiny_llama(**config: Any) -> Any:
    """A Llama of two layers with random weights, the same for the same sizes."""
    import torch  # noqa: PLC0415
    from transformers import LlamaConfig, LlamaForCausalLM  # noqa: PLC0415

    sizes = {
        "vocab_size": 320,
        "hidden_size": 64,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "tie_word_embeddings": True,
        "initializer_range": 0.2,
    }
    torch.manual_seed(0)
    return LlamaForCausalLM(LlamaConfig(**{**sizes, **config})).eval()


def saved(folder: Path, tokenizer: Any, **config: Any) -> Path:
    """A folder with such a model and SmolLM2's tokenizer."""
    tiny_llama(**{"vocab_size": len(tokenizer), **config}).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
