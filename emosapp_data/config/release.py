"""How a release is made."""

from typing import Self

from pydantic import Field, model_validator

from emosapp_data.config.base import Config
from emosapp_data.schema.flag import Flag
from emosapp_data.schema.release import Bump


class ReleaseConfig(Config):
    """How a release is made."""

    name: str = Field(default="knowledge", pattern=r"^[a-z][a-z0-9-]*$")
    """Name of the dataset."""
    version: str | None = Field(default=None, pattern=r"^\d+\.\d+\.\d+$")
    """Semantic version; without one, 0.1.0, or the next one that the changes since the latest ask for."""
    bump: Bump | None = None
    """Which number of the latest version is raised, if anything has changed: major, minor or patch."""
    validation: float = Field(default=0.1, ge=0, lt=1)
    """Share of the sections in the validation split, about that of the pairs too."""
    test: float = Field(default=0.1, ge=0, lt=1)
    """Share of the sections in the test split, about that of the pairs too."""
    pairs: int | None = Field(default=None, ge=1)
    """Pairs in all; none for every pair that was kept. The least doubtful are taken, from all sections alike."""
    hold: tuple[Flag, ...] = ()
    """Flags of pairs that wait for a person's decision and stay out of a release without one."""
    only_reviewed: bool = False
    """Whether only pairs that people accepted or edited are released."""
    dialogues: int = Field(default=10, ge=0, le=100)
    """Most pairs of one section that are packed into a dialogue; 0 for no dialogues."""
    seed: int = 0
    """Seed by which sections are given to the splits; another one moves pairs to other splits."""

    @model_validator(mode="after")
    def _leaves_something_to_train_on(self) -> Self:
        if self.validation + self.test >= 1:
            raise ValueError(f"validation ({self.validation}) and test ({self.test}) leave nothing for training")
        if self.version and self.bump:
            raise ValueError(
                f"version ({self.version}) and bump ({self.bump}) are given; one of them says which is next"
            )
        return self
