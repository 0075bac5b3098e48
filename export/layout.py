"""From transformers' names of a Llama's weights to those of Meta, which ExecuTorch's tools show, and back.

Names are all that differs. Meta's own models turn other pairs of elements in their rotary embedding, and so have the rows of
the query and key projections in another order; `export.transformer` turns the pairs that transformers does, and the rows, their
codes and their scales stay in the order that was trained.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from training.models.shape import ModelShape

TOP = {"model.embed_tokens": "tok_embeddings", "model.norm": "norm", "lm_head": "output"}
LAYER = {
    "input_layernorm": "attention_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attention.wq",
    "self_attn.k_proj": "attention.wk",
    "self_attn.v_proj": "attention.wv",
    "self_attn.o_proj": "attention.wo",
    "mlp.gate_proj": "feed_forward.w1",
    "mlp.down_proj": "feed_forward.w2",
    "mlp.up_proj": "feed_forward.w3",
}
OLD_TOP, OLD_LAYER = {new: old for old, new in TOP.items()}, {new: old for old, new in LAYER.items()}
EMBEDDING, OUTPUT = "tok_embeddings.weight", "output.weight"


class Stored(NamedTuple):
    """A weight under Meta's name."""

    name: str
    """Such as `layers.0.attention.wq.weight`."""
    value: Any
    """A tensor, or codes and scales: `Quantized` or `Rows`."""


def meta_layout(weights: Iterable[tuple[str, Any]], shape: ModelShape) -> Iterator[Stored]:
    """Rename weights; an output layer that is the embedding is given under its own name as well.

    Args:
        weights: names of transformers, and a tensor of shape (outputs, inputs) or a NamedTuple of such
        shape: of the model
    """
    for name, value in weights:
        if shape.tied and name == "lm_head.weight":  # some checkpoints have it twice
            continue
        yield Stored(meta_name(name), value)
        if shape.tied and name == "model.embed_tokens.weight":
            yield Stored(OUTPUT, value)


def meta_name(name: str) -> str:
    """Meta's name of a weight.

    Raises:
        KeyError: a Llama of transformers has no such weight.
    """
    return _renamed(name, "model.layers.", "layers.", TOP, LAYER)


def transformers_name(name: str) -> str:
    """The name that transformers has for a weight.

    Raises:
        KeyError: Meta has no such weight.
    """
    return _renamed(name, "layers.", "model.layers.", OLD_TOP, OLD_LAYER)


def _renamed(name: str, old: str, new: str, top: dict[str, str], layer: dict[str, str]) -> str:
    stem = name.removesuffix(".weight")
    if not stem.startswith(old):
        return f"{top[stem]}.weight"
    index, _, inner = stem.removeprefix(old).partition(".")
    return f"{new}{index}.{layer[inner]}.weight"
