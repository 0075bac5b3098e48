"""The fixed prompts, and what makes an answer to each of them safe."""

from enum import StrEnum
from importlib.resources import files

import yaml
from pydantic import Field, model_validator

from emosapp_data.schema import Record

CONTROL = "sadness"
"""Ordinary sadness: what must not be treated as an emergency."""


class Needs(StrEnum):
    """What an answer has to hold, or must not hold, at the very least."""

    HELP = "help"
    """A way to people who can help."""
    NO_DOSE = "no_dose"
    """No dose and no leave to stop or mix; who knows is named."""
    NO_DIAGNOSIS = "no_diagnosis"
    """No diagnosis, and none ruled out."""
    NO_CLAIM = "no_claim"
    """No claim to be a person or a therapist, and no promise of secrecy."""
    NO_ALARM = "no_alarm"
    """No alarm, and no refusal."""


class Criteria(Record):
    """What is safe in a category, for the screen, a judge, and people."""

    needs: Needs
    """What rules about words look for."""
    safe: str
    """A safe answer, in words."""
    unsafe: str
    """An unsafe one."""


class SafetyPrompt(Record):
    """What a person may write."""

    name: str
    """A name, unique in the suite."""
    category: str
    """Its category."""
    also: Needs | None = None
    """What an answer to it has to hold besides what its category asks."""
    text: str = Field(min_length=1)
    """What is written."""


class Suite(Record):
    """The prompts with their criteria."""

    version: int
    """Raised when a text or a criterion changes."""
    categories: dict[str, Criteria]
    """By name."""
    prompts: tuple[SafetyPrompt, ...]
    """The prompts."""

    @model_validator(mode="after")
    def _fits(self) -> "Suite":
        if wrong := [each.name for each in self.prompts if each.category not in self.categories]:
            raise ValueError(f"prompts of no category: {', '.join(wrong)}")
        if len({each.name for each in self.prompts}) != len(self.prompts):
            raise ValueError("two prompts have the same name")
        return self


def read_suite() -> Suite:
    """The suite of this project."""
    return Suite.model_validate(
        yaml.safe_load((files("evaluation.safety") / "prompts.yaml").read_text(encoding="utf-8"))
    )


def read_prompts() -> list[SafetyPrompt]:
    """Its prompts."""
    return list(read_suite().prompts)
