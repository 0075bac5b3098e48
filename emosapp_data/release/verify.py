"""Whether a release is still what was released: every byte, and whether the files hold what the manifest says.

`manifest.json` names the checksum of every file but itself; `SHA256SUMS` names those and the manifest's, in the format
that `sha256sum --check` reads, so that a release can be checked where this toolkit is not installed.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from emosapp_data.errors import ReleaseError
from emosapp_data.release.shards import split_of
from emosapp_data.schema import Release

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


def read_release(folder: Path) -> Release:
    """The manifest of a release.

    Raises:
        ReleaseError: the folder holds no release.
    """
    manifest = folder / MANIFEST
    if not manifest.exists():
        raise ReleaseError(f"{folder}: no release here; give a folder such as WORKSPACE/releases/knowledge/0.1.0")
    try:
        return Release.model_validate_json(manifest.read_bytes())
    except ValidationError as error:
        raise ReleaseError(f"{manifest}: not a manifest of this version ({error.error_count()} problems)") from None


def sums(folder: Path) -> str:
    """The checksums of all files in a folder, by name, as `sha256sum` writes them; those of `SHA256SUMS` are left out."""
    return "".join(f"{sha256(path)}  {name}\n" for name, path in files_of(folder).items() if name != SUMS)


def files_of(folder: Path) -> dict[str, Path]:
    """All files of a release by their path within it, in the order of their names."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return dict(sorted(found.items()))


def sha256(path: Path) -> str:
    """Checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(folder: Path) -> None:
    """See that a release is whole and unchanged.

    Raises:
        ReleaseError: it is not; one line for each problem.
    """
    if found := problems(folder):
        raise ReleaseError("\n".join(found))


def problems(folder: Path) -> list[str]:
    """What is wrong with a release, one line each: a file that is missing, changed, added, unreadable or miscounted.

    Raises:
        ReleaseError: the folder holds nothing of a release.
    """
    files = files_of(folder) if folder.is_dir() else {}
    if not {MANIFEST, SUMS} & files.keys():
        raise ReleaseError(f"{folder}: no release here; give a folder such as WORKSPACE/releases/knowledge/0.1.0")
    actual = {name: sha256(path) for name, path in files.items() if name != SUMS}
    try:
        release = read_release(folder)
    except ReleaseError as error:
        unreadable = [] if MANIFEST in files else [f"{folder / MANIFEST}: missing; nothing tells what the files hold"]
        return [*(unreadable or [str(error)]), *_against_sums(folder, actual, {})]
    listed = {file.path: file.sha256 for file in release.files}
    found = list(_against_manifest(folder, actual, listed))
    found += _against_sums(folder, actual, listed)
    sound = {name for name in actual if listed.get(name) == actual[name]}
    return found + list(_contents(folder, release, sound))


def _against_manifest(folder: Path, actual: Mapping[str, str], listed: Mapping[str, str]) -> Iterator[str]:
    for name in sorted((listed.keys() | actual.keys()) - {MANIFEST}):
        if name not in actual:
            yield f"{folder / name}: missing, although the manifest names it"
        elif name not in listed:
            yield f"{folder / name}: not in the manifest; a release is never added to"
        elif actual[name] != listed[name]:
            yield f"{folder / name}: changed since the release was made; build it again"


def _against_sums(folder: Path, actual: Mapping[str, str], listed: Mapping[str, str]) -> Iterator[str]:
    """What `SHA256SUMS` says beyond the manifest; a file that the manifest speaks of is not named twice."""
    path = folder / SUMS
    if not path.exists():
        yield f"{path}: missing; without it a change of the manifest cannot be found"
        return
    wanted = {**listed, MANIFEST: actual.get(MANIFEST, "")}
    expected = [f"{sha}  {name}" for name, sha in sorted(wanted.items())]
    text = path.read_bytes().decode("utf-8", "replace")
    lines = text.split("\n")
    if listed and lines == [*expected, ""]:
        return
    noted = {name: sha for sha, separator, name in (line.partition("  ") for line in lines) if separator}
    if MANIFEST in actual and noted.get(MANIFEST) != actual[MANIFEST]:
        yield f"{folder / MANIFEST}: its checksum is not the one in {SUMS}; one of the two was changed"
    if listed:
        others = [line for line in lines if not line.endswith(f"  {MANIFEST}")]
        if others != [line for line in [*expected, ""] if not line.endswith(f"  {MANIFEST}")]:
            yield f"{path}: does not agree with the manifest; one of the two was changed"
        return
    for name, sha in sorted(noted.items()):
        if name != MANIFEST and actual.get(name) != sha:
            yield f"{folder / name}: {'changed since the release was made' if name in actual else 'missing'}"


def _contents(folder: Path, release: Release, sound: set[str]) -> Iterator[str]:
    """Whether the files whose bytes are right hold what the manifest says."""
    from pyarrow import ArrowException  # noqa: PLC0415
    from pyarrow import parquet as pq  # noqa: PLC0415

    ids: set[str] = set()
    dialogues = 0
    rows: Counter[str] = Counter()
    last: dict[str, str] = {}
    for name in sorted(name for name in sound if name.endswith(".parquet")):
        try:
            found = pq.read_table(folder / name, columns=["id"])["id"].to_pylist()
        except (ArrowException, OSError, KeyError) as error:
            yield f"{folder / name}: not readable as Parquet ({' '.join(str(error).split())})"
            continue
        if Path(name).parent.name == "dialogues":
            dialogues += len(found)
        else:
            rows[split_of(name)] += len(found)
            last[split_of(name)] = name
        if twice := len(found) - len(set(found) - ids):
            yield f"{folder / name}: {twice:,} ids that stand in the release before already"
        ids |= set(found)
    complete = all(file.path in sound for file in release.files)
    if complete and dialogues != release.packed:
        yield f"{folder / 'dialogues'}: holds {dialogues:,} dialogues; the manifest says {release.packed:,}"
    listed: dict[str, list[str]] = {}
    for file in release.files:
        if file.path.startswith("data/"):
            listed.setdefault(split_of(file.path), []).append(file.path)
    for split, name in last.items():
        if sound.issuperset(listed[split]) and rows[split] != release.rows.get(split):
            place = folder / (name if split_of(name) == Path(name).stem else f"data/{split}-*.parquet")
            yield f"{place}: holds {release.kind.rows(rows[split])}; the manifest says {release.rows.get(split, 0):,}"
    for split in release.rows:
        if split not in listed:
            yield f"{folder / 'data' / split}.parquet: not in the manifest, which counts {release.kind.rows(release.rows[split])} in it"
