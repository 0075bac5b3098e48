"""Names as the page prints them."""

import re
from collections.abc import Iterable

from emosapp_data.schema import QAPair

ON_THIS_MACHINE = re.compile(r"local:|[/\\~.]|[A-Za-z]:[/\\]")
"""How the name of a model that is a file begins; a name at a server may hold a slash too, but not begin so."""


def model_name(model: str) -> str:
    """A model's name without its checksum, and without the folder that its file lies in: that is nobody's business."""
    name = model.partition("@")[0]
    if ON_THIS_MACHINE.match(name):
        return re.split(r"[/\\]", name.removeprefix("local:"))[-1]
    return name


def distinct_names(models: Iterable[str]) -> dict[str, str]:
    """A name for each model; models that would be named alike are numbered."""
    found: dict[str, str] = {}
    for model in sorted(set(models)):
        name = model_name(model)
        alike = sum(model_name(other) == name for other in found)
        found[model] = f"{name} ({alike + 1})" if alike else name
    return found


def maker(pair: QAPair) -> str:
    """What made a pair: the model that wrote it, or the generator."""
    return model_name(pair.origin.model) if pair.origin.model else pair.origin.generator.replace("_", " ")
