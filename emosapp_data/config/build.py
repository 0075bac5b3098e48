"""The whole configuration of a build."""

import yaml

from emosapp_data.config.base import Config
from emosapp_data.config.checks import ChecksConfig
from emosapp_data.config.generation import GenerationConfig
from emosapp_data.config.release import ReleaseConfig


class BuildConfig(Config):
    """The whole configuration of a build."""

    generation: GenerationConfig = GenerationConfig()
    """How candidate pairs are made."""
    checks: ChecksConfig = ChecksConfig()
    """What the checks ask for."""
    release: ReleaseConfig = ReleaseConfig()
    """How the release is made."""

    def to_yaml(self) -> str:
        """The resolved configuration, every default written out."""
        return yaml.safe_dump(self.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
