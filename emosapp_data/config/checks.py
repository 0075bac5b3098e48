"""What the checks ask for."""

from typing import Self

from pydantic import Field, model_validator

from emosapp_data.config.base import Config


class Limits(Config):
    """Shortest and longest text, in characters."""

    shortest: int = Field(ge=1)
    longest: int = Field(ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.longest < self.shortest:
            raise ValueError(f"longest ({self.longest}) is less than shortest ({self.shortest})")
        return self


class LengthConfig(Config):
    """Limits of a pair's texts."""

    question: Limits = Limits(shortest=10, longest=600)
    """Limits of the question."""
    answer: Limits = Limits(shortest=3, longest=1500)
    """Limits of the answer."""


class ChecksConfig(Config):
    """What the checks ask for."""

    length: LengthConfig = LengthConfig()
    """Limits of question and answer."""
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    """Language of the dataset, as an ISO 639-1 code."""
    least_support: float = Field(default=0.95, ge=0, le=1)
    """Least share of an answer's words that stand in its quotes."""
