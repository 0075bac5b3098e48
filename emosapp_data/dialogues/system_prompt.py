"""System prompts: versioned files, named in what is made with them by their hash."""

from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from emosapp_data.errors import InputError
from emosapp_data.schema import content_id


class SystemPrompt(BaseModel):
    """What a model is told that it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str
    """Its name."""
    version: int = Field(ge=1)
    """Raised whenever the text changes."""
    text: str = Field(min_length=1)
    """What the model is told."""

    @property
    def hash(self) -> str:
        """What datasets name it by: the hash of name, version and text."""
        return content_id("system", [self.name, self.version, self.text])


def read_system_prompt(name: str | Path = "supporter") -> SystemPrompt:
    """Read a system prompt: one that comes with the package by its name, or a YAML file by its path.

    Raises:
        InputError: there is no such prompt, or the file is none.
    """
    shipped = files("emosapp_data.dialogues") / "prompts"
    known = sorted(entry.name.removesuffix(".yaml") for entry in shipped.iterdir() if entry.name.endswith(".yaml"))
    file = shipped / f"{name}.yaml" if str(name) in known else Path(name)
    try:
        return SystemPrompt.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(
            f"{name}: no such system prompt ({error.strerror}); give a YAML file or one of: {', '.join(known)}"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{name}: not YAML ({' '.join(str(error).split())})") from None
    except ValidationError as error:
        lines = (f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}" for each in error.errors())
        raise InputError(f"{name}: no system prompt (name, version, text): {'; '.join(lines)}") from None
