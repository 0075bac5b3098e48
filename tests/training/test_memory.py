"""What training takes of memory: estimates near what was measured, and advice that holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.errors import InputError
from training.models import check_memory, estimate_memory, free_memory, shape_of, what_would_fit
from training.models.memory import _changes, _shorter
from training.recipe import ATTENTION, load_recipe

SMOLLM2 = shape_of(
    {
        "vocab_size": 49152,
        "hidden_size": 576,
        "num_hidden_layers": 30,
        "num_attention_heads": 9,
        "num_key_value_heads": 3,
        "intermediate_size": 1536,
        "tie_word_embeddings": True,
    }
)
LLAMA = shape_of(
    {
        "vocab_size": 128256,
        "hidden_size": 2048,
        "num_hidden_layers": 16,
        "num_attention_heads": 32,
        "num_key_value_heads": 8,
        "intermediate_size": 8192,
        "tie_word_embeddings": True,
    }
)
MEBIBYTE = 1 << 20


def recipe(variant, **training):
    return load_recipe(
        f"smollm2-135m-{'full' if variant == 'full' else 'qat-lora'}", {"variant": variant, "training": training}
    )


def test_parameters_are_those_that_the_models_are_known_to_have():
    assert SMOLLM2.parameters == 134_515_008
    assert LLAMA.parameters == 1_235_814_400
    assert SMOLLM2.adapter(16, ATTENTION) == 1_843_200


@pytest.mark.parametrize(
    ("variant", "checkpointing", "measured"),
    [("full", False, 4674), ("full", True, 3216), ("lora", False, 3974), ("lora", True, 2380)],
)
def test_estimates_are_near_what_was_measured_on_a_cpu(variant, checkpointing, measured):
    asked = recipe(variant, batch_size=4, length=256, gradient_checkpointing=checkpointing, precision="float32")
    assert estimate_memory(SMOLLM2, asked).total / MEBIBYTE == pytest.approx(measured, rel=0.12)


def test_what_does_not_fit_is_refused_with_what_would():
    asked = load_recipe("llama-3.2-1b-lora-ptq")
    with pytest.raises(InputError, match=r"training needs about \d+\.\d GB, 12\.0 GB are free: use ") as error:
        check_memory(LLAMA, asked, free=12_000_000_000)
    assert "\n" not in str(error.value)
    assert "gradient_checkpointing" in str(error.value)
    with pytest.raises(InputError, match="use a smaller model, or a machine with more memory"):
        check_memory(LLAMA, asked, free=1_000_000_000)


def test_full_training_that_does_not_fit_is_told_of_lora():
    assert any(
        "variant lora" in words for words in what_would_fit(LLAMA, load_recipe("llama-3.2-1b-full"), "cpu", 18 * 10**9)
    )


@given(variant=st.sampled_from(["full", "lora", "qat-lora"]), free=st.integers(10**9, 10**11))
def test_every_advice_fits_and_what_fits_is_not_refused(variant, free):
    asked = recipe(variant, batch_size=8, length=1024)
    changes = dict([*_changes(asked), *_shorter(asked)])
    for words in what_would_fit(LLAMA, asked, "cpu", free):
        check_memory(LLAMA, changes[words], free=free)


@given(batch=st.integers(1, 16), length=st.integers(16, 4096), variant=st.sampled_from(["full", "lora", "qat-lora"]))
def test_more_tokens_never_take_less(batch, length, variant):
    less, more = (recipe(variant, batch_size=batch + extra, length=length) for extra in (0, 1))
    assert estimate_memory(SMOLLM2, less).total <= estimate_memory(SMOLLM2, more).total


def test_what_is_free_is_a_number_of_bytes():
    assert 10**7 < free_memory() < 10**15
