"""The grid of weights and the levels of activations are those of torchao."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.quantization.tiny import torch
from training.quantization.activations import SharedInput, fake_quantize
from training.quantization.grid import Adapter, quantize

quantization = pytest.importorskip("torchao.quantization")
primitives = pytest.importorskip("torchao.quantization.quant_primitives")

GROUP = 32


@st.composite
def matrices(draw, width=2 * GROUP):
    """Values of very different sizes, with rows of zeros, of one value, of one sign, and with an outlier."""
    rows = draw(st.integers(1, 6))
    generator = torch.Generator().manual_seed(draw(st.integers(0, 2**32)))
    matrix = torch.randn(rows, width, generator=generator) * 10.0 ** draw(st.integers(-44, 6))
    for row in range(rows):
        match draw(st.sampled_from(["random", "zero", "constant", "positive", "negative", "outlier"])):
            case "zero":
                matrix[row] = 0
            case "constant":
                matrix[row] = draw(st.floats(-10, 10, width=32))
            case "positive":
                matrix[row].abs_()
            case "negative":
                matrix[row].abs_().neg_()
            case "outlier":
                matrix[row, draw(st.integers(0, width - 1))] = 1e4
    return matrix


@given(matrices())
def test_codes_are_those_that_torchao_chooses_for_the_rounded_scales(weight):
    ours = quantize(weight, GROUP)
    scales = ours.scales.float()
    theirs = quantization.IntxUnpackedToInt8Tensor.from_hp(
        weight,
        (1, GROUP),
        torch.int4,
        intx_choose_qparams_algorithm=None,
        custom_scale=scales,
        custom_zero_point=torch.zeros_like(scales, dtype=torch.int8),
    )
    assert torch.equal(ours.codes, theirs.qdata)
    assert torch.equal(ours.dequantize(torch.float32), theirs.dequantize())


@given(matrices())
def test_scales_are_those_of_torchao_rounded_to_bfloat16(weight):
    theirs = quantization.IntxUnpackedToInt8Tensor.from_hp(weight, (1, GROUP), torch.int4)
    assert torch.equal(quantize(weight, GROUP).scales, theirs.scale.bfloat16())


@given(matrices())
def test_no_weight_is_moved_by_more_than_a_step(weight):
    quantized = quantize(weight, GROUP)
    moved = (quantized.dequantize(torch.float32) - weight).view(len(weight), -1, GROUP).abs()
    assert (moved <= quantized.scales.float().unsqueeze(-1)).all()


@given(matrices(), st.sampled_from([torch.float32, torch.bfloat16]))
def test_activations_are_those_of_a_converted_model(x, dtype):
    x = x.to(dtype)
    width = x.shape[-1]
    weight = quantization.IntxUnpackedToInt8Tensor(
        torch.eye(width, dtype=torch.int8),
        torch.ones(width, width // GROUP, dtype=dtype),
        torch.zeros(width, width // GROUP, dtype=torch.int8),
        target_dtype=torch.int4,
        block_size=(1, GROUP),
        dtype=dtype,
        activation_quantization="int8_asym_per_token",
    )
    assert torch.equal(fake_quantize(x), torch.nn.functional.linear(x, weight))


def test_an_adapter_counts_in_full_precision_in_a_bfloat16_model():
    weight = torch.full((64, 64), 1.0, dtype=torch.bfloat16)
    a, b = torch.zeros(1, 64), torch.ones(64, 1)
    a[0, ::2] = -0.0667  # a step of the grid is 0.1333: half of it decides between two codes
    a[0, 2] = -0.0669
    codes = quantize(weight, GROUP, Adapter(a, b, 1.0)).codes
    assert torch.equal(codes, quantize(weight.float() + b @ a, GROUP).codes)


def test_large_weights_are_quantized_in_blocks_alike():
    weight = torch.randn(1100, 1024)
    whole = quantize(weight, GROUP)
    assert torch.equal(whole.codes[700:], quantize(weight[700:].contiguous(), GROUP).codes)


def test_an_input_is_quantized_anew_when_it_was_changed_in_place():
    shared, x = SharedInput(), torch.randn(3, 32)
    first = shared.fake_quantized(x)
    assert shared.fake_quantized(x) is first
    x.mul_(2)
    assert torch.equal(shared.fake_quantized(x), fake_quantize(x))
    with torch.inference_mode():
        assert torch.equal(shared.fake_quantized(x + 1), fake_quantize(x + 1))
