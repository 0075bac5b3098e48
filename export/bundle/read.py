"""Reading a bundle: whether it is whole, unchanged, and fit for the runtime that is installed."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from packaging.version import InvalidVersion, Version
from pydantic import ValidationError

import emosapp_data
from emosapp_data.errors import InputError
from emosapp_data.release.verify import sha256
from export.bundle.files import MANIFEST, MODEL, SUMS, TOKENIZER, finish_update, sums
from export.bundle.manifest import FORMAT, Manifest, installed
from training.record import FILE as RUN

LARGE = 200_000_000
"""Bytes from which on comparing takes long enough to be told."""
AGAIN = "copy the bundle again, or export again"
MISSING = {
    MODEL: f"missing, the model itself; {AGAIN}",
    TOKENIZER: f"missing, without which text is no tokens; {AGAIN}",
}
"""What it means that a file is missing."""
SHOWN = 12
"""Digits of a checksum that are shown."""


class Bundle(NamedTuple):
    """A bundle that was read."""

    folder: Path
    """Where it is."""
    manifest: Manifest
    """What it is."""

    @property
    def model(self) -> Path:
        """The model's file."""
        return self.folder / MODEL

    @property
    def tokenizer(self) -> Path:
        """The tokenizer's file."""
        return self.folder / TOKENIZER


def read_bundle(folder: Path, *, hashes: bool = True, say: Callable[[str], None] = lambda _: None) -> Bundle:
    """Read a bundle, and see that it can be used.

    Args:
        folder: of the bundle
        hashes: whether every byte is compared with the manifest; else only that the files are there, in the right size
        say: told in a line what takes time

    Raises:
        InputError: there is no bundle, it is not whole, was changed, or is of another version; one line that says which file.
    """
    if hashes:
        _check_sums(folder)
    manifest = read_manifest(folder)
    _check_runtime(folder, manifest)
    _check_there(folder, manifest)
    if hashes:
        _check_bytes(folder, manifest, say)
    return Bundle(folder, manifest)


def read_manifest(folder: Path) -> Manifest:
    """What a bundle says that it is; its files are not looked at.

    Raises:
        InputError: there is no bundle, or it is of another version.
    """
    path = folder / MANIFEST
    _check_here(folder)
    try:
        found: Any = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not readable as JSON ({_first(error)}); {AGAIN}") from None
    _check_format(path, found)
    try:
        return Manifest.model_validate_json(json.dumps(found))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "file"
        raise InputError(
            f"{path}: not readable ({error.error_count()} problems, the first at {where}: {first['msg']}); {AGAIN}"
        ) from None


def check_context(manifest: Manifest, wanted: int) -> None:
    """See that a bundle has room for so many tokens.

    Raises:
        InputError: it has not.
    """
    if wanted < 1:
        raise InputError(f"a context of {wanted:,} tokens holds nothing; ask for 1 to {manifest.context:,}")
    if wanted > manifest.context:
        raise InputError(
            f"a context of {wanted:,} tokens: {manifest.name} was exported with {manifest.context:,}; ask for no more, or "
            f"export again with --context {wanted}"
        )


def _check_here(folder: Path) -> None:
    if not folder.is_dir():
        what = "not a folder" if folder.exists() else "no such folder"
        raise InputError(f"{folder}: {what}; give a bundle that 'emosapp export' wrote")
    try:
        finish_update(folder)
    except FileNotFoundError:  # another process has been faster
        pass
    except OSError as error:
        raise InputError(
            f"{folder}: what was last written down in it is not in its place, and cannot be put there ({error.strerror}); "
            "copy the bundle to where it can be written"
        ) from None
    if (folder / MANIFEST).is_file():
        return
    if (folder / RUN).is_file():
        raise InputError(f"{folder}: a run, not a bundle; export it first: emosapp export {folder} -o BUNDLE")
    if (folder / MODEL).is_file():
        raise InputError(f"{folder / MANIFEST}: missing, which says what {MODEL} is; {AGAIN}")
    raise InputError(f"{folder}: no bundle here; give a folder that 'emosapp export' wrote")


