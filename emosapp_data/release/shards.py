"""The Parquet files of a split: one, or several where it is large, so that no reader has to hold all of it."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

ROWS = 100_000
"""Rows of a file at most: some 200 MB of pairs."""
NUMBERED = re.compile(r"-\d{5}-of-\d{5}$")
"""What the name of one of several files ends with, as the Hub and `datasets` have it."""

T = TypeVar("T")


def shard_paths(folder: Path, split: str, rows: int) -> list[Path]:
    """The files of a split of so many rows, in the order of its rows."""
    number = max(1, -(-rows // ROWS))
    if number == 1:
        return [folder / f"{split}.parquet"]
    return [folder / f"{split}-{at:05}-of-{number:05}.parquet" for at in range(number)]


def pattern(split: str, rows: int) -> str:
    """The name that all files of a split of so many rows fit, and no other."""
    return f"{split}.parquet" if rows <= ROWS else f"{split}-*.parquet"


def split_of(name: str) -> str:
    """The split that a file belongs to, by its name or path."""
    return NUMBERED.sub("", Path(name).stem)


def write_shards(
    write: Callable[[Iterable[T], Path], None], rows: Iterable[T], total: int, paths: Sequence[Path]
) -> None:
    """Write rows to the files of a split, as they come, in equal parts.

    Args:
        write: writes rows to a file.
        rows: the rows.
        total: how many there are.
        paths: the files, in order.
    """
    rows = iter(rows)
    each, more = divmod(total, len(paths))
    for number, path in enumerate(paths):
        write(islice(rows, each + (number < more)), path)
