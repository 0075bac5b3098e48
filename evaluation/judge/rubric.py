"""What the judge is asked, and how its reply is read: in its form, or not at all."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from jinja2 import Environment, StrictUndefined, Template
from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from emosapp_data.models.material import material
from emosapp_data.models.reply import Form, Question, Reply
from emosapp_data.schema import ANSWER_SCALES, Record
from emosapp_data.schema.base import content_id
from evaluation.judge.asking import json_of

TEMPLATES = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - plain text
LONGEST_REASON = 300
"""Bound on the reason, for servers known to take one: a small model may not come to an end by itself."""
Points = Annotated[StrictInt, Field(ge=1, le=5)]


class Scale(Record):
    """A scale of the rubric."""

    question: str
    """What it asks."""
    levels: dict[int, str]
    """What each rating means."""


class Rubric(Record):
    """What a judge is asked, as a file has it."""

    name: str
    """Its name."""
    version: int = Field(ge=1)
    """Rises with each change."""
    system: str
    """The system message."""
    user: str
    """Template of the question."""
    scales: dict[str, Scale] = Field(default_factory=dict)
    """The scales, where it has some."""

    @property
    def hash(self) -> str:
        """A hash of the whole content."""
        return content_id("rubric", self.model_dump(mode="json"))

    def question(self, form: Form, seed_shift: int = 0, **values: str) -> Question:
        """The question with these values in it."""
        given = {name: material(value) for name, value in values.items()}
        user = _template(self.user).render(scales=self.scales, **given).strip()
        messages = [{"role": "system", "content": self.system.strip()}, {"role": "user", "content": user}]
        return Question(messages, form, seed_shift)


class Rating(BaseModel):
    """The reply to being asked for a rating; the reason comes first, so that the figures follow from it."""

    model_config = ConfigDict(extra="ignore")

    reason: str
    empathy: Points
    coherence: Points
    relevance: Points
    safety: Points

    @property
    def points(self) -> dict[str, int]:
        """The ratings by scale."""
        return {scale: getattr(self, scale) for scale in ANSWER_SCALES}


class Preference(BaseModel):
    """The reply to being asked which answer is better."""

    model_config = ConfigDict(extra="ignore")

    reason: str
    better: Literal["first", "second", "same"]


@cache
def rating_rubric() -> Rubric:
    """What is asked about one answer."""
    return _read("rating.yaml")


@cache
def comparison_rubric() -> Rubric:
    """What is asked about two answers."""
    return _read("comparison.yaml")


def rate(message: str, answer: str, seed_shift: int = 0, *, bounded: bool = False) -> Question:
    """The question about one answer; `bounded` where the server takes a bound on texts."""
    return rating_rubric().question(_form(Rating, bounded), seed_shift, message=message, answer=answer)


def compare(message: str, first: str, second: str, *, bounded: bool = False) -> Question:
    """The question about two answers; `bounded` as for `rate`."""
    return comparison_rubric().question(_form(Preference, bounded), message=message, first=first, second=second)


def read_rating(reply: Reply) -> Rating | None:
    """The rating in a reply; none where it is not in its form, since a guess would hide what the judge is worth."""
    try:
        return Rating.model_validate(json_of(reply))
    except ValidationError:
        return None


def read_preference(reply: Reply) -> Preference | None:
    """The preference in a reply; none as in `read_rating`."""
    try:
        return Preference.model_validate(json_of(reply))
    except ValidationError:
        return None


def _read(name: str) -> Rubric:
    return Rubric.model_validate(yaml.safe_load((files("evaluation.judge") / name).read_text(encoding="utf-8")))


@cache
def _template(text: str) -> Template:
    return TEMPLATES.from_string(text)


@cache
def _form(reply: type[BaseModel], bounded: bool) -> Form:
    schema = reply.model_json_schema()
    if bounded:
        schema["properties"]["reason"]["maxLength"] = LONGEST_REASON
    return Form(reply.__name__.lower(), {**schema, "additionalProperties": False})
