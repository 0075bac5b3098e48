"""Llamas of two layers with random weights, and adapters that have learned something."""

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("peft")
pytest.importorskip("torchao")

from peft import LoraConfig, get_peft_model  # noqa: E402
from transformers import LlamaConfig, LlamaForCausalLM  # noqa: E402

VOCABULARY = 101
PROJECTIONS = ["q_proj", "k_proj", "v_proj", "o_proj"]


def llama(seed=0, dtype=torch.float32, intermediate=160):
    """A plain model: 7 linear layers in each of two, and an output layer that shares the embedding's weight."""
    torch.manual_seed(seed)
    config = LlamaConfig(
        hidden_size=64,
        intermediate_size=intermediate,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        vocab_size=VOCABULARY,
        tie_word_embeddings=True,
    )
    return LlamaForCausalLM(config).to(dtype).eval()


def adapted(seed=0, dtype=torch.float32, **lora):
    """The model with LoRA adapters, whose second factors are not zero as in the beginning."""
    options = {"r": 16, "lora_alpha": 32, "target_modules": PROJECTIONS, "task_type": "CAUSAL_LM"} | lora
    model = get_peft_model(llama(seed, dtype), LoraConfig(**options))
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.02)
    return model.eval()


def prompts(seed=0, count=50, length=12):
    """Random token ids."""
    return torch.randint(0, VOCABULARY, (count, length), generator=torch.Generator().manual_seed(seed))


@torch.no_grad()
def logits(model, tokens):
    return model(input_ids=tokens).logits
