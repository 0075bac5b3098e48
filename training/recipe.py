"""The recipe of a training run: read from YAML, overridden on the command line, written beside the results."""

from collections.abc import Iterator
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import Field, ValidationError, model_validator

from emosapp_data.config.base import Config
from emosapp_data.config.load import overlay, read_mapping
from emosapp_data.errors import InputError

Variant = Literal["full", "lora", "lora-ptq", "qat-lora"]
Target = Literal["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
ATTENTION: tuple[Target, ...] = ("q_proj", "k_proj", "v_proj", "o_proj")


class LoraSettings(Config):
    """The low-rank adapter (LoRA, arXiv 2106.09685) that is trained beside frozen weights."""

    rank: int = Field(default=16, ge=1)
    """Rank of the adapter's two matrices."""
    alpha: float = Field(default=32.0, gt=0)
    """Their product is scaled by alpha / rank."""
    dropout: float = Field(default=0.0, ge=0, lt=1)
    """Share of the adapter's input that is left out at random while training."""
    targets: tuple[Target, ...] = Field(default=ATTENTION, min_length=1)
    """The linear layers that have an adapter."""

    @property
    def scale(self) -> float:
        """By what the product of the two matrices is multiplied."""
        return self.alpha / self.rank

    @model_validator(mode="after")
    def _names_each_layer_once(self) -> Self:
        if twice := sorted({target for target in self.targets if self.targets.count(target) > 1}):
            raise ValueError(f"targets: {', '.join(twice)} given twice")
        return self


class QuantizationSettings(Config):
    """How weights are quantized: 4 bits in groups, with activations of 8 bits that are scaled token by token."""

    group_size: int = Field(default=32, ge=32, multiple_of=32)
    """Weights that share a scale; the phone's runtime (XNNPACK) takes multiples of 32."""
    adapter: Literal["merged", "separate"] = "merged"
    """Whether the weight is fake-quantized with the adapter in it ('merged', which is what the phone computes) or beside it
    ('separate', as in the paper). For qat-lora alone."""
    from_step: int = Field(default=1000, ge=0)
    """The step, counted from 0, at which fake quantization begins. For qat-lora alone."""


class TrainingSettings(Config):
    """How the model is trained, with AdamW (arXiv 1711.05101)."""

    epochs: int = Field(default=5, ge=1)
    """How often the data is gone through."""
    max_steps: int | None = Field(default=None, ge=1)
    """Steps in all, whatever the epochs come to; none for all of them."""
    batch_size: int = Field(default=4, ge=1)
    """Sequences of a forward pass, on each device."""
    accumulation: int = Field(default=1, ge=1)
    """Forward passes of a step, whose gradients are added up."""
    learning_rate: float = Field(default=3e-5, gt=0, le=1)
    """Learning rate after the warm-up."""
    warmup: float = Field(default=0.01, ge=0, lt=1)
    """Share of the steps over which the learning rate rises from 0, in a straight line."""
    schedule: Literal["constant", "linear", "cosine"] = "linear"
    """What the learning rate does afterwards: it stays, or falls to 0 in a straight line or half a cosine."""
    weight_decay: float = Field(default=0.0, ge=0, lt=1)
    """AdamW's weight decay."""
    max_grad_norm: float = Field(default=1.0, gt=0)
    """Norm to which the gradient is clipped."""
    length: int = Field(default=1024, ge=16)
    """Tokens of a sequence; of a longer conversation the last exchanges are left out."""
    packing: bool = True
    """Whether short conversations share a sequence, none of which sees another."""
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """What is computed in; 'auto' for bfloat16 on a GPU that has it, and float32 elsewhere."""
    gradient_checkpointing: bool = False
    """Whether activations are computed again for the backward pass, which takes less memory and a third more time."""
    seed: int = Field(default=0, ge=0, lt=2**32)
    """Seed of the order of the data, of the adapter's first weights and of dropout."""
    evaluate_every: int = Field(default=200, ge=1)
    """Steps between two measurements on the validation split."""
    evaluate_on: int | None = Field(default=None, ge=1)
    """Sequences of the validation split that are measured on, taken evenly from all of it; none for all."""
    save_every: int = Field(default=200, ge=1)
    """Steps between two checkpoints."""
    log_every: int = Field(default=10, ge=1)
    """Steps between two lines of the log."""
    keep: int = Field(default=2, ge=1)
    """Checkpoints that are kept, the newest."""
    tensorboard: bool = False
    """Whether a log for TensorBoard is written too, into the run's folder."""


class Recipe(Config):
    """All that a training run is asked for; which data it reads is said on the command line."""

    name: str = Field(pattern=r"^[a-z][a-z0-9.-]*$")
    """Name of the recipe."""
    model: str = Field(min_length=1)
    """Model to start from: 'smollm2-135m', a folder, or a name on the Hub such as meta-llama/Llama-3.2-1B-Instruct."""
    variant: Variant
    """What is trained: all weights ('full'), an adapter ('lora'), an adapter after which all is quantized ('lora-ptq'), or an
    adapter with the quantization in the training ('qat-lora')."""
    system: str | None = None
    """System prompt of conversations that have none: the name of one of the toolkit's, or a YAML file."""
    failed: Literal["leave_out", "keep"] = "leave_out"
    """What becomes of released dialogues that did not help the seeker; a mixture has decided on its own."""
    lora: LoraSettings = LoraSettings()
    """The adapter, for all variants but 'full'."""
    quantization: QuantizationSettings = QuantizationSettings()
    """The quantization, for 'lora-ptq' and 'qat-lora'."""
    training: TrainingSettings = TrainingSettings()
    """How it is trained."""

    @property
    def trains_adapter(self) -> bool:
        """Whether an adapter is trained, and the model's own weights stay as they are."""
        return self.variant != "full"

    @property
    def quantized(self) -> bool:
        """Whether the model that comes out is quantized."""
        return self.variant in ("lora-ptq", "qat-lora")

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if problems := list(self._misfits()):
            raise ValueError("\n".join(problems))
        return self

    def _misfits(self) -> Iterator[str]:
        """What does not go together; a section that says nothing but the defaults is no contradiction."""
        quantization, standard = self.quantization, QuantizationSettings()
        if not self.trains_adapter and self.lora != LoraSettings():
            yield "lora: variant full trains all weights and no adapter; leave this section out, or choose variant lora"
        if not self.quantized and quantization != standard:
            yield f"quantization: variant {self.variant} quantizes nothing; leave this section out, or choose qat-lora or lora-ptq"
        if self.variant == "lora-ptq":
            for field in ("adapter", "from_step"):
                if getattr(quantization, field) != getattr(standard, field):
                    yield f"quantization.{field}: variant lora-ptq quantizes after the training; this is for qat-lora"
        if self.variant == "qat-lora":
            if self.lora.dropout and quantization.adapter == "merged":
                yield (
                    f"lora.dropout: {self.lora.dropout:g}, but an adapter that is merged into the weight has no input of its "
                    "own to leave out; choose 0, or quantization.adapter separate"
                )
            if self.training.max_steps is not None and (problem := self._too_late(self.training.max_steps)):
                yield problem

    def _too_late(self, steps: int) -> str | None:
        if self.variant != "qat-lora" or self.quantization.from_step < steps:
            return None
        return (
            f"quantization.from_step: fake quantization would begin at step {self.quantization.from_step:,}, but the "
            f"training has {steps:,}; choose a smaller one, such as {steps // 4:,}"
        )

    def steps(self, sequences: int, processes: int = 1) -> int:
        """Steps that the training takes.

        Args:
            sequences: sequences of the training split, packed or not
            processes: processes that train side by side, each with a batch of its own
        """
        if self.training.max_steps is not None:
            return self.training.max_steps
        batches = -(-sequences // (self.training.batch_size * processes))
        return self.training.epochs * max(1, -(-batches // self.training.accumulation))

    def warmup_steps(self, steps: int) -> int:
        """Steps of the warm-up, rounded up."""
        return ceil(self.training.warmup * steps)

    def check_steps(self, steps: int) -> None:
        """See that what is to happen at a step happens, once it is known how many there are.

        Raises:
            InputError: fake quantization would never begin.
        """
        if problem := self._too_late(steps):
            raise InputError(f"{self.name}: {problem}")

    def to_yaml(self) -> str:
        """The resolved recipe, every default written out that counts for its variant; `load_recipe` reads it again."""
        unused = set()
        if not self.trains_adapter:
            unused.add("lora")
        if not self.quantized:
            unused.add("quantization")
        data = self.model_dump(mode="json", exclude=unused)
        if self.variant == "lora-ptq":
            data["quantization"] = {"group_size": self.quantization.group_size}
        return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def recipe_names() -> list[str]:
    """The recipes that come with the toolkit."""
    shipped = files("training") / "recipes"
    return sorted(entry.name.removesuffix(".yaml") for entry in shipped.iterdir() if entry.name.endswith(".yaml"))


def load_recipe(path_or_name: str | Path, overrides: dict[str, Any] | None = None) -> Recipe:
    """Read a recipe and lay the command line's options over it.

    Args:
        path_or_name: a YAML file, or the name of a recipe that comes with the toolkit, such as smollm2-135m-qat-lora
        overrides: nested values, such as {"training": {"epochs": 1}}; a value of None does not override

    Raises:
        InputError: there is no such recipe, or it holds values that are not allowed; one line for each.
    """
    try:
        return Recipe.model_validate(overlay(read_mapping(_file(path_or_name)), overrides or {}))
    except ValidationError as error:
        raise InputError("\n".join(f"{path_or_name}: {problem}" for problem in _problems(error))) from None


def _file(path_or_name: str | Path) -> Path:
    if Path(path_or_name).is_file():
        return Path(path_or_name)
    names = recipe_names()
    if str(path_or_name) in names:
        return Path(str(files("training") / "recipes" / f"{path_or_name}.yaml"))
    raise InputError(f"{path_or_name}: no such recipe; give a YAML file or one of: {', '.join(names)}")


def _problems(error: ValidationError) -> Iterator[str]:
    for item in error.errors():
        where = ".".join(map(str, item["loc"]))
        for line in item["msg"].removeprefix("Value error, ").splitlines():
            yield f"{where}: {line}" if where else line
