"""How large a model is, from its configuration alone."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from emosapp_data.errors import InputError
from training.models.folder import CONFIG, read_config
from training.models.source import ModelSource


class ModelShape(NamedTuple):
    """The sizes of a Llama."""

    vocabulary: int
    """Tokens that it knows."""
    hidden: int
    """Width of what goes from layer to layer."""
    layers: int
    """Its layers."""
    heads: int
    """Attention heads of a layer."""
    key_heads: int
    """Heads of keys and values, each for several attention heads."""
    head: int
    """Width of a head."""
    intermediate: int
    """Width inside the feed-forward part."""
    tied: bool
    """Whether the output layer is the embedding."""

    @property
    def linears(self) -> dict[str, tuple[int, int]]:
        """The linear layers that each layer has: width of what goes in and of what comes out."""
        queries, keys = self.heads * self.head, self.key_heads * self.head
        return {
            "q_proj": (self.hidden, queries),
            "k_proj": (self.hidden, keys),
            "v_proj": (self.hidden, keys),
            "o_proj": (queries, self.hidden),
            "gate_proj": (self.hidden, self.intermediate),
            "up_proj": (self.hidden, self.intermediate),
            "down_proj": (self.intermediate, self.hidden),
        }

    @property
    def embedding(self) -> int:
        """Parameters of the embedding."""
        return self.vocabulary * self.hidden

    @property
    def parameters(self) -> int:
        """All parameters, a tied output layer not counted twice; biases, which no Llama 3 has, are left aside."""
        in_layer = sum(wide * out for wide, out in self.linears.values()) + 2 * self.hidden
        return (1 if self.tied else 2) * self.embedding + self.layers * in_layer + self.hidden

    def adapter(self, rank: int, targets: Collection[str]) -> int:
        """Parameters of an adapter of a rank on some of the linear layers."""
        return self.layers * sum(rank * (wide + out) for name, (wide, out) in self.linears.items() if name in targets)


def model_size(source: ModelSource) -> ModelShape:
    """How large a model is.

    Raises:
        InputError: its configuration does not say.
    """
    try:
        return shape_of(read_config(source.folder))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{source.folder / CONFIG}: does not say how large the model is ({error}); download the model again"
        ) from None


def shape_of(config: Mapping[str, Any]) -> ModelShape:
    """The sizes that a configuration of transformers names.

    Raises:
        KeyError: one is missing.
        TypeError, ValueError: one is no number.
    """
    heads, hidden = int(config["num_attention_heads"]), int(config["hidden_size"])
    return ModelShape(
        vocabulary=int(config["vocab_size"]),
        hidden=hidden,
        layers=int(config["num_hidden_layers"]),
        heads=heads,
        key_heads=int(config.get("num_key_value_heads") or heads),
        head=int(config.get("head_dim") or hidden // heads),
        intermediate=int(config["intermediate_size"]),
        tied=bool(config.get("tie_word_embeddings", False)),
    )