def _check_format(path: Path, found: Any) -> None:
    number = found.get("format") if isinstance(found, dict) else None
    if not isinstance(number, int) or "base_licence" not in found:
        raise InputError(f"{path}: not the manifest of a bundle; give a folder that 'emosapp export' wrote")
    if number == FORMAT:
        return
    tool, here = str(found.get("tool", "an unknown version"))[:40], emosapp_data.__version__
    remedy = "install the version that wrote it, or a newer one" if number > FORMAT else "export again"
    raise InputError(
        f"{path}: a bundle of format {number}, by emosapp-data {tool}; emosapp-data {here} reads format {FORMAT}: {remedy}"
    )


def _check_runtime(folder: Path, manifest: Manifest) -> None:
    here = installed("executorch")
    if here is None or _minor(here) == _minor(manifest.executorch):
        return
    version = manifest.executorch.partition("+")[0]
    raise InputError(
        f"{folder}: exported by executorch {version}, but {here} is installed, which may compute otherwise or not at all; "
        f"install it with: pip install 'executorch=={version}', or export again"
    )


def _minor(version: str) -> tuple[int, ...] | str:
    try:
        return Version(version).release[:2]
    except InvalidVersion:
        return version


def _check_there(folder: Path, manifest: Manifest) -> None:
    for name in (MODEL, TOKENIZER, *manifest.files):
        path, file = folder / name, manifest.files.get(name)
        if not path.is_file():
            raise InputError(f"{path}: {MISSING.get(name, f'missing, although the manifest names it; {AGAIN}')}")
        if file is None:
            raise InputError(f"{folder / MANIFEST}: does not name {name}; {AGAIN}")
        if (size := path.stat().st_size) != file.bytes:
            raise InputError(f"{path}: has {size:,} bytes, and the manifest says {file.bytes:,}; {AGAIN}")


def _check_sums(folder: Path) -> None:
    """See that the manifest is the one that the checksums speak of, before anything in it is believed."""
    _check_here(folder)
    path = folder / SUMS
    if not path.exists():
        read_manifest(folder)  # says so where it is no bundle at all
    noted = _noted(path).get(MANIFEST)
    if noted != (actual := _sha256(folder / MANIFEST)):
        says = f"says {noted[:SHOWN]}…" if noted else "does not name it"
        raise InputError(
            f"{folder / MANIFEST}: its checksum is {actual[:SHOWN]}…, and {SUMS} {says}: one of the two was changed; {AGAIN}"
        )


def _check_bytes(folder: Path, manifest: Manifest, say: Callable[[str], None]) -> None:
    size = sum(file.bytes for file in manifest.files.values())
    if size >= LARGE:
        say(f"comparing {size / 1e9:.1f} GB with their checksums")
    for name, file in manifest.files.items():
        if (actual := _sha256(folder / name)) != file.sha256:
            raise InputError(
                f"{folder / name}: changed since the export (checksum {actual[:SHOWN]}…, and the manifest says "
                f"{file.sha256[:SHOWN]}…); {AGAIN}"
            )
    if _text(folder / SUMS) != sums(manifest.files, _sha256(folder / MANIFEST)):
        raise InputError(f"{folder / SUMS}: does not agree with {MANIFEST}: one of the two was changed; {AGAIN}")


def _noted(path: Path) -> Mapping[str, str]:
    lines = (line.partition("  ") for line in _text(path).split("\n"))
    return {name: checksum for checksum, separator, name in lines if separator}


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        raise InputError(f"{path}: missing, without which no change can be found; {AGAIN}") from None
    except OSError as error:
        raise InputError(f"{path}: not readable ({error.strerror}); {AGAIN}") from None


def _sha256(path: Path) -> str:
    try:
        return sha256(path)
    except OSError as error:
        raise InputError(f"{path}: not readable ({error.strerror}); {AGAIN}") from None


def _first(error: Exception) -> str:
    return " ".join(str(error).split())[:100]
