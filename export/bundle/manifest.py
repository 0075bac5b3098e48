"""What a bundle is: `manifest.json`. The same inputs give the same bytes: no clock, no path of the machine that made it.

What was measured stands apart, in `verification` and `measured`.
"""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as library_version
from math import isfinite
from pathlib import PurePosixPath
from typing import Literal, Self

from pydantic import Field, field_validator

import emosapp_data
from emosapp_data.schema import Record
from export.bundle.base_licences import BaseLicence
from export.bundle.files import MODEL, BundleFile
from export.bundle.prompt import PromptFormat
from export.checkpoint import Precision
from training.data.training_data import UsedDataset
from training.recipe import Variant
from training.record import Exactness, Outcome, RunRecord, UsedModel

FORMAT: Literal[1] = 1
"""Raised whenever a reader of the last one would misread a bundle."""
LIBRARIES = ("executorch", "torch", "torchao", "transformers", "tokenizers", "pytorch_tokenizers")
"""Libraries that the exported model depends on."""
INT8_ROWS = "8-bit integers from -127 to 127, one float32 scale a row"


class Scheme(Record):
    """How the model's numbers are kept, in words and in figures."""

    precision: Precision
    """int4, bf16 or fp32."""
    group_size: int | None
    """Neighbouring inputs that share a scale; none where nothing is quantized."""
    linear: str
    """Weights of the linear layers of the decoder."""
    embedding: str
    """The embedding."""
    output: str
    """Weights of the output layer."""
    activation: str
    """What goes into a linear layer."""
    dtype: Literal["float32", "bfloat16"]
    """What all else is computed and kept in, the KV cache included."""

    @classmethod
    def of(cls, precision: Precision, group_size: int = 32) -> Self:
        """The scheme of a precision.

        Args:
            precision: int4, bf16 or fp32
            group_size: of int4
        """
        if precision == "int4":
            return cls(
                precision=precision,
                group_size=group_size,
                linear=f"4-bit integers from -8 to 7, one bfloat16 scale for {group_size} neighbouring inputs",
                embedding=INT8_ROWS,
                output=INT8_ROWS,
                activation="8-bit integers, asymmetric, the range found anew for each token",
                dtype="float32",
            )
        dtype: Literal["float32", "bfloat16"] = "float32" if precision == "fp32" else "bfloat16"
        words = f"{dtype} numbers, not quantized"
        return cls(
            precision=precision,
            group_size=None,
            linear=words,
            embedding=words,
            output=words,
            activation=words,
            dtype=dtype,
        )


class TrainingFacts(Record):
    """How the model was trained, as far as whoever uses it has to know."""

    recipe: str
    """Name of the recipe."""
    seed: int | None
    """Seed."""
    steps: int
    """Steps that the run has."""
    steps_done: int
    """Steps that were done."""
    batch: int | None
    """Sequences of a step, over all processes."""
    length: int | None
    """Tokens of a sequence."""
    learning_rate: float | None
    """Learning rate after the warm-up."""
    rank: int | None
    """Rank of the adapter; none where all weights were trained."""
    quantized_from: int | None
    """The step at which quantization was simulated from; none where it was not."""
    precision: str
    """What was computed with: float32 or bfloat16."""
    results: tuple[Outcome, ...]
    """Losses on what is held out."""
    exact: Exactness | None
    """How the model that was trained, quantization simulated, and the converted one compare."""
    libraries: dict[str, str]
    """Versions of the libraries that it was trained with."""

    @classmethod
    def of(cls, record: RunRecord) -> Self:
        """The facts of a run."""
        recipe = record.recipe
        variant = recipe.get("variant")
        settings, lora, quantization = (recipe.get(part) or {} for part in ("training", "lora", "quantization"))
        size = settings.get("batch_size")
        return cls(
            recipe=str(recipe["name"]),
            seed=settings.get("seed"),
            steps=record.steps,
            steps_done=record.steps_done,
            batch=size and size * settings.get("accumulation", 1) * record.processes,
            length=settings.get("length"),
            learning_rate=settings.get("learning_rate"),
            rank=None if variant == "full" else lora.get("rank"),
            quantized_from=quantization.get("from_step") if variant == "qat-lora" else None,
            precision=record.precision,
            results=record.results,
            exact=record.exact,
            libraries=record.libraries,
        )


