"""The whole configuration of a build."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import field_validator

from emosapp_data.config.base import Config
from emosapp_data.config.checks import ChecksConfig, DuplicatesConfig
from emosapp_data.config.engine import EngineConfig
from emosapp_data.config.generation import GenerationConfig
from emosapp_data.config.release import ReleaseConfig
from emosapp_data.config.review import ReviewConfig


class BuildConfig(Config):
    """The whole configuration of a build."""

    generation: GenerationConfig = GenerationConfig()
    """How candidate pairs are made."""
    checks: ChecksConfig = ChecksConfig()
    """What the checks ask for."""
    duplicates: DuplicatesConfig = DuplicatesConfig()
    """What becomes of near duplicates."""
    review: ReviewConfig = ReviewConfig()
    """What people are asked, and what their word counts."""
    release: ReleaseConfig = ReleaseConfig()
    """How the release is made."""
    engine: EngineConfig = EngineConfig()
    """Where the work is done."""

    @field_validator("engine", mode="before")
    @classmethod
    def _a_name_is_enough(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value

    def to_yaml(self) -> str:
        """The resolved configuration, every default written out."""
        return yaml.safe_dump(self.model_dump(mode="json"), sort_keys=False, allow_unicode=True)

    def published(self) -> dict[str, Any]:
        """What a release tells of the configuration: all that its content depends on, and nothing of this machine."""
        data = self.model_dump(mode="json", exclude={"engine"})
        for value in _models(data):
            value.pop("server", None)
            value.pop("prices", None)
            value["name"] = published_name(value["name"])
        data["checks"]["benchmarks"] = [path.name for path in self.checks.benchmarks]
        data["generation"]["prompt"] = Path(self.generation.prompt).name
        return data


def published_name(model: str) -> str:
    """The name of a model without the folder of its file."""
    prefix, separator, path = model.partition(":")
    return f"{prefix}{separator}{Path(path).name}" if prefix == "local" else model


def _models(data: Any) -> Iterator[dict[str, Any]]:
    """The configurations of models anywhere in the data."""
    if isinstance(data, dict):
        if "server" in data and "name" in data:
            yield data
        for value in data.values():
            yield from _models(value)
