"""Gradients pass the rounding as if it were not there."""

import pytest

from tests.training.quantization.tiny import adapted, llama, logits, prompts, torch
from training.quantization.activations import fake_quantize
from training.quantization.grid import Adapter, Quantized, quantize
from training.quantization.prepare import prepare, switch
from training.quantization.product import QuantizedProduct
from training.quantization.scheme import Scheme


def straight_through(exact, rounded):
    return exact + (rounded - exact).detach()


def test_gradients_are_those_of_a_straight_through_estimator():
    torch.manual_seed(0)
    leaf = lambda *shape: torch.randn(*shape, dtype=torch.float32).requires_grad_()  # noqa: E731
    x, weight, bias, a, b = leaf(2, 5, 64), leaf(48, 64), leaf(48), leaf(4, 64), leaf(48, 4)
    y = QuantizedProduct.apply(x, fake_quantize(x), weight, bias, a, b, 2.0, 32)
    effective = weight + 2.0 * b @ a
    rounded = quantize(weight, 32, Adapter(a, b, 2.0)).dequantize(torch.float32)
    expected = torch.nn.functional.linear(
        straight_through(x, fake_quantize(x)), straight_through(effective, rounded), bias
    )
    upstream = torch.randn_like(y)
    ours = torch.autograd.grad(y, [x, weight, bias, a, b], upstream)
    theirs = torch.autograd.grad(expected, [x, weight, bias, a, b], upstream)
    assert torch.allclose(y, expected, atol=1e-4)
    for one, other in zip(ours, theirs, strict=True):
        assert torch.allclose(one, other, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("form", ["merged", "separate"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_only_adapters_learn_and_all_of_them_do(form, dtype):
    model = adapted(dtype=dtype)
    prepare(model, Scheme(), form)
    switch(model, on=True)
    model(input_ids=prompts(), labels=prompts()).loss.backward()
    for name, parameter in model.named_parameters():
        assert (parameter.grad is not None and bool(parameter.grad.any())) == ("lora_" in name), name


def test_all_weights_of_a_fully_trained_model_learn():
    model = llama()
    prepare(model, Scheme())
    switch(model, on=True)
    model(input_ids=prompts(), labels=prompts()).loss.backward()
    assert all(parameter.grad is not None for parameter in model.parameters())


def test_gradients_are_the_same_with_gradient_checkpointing():
    found = []
    for checkpointing in (False, True):
        model = adapted()
        prepare(model, Scheme())
        switch(model, on=True)
        model.train()
        if checkpointing:
            model.enable_input_require_grads()
            model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
        model(input_ids=prompts(), labels=prompts()).loss.backward()
        found.append([each.grad for each in model.parameters() if each.requires_grad])
    assert all(torch.equal(one, other) for one, other in zip(*found, strict=True))


def test_training_with_quantization_on_lowers_the_loss():
    model = adapted()
    prepare(model, Scheme())
    switch(model, on=True)
    optimizer = torch.optim.AdamW([each for each in model.parameters() if each.requires_grad], lr=1e-2)
    tokens, losses = prompts(count=4), []
    for _ in range(20):
        loss = model(input_ids=tokens, labels=tokens).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    assert losses[-1] < losses[0] - 0.1


def test_a_frozen_weight_stands_on_its_grid_while_quantization_is_on():
    model = adapted()
    before = model.base_model.model.model.layers[0].mlp.up_proj.weight.clone()
    expected = quantize(before, 32)
    prepare(model, Scheme())
    switch(model, on=True)
    logits(model, prompts())
    assert isinstance(expected, Quantized)
    assert torch.equal(model.base_model.model.model.layers[0].mlp.up_proj.weight, expected.dequantize(torch.float32))
