"""The transformer that is exported computes what transformers' Llama does, from the same weights in the same order."""

from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torchao")
pytest.importorskip("executorch")

from transformers import AutoModelForCausalLM  # noqa: E402

from export.checkpoint import EMBEDDING, read_checkpoint  # noqa: E402
from export.layout import meta_name, transformers_name  # noqa: E402
from export.model import Lengths, eager_model, row_tensor  # noqa: E402
from export.rows import quantize_rows  # noqa: E402
from tests.export.small import plain_cut, small_run  # noqa: E402, F401 - fixtures
from tests.export.tiny import LLAMA3, tiny_folder  # noqa: E402
from training.saving import load_quantized  # noqa: E402

LENGTHS = Lengths(context=128, prefill=64)


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("rotary", [{"rope_type": "default", "rope_theta": 10000.0}, LLAMA3])
def test_logits_are_those_of_transformers(tmp_path: Path, tied: bool, rotary: dict[str, Any]) -> None:
    folder = tiny_folder(tmp_path / "model", tie_word_embeddings=tied, rope_parameters=rotary)
    _expect_equal(folder, vocabulary=320, count=100)


def test_logits_of_smollm2_are_those_of_transformers(plain_cut: Path) -> None:  # noqa: F811
    _expect_equal(plain_cut, vocabulary=49152, count=20)


@torch.no_grad()
def _expect_equal(folder: Path, vocabulary: int, count: int) -> None:
    """The whole text at once, in two pieces, and the rest token by token: each time the logits of its last token."""
    model = eager_model(read_checkpoint(folder), LENGTHS, "fp32")
    tokens = torch.randint(0, vocabulary, (1, count), generator=torch.Generator().manual_seed(1))
    expected = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()(tokens).logits[0]
    largest = float(expected.abs().max())
    for pieces in ([count], [count - 9, 9], [count - 3, 1, 1, 1]):
        start = 0
        for piece in pieces:
            logits = model(tokens[:, start : start + piece], torch.tensor([start]))
            start += piece
            assert float((logits[0] - expected[start - 1]).abs().max()) < 2e-5 * largest


@torch.no_grad()
def test_a_quantized_model_computes_what_was_trained_but_for_its_8_bit_rows(small_run: Path) -> None:  # noqa: F811
    checkpoint = read_checkpoint(small_run)
    trained = load_quantized(checkpoint.model)
    rows = quantize_rows(trained.get_parameter(EMBEDDING))
    trained.model.embed_tokens = torch.nn.Embedding.from_pretrained(rows.dequantize())
    trained.lm_head = torch.nn.Linear(*reversed(rows.codes.shape), bias=False, device="meta")
    trained.lm_head.weight = torch.nn.Parameter(row_tensor(rows), requires_grad=False)
    tokens = torch.randint(0, 49152, (1, 16), generator=torch.Generator().manual_seed(2))
    logits = eager_model(checkpoint, LENGTHS)(tokens, torch.tensor([0]))
    assert float((logits - trained(tokens).logits[:, -1]).abs().max()) < 1e-3


def test_every_weight_has_its_name_in_both_layouts(tmp_path: Path) -> None:
    checkpoint = read_checkpoint(tiny_folder(tmp_path / "model", tie_word_embeddings=False))
    names = checkpoint.weights()
    assert {transformers_name(meta_name(name)) for name in names} == names
    assert meta_name("model.layers.1.self_attn.k_proj.weight") == "layers.1.attention.wk.weight"
    model = eager_model(checkpoint, LENGTHS, "fp32")
    assert {name for name, _ in model.named_parameters()} == {meta_name(name) for name in names}
