"""The card of dialogues that were made elsewhere."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from emosapp_data.release.card.rendering import left_out, render
from emosapp_data.schema import Reason, Release

ESCONV = "esconv"


class System(NamedTuple):
    """The system prompt that every conversation begins with."""

    name: str
    version: int | str
    hash: str
    text: str


def dialogues_card(release: Release, columns: Mapping[str, str], language: str = "en") -> str:
    """The text of README.md.

    Args:
        release: what the release is.
        columns: the columns of its rows, with their descriptions.
        language: ISO 639-1 code of its language.
    """
    config = release.configuration
    return render(
        "dialogues.md.jinja",
        release,
        columns,
        language,
        # What is known of how ESConv was made is not in the record of a release, but in its paper.
        esconv=bool(release.dialogue_sources)
        and all(ESCONV in source.id.lower() for source in release.dialogue_sources),
        personal_data=left_out(release, Reason.PERSONAL_DATA),
        splits=config.get("splits"),
        seed=config.get("seed", 0),
        validation=config.get("validation", 0),
        test=config.get("test", 0),
        failed=config.get("failed"),
        system=_system(config.get("system")),
        strategies=config.get("strategies", False),
    )


def _system(told: Any) -> System | None:
    """The system prompt that the configuration tells of."""
    if not isinstance(told, Mapping):
        return None
    return System(*(told.get(field, "") for field in System._fields))
