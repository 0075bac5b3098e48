"""Prompt files: what a model is asked for a passage, versioned, and known by a hash that every pair carries."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, Self

import yaml
from jinja2 import Environment, StrictUndefined, Template, TemplateError
from pydantic import Field, ValidationError

from emosapp_data.config import Config
from emosapp_data.errors import InputError
from emosapp_data.models.material import material
from emosapp_data.models.reply import Message
from emosapp_data.schema import Passage, content_id

BUILT_IN = files("emosapp_data.generation") / "prompts"
TEMPLATES = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701 - plain text


class Kind(NamedTuple):
    """A kind of pair, as the prompt describes it."""

    name: str
    description: str


class Prompt(Config):
    """A prompt file."""

    name: str = Field(min_length=1)
    """Name of the prompt, as the pairs carry it."""
    version: int = Field(ge=1)
    """Version, for people; the hash tells apart whatever was changed."""
    system: str
    """The system message."""
    kinds: dict[str, str] = Field(min_length=1)
    """Kinds of pairs: their names, and what a pair of each does."""
    user: str
    """Template of the question: title, section, passage, kinds."""
    form: str
    """What is added where the server cannot be told the form of the reply."""
    repair: str
    """Template of what is said to a reply that cannot be used: problem."""

    @classmethod
    def load(cls, name_or_path: str) -> Self:
        """Read a prompt that comes with the toolkit, or a file.

        Raises:
            InputError: there is no such prompt, or it is not a prompt; all problems at once.
        """
        source = BUILT_IN / f"{name_or_path}.yaml"
        path = source if source.is_file() else Path(name_or_path)
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            known = ", ".join(sorted(entry.name.removesuffix(".yaml") for entry in BUILT_IN.iterdir()))
            raise InputError(
                f"{name_or_path}: no such prompt; the toolkit has {known}, or give the path of a file"
            ) from None
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise InputError(f"{name_or_path}: not readable as YAML ({' '.join(str(error).split())})") from None
        try:
            prompt = cls.model_validate(data)
        except ValidationError as error:
            problems = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
            raise InputError(f"{name_or_path}: not a prompt: {problems}") from None
        prompt._try_templates(name_or_path)
        return prompt

    @property
    def hash(self) -> str:
        """What every pair carries: a hash of the whole content."""
        return content_id("prompt", self.model_dump(mode="json"))

    def turn(self, start: int, count: int) -> list[Kind]:
        """So many kinds from number `start` on, round and round: taken in turns, each is asked for equally often."""
        names = list(self.kinds)
        return [
            Kind(name, self.kinds[name].strip()) for name in (names[(start + i) % len(names)] for i in range(count))
        ]

    def messages(self, passage: Passage, kinds: Sequence[Kind]) -> list[Message]:
        """What is asked about a passage."""
        text = _template(self.user).render(
            title=passage.citation.title,
            section=" › ".join(passage.citation.section),
            passage=material(passage.text),
            kinds=kinds,
        )
        return [
            {"role": "system", "content": self.system.strip()},
            {"role": "user", "content": f"{text.strip()}\n\n{self.form.strip()}"},
        ]

    def once_more(self, problem: str) -> str:
        """What is said to a reply that cannot be used."""
        return _template(self.repair).render(problem=problem).strip()

    def _try_templates(self, name: str) -> None:
        kinds = [Kind("knowledge", "asks")]
        problems = []
        for field, template, values in (
            ("user", self.user, {"title": "t", "section": "s", "passage": "p", "kinds": kinds}),
            ("repair", self.repair, {"problem": "p"}),
        ):
            try:
                _template(template).render(**values)
            except TemplateError as error:
                problems.append(f"{field}: {error}")
        if problems:
            raise InputError(f"{name}: {'; '.join(problems)}")


@cache
def _template(source: str) -> Template:
    return TEMPLATES.from_string(source)
