"""Which quantization a model is trained for."""

from typing import Literal

from pydantic import Field

from emosapp_data.config.base import Config

AdapterForm = Literal["merged", "separate"]
"""Where a LoRA adapter stands: `merged` into the weight that is quantized, `fq(x) @ fq(W + s*B@A)`, which is what a phone
computes with one quantized weight; `separate` beside it in full precision, `fq(x) @ fq(W) + s*B(A(x))`, as torchtune trains."""


class Scheme(Config):
    """4-bit weights in groups that share a scale, 8-bit activations whose range is found for each token.

    Known as 8da4w, or Int8DynActInt4Weight. All linear layers are quantized but the output layer; embeddings are not.
    """

    group_size: int = Field(default=32, ge=32, multiple_of=32)
    """Neighbouring inputs of one output that share a scale; XNNPACK takes multiples of 32."""
