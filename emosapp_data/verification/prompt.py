"""The prompts of checks by a model, versioned, and known by a hash that the verdicts depend on."""

from importlib.resources import files
from typing import Self

import yaml
from jinja2 import Environment, StrictUndefined
from pydantic import Field

from emosapp_data.config import Config
from emosapp_data.models.material import material
from emosapp_data.models.reply import Message
from emosapp_data.schema import content_id

FOLDER = files("emosapp_data.verification") / "prompts"
TEMPLATES = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text


class CheckPrompt(Config):
    """What a model is asked about a pair."""

    name: str
    """Name of the prompt."""
    version: int = Field(ge=1)
    """Version, for people."""
    system: str
    """The system message."""
    user: str
    """Template of the question."""

    @classmethod
    def load(cls, name: str) -> Self:
        """Read a prompt that comes with the toolkit."""
        return cls.model_validate(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))

    @property
    def hash(self) -> str:
        """A hash of the whole content."""
        return content_id("prompt", self.model_dump(mode="json"))

    def messages(self, **values: str) -> list[Message]:
        """What is asked."""
        user = TEMPLATES.from_string(self.user).render({name: material(value) for name, value in values.items()})
        return [{"role": "system", "content": self.system.strip()}, {"role": "user", "content": user.strip()}]
