"""A recipe that mixes released datasets into one for training."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from emosapp_data.config.base import Config
from emosapp_data.config.load import read_mapping
from emosapp_data.errors import InputError
from emosapp_data.schema.flag import Flag


class ComponentConfig(Config):
    """A released dataset, and what of it goes into the mixture.

    Weight and cap are about the training split alone: what is held out is measured as it is.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """Name of the dataset."""
    version: str | None = None
    """Which versions will do, such as '>=1.1,<2' or '1.1.0'; the newest of them is taken. Without it the current version."""
    root: Path | None = None
    """Workspace, or folder of releases, where the dataset is; without it the one of the mixture."""
    how: str | None = None
    """How one comes by the dataset, told where it is missing; WORKSPACE in it stands for where it was looked for."""
    configuration: Literal["default", "dialogues"] = "default"
    """For pairs: 'default' makes each pair a conversation of its own, 'dialogues' takes those that pairs are packed into."""
    weight: float = Field(default=1.0, gt=0, le=100)
    """How often each conversation is in the training split: twice for 2, every second one for 0.5."""
    cap: int | None = Field(default=None, ge=1)
    """Most conversations that are drawn for the training split, before the weight counts; none for all."""
    system: str | None = None
    """System prompt that comes first: the name of one of the toolkit's, or a YAML file."""
    strategies: bool = False
    """Whether the supporter's answers begin with their strategy, as in '[Question] What happened then?'."""
    failed: Literal["leave_out", "keep", "only"] = "leave_out"
    """What becomes of dialogues that did not help the seeker; 'only' for a set of negative examples."""
    hold: tuple[Flag, ...] = ()
    """Flags of conversations that stay out until a person has decided; of packed pairs, all that are packed with them."""


class MixtureConfig(Config):
    """A recipe that mixes released datasets into one for training."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """Name of the mixture."""
    datasets: tuple[ComponentConfig, ...]
    """What it is mixed from."""
    without: tuple[str, ...] = ()
    """Datasets of the recipe that are left out, since they are not at hand."""
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    """ISO 639-1 code of the language."""
    seed: int = 0
    """Seed by which conversations are drawn and put in order."""

    @property
    def used(self) -> tuple[ComponentConfig, ...]:
        """The datasets that are not left out."""
        return tuple(component for component in self.datasets if component.name not in self.without)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        names = [component.name for component in self.datasets]
        if not names:
            raise ValueError("datasets: none is named, and there is nothing to mix")
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(
                f"datasets: {', '.join(twice)} given twice; one entry with a weight of 2 repeats a dataset"
            )
        if self.name in names:
            raise ValueError(f"name: {self.name} is one of its datasets; the mixture needs a name of its own")
        if unknown := [name for name in self.without if name not in names]:
            raise ValueError(f"without: {', '.join(unknown)} not in the recipe; there is {', '.join(names)}")
        if set(self.without) == set(names):
            raise ValueError("without: nothing is left of the recipe")
        return self


def load_mixture(path: Path, without: Sequence[str] = ()) -> MixtureConfig:
    """Read a recipe; paths in it are seen from the folder in which the command runs.

    Args:
        path: a YAML file.
        without: datasets that are left out, besides those of the recipe.

    Raises:
        InputError: the file cannot be read, or holds values that are not allowed; one line for each.
    """
    data = read_mapping(path)
    there = data.get("without") or []
    if without and isinstance(there, list):
        data["without"] = [*there, *(name for name in dict.fromkeys(without) if name not in there)]
    try:
        return MixtureConfig.model_validate(data)
    except ValidationError as error:
        raise InputError("\n".join(f"{path}: {problem}" for problem in _problems(error, data))) from None


def _problems(error: ValidationError, data: dict[str, Any]) -> Iterator[str]:
    """What is wrong, with datasets called by their names."""
    for item in error.errors():
        where = list(item["loc"])
        if len(where) > 1 and where[0] == "datasets" and isinstance(where[1], int):
            entry = data["datasets"][where[1]]
            name = entry.get("name") if isinstance(entry, dict) else None
            where[1] = name if isinstance(name, str) else f"entry {where[1] + 1}"
        message = item["msg"].removeprefix("Value error, ")
        yield f"{'.'.join(map(str, where))}: {message}" if where else message
