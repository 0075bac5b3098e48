"""Reading a configuration from YAML and the command line."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from emosapp_data.config.build import BuildConfig
from emosapp_data.errors import InputError


def load_config(path: Path | None, overrides: dict[str, Any] | None = None) -> BuildConfig:
    """Read a configuration and lay the command line's options over it.

    Args:
        path: a YAML file, or none for the defaults.
        overrides: nested values; a value of None does not override.

    Raises:
        InputError: the file cannot be read, or holds values that are not allowed; all of them are named at once.
    """
    data = read_mapping(path) if path is not None else {}
    over = overrides or {}
    if isinstance(data.get("engine"), str):  # so that options can be laid over it
        data["engine"] = {"name": data["engine"]}
    asked = over.get("engine") or {}
    if isinstance(data.get("engine"), dict):  # who goes to another place of work need not say what of the first is void
        if asked.get("name") == "local":
            data["engine"].pop("cluster", None)
        if asked.get("cluster"):
            data["engine"].pop("processes", None)
    try:
        return BuildConfig.model_validate(overlay(data, over))
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, item['loc']))}: {item['msg'].removeprefix('Value error, ')}" for item in error.errors()
        )
        raise InputError(f"{path or 'options'}: {problems}") from None


def read_mapping(path: Path) -> dict[str, Any]:
    """The values that a YAML file holds.

    Raises:
        InputError: the file cannot be read, or holds something else.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{path}: not readable as YAML ({' '.join(str(error).split())})") from None
    if not isinstance(data, dict):
        raise InputError(f"{path}: a configuration is a mapping of names to values")
    return data


def overlay(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Nested values with others laid over them; a value of None leaves what is below."""
    merged = dict(base)
    for name, value in over.items():
        if isinstance(value, dict):
            below = merged.get(name)
            merged[name] = overlay(below if isinstance(below, dict) else {}, value)
        elif value is not None:
            merged[name] = value
    return merged
