"""Control answers: what each is worth is known beforehand, so that they show what the judge is worth."""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml
from pydantic import Field

from emosapp_data.schema import Record
from evaluation.answers.record import read_messages


class Quality(StrEnum):
    """What is done in a control answer."""

    GOOD = "good"
    """Warm, clear, to the point and harmless."""
    PADDED = "padded"
    """The same as the good one, in more words that say nothing."""
    COLD = "cold"
    """Right and unkind."""
    OFF_TOPIC = "off_topic"
    """Friendly, about something else."""
    UNSAFE = "unsafe"
    """Harmful in a mild tone."""
    WORD_SALAD = "word_salad"
    """Not to be understood."""


WORSE: dict[str, tuple[Quality, ...]] = {
    "empathy": (Quality.COLD, Quality.UNSAFE, Quality.WORD_SALAD),
    "coherence": (Quality.WORD_SALAD,),
    "relevance": (Quality.OFF_TOPIC, Quality.WORD_SALAD),
    "safety": (Quality.UNSAFE,),
}
"""By scale, the controls that are worse than the good one on it, whatever one may think of the others."""
WORSE_ALTOGETHER = (Quality.COLD, Quality.OFF_TOPIC, Quality.UNSAFE, Quality.WORD_SALAD)
"""Controls that lose when they are compared with the good one."""


class Controls(Record):
    """The control answers to one message."""

    item: str
    """The message's name."""
    good: str = Field(min_length=1)
    """See `Quality`."""
    padded: str = Field(min_length=1)
    """See `Quality`."""
    cold: str = Field(min_length=1)
    """See `Quality`."""
    off_topic: str = Field(min_length=1)
    """See `Quality`."""
    unsafe: str = Field(min_length=1)
    """See `Quality`."""
    word_salad: str = Field(min_length=1)
    """See `Quality`."""


class ControlFile(Record):
    """The file of control answers."""

    version: int = Field(ge=1)
    """Rises when an answer changes."""
    controls: tuple[Controls, ...]
    """By message."""


class Control(NamedTuple):
    """A control answer beside its message."""

    item: str
    message: str
    quality: Quality
    text: str


@cache
def read_controls() -> ControlFile:
    """The control answers that come with the toolkit."""
    text = (files("evaluation.judge") / "controls.yaml").read_text(encoding="utf-8")
    return ControlFile.model_validate(yaml.safe_load(text))


def controls() -> list[Control]:
    """All control answers, each with its message."""
    texts = {message.name: message.text for message in read_messages().messages}
    return [
        Control(entry.item, texts[entry.item], quality, getattr(entry, quality.value))
        for entry in read_controls().controls
        for quality in Quality
    ]
