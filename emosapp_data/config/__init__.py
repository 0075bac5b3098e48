"""The configuration of a build: read from YAML, overridden on the command line, written beside the results."""

from emosapp_data.config.base import Config
from emosapp_data.config.build import BuildConfig
from emosapp_data.config.checks import (
    ChecksConfig,
    DuplicatesConfig,
    JudgeConfig,
    LengthConfig,
    Limits,
    ModelCheckConfig,
    RoundTripConfig,
)
from emosapp_data.config.engine import EngineConfig
from emosapp_data.config.generation import GenerationConfig
from emosapp_data.config.load import load_config
from emosapp_data.config.model import ModelConfig, Prices, ServerConfig
from emosapp_data.config.release import ReleaseConfig
from emosapp_data.config.review import ReviewConfig

__all__ = [
    "BuildConfig",
    "ChecksConfig",
    "Config",
    "DuplicatesConfig",
    "EngineConfig",
    "GenerationConfig",
    "JudgeConfig",
    "LengthConfig",
    "Limits",
    "ModelCheckConfig",
    "ModelConfig",
    "Prices",
    "ReleaseConfig",
    "ReviewConfig",
    "RoundTripConfig",
    "ServerConfig",
    "load_config",
]