class Check(Record):
    """One thing that was looked at on the real runtime."""

    name: str
    """What was looked at, in a few words."""
    passed: bool
    """Whether it is as it should be."""
    detail: str
    """What was found, in a sentence."""
    figure: float | None = None
    """The number that decided; none where there is none, or it is no finite one, which JSON does not have."""

    @field_validator("figure")
    @classmethod
    def _finite(cls, figure: float | None) -> float | None:
        return figure if figure is not None and isfinite(figure) else None


class Verification(Record):
    """Whether the exported model computes what was trained."""

    checks: tuple[Check, ...] = Field(min_length=1)
    """What was looked at."""

    @property
    def passed(self) -> bool:
        """Whether all is as it should be."""
        return all(check.passed for check in self.checks)


class Measured(Record):
    """What the model takes, measured on a machine."""

    load_seconds: float = Field(ge=0, allow_inf_nan=False)
    """Until the first token was read, in seconds."""
    prefill: float = Field(ge=0, allow_inf_nan=False)
    """Tokens of a prompt that are read a second."""
    decode: float = Field(ge=0, allow_inf_nan=False)
    """Tokens of an answer that are written a second."""
    peak_memory: int | None = Field(ge=0)
    """Most bytes that runtime and model had in memory; none where the system does not tell."""
    machine: str
    """The machine, in words."""


class Manifest(Record):
    """A bundle."""

    format: Literal[1] = FORMAT
    """Version of the layout of bundles."""
    name: str = Field(min_length=1)
    """Name of the model."""
    asked_name: str | None
    """What it was to be called, where the base model's licence asks for another name."""
    model: UsedModel
    """The model that training began with; of a folder the last part of its path is its name."""
    variant: Variant | None
    """How it was trained; none where no run of this toolkit left it."""
    scheme: Scheme
    """How its numbers are kept."""
    context: int = Field(ge=2)
    """Tokens of a whole conversation: what the KV cache holds."""
    prefill: int = Field(ge=1)
    """Tokens that one call takes at most."""
    vocabulary: int = Field(ge=1)
    """Tokens that the model knows."""
    bos: int | None
    """Id of the token that begins a text; none where texts begin without one."""
    eos: tuple[int, ...] = Field(min_length=1)
    """Ids of the tokens that end an answer."""
    system: str | None
    """The system prompt that it was trained with, where conversations had none; none where it was trained without."""
    prompt: PromptFormat | None
    """How a conversation is written; none where the chat template cannot be taken apart."""
    data: tuple[UsedDataset, ...]
    """The datasets that it was trained on."""
    training: TrainingFacts | None
    """How it was trained."""
    licence: str | None
    """What the bundle as a whole is under, as an SPDX expression; none where a licence is unknown."""
    obstacles: tuple[str, ...]
    """Why it must not be passed on."""
    base_licence: BaseLicence
    """The base model's licence, and what it asks for."""
    files: dict[str, BundleFile]
    """Every file of the bundle but this one and SHA256SUMS, which names this one too."""
    libraries: dict[str, str]
    """Versions of the libraries that exported it, executorch among them."""
    tool: str = emosapp_data.__version__
    """Version of this toolkit."""
    verification: Verification | None = None
    """Whether it computes what was trained; none where nobody has looked."""
    measured: Measured | None = None
    """What it takes; none where nobody has measured."""

    @field_validator("files")
    @classmethod
    def _stay_inside(cls, files: dict[str, BundleFile]) -> dict[str, BundleFile]:
        for name in files:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
                raise ValueError(f"{name!r} is no file within the bundle")
        return files

    @property
    def executorch(self) -> str:
        """The version of ExecuTorch that exported it."""
        return self.libraries.get("executorch", "an unknown version")

    @property
    def publishable(self) -> bool:
        """Whether it may be passed on."""
        return self.licence is not None and not self.obstacles

    @property
    def model_size(self) -> int:
        """Bytes of the model."""
        return self.files[MODEL].bytes


def library_versions() -> dict[str, str]:
    """Versions of the libraries that the exported model depends on, those that are installed."""
    return {name: version for name in LIBRARIES if (version := installed(name)) is not None}


def installed(name: str) -> str | None:
    """The version of an installed library; none where it is not installed."""
    try:
        return library_version(name)
    except PackageNotFoundError:
        return None
