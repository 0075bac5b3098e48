"""Preparing a model, and switching quantization on and off."""

import copy

import pytest
from peft import get_peft_model_state_dict, set_peft_model_state_dict

from emosapp_data.errors import InputError
from tests.training.quantization.tiny import adapted, llama, logits, prompts, torch
from training.quantization.convert import merge_and_convert
from training.quantization.prepare import is_on, prepare, switch
from training.quantization.scheme import Scheme


def test_all_linear_layers_are_prepared_but_the_output_layer():
    assert prepare(llama(), Scheme()) == 14
    assert prepare(adapted(), Scheme()) == 14
    assert prepare(adapted(), Scheme(), "separate") == 14


def test_a_prepared_model_computes_as_before_until_it_is_switched_on():
    model = adapted()
    before = logits(model, prompts())
    prepare(model, Scheme())
    assert not is_on(model)
    assert torch.equal(logits(model, prompts()), before)
    switch(model, on=True)
    assert is_on(model)
    assert not torch.equal(logits(model, prompts()), before)


@pytest.mark.parametrize("form", ["merged", "separate"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_switching_off_brings_every_weight_back(form, dtype, tmp_path):
    model = adapted(dtype=dtype)
    before = copy.deepcopy(model.state_dict())
    prepare(model, Scheme(), form)
    for _ in range(2):
        switch(model, on=True, parking=tmp_path)
        switch(model, on=True, parking=tmp_path)
        switch(model, on=False)
    after = model.state_dict()
    assert list(after) == list(before)
    assert all(torch.equal(after[name], value) for name, value in before.items())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("on", [False, True])
def test_adapters_of_a_plain_run_load_into_a_prepared_model_and_back(on):
    plain, prepared = adapted(1), adapted(2)
    prepare(prepared, Scheme())
    switch(prepared, on)
    saved = get_peft_model_state_dict(plain)
    assert list(get_peft_model_state_dict(prepared)) == list(saved)
    set_peft_model_state_dict(prepared, saved)
    assert all(torch.equal(saved[name], value) for name, value in get_peft_model_state_dict(prepared).items())
    assert list(prepared.state_dict()) == list(plain.state_dict())


def test_frozen_weights_cannot_be_loaded_over_quantized_ones():
    model = adapted()
    prepare(model, Scheme())
    switch(model, on=True)
    with pytest.raises(RuntimeError, match="switch it off before loading weights"):
        model.load_state_dict(model.state_dict())


def test_each_layer_that_groups_do_not_divide_is_named():
    with pytest.raises(InputError) as error:
        prepare(llama(intermediate=96), Scheme(group_size=64))
    assert "model.layers.0.mlp.down_proj: 96 inputs are not divided by groups of 64" in str(error.value)
    assert "model.layers.1.mlp.down_proj" in str(error.value)
    assert "up_proj" not in str(error.value)
    assert str(error.value).endswith("; use 32")


def test_layers_of_adapted_models_are_named_without_what_peft_adds():
    with pytest.raises(InputError, match=r"^model\.layers\.0\.self_attn\.q_proj: 64 inputs"):
        prepare(adapted(), Scheme(group_size=128))


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"lora_dropout": 0.1}, "set lora_dropout to 0"),
        ({"use_dora": True}, "use plain LoRA"),
        ({"lora_bias": True}, "use plain LoRA"),
    ],
)
def test_adapters_that_cannot_be_merged_in_each_step_are_refused(options, problem):
    model = adapted(**options)
    with pytest.raises(InputError, match=problem):
        prepare(model, Scheme())
    prepare(model, Scheme(), "separate")


def test_a_model_is_prepared_once():
    model = adapted()
    prepare(model, Scheme())
    with pytest.raises(InputError, match="prepared for quantization already"):
        prepare(model, Scheme())


def test_a_model_is_converted_to_what_it_was_trained_for():
    model = llama(intermediate=192)
    prepare(model, Scheme(group_size=64))
    with pytest.raises(InputError, match="group_size=64"):
        merge_and_convert(model, Scheme())


def test_without_room_for_the_frozen_weights_nothing_is_changed(monkeypatch):
    model = adapted()
    prepare(model, Scheme())
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with pytest.raises(InputError, match="make room, or set TMPDIR"):
        switch(model, on=True)
    assert not is_on(model)


def test_disabled_adapters_leave_a_quantized_base():
    model, plain = adapted(), llama()
    for each in (model, plain):
        prepare(each, Scheme())
        switch(each, on=True)
    with model.disable_adapter():
        assert torch.equal(logits(model, prompts()), logits(plain, prompts()))


def test_a_prepared_model_generates():
    model = adapted()
    prepare(model, Scheme())
    switch(model, on=True)
    with torch.inference_mode():
        found = model.generate(input_ids=prompts(count=2), max_new_tokens=3, do_sample=False)
    assert found.shape == (2, 15)
