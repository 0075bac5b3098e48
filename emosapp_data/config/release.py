"""How a release is made."""

from typing import Self

from pydantic import Field, model_validator

from emosapp_data.config.base import Config
from emosapp_data.schema.flag import Flag


class ReleaseConfig(Config):
    """How a release is made."""

    name: str = Field(default="knowledge", pattern=r"^[a-z][a-z0-9-]*$")
    """Name of the dataset."""
    version: str | None = Field(default=None, pattern=r"^\d+\.\d+\.\d+$")
    """Semantic version; without one, 0.1.0, or the next minor version if the content has changed since."""
    validation: float = Field(default=0.1, ge=0, lt=1)
    """Largest share of the pairs in the validation split."""
    test: float = Field(default=0.1, ge=0, lt=1)
    """Largest share of the pairs in the test split."""
    pairs: int | None = Field(default=None, ge=1)
    """Pairs in all; none for every pair that was kept. The least doubtful are taken, from all sections alike."""
    hold: tuple[Flag, ...] = ()
    """Flags of pairs that wait for a person's decision and stay out of a release without one."""
    only_reviewed: bool = False
    """Whether only pairs that people accepted or edited are released."""
    dialogues: int = Field(default=10, ge=0, le=100)
    """Most pairs of one section that are packed into a dialogue; 0 for no dialogues."""
    seed: int = 0
    """Seed of the order in which sections are given to the splits."""

    @model_validator(mode="after")
    def _leaves_something_to_train_on(self) -> Self:
        if self.validation + self.test >= 1:
            raise ValueError(f"validation ({self.validation}) and test ({self.test}) leave nothing for training")
        return self
