"""The card of conversations that were drawn from other datasets."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from emosapp_data.release.card.rendering import render
from emosapp_data.schema import Release


class Part(NamedTuple):
    """What a component gives to a split."""

    component: str
    split: str
    available: int
    """Conversations that the component has there."""
    conversations: int
    """Conversations taken, repeated ones counted each time."""
    answers: int
    share: float
    """Of all answers of the split, from 0 to 1."""


def mixture_card(release: Release, columns: Mapping[str, str], language: str = "en") -> str:
    """The text of README.md.

    Args:
        release: what the release is.
        columns: the columns of its rows, with their descriptions.
        language: ISO 639-1 code of its language.
    """
    return render(
        "mixture.md.jinja",
        release,
        columns,
        language,
        parts_taken=list(_parts(release)),
        without=list(release.configuration.get("without", ())),
        repeated=any(component.weight > 1 for component in release.components),
    )


def _parts(release: Release) -> Iterator[Part]:
    for component in release.components:
        for split in release.rows:
            everyone = sum(other.answers.get(split, 0) for other in release.components)
            answers = component.answers.get(split, 0)
            yield Part(
                f"{component.name} {component.version}",
                split,
                component.available.get(split, 0),
                component.conversations.get(split, 0),
                answers,
                answers / everyone if everyone else 0.0,
            )
