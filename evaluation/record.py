"""What an evaluation is and what came out of it, as the folder of its results holds it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, ValidationError

from emosapp_data.errors import InputError
from emosapp_data.schema import Record
from emosapp_data.workspace import write_jsonl, write_text

RESULTS = "results.json"
PREDICTIONS = "predictions.jsonl"


class Kind(StrEnum):
    """What computes a model's answers."""

    CHECKPOINT = "checkpoint"
    """transformers, with the weights as they are."""
    ADAPTER = "adapter"
    """transformers, with an adapter of peft on top."""
    SIMULATED = "simulated"
    """transformers, with the quantization simulated as in training."""
    QUANTIZED = "quantized"
    """transformers and torchao, with the weights quantized as they are exported."""
    EAGER = "eager"
    """The exported model's own computation in PyTorch, before it is lowered."""
    RUNTIME = "runtime"
    """A bundle's `.pte`, on ExecuTorch."""
    ENDPOINT = "endpoint"
    """A server with the OpenAI protocol."""


class TestedModel(Record):
    """A model as it was tested."""

    __test__: ClassVar[bool] = False
    """It is no test, whatever pytest thinks of its name."""

    name: str
    """What reports call it."""
    kind: Kind
    """What computes."""
    source: str
    """The name of the folder, or the address, that it was given as; no path of the machine."""
    sha256: str
    """Of its weights and tokenizer; of address and model name where the weights cannot be seen."""
    variant: str | None = None
    """How it was trained, where it tells: full, lora, lora-ptq or qat-lora."""
    size: int | None = None
    """Bytes of its weights, where they can be seen."""


class Exclusion(Record):
    """An item of a benchmark that is not asked, or not as it stands, and why."""

    benchmark: str
    """The benchmark."""
    item: str
    """The item's id."""
    reason: str
    """In a word: repeated, no_answer, answer_disagrees, broken_text ..."""
    detail: str = ""
    """What was found."""
    kept: bool = False
    """Whether it is asked all the same, mended as `detail` says."""


class UsedBenchmark(Record):
    """A benchmark as it was used."""

    name: str
    """Such as mhqa."""
    file: str
    """The file's name, or the dataset's on the Hub."""
    sha256: str
    """Of the file's bytes; of the items where they come from the Hub."""
    items: int
    """Items that can be asked."""
    licence: str | None = None
    """An SPDX expression, where it is known."""
    exclusions: tuple[Exclusion, ...] = ()
    """What is not asked, or not as it stands."""
    notes: tuple[str, ...] = ()
    """What else there is to know of the file, such as bytes that could not be read."""
    overlap: dict[str, int] = Field(default_factory=dict)
    """For each release that was compared: items of which something stands in what was trained on."""


class Prediction(Record):
    """What a model said of one item in one wording."""

    benchmark: str
    """The benchmark."""
    wording: str
    """The wording of the prompt."""
    item: str
    """The item's id."""
    gold: int
    """Which choice is right, counted from 0."""
    chosen: int | None
    """Which choice the model takes; none where its answer names none."""
    scores: tuple[float, ...] = ()
    """What the choice was made by: log-likelihood in nats of each choice, divided by its characters where the task says so; empty
    where the model was asked to write."""
    answer: str | None = None
    """What it wrote, where it was asked to write."""

    @property
    def right(self) -> bool:
        """Whether the choice is the right one."""
        return self.chosen == self.gold

    @property
    def margin(self) -> float:
        """By how much the best score leads the second; 0 where there are none."""
        best = sorted(self.scores, reverse=True)
        return best[0] - best[1] if len(best) > 1 else 0.0


class Score(Record):
    """A figure of one benchmark in one wording, or over all wordings."""

    benchmark: str
    """The benchmark."""
    wording: str | None
    """The wording; none for the mean over all."""
    metric: str
    """accuracy, f1, f1_macro or f1_weighted."""
    value: float
    """From 0 to 1."""
    low: float
    """Lower end of its interval at 95 %."""
    high: float
    """Upper end."""
    items: int
    """Items that it was measured on."""


class Evaluation(Record):
    """An evaluation of one model."""

    model: TestedModel
    """The model."""
    benchmarks: tuple[UsedBenchmark, ...]
    """What it was asked."""
    scores: tuple[Score, ...]
    """What came out."""
    one_sided: tuple[str, ...] = ()
    """Where the model takes nearly always the same choice, so that its score says how often that one is right."""
    settings: dict[str, Any]
    """The options that decide the figures: limit, wordings, seed, chat template."""
    command: str
    """The command that repeats it."""
    libraries: dict[str, str]
    """Versions of what computed."""
    seconds: float = 0.0
    """What it took, without what was known before."""


def write_evaluation(folder: Path, evaluation: Evaluation, predictions: Iterable[Prediction]) -> None:
    """Write an evaluation; the record comes last, so that a folder with one is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    write_jsonl(folder / PREDICTIONS, predictions)
    write_text(folder / RESULTS, evaluation.model_dump_json(indent=1) + "\n")


def read_evaluation(folder: Path) -> Evaluation:
    """The evaluation in a folder.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    path = folder / RESULTS
    try:
        return Evaluation.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{folder}: no {RESULTS}; give a folder that 'emosapp evaluate run' has finished") from None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(f"{path}: cannot be read ({type(error).__name__}); run the evaluation again") from error


def read_predictions(folder: Path) -> Iterator[Prediction]:
    """The predictions in a folder, in the order of the items.

    Raises:
        InputError: they cannot be read.
    """
    path = folder / PREDICTIONS
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield Prediction.model_validate_json(line)
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(f"{path}: cannot be read ({type(error).__name__}); run the evaluation again") from error
