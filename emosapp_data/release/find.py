"""Where the releases of datasets are, and which version is meant."""

from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from emosapp_data.errors import InputError, ReleaseError
from emosapp_data.release.versions import VERSION, current_version, existing_versions


def datasets_in(folder: Path) -> dict[str, Path]:
    """The datasets of a workspace, of its folder of releases, or of a single dataset, by name.

    Args:
        folder: WORKSPACE, WORKSPACE/releases or WORKSPACE/releases/knowledge.

    Raises:
        ReleaseError: there are none.
    """
    for place in (folder / "releases", folder):
        homes = sorted(path for path in place.glob("*") if path.is_dir())
        if found := {home.name: home for home in homes if existing_versions(home)}:
            return found
    if existing_versions(folder):
        return {folder.absolute().name: folder}
    raise ReleaseError(f"{folder}: no releases here; 'emosapp release {folder}' makes one")


def home_of(name: str, folder: Path) -> Path:
    """The folder of a dataset, which holds its versions.

    Raises:
        ReleaseError: it is not there; the message names those that are.
    """
    found = datasets_in(folder)
    if name not in found:
        raise ReleaseError(f"{folder}: no dataset {name!r} here; there is {', '.join(found)}")
    return found[name]


def chosen_dataset(folder: Path, name: str | None = None) -> Path:
    """The folder of the dataset that is meant; without a name the only one.

    Raises:
        ReleaseError: it is not there, or there are several.
    """
    if name is not None:
        return home_of(name, folder)
    found = datasets_in(folder)
    if len(found) > 1:
        raise ReleaseError(f"{folder}: holds several datasets; name one of {', '.join(found)} with --name")
    return next(iter(found.values()))


def version_that_fits(home: Path, wanted: str | None = None) -> str:
    """The newest version of a dataset that fits; without a wish the current one.

    Args:
        home: the dataset's folder.
        wanted: such as '>=1.1,<2' (https://packaging.python.org/en/latest/specifications/version-specifiers/), or '1.1.0'.

    Raises:
        InputError: the wish cannot be read.
        ReleaseError: no version fits; the message names those that are there.
    """
    versions = existing_versions(home)
    if wanted is None:
        current = current_version(home)
        if current is None:
            raise ReleaseError(f"{home}: no releases here")
        return current
    try:
        fitting = SpecifierSet(f"=={wanted}" if VERSION.fullmatch(wanted.strip()) else wanted)
    except InvalidSpecifier:
        raise InputError(f"version {wanted!r}: cannot be read; write '>=1.1,<2' or '1.1.0'") from None
    found = [version for version in versions if fitting.contains(version)]
    if not found:
        raise ReleaseError(f"{home}: no version fits {wanted!r}; there are {', '.join(versions) or 'none'}")
    return found[-1]
