"""What a judging was and what came out of it, as the folder of its results holds it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from emosapp_data.errors import InputError
from emosapp_data.schema import Record
from emosapp_data.workspace import write_lines, write_text
from evaluation.judge.agreement import ScaleAgreement
from evaluation.judge.figures import ModelDifference, ModelMean
from evaluation.judge.judgement import JUDGEMENTS, Compared, Rated, line
from evaluation.judge.measures import JudgeMeasures
from evaluation.judge.verdict import JudgeVerdict

JUDGED = "judged.json"


class JudgedModel(Record):
    """A model whose answers were judged."""

    name: str
    """What reports call it."""
    sha256: str
    """The model's."""
    answers: int
    """Answers of it."""


class Judged(Record):
    """A judging of models' answers."""

    judge: str
    """The judge: its name, and of a file also its checksum."""
    address: str | None
    """Where it was asked; none where it ran on the same computer."""
    sampling: dict[str, Any]
    """How it was asked: temperature and the like."""
    prompts: dict[str, str]
    """Hashes of what it was asked, by name."""
    controls: int
    """Version of the control answers."""
    models: tuple[JudgedModel, ...]
    """Whose answers were judged."""
    verdict: JudgeVerdict
    """What is to be thought of the judge."""
    measures: JudgeMeasures
    """What that rests on."""
    means: tuple[ModelMean, ...]
    """What it says of the models; means something only where the verdict allows it."""
    differences: tuple[ModelDifference, ...]
    """Differences of models on the same messages."""
    people: tuple[ScaleAgreement, ...] = ()
    """Agreement with people, where there are ratings of people."""
    command: str = ""
    """The command that repeats it."""


def write_judged(folder: Path, judged: Judged, judgements: Iterable[Rated | Compared]) -> None:
    """Write a judging; the record comes last, so that a folder with one is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    write_lines(folder / JUDGEMENTS, map(line, judgements))
    write_text(folder / JUDGED, judged.model_dump_json(indent=1) + "\n")


def read_judged(folder: Path) -> Judged:
    """The judging in a folder.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    path = folder / JUDGED
    try:
        return Judged.model_validate_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{folder}: no {JUDGED}; give a folder that 'emosapp evaluate judge' has finished") from None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(
            f"{path}: cannot be read ({type(error).__name__}); judge again, it asks nothing anew"
        ) from error
