"""What was trained, what is merged, and what is converted compute the same, to the last bit."""

import copy

import pytest

from tests.training.quantization.tiny import adapted, llama, logits, prompts, torch
from training.quantization.convert import merge_and_convert
from training.quantization.linear import FakeQuantizedLinear
from training.quantization.prepare import prepare, switch
from training.quantization.scheme import Scheme

SCHEME = Scheme()


def switched_on(model, adapter="merged"):
    prepare(model, SCHEME, adapter)
    switch(model, on=True)
    return model


def odd_weights(model):
    """Groups that are all zero, all the same, of one sign, tiny, or have one value far from the others."""
    with torch.no_grad():
        for name, layer in model.named_modules():
            if isinstance(layer, torch.nn.Linear) and "lora_" not in name and "lm_head" not in name:
                layer.weight[0, :32] = 0
                layer.weight[1, :32] = 0.37
                layer.weight[2, :32] = -0.02
                layer.weight[3, :32].abs_()
                layer.weight[4, 5] = 40.0
                layer.weight[5, :32] *= 1e-39
    return model


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_converted_model_computes_what_training_computed(seed, dtype):
    trained = switched_on(odd_weights(adapted(seed, dtype)))
    expected = logits(trained, prompts(seed))
    converted = merge_and_convert(trained, SCHEME)
    assert torch.equal(logits(converted, prompts(seed)), expected)


def test_the_merged_model_with_fake_quantized_weights_computes_the_same():
    trained = switched_on(odd_weights(adapted()))
    expected = logits(trained, prompts())
    switch(trained, on=False)
    merged = llama()
    with torch.no_grad():
        for name, layer in trained.named_modules():
            if isinstance(layer, FakeQuantizedLinear):
                place = merged.get_submodule(name.removeprefix("base_model.model.").removesuffix(".base_layer"))
                around = trained.get_submodule(name.removesuffix(".base_layer"))
                weight = layer.weight
                if around is not layer:
                    a, b = around.lora_A["default"].weight, around.lora_B["default"].weight
                    weight = torch.addmm(weight, b, a, alpha=around.scaling["default"])
                place.weight.copy_(weight)
    assert torch.equal(logits(switched_on(merged), prompts()), expected)


def test_a_fully_trained_model_is_converted_exactly():
    trained = switched_on(odd_weights(llama()))
    expected = logits(trained, prompts())
    assert torch.equal(logits(merge_and_convert(trained, SCHEME), prompts()), expected)


def test_a_separate_adapter_changes_the_logits_when_it_is_merged():
    trained = switched_on(adapted(), "separate")
    expected = logits(trained, prompts())
    difference = (logits(merge_and_convert(trained, SCHEME), prompts()) - expected).abs().max()
    assert 0 < difference < 1


def test_a_model_that_was_never_prepared_is_converted_alike():
    model = adapted()
    prepared = switched_on(copy.deepcopy(model))
    expected = logits(merge_and_convert(prepared, SCHEME), prompts())
    assert torch.equal(logits(merge_and_convert(model, SCHEME), prompts()), expected)


def test_the_exact_computation_survives_training_steps():
    trained = switched_on(adapted())
    optimizer = torch.optim.AdamW([each for each in trained.parameters() if each.requires_grad], lr=1e-2)
    for number in range(3):
        trained.train()
        trained(input_ids=prompts(number, 4), labels=prompts(number, 4)).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    expected = logits(trained.eval(), prompts())
    assert torch.equal(logits(merge_and_convert(trained, SCHEME), prompts()), expected)


def test_the_output_layer_and_the_embedding_stay_as_they_are():
    model = merge_and_convert(switched_on(adapted()), SCHEME)
    quantized = [
        name for name, layer in model.named_modules() if "Intx" in type(getattr(layer, "weight", None)).__name__
    ]
    assert len(quantized) == 14
    assert torch.equal(model.lm_head.weight, llama().lm_head.weight)
    assert not [name for name, _ in model.named_modules() if "lora" in name]


def test_scales_are_what_xnnpack_keeps():
    weight = merge_and_convert(switched_on(adapted()), SCHEME).model.layers[0].mlp.up_proj.weight
    assert torch.equal(weight.scale, weight.scale.bfloat16().float())
    assert weight.qdata.amin() >= -8
    assert weight.qdata.amax() <= 7
