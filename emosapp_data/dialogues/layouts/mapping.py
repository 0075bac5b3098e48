"""A mapping: which fields of a file hold what. It is a YAML file, so that a new file needs no new code."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from emosapp_data.dialogues.raw import Speaker
from emosapp_data.errors import InputError

Names = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
"""A field's name, or several: the first that the file has counts. Dots lead into objects: 'original_data.dialog'."""
TURN_FIELDS = ("speaker", "text", "strategy", "feedback")
"""Fields that are in each turn; the others are in the record."""


class Mapping(BaseModel):
    """Which fields hold what."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str
    """The dataset."""
    turns: Names
    """The list of turns."""
    speaker: Names
    """In a turn: who speaks."""
    text: Names
    """In a turn: what is said."""
    strategy: Names = ()
    """In a turn: the supporter's strategy."""
    feedback: Names = ()
    """In a turn: the seeker's rating from 1 to 5."""
    id: Names = ()
    """The dialogue's name."""
    emotion: Names = ()
    """The seeker's emotion."""
    problem: Names = ()
    """The seeker's problem."""
    situation: Names = ()
    """The seeker's situation."""
    split: Names = ()
    """The source's own split."""
    last_answer: Names = ()
    """An answer of the supporter that stands beside the turns and follows them."""
    last_strategy: Names = ()
    """The strategy of that answer."""
    optional: tuple[str, ...] = ()
    """Which of these a file need not have."""
    speakers: dict[str, Speaker]
    """What the file calls the seeker, the supporter and the strategy counselor."""

    def named(self) -> dict[str, tuple[str, ...]]:
        """The fields that are mapped, by what they hold."""
        every = (
            *TURN_FIELDS,
            "turns",
            "id",
            "emotion",
            "problem",
            "situation",
            "split",
            "last_answer",
            "last_strategy",
        )
        return {what: names for what in every if (names := getattr(self, what))}


def read_mapping(path: Path | None = None) -> Mapping:
    """Read a mapping; without a path the one for ServeForEmo, whose field names are a guess.

    Raises:
        InputError: there is no such file, or it is no mapping.
    """
    where = path or "the mapping for ServeForEmo"
    try:
        shipped = files("emosapp_data.dialogues") / "mappings" / "serveforemo.yaml"
        content = yaml.safe_load((path or shipped).read_text(encoding="utf-8"))
        return Mapping.model_validate(content)
    except OSError as error:
        raise InputError(
            f"{where}: cannot be read ({error.strerror}); give a YAML file that names the fields"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{where}: not YAML ({' '.join(str(error).split())})") from None
    except ValidationError as error:
        lines = (f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}" for each in error.errors())
        raise InputError(f"{where}: not a mapping: {'; '.join(lines)}") from None
