"""A Llama as ExecuTorch runs it well: one token's logits, a KV cache that is changed in place, and as few operators as can be.

It computes what transformers' Llama does. What differs is how it is written down, since a phone runs every operator that is
written, and lowering visits each of them many times:

- The position is read from its tensor once, rather than in each layer, where each reading brings checks of its own.
- The rotary embedding turns element i of a head's first half with element i of the second, as transformers has it, with signs
  in the table of sines. The rows of the projections stay as they were trained.
- Keys and values are cached as the attention operator reads them, so that nothing is transposed.
- The mean of squares in a norm is a product with a constant row, which XNNPACK has, while it has no mean over the last
  dimension: all between two attentions is then one piece of the graph that XNNPACK runs.
"""

from typing import Any

import executorch.extension.llm.custom_ops.custom_ops  # noqa: F401 - registers the operators llama::*
import torch
from torch import nn
from torch.nn import functional

from training.models.shape import ModelShape


class Transformer(nn.Module):
    """forward(tokens, position) gives the logits of the last token."""

    def __init__(self, shape: ModelShape, epsilon: float, cosines: Any, sines: Any) -> None:
        """Make a transformer whose linear layers, norms and embedding have no memory yet: weights are put in afterwards.

        Args:
            shape: of the model
            epsilon: what its norms add to the mean of squares
            cosines: of the rotary embedding; float32, shape (context, head)
            sines: the same, negative in the first half of each head
        """
        super().__init__()
        context = cosines.shape[0]
        with torch.device("meta"):
            self.tok_embeddings = nn.Embedding(shape.vocabulary, shape.hidden)
            self.layers = nn.ModuleList(Layer(shape, epsilon, context) for _ in range(shape.layers))
            self.norm = Norm(shape.hidden, epsilon)
            self.output = nn.Linear(shape.hidden, shape.vocabulary, bias=False)
        for module in self.modules():
            if isinstance(module, (Attention, Norm)):
                module.allocate()
        self.register_buffer("cosines", cosines, persistent=False)
        self.register_buffer("sines", sines, persistent=False)

    def forward(self, tokens: Any, position: Any) -> Any:
        """Read tokens, and keep their keys and values in the cache.

        Args:
            tokens: int64, shape (1, tokens)
            position: where in the text the first of them stands; int64, shape (1,)

        Returns:
            Logits of what follows the last of them; shape (1, vocabulary).
        """
        start, count = position[0].item(), tokens.shape[1]
        torch._check(start >= 0)
        torch._check(start + count <= self.cosines.shape[0])
        turn = [table.narrow(0, start, count).unsqueeze(1) for table in (self.cosines, self.sines)]
        hidden = self.tok_embeddings(tokens)
        for layer in self.layers:
            hidden = layer(hidden, turn, start)
        return self.output(self.norm(hidden[:, -1]))


class Layer(nn.Module):
    """Attention and feed-forward part, each added to what went in."""

    def __init__(self, shape: ModelShape, epsilon: float, context: int) -> None:
        super().__init__()
        self.attention_norm = Norm(shape.hidden, epsilon)
        self.attention = Attention(shape, context)
        self.ffn_norm = Norm(shape.hidden, epsilon)
        self.feed_forward = FeedForward(shape)

    def forward(self, hidden: Any, turn: list[Any], start: Any) -> Any:
        """Shape (1, tokens, hidden) in and out."""
        hidden = hidden + self.attention(self.attention_norm(hidden), turn, start)
        return hidden + self.feed_forward(self.ffn_norm(hidden))


class Attention(nn.Module):
    """Causal attention of grouped queries over all that is in the cache."""

    def __init__(self, shape: ModelShape, context: int) -> None:
        super().__init__()
        self.heads, self.key_heads, self.head, self.context = shape.heads, shape.key_heads, shape.head, context
        self.wq, self.wk, self.wv, self.wo = (
            nn.Linear(*shape.linears[name], bias=False) for name in ("q_proj", "k_proj", "v_proj", "o_proj")
        )

    def allocate(self) -> None:
        """Give it an empty cache, float32 whatever the weights are: what ExecuTorch's operator computes with."""
        size = (1, self.context, self.key_heads, self.head)
        self.register_buffer("k_cache", torch.zeros(size), persistent=False)
        self.register_buffer("v_cache", torch.zeros(size), persistent=False)

    def forward(self, hidden: Any, turn: list[Any], start: Any) -> Any:
        """Shape (1, tokens, hidden) in and out."""
        count = hidden.shape[1]
        queries = self.wq(hidden).view(1, count, self.heads, self.head)
        keys = self.wk(hidden).view(1, count, self.key_heads, self.head)
        values = self.wv(hidden).view(1, count, self.key_heads, self.head)
        queries, keys, values = (_turned(_full(queries), turn), _turned(_full(keys), turn), _full(values))
        torch.ops.llama.update_cache(keys, self.k_cache, start)
        torch.ops.llama.update_cache(values, self.v_cache, start)
        seen = torch.ops.llama.custom_sdpa(queries, self.k_cache, self.v_cache, start, None, 0.0, True)
        return self.wo(seen.view(1, count, self.heads * self.head).to(hidden.dtype))


class FeedForward(nn.Module):
    """silu(x w1) * (x w3), brought back to the hidden width by w2."""

    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        self.w1, self.w2, self.w3 = (
            nn.Linear(*shape.linears[name], bias=False) for name in ("gate_proj", "down_proj", "up_proj")
        )

    def forward(self, hidden: Any) -> Any:
        """Shape (1, tokens, hidden) in and out."""
        return self.w2(functional.silu(self.w1(hidden)) * self.w3(hidden))


class Norm(nn.Module):
    """x / sqrt(mean(x^2) + epsilon) * weight, computed in float32."""

    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.width, self.epsilon = width, epsilon
        self.weight = nn.Parameter(torch.empty(width))

    def allocate(self) -> None:
        """Give it the constants of the mean."""
        self.register_buffer("average", torch.full((1, self.width), 1 / self.width), persistent=False)
        self.register_buffer("offset", torch.tensor([self.epsilon]), persistent=False)

    def forward(self, hidden: Any) -> Any:
        """Any shape that ends in the width, the same out."""
        full = _full(hidden)
        scale = torch.rsqrt(functional.linear(full * full, self.average, self.offset))
        return (full * scale).to(hidden.dtype) * self.weight


def _full(values: Any) -> Any:
    """In float32; nothing where they are."""
    return values if values.dtype == torch.float32 else values.float()


def _turned(heads: Any, turn: list[Any]) -> Any:
    """Turn each pair of elements by the angle of its place; shape (1, tokens, heads, head)."""
    cosines, sines = turn
    half = heads.shape[-1] // 2
    return heads * cosines + torch.cat((heads[..., half:], heads[..., :half]), dim=-1) * sines


class RowEmbedding(nn.Module):
    """An embedding of 8-bit rows, looked up without widening the table."""

    def __init__(self, codes: Any, scales: Any) -> None:
        """Keep int8 codes of shape (vocabulary, hidden), and float32 scales of shape (vocabulary,)."""
        import executorch.exir.passes._quant_patterns_and_replacements  # noqa: F401, PLC0415 - registers the operator

        super().__init__()
        self.register_buffer("weight", codes)
        self.register_buffer("scales", scales)

    def forward(self, tokens: Any) -> Any:
        """int64 of shape (1, tokens) in, float32 of shape (1, tokens, hidden) out."""
        return torch.ops.quantized_decomposed.embedding_byte.dtype(
            self.weight, self.scales, None, -128, 127, tokens, dtype=torch.float32
        )
