"""What the licence of a base model asks of whoever passes on what was made from it.

Known are the models that recipes of this toolkit start from. Of another one a README in its folder may tell, as the Hub's
models have it, or whoever exports; else the licence is unknown, and the bundle must not be passed on.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from emosapp_data.errors import InputError
from emosapp_data.licences import Terms, combine
from emosapp_data.licences.expression import alternatives, canonical
from emosapp_data.licences.families import FREE, is_share_alike
from emosapp_data.schema import Record
from training.data.training_data import UsedDataset
from training.record import UsedModel

TEXTS = ("LICENSE", "LICENCE", "COPYING")
"""How the names of files begin that hold a licence's text."""
BESIDES = ("NOTICE", "USE_POLICY")
"""How those of the others begin that go into the bundle with it."""
README = "README.md"
HUB_OTHER = ("other", "unknown")
"""What the Hub's models say that say nothing."""


class BaseLicence(Record):
    """The licence of a base model."""

    id: str
    """What this toolkit calls it; 'unknown' where it is."""
    family: str
    """The models that it is of, in words."""
    licence: str | None = None
    """SPDX expression; none where it is unknown."""
    name: str
    """Its name."""
    url: str | None = None
    """Where its text can be read."""
    policy: str | None = None
    """Where the rules of use can be read that it makes part of itself."""
    hub: str | None = None
    """What the Hugging Face Hub calls it."""
    own_terms: bool = False
    """Whether it is one of its own, which other licences do not speak of."""
    display: str | None = None
    """Words that have to be shown prominently."""
    prefix: str | None = None
    """What the name of a model that was made from it has to begin with."""
    notices: tuple[str, ...] = ()
    """Lines that have to stand in a file NOTICE."""


class _Known(NamedTuple):
    matches: re.Pattern[str]
    licence: BaseLicence


class _Source(NamedTuple):
    """What a bundle was made from, as `combine` takes it."""

    title: str
    licence: str | None


def base_licence(model: UsedModel, folder: Path | None = None, declared: str | None = None) -> BaseLicence:
    """The licence of a base model.

    Args:
        model: the model
        folder: where it lies; a README there is asked where its name tells nothing
        declared: what whoever exports says: a name of this toolkit or of the Hub, or an SPDX expression

    Raises:
        InputError: what is declared is no licence.
    """
    if declared is not None:
        if (found := _named(declared, model.name)) is None:
            names = ", ".join(known.licence.id for known in _known())
            raise InputError(
                f"{declared}: no licence; give one of {names}, or an SPDX expression such as Apache-2.0 "
                "(https://spdx.org/licenses)"
            )
        return found
    for known in _known():
        if known.matches.search(model.name.lower()):
            return known.licence
    said = _said(folder / README) if folder else None
    return (said and _named(said, model.name)) or BaseLicence(id="unknown", family=model.name, name="unknown licence")


def bundle_name(name: str, licence: BaseLicence) -> str:
    """The name that a model made from a base model has to have."""
    prefix = licence.prefix
    if prefix is None or name.startswith(prefix):
        return name
    rest = name[len(prefix) :].lstrip("-_. ") if name.lower().startswith(prefix.lower()) else name
    return f"{prefix}-{rest}" if rest else prefix


def bundle_terms(licence: BaseLicence, data: Sequence[UsedDataset]) -> Terms:
    """What a bundle is under, from the base model's licence and those of the data, and why it must not be passed on.

    Whether a model is bound by the licences of its data is not settled in law; here it is, to be on the safe side.
    """
    sources = [_Source(f"{each.name} {each.version}", each.licence) for each in data]
    if not licence.own_terms or licence.licence is None:
        return combine([_Source(f"base model {licence.family}", licence.licence), *sources])
    terms = combine(sources)
    if terms.licence is None and sources:
        return terms
    bound = sorted(alternatives(terms.licence)[0] - FREE) if sources and terms.licence else []
    alike = [each for each in bound if is_share_alike(each)]
    obstacles = [
        f"{each} asks for its own terms, and the {licence.name} for its: whether both can be kept is not known"
        for each in alike
    ]
    return Terms(" AND ".join([licence.licence, *bound]), (*terms.obstacles, *obstacles))


def licence_files(folder: Path | None) -> list[Path]:
    """The licence files of a base model, those of its folder itself."""
    if folder is None:
        return []
    return sorted(path for path in folder.iterdir() if path.name.upper().startswith(TEXTS + BESIDES) and path.is_file())


def missing_text(licence: BaseLicence, files: Iterable[Path]) -> str | None:
    """Why a bundle without the text of its base model's licence must not be passed on; none where it has it.

    Args:
        licence: the base model's
        files: the licence files in the bundle
    """
    if licence.licence is None or any(path.name.upper().startswith(TEXTS) for path in files):
        return None
    return (
        f"the text of the {licence.name} has to go with it and is not in the bundle: put it beside the base model as "
        f"LICENSE, from {licence.url or 'where the model comes from'}, and export again"
    )


@cache
def _known() -> tuple[_Known, ...]:
    text = (files("export.bundle") / "base_licences.yaml").read_text(encoding="utf-8")
    return tuple(_Known(re.compile(entry.pop("matches")), BaseLicence(**entry)) for entry in yaml.safe_load(text))


def _named(name: str, model: str) -> BaseLicence | None:
    """The licence of this name; none where it is none."""
    wanted = name.strip().lower()
    for known in _known():
        if known.licence.own_terms and wanted in _names(known.licence):
            return known.licence
    expression = canonical(name.strip())
    if expression is None:
        return next((known.licence for known in _known() if wanted == known.licence.id), None)
    url = None if " " in expression or "LicenseRef-" in expression else f"https://spdx.org/licenses/{expression}.html"
    return BaseLicence(id=expression.lower(), family=model, licence=expression, name=expression, url=url)


def _names(licence: BaseLicence) -> Iterator[str]:
    yield licence.id
    yield from (name.lower() for name in (licence.hub, licence.licence) if name)


def _said(readme: Path) -> str | None:
    """The licence in the header of a README; none where there is none."""
    try:
        text = readme.read_text(encoding="utf-8")
        header: Any = yaml.safe_load(text.split("\n---", 1)[0].removeprefix("---")) if text.startswith("---") else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    said = header.get("license") if isinstance(header, dict) else None
    return said if isinstance(said, str) and said.lower() not in HUB_OTHER else None
