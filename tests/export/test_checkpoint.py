"""What is exported is found, or the user is told in one line why it cannot be; its weights are those that were trained."""

import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("torchao")

from emosapp_data.errors import InputError  # noqa: E402
from export.checkpoint import read_checkpoint  # noqa: E402
from export.rows import quantize_rows  # noqa: E402
from tests.export.small import run_record  # noqa: E402
from tests.export.tiny import tiny_folder, tiny_run  # noqa: E402
from training.quantization.grid import Quantized, quantize  # noqa: E402
from training.record import write_record  # noqa: E402
from training.saving import load_quantized  # noqa: E402


def test_a_run_of_a_quantized_variant_is_recognized(tmp_path: Path) -> None:
    found = read_checkpoint(tiny_run(tmp_path / "run"))
    assert (found.name, found.variant, found.quantized) == ("run", "qat-lora", True)
    assert found.record is not None
    assert found.model == tmp_path / "run" / "model"
    assert found.shape.layers == 2


def test_a_folder_with_a_model_of_transformers_is_a_checkpoint_without_a_run(tmp_path: Path) -> None:
    found = read_checkpoint(tiny_folder(tmp_path / "model"))
    assert (found.variant, found.record, found.quantized) == (None, None, False)


def test_codes_and_scales_are_those_that_the_run_left(tmp_path: Path) -> None:
    found = read_checkpoint(tiny_run(tmp_path / "run"))
    loaded = load_quantized(found.model)
    weights = dict(found.stored("int4"))
    assert weights.keys() == found.weights()
    for name, value in weights.items():
        if isinstance(value, Quantized):
            trained = loaded.get_parameter(name)
            assert torch.equal(value.codes, trained.qdata)
            assert torch.equal(value.scales.float(), trained.scale)
    assert sum(isinstance(value, Quantized) for value in weights.values()) == 14


def test_a_model_that_is_not_quantized_yet_is_quantized_on_the_grid_of_training(tmp_path: Path) -> None:
    folder = tiny_folder(tmp_path / "model")
    weights = dict(read_checkpoint(folder).stored("int4"))
    plain = dict(read_checkpoint(folder).stored("fp32"))
    name = "model.layers.1.mlp.down_proj.weight"
    expected = quantize(plain[name], 32)
    assert torch.equal(weights[name].codes, expected.codes)
    assert torch.equal(weights[name].scales, expected.scales)


def test_weights_are_kept_as_numbers_where_that_is_asked_for(tmp_path: Path) -> None:
    found = read_checkpoint(tiny_folder(tmp_path / "model"))
    assert {value.dtype for _, value in found.stored("fp32")} == {torch.float32}
    assert {value.dtype for _, value in found.stored("bf16")} == {torch.bfloat16}


def test_rows_of_8_bits_are_no_further_than_half_a_step_from_their_weights() -> None:
    weight = torch.randn(50, 64, generator=torch.Generator().manual_seed(0))
    weight[3] = 0
    rows = quantize_rows(weight)
    assert rows.codes.dtype == torch.int8
    assert int(rows.codes.abs().max()) == 127
    assert bool(((rows.dequantize() - weight).abs() <= rows.scales.unsqueeze(-1) * 0.5001).all())


def test_a_folder_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"neither a run \(run.json\) nor a model"):
        read_checkpoint(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        read_checkpoint(tmp_path / "nothing")


def test_a_run_that_was_interrupted_is_refused_with_how_far_it_came(tmp_path: Path) -> None:
    folder = tiny_run(tmp_path / "run")
    write_record(folder, run_record(steps_done=3))
    with pytest.raises(InputError, match=r"not finished \(3 of 8 steps\)"):
        read_checkpoint(folder)


def test_a_finished_run_without_a_model_is_refused(tmp_path: Path) -> None:
    write_record(tmp_path, run_record())
    with pytest.raises(InputError, match="no model/ in it"):
        read_checkpoint(tmp_path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"model_type": "qwen2"}, "model_type 'qwen2'"),
        ({"attention_bias": True}, "attention layers have biases"),
        ({"mlp_bias": True}, "feed-forward layers have biases"),
        ({"hidden_act": "gelu"}, "activation is gelu"),
        ({"rope_parameters": {"rope_type": "longrope", "rope_theta": 1e4}}, "rotary embedding is of type longrope"),
    ],
)
def test_a_model_that_the_phone_could_not_compute_is_refused(tmp_path: Path, change: dict, reason: str) -> None:
    folder = tiny_folder(tmp_path / "model")
    config = folder / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), **change}))
    with pytest.raises(InputError, match=reason):
        read_checkpoint(folder)


def test_another_precision_is_refused_for_weights_that_are_quantized(tmp_path: Path) -> None:
    found = read_checkpoint(tiny_run(tmp_path / "run"))
    with pytest.raises(InputError, match="its weights are of 4 bits"):
        dict(found.stored("fp32"))


def test_a_width_that_no_group_divides_is_refused(tmp_path: Path) -> None:
    found = read_checkpoint(tiny_folder(tmp_path / "model", hidden_size=80, head_dim=16))
    with pytest.raises(InputError, match="no multiple of the group size 32"):
        dict(found.stored("int4"))


def test_a_damaged_file_of_weights_is_told_in_one_line(tmp_path: Path) -> None:
    folder = tiny_run(tmp_path / "run")
    path = folder / "model" / "quantized.safetensors"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(InputError, match="not readable"):
        dict(read_checkpoint(folder).stored("int4"))


def test_scales_that_xnnpack_would_round_are_refused(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file  # noqa: PLC0415

    folder = tiny_run(tmp_path / "run")
    path = folder / "model" / "quantized.safetensors"
    tensors = load_file(path)
    name = "model.layers.0.self_attn.q_proj.weight.scales"
    tensors[name] = tensors[name].float() * 1.0001
    save_file(tensors, path)
    with pytest.raises(InputError, match="no bfloat16 numbers"):
        dict(read_checkpoint(folder).stored("int4"))
