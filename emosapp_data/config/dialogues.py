"""How dialogues of a source are released."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from emosapp_data.config.base import Config
from emosapp_data.schema.flag import Flag

Splits = Literal["source", "hash"]


class DialogueReleaseConfig(Config):
    """How dialogues of a source are released."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    """Name of the dataset."""
    splits: Splits | None = None
    """'source': the source's own splits; 'hash': splits of our own. Without it the source's, if it names one of every dialogue."""
    validation: float = Field(default=0.1, ge=0, lt=1)
    """Share of the dialogues in the validation split, where the splits are our own."""
    test: float = Field(default=0.1, ge=0, lt=1)
    """Share of the dialogues in the test split, likewise."""
    seed: int = 0
    """Seed by which dialogues are given to the splits; another one moves dialogues."""
    failed: Literal["mark", "leave_out"] = "mark"
    """What becomes of dialogues that failed: they stay, marked in the column 'quality', or are left out."""
    hold: tuple[Flag, ...] = ()
    """Flags of dialogues that stay out of the release."""
    system: str | None = None
    """System prompt that comes first in every conversation: the name of one of the toolkit's, or a YAML file."""
    strategies: bool = False
    """Whether answers begin with their support strategy, as in '[Question] What happened then?'."""
    benchmarks: tuple[Path, ...] = ()
    """Benchmarks whose items no dialogue may hold."""
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    """ISO 639-1 code of the language."""

    @model_validator(mode="after")
    def _leaves_something_to_train_on(self) -> Self:
        if self.validation + self.test >= 1:
            raise ValueError(f"validation ({self.validation}) and test ({self.test}) leave nothing for training")
        return self
