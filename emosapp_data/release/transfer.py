"""Copying a release to or from an object store, or any place that fsspec can reach: whole or not at all, every byte checked."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from emosapp_data.books.place import file_system, located, said
from emosapp_data.errors import EmosappError, ReleaseError
from emosapp_data.release.verify import MANIFEST, SUMS, files_of, read_release, verify

LAST = (SUMS, MANIFEST)
"""Files that come after all others: a release without them is unfinished, and is finished by copying it again."""


class Copied(NamedTuple):
    """A release that is in its place."""

    place: str
    files: int
    size: int
    """Bytes."""
    new: bool
    """Whether it was copied now; false where it was there already."""


def copy_release(source: str, target: str) -> Copied:
    """Copy a release.

    A version that is there is never overwritten: with the same content nothing is done, with other content it is refused.

    Args:
        source: folder or address of a release, which ends with name and version.
        target: folder or address under which it is put as name/version, such as s3://bucket/datasets.

    Raises:
        ReleaseError: it is no release, is not whole, is there with other content, or a place cannot be read or written.
        MissingPartError: the package that reads such addresses is not installed.
    """
    place = located(source)
    if isinstance(place, Path):
        verify(place)
        return _put(place, target)
    with TemporaryDirectory(prefix="emosapp-") as folder:
        draft = Path(folder) / "release"
        _fetch(place, draft)
        try:
            verify(draft)
        except ReleaseError as error:
            raise ReleaseError(str(error).replace(str(draft), source)) from None
        return _put(draft, target)


def _put(folder: Path, target: str) -> Copied:
    release = read_release(folder)
    files = files_of(folder)
    size = sum(path.stat().st_size for path in files.values())
    to = located(target)
    if isinstance(to, Path):
        home = to / release.name / release.version
        if home.exists():
            _same(files, files_of(home), str(home))
            return Copied(str(home), len(files), size, new=False)
        draft = home.with_name(f".{home.name}.copy")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(folder, draft)
        draft.rename(home)
        return Copied(str(home), len(files), size, new=True)
    address = f"{to.rstrip('/')}/{release.name}/{release.version}"
    system, root = file_system(address)
    try:
        return Copied(address, len(files), size, new=_upload(system, root, files, address))
    except EmosappError:
        raise
    except Exception as error:  # each library has errors of its own
        raise ReleaseError(f"{address}: cannot be written ({said(error)}); run the same command again") from None


def _upload(system: Any, root: str, files: dict[str, Path], address: str) -> bool:
    """Write what is missing, the manifest last, and read everything back; returns whether anything was written."""
    system.invalidate_cache()
    there = {str(path).removeprefix(f"{root}/") for path in system.find(root)}
    if there >= set(LAST) and (wrong := _differing(system, root, files, there)):
        raise ReleaseError(_refusal(address, wrong))
    if strange := sorted(there - files.keys()):
        raise ReleaseError(_refusal(address, strange))
    if there >= set(LAST):
        return False
    for name in [*(name for name in files if name not in LAST), *LAST]:
        system.makedirs(f"{root}/{name}".rpartition("/")[0], exist_ok=True)
        system.put_file(str(files[name]), f"{root}/{name}")
    system.invalidate_cache()
    if wrong := _differing(system, root, files, {str(path).removeprefix(f"{root}/") for path in system.find(root)}):
        raise ReleaseError(f"{address}: {wrong[0]} is not what was written; run the same command again")
    return True


def _differing(system: Any, root: str, files: dict[str, Path], there: set[str]) -> list[str]:
    """Names of the files that are missing, added, or hold other bytes."""
    found = [name for name in sorted(there & files.keys()) if _sum(system, f"{root}/{name}") != _sum(None, files[name])]
    return sorted(there ^ files.keys()) + found


def _sum(system: Any, path: str | Path) -> str:
    with open(path, "rb") if system is None else system.open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _same(files: dict[str, Path], there: dict[str, Path], place: str) -> None:
    wrong = sorted(files.keys() ^ there.keys())
    wrong += [name for name in files.keys() & there.keys() if _sum(None, files[name]) != _sum(None, there[name])]
    if wrong:
        raise ReleaseError(_refusal(place, wrong))


def _refusal(place: str, wrong: Iterable[str]) -> str:
    return f"{place}: this version is there with other content ({sorted(wrong)[0]}) and is never overwritten; nothing was copied"


def _fetch(address: str, draft: Path) -> None:
    system, root = file_system(address.rstrip("/"))
    try:
        names = [str(path).removeprefix(f"{root}/") for path in system.find(root)]
        for name in names:
            path = draft / name
            if not path.resolve().is_relative_to(draft.resolve()):
                raise ReleaseError(f"{address}: a file there has the name {name!r}, which leads out of the release")
            path.parent.mkdir(parents=True, exist_ok=True)
            system.get_file(f"{root}/{name}", str(path))
    except FileNotFoundError:
        names = []
    except EmosappError:
        raise
    except Exception as error:  # each library has errors of its own
        raise ReleaseError(f"{address}: cannot be read ({said(error)})") from None
    if not names:
        raise ReleaseError(f"{address}: no release there; give the address that 'emosapp copy-release' printed")
