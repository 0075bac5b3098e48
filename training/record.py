"""What a run is and what came out of it, as `run.json` beside the checkpoints holds it: all that one needs to repeat it."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import emosapp_data
from emosapp_data.errors import InputError
from emosapp_data.schema import Record
from emosapp_data.workspace import write_text
from training.data.training_data import UsedDataset

FILE = "run.json"
LIBRARIES = ("torch", "transformers", "peft", "torchao", "accelerate", "tokenizers", "datasets", "numpy")


class UsedModel(Record):
    """The model that training begins with."""

    name: str
    """What the recipe calls it."""
    origin: str
    """Where it comes from: a folder, the Hub, or a package."""
    revision: str | None = None
    """Its version there, where it has one."""
    parameters: int
    """Its parameters."""
    trained: int
    """How many of them, adapters included, are trained."""


class Outcome(Record):
    """A loss on what is held out."""

    what: str
    """Of which model: before training, after it, quantized."""
    loss: float
    """Mean over the learned tokens."""


class Exactness(Record):
    """Differences between the logits of three computations: in training, merged for evaluation, and converted."""

    prompts: int
    """Prompts that were compared."""
    places: int
    """Tokens of theirs whose logits were compared."""
    merged: float
    """Largest difference between the computation of training, which gradients go through, and that of evaluation, where
    the adapter is merged and the weight quantized once."""
    converted: float
    """Largest difference between the computation of training and the converted model's."""
    same_choice: float
    """Share of the places at which the converted model finds the same token likeliest."""

    @property
    def largest(self) -> float:
        """The larger of the differences."""
        return max(self.merged, self.converted)

    def __str__(self) -> str:
        """In words."""
        on = f"on {self.prompts} prompts"
        if not self.largest:
            return f"logits in training, merged and converted are equal {on}"
        merged = "" if not self.merged else f", and of the merged one by {self.merged:.3g}"
        return (
            f"logits of the converted model differ from those of training by up to {self.converted:.3g}{merged} {on}; "
            f"{self.same_choice:.1%} of the likeliest tokens are the same"
        )


class RunRecord(Record):
    """A run."""

    recipe: dict[str, Any]
    """The full recipe, with all that the command line changed."""
    model: UsedModel
    """The model."""
    data: tuple[UsedDataset, ...]
    """The datasets."""
    tokens: dict[str, Any]
    """Token statistics of the training split."""
    examples: int
    """Blocks, or conversations, that one epoch has."""
    measured_on: int = 0
    """Sequences of the validation split that the loss is measured on."""
    unmeasured: int = 0
    """Sequences of the validation split that it is not measured on, since the recipe asks for fewer."""
    steps: int
    """Steps that the run has."""
    steps_done: int = 0
    """Steps that were done."""
    results: tuple[Outcome, ...] = ()
    """What came out."""
    exact: Exactness | None = None
    """How the model that was trained, quantization simulated, and the converted one compare."""
    precision: str
    """What is computed with: float32 or bfloat16."""
    device: str
    """Where."""
    processes: int = 1
    """Processes that trained side by side, each with a batch of its own."""
    threads: int
    """Threads of the processor: a run repeats bit for bit with the same number only."""
    libraries: dict[str, str]
    """Versions of the libraries."""
    python: str = platform.python_version()
    """Version of Python."""
    tool: str = emosapp_data.__version__
    """Version of this toolkit."""

    def facts(self) -> Iterator[tuple[str, str]]:
        """What the report tells of it."""
        yield (
            "Model",
            f"{self.model.name} ({self.model.origin}), {self.model.parameters:,} parameters, {self.model.trained:,} trained",
        )
        for data in self.data:
            used = ", ".join(f"{split} {number:,}" for split, number in data.conversations.items())
            gone = ", ".join(f"{number:,} {reason}" for reason, number in data.left_out.items())
            licence = data.licence or "unknown licence"
            yield (
                "Data",
                f"{data.name} {data.version}: {used}; {licence}{f'; left out {gone}' if gone else ''} (manifest {data.manifest[:12]}…)",
            )
        yield (
            "Tokens",
            f"{self.tokens.get('tokens', 0):,} in an epoch of {self.examples:,} examples, {self.tokens.get('learned_share', 0):.1%} learned",
        )
        if self.measured_on:
            rest = f", of {self.measured_on + self.unmeasured:,} in the validation split" if self.unmeasured else ""
            yield "Held out", f"{self.measured_on:,} sequences{rest}"
        for part, values in self.recipe.items():
            if isinstance(values, dict):
                yield part, ", ".join(f"{name} {value}" for name, value in values.items() if value is not None)
        if self.exact is not None:
            yield "Exactness", str(self.exact)
        several = f"{self.processes} processes with " if self.processes > 1 else ""
        yield "Computed", f"{self.precision} on {self.device}, {several}{self.threads} threads"
        yield "Libraries", ", ".join(f"{name} {version}" for name, version in self.libraries.items())


def write_record(run: Path, record: RunRecord) -> None:
    """Write the record of a run, whole or not at all."""
    write_text(run / FILE, record.model_dump_json(indent=1) + "\n")


def read_record(run: Path) -> RunRecord | None:
    """The record of a run; none where there is none.

    Raises:
        InputError: the file is no record of this version.
    """
    path = run / FILE
    if not path.exists():
        return None
    try:
        return RunRecord.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InputError(
            f"{path}: not a run of this version ({error.error_count()} problems); use another folder"
        ) from None


def library_versions() -> dict[str, str]:
    """Versions of the libraries that a run depends on."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = library_version(name)
        except PackageNotFoundError:
            continue
    return found


def see_that_it_is_the_same(known: RunRecord, now: RunRecord, folder: Path) -> None:
    """See that the folder holds this run.

    Raises:
        InputError: it holds another; the first difference is named.
    """
    then, here = known.model_dump(mode="json"), now.model_dump(mode="json")
    for part in ("recipe", "model", "data", "examples", "steps", "precision"):
        if then[part] != here[part]:
            what = next(_differences(then[part], here[part], part))
            raise InputError(
                f"{folder}: holds a run of its own ({what}); give another folder with -o, or the same values"
            )


def _differences(then: Any, now: Any, name: str) -> Iterator[str]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted(then.keys() | now.keys()):
            yield from _differences(then.get(key), now.get(key), f"{name}.{key}")
    elif then != now:
        yield f"{name} was {then!r} and now is {now!r}"
