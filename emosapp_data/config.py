"""The configuration of a build: read from YAML, overridden on the command line, written beside the results."""

from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from emosapp_data.errors import InputError


class Config(BaseModel):
    """Base of all configuration: frozen, and a name that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


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
    seed: int = 0
    """Seed of the order in which sections are given to the splits."""

    @model_validator(mode="after")
    def _leaves_something_to_train_on(self) -> Self:
        if self.validation + self.test >= 1:
            raise ValueError(f"validation ({self.validation}) and test ({self.test}) leave nothing for training")
        return self


class BuildConfig(Config):
    """The whole configuration of a build."""

    checks: ChecksConfig = ChecksConfig()
    """What the checks ask for."""
    release: ReleaseConfig = ReleaseConfig()
    """How the release is made."""

    def to_yaml(self) -> str:
        """The resolved configuration, every default written out."""
        return yaml.safe_dump(self.model_dump(mode="json"), sort_keys=False, allow_unicode=True)


def load_config(path: Path | None, overrides: dict[str, Any] | None = None) -> BuildConfig:
    """Read a configuration and lay the command line's options over it.

    Args:
        path: a YAML file, or none for the defaults.
        overrides: nested values; a value of None does not override.

    Raises:
        InputError: the file cannot be read, or holds values that are not allowed; all of them are named at once.
    """
    data: dict[str, Any] = {}
    if path is not None:
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except FileNotFoundError:
            raise InputError(f"{path}: no such file") from None
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise InputError(f"{path}: not readable as YAML ({' '.join(str(error).split())})") from None
        if not isinstance(data, dict):
            raise InputError(f"{path}: a configuration is a mapping of names to values")
    try:
        return BuildConfig.model_validate(_overlay(data, overrides or {}))
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, item['loc']))}: {item['msg'].removeprefix('Value error, ')}" for item in error.errors()
        )
        raise InputError(f"{path or 'options'}: {problems}") from None


def _overlay(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in over.items():
        if isinstance(value, dict):
            below = merged.get(name)
            merged[name] = _overlay(below if isinstance(below, dict) else {}, value)
        elif value is not None:
            merged[name] = value
    return merged
