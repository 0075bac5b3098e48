"""The released datasets that a recipe names: found, known by their manifests, and fit for what is asked of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from emosapp_data.config.mixture import ComponentConfig, MixtureConfig
from emosapp_data.dialogues import SystemPrompt, read_system_prompt
from emosapp_data.errors import EmosappError, ReleaseError
from emosapp_data.release.find import home_of, version_that_fits
from emosapp_data.release.verify import MANIFEST, read_release, sha256
from emosapp_data.schema import DatasetKind, Release


class Opened(NamedTuple):
    """A released dataset that a mixture draws from."""

    config: ComponentConfig
    """What of it is wanted."""
    folder: Path
    """The release."""
    release: Release
    """Its manifest."""
    manifest: str
    """Checksum of the manifest."""
    system: SystemPrompt | None
    """What comes first in every conversation."""


def open_components(recipe: MixtureConfig, workspace: Path) -> list[Opened]:
    """Find the datasets of a recipe, but for those that it goes without.

    Args:
        recipe: the recipe.
        workspace: where datasets are of which the recipe says nothing else.

    Raises:
        ReleaseError: some are missing, or not fit for what is asked of them; one line for each.
    """
    found: list[Opened] = []
    problems: list[str] = []
    for config in recipe.used:
        try:
            found.append(_open(config, config.root or workspace))
        except EmosappError as error:
            problems.append(f"{config.name}: {error}")
        else:
            problems += (f"{config.name}: {found[-1].folder} {problem}" for problem in _misfits(found[-1]))
    if problems:
        raise ReleaseError("\n".join(problems))
    return found


def _open(config: ComponentConfig, root: Path) -> Opened:
    try:
        home = home_of(config.name, root)
        folder = home / version_that_fits(home, config.version)
    except ReleaseError as error:
        which = f"no version {config.version} of it" if config.version else "missing"
        raise ReleaseError(f"{which} ({_first(error)}); {_remedy(config, root)}") from None
    system = read_system_prompt(config.system) if config.system else None
    return Opened(config, folder, read_release(folder), sha256(folder / MANIFEST), system)


def _first(error: Exception) -> str:
    """What is wrong, without what to do about it."""
    return str(error).partition("; 'emosapp ")[0]


def _remedy(config: ComponentConfig, root: Path) -> str:
    how = config.how or (
        f"'emosapp release {root}' releases pairs, 'emosapp release-dialogues {root} --source NAME' dialogues"
    )
    return f"{' '.join(how.split()).replace('WORKSPACE', str(root))}; or leave it out with --without {config.name}"


def _misfits(opened: Opened) -> Iterator[str]:
    """What is asked of a dataset that it does not have."""
    config, release = opened.config, opened.release
    if release.kind is DatasetKind.MIXTURE:
        yield "is a mixture itself; name the datasets that it was drawn from"
    elif release.kind is DatasetKind.KNOWLEDGE:
        asked = {"strategies: true": config.strategies, "failed: only": config.failed == "only"}
        yield from (f"holds pairs, so that '{name}' means nothing here" for name, given in asked.items() if given)
        if config.configuration == "dialogues" and not release.packed:
            yield "has no pairs packed into dialogues; ask for 'configuration: default'"
    elif config.configuration == "dialogues":
        yield "holds dialogues, so that 'configuration: dialogues', which is about packed pairs, means nothing here"
