"""What the checks ask for."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from emosapp_data.config.base import Config
from emosapp_data.config.model import ModelConfig


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


Policy = Literal["review", "keep-all", "keep-best-in-group"]


class DuplicatesConfig(Config):
    """What becomes of near duplicates. Only pairs that are equal after folding are ever merged without being asked to."""

    policy: Policy = "review"
    """All stay and a person decides ('review'), all stay ('keep-all'), or of those that differ in nothing that may change
    the meaning the best supported stays ('keep-best-in-group')."""
    least_score: float = Field(default=92.0, gt=50, le=100)
    """Likeness from which two pairs are near duplicates, from 0 to 100."""


class ModelCheckConfig(Config):
    """A check by a model, which may be another than the one that wrote the pairs."""

    model: ModelConfig
    """Who is asked."""
    all_pairs: bool = False
    """Whether the books' own pairs are asked about too, which are grounded by construction."""


class RoundTripConfig(ModelCheckConfig):
    """A model answers the question from the passage; the pair stays if its answer says the same."""

    least_agreement: float = Field(default=0.5, ge=0, le=1)
    """Least F1 of the words of both answers."""


class JudgeConfig(ModelCheckConfig):
    """A model sees passage, quote, question and answer, and judges."""

    least_score: int = Field(default=3, ge=1, le=5)
    """Least score that lets a pair stay."""


class ChecksConfig(Config):
    """What the checks ask for."""

    length: LengthConfig = LengthConfig()
    """Limits of question and answer."""
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    """Language of the dataset, as an ISO 639-1 code."""
    most_new: float = Field(default=1.6, ge=0)
    """How much may be new in a clause of an answer: about the number of nouns that nothing in evidence or question is like."""
    least_new: float = Field(default=1.0, ge=0)
    """How many words of an answer must not stand in its question."""
    benchmarks: tuple[Path, ...] = ()
    """Files, or folders of files, of benchmarks on which models are to be measured: no pair may hold one of their items."""
    round_trip: RoundTripConfig | None = None
    """Model that answers every question once more from its passage; none for no such check."""
    judge: JudgeConfig | None = None
    """Model that judges every pair; none for no such check."""
