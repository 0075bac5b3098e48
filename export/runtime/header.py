"""The first bytes of a `.pte`: whether it is one, and whether it is all there.

ExecuTorch's runtime maps the file into memory, and reading behind the end of a mapped file kills the process; so a file that
lacks its end has to be found out before.
"""

import struct
from pathlib import Path
from typing import NamedTuple

from emosapp_data.errors import InputError

MAGIC = slice(4, 8)
"""Where a flatbuffer has its file identifier: 'ET' and the version of the format."""
EXTENDED = b"eh00"
"""What the extended header begins with, directly behind the identifier."""
FIELDS = struct.Struct("<QQQ")
"""Size of the program, where the segments begin, and their size; in bytes."""
LEAST = 8 + 4 + 4 + FIELDS.size


class Header(NamedTuple):
    """What a `.pte` says of its size, in bytes."""

    program: int
    """The program, without weights."""
    segments: int
    """Where weights and delegated parts begin; 0 where there are none."""
    total: int
    """The whole file, as far as the header tells."""


def read_header(path: Path) -> Header:
    """Read a file's first bytes.

    The layout is that of `exir/_serialize/_program.py` and `runtime/executor/program.cpp` of ExecuTorch 1.4.

    Raises:
        InputError: there is no such file, it is no `.pte`, or its end is missing.
    """
    try:
        with path.open("rb") as file:
            first = file.read(LEAST)
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give a .pte file") from error
    if not first[MAGIC].startswith(b"ET"):
        raise InputError(f"{path}: not a .pte file (no 'ET' in its first bytes); give one that `emosapp export` wrote")
    header = _sizes(first)
    if size < header.total:
        raise InputError(
            f"{path}: {size:,} bytes of {header.total:,}, so its end is missing; copy it again or export it again"
        )
    return header


def _sizes(first: bytes) -> Header:
    if first[8:12] != EXTENDED or len(first) < LEAST:
        return Header(0, 0, LEAST)
    length = int.from_bytes(first[12:16], "little")
    program, segments, size = FIELDS.unpack_from(first, 16)
    told = size if length > 24 else 0  # a header of 24 bytes ends before the size of the segments
    return Header(program, segments, max(program, segments + told))
