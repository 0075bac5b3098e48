"""Loading a release for training: the version one asks for, with its bytes checked on the way."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from emosapp_data.errors import ReleaseError
from emosapp_data.release.find import home_of, version_that_fits
from emosapp_data.release.shards import split_of
from emosapp_data.release.verify import MANIFEST, SUMS, read_release, sha256
from emosapp_data.schema.release import ReleasedFile

if TYPE_CHECKING:
    from datasets import DatasetDict

FOLDERS = {"default": "data", "dialogues": "dialogues"}
"""The configurations of a release, and the folders that hold them."""


def load(
    name: str = "knowledge",
    version: str | None = None,
    root: str | Path = "workspace",
    configuration: str = "default",
) -> "DatasetDict":
    """Load a dataset, as `datasets.load_dataset` of its folder would.

    Every file is compared with its checksum while it is read, so what is trained on is what was released. Nothing is
    written, to no cache either; the rows are held in memory (40 MB for 15,000 pairs).

    Args:
        name: name of the dataset.
        version: which versions will do, such as '>=1.1,<2', or '1.1.0'; of those the newest is taken. Without it the
            current version.
        root: the workspace, or the folder that holds the releases.
        configuration: 'default' for the pairs, 'dialogues' for the pairs packed into dialogues.

    Returns:
        One dataset a split, with the columns that the card describes.

    Raises:
        ReleaseError: the dataset, a version that fits, or the configuration is not there, or a file was changed.
        InputError: the version cannot be read.
    """
    from datasets import Dataset, DatasetDict  # noqa: PLC0415
    from datasets.table import InMemoryTable  # noqa: PLC0415
    from pyarrow import BufferReader, concat_tables  # noqa: PLC0415
    from pyarrow import parquet as pq  # noqa: PLC0415

    home = home_of(name, Path(root))
    folder = home / version_that_fits(home, version)
    tables = {
        split: concat_tables([pq.read_table(BufferReader(data)) for data in files])
        for split, files in _checked(folder, configuration).items()
    }
    return DatasetDict({split: Dataset(InMemoryTable(table), split=split) for split, table in tables.items()})


def _checked(folder: Path, configuration: str) -> dict[str, list[bytes]]:
    """The bytes of each split's files, once they are known to be the released ones.

    Raises:
        ReleaseError: they are not, or there is no such configuration.
    """
    _check_manifest(folder)
    release = read_release(folder)
    inside = FOLDERS.get(configuration)
    files = [file for file in release.files if file.path.endswith(".parquet")]
    there = [known for known, place in FOLDERS.items() if any(Path(file.path).parent.name == place for file in files)]
    if inside is None or configuration not in there:
        raise ReleaseError(f"{folder}: no configuration {configuration!r}; there is {', '.join(there)}")
    found: dict[str, list[bytes]] = {split: [] for split in release.rows}
    for file in sorted(files, key=lambda file: file.path):
        if Path(file.path).parent.name == inside:
            found[split_of(file.path)].append(_read(folder, file))
    return found


def _read(folder: Path, file: ReleasedFile) -> bytes:
    path = folder / file.path
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReleaseError(f"{path}: missing, although the manifest names it") from None
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ReleaseError(f"{path}: changed since the release was made; 'emosapp verify-release {folder}' says more")
    return data


def _check_manifest(folder: Path) -> None:
    path = folder / SUMS
    if not path.exists():
        raise ReleaseError(f"{path}: missing, so nothing tells whether the files are the released ones")
    line = f"{sha256(folder / MANIFEST)}  {MANIFEST}" if (folder / MANIFEST).exists() else ""
    if line not in path.read_text(encoding="utf-8", errors="replace").splitlines():
        raise ReleaseError(
            f"{folder}: the manifest is not the released one; 'emosapp verify-release {folder}' says more"
        )
