"""The head of a GGUF file, where a model says what it is.

The format is described in ggml's `docs/gguf.md`: a magic word, a version, two counts, and then keys with typed values.
"""

import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

from emosapp_data.errors import InputError

MAGIC = b"GGUF"
VERSIONS = (2, 3)
"""Version 1 counted in 32 bits and is no longer read by llama.cpp."""

STRING, ARRAY = 8, 9
SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
"""How the value of each type is packed, little-endian."""


class GGUFHead(NamedTuple):
    """What a model says of itself."""

    architecture: str
    """Family of models, such as `llama`; empty where the file does not say."""
    context: int | None
    """Tokens that the model was trained to read at once; None where the file does not say."""


class _DamagedError(Exception):
    """The head ends early, or holds what no GGUF file can."""


def read_head(path: Path) -> GGUFHead:
    """Read what a model says of itself.

    Raises:
        InputError: the file is missing, a folder, unreadable, not a GGUF file, or ends within its head.
    """
    try:
        with path.open("rb") as file:
            return _head(file, path)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; give the path of a model's .gguf file") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder; give the path of a model's .gguf file") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except _DamagedError as error:
        raise InputError(f"{path} is a damaged GGUF file ({error}); download it again") from error


def _head(file: BinaryIO, path: Path) -> GGUFHead:
    if file.read(len(MAGIC)) != MAGIC:
        raise InputError(f"{path} is not a GGUF file; llama.cpp reads models in that format only")
    version = _scalar(file, "<I")
    if version not in VERSIONS:
        raise InputError(f"{path} is a GGUF file of version {version}; versions 2 and 3 can be read")
    _scalar(file, "<Q")  # the count of tensors
    architecture, context = "", None
    for _ in range(int(_scalar(file, "<Q"))):
        key, value = _string(file), _value(file, int(_scalar(file, "<I")))
        if key == "general.architecture" and isinstance(value, str):
            architecture = value
        elif key == f"{architecture}.context_length" and isinstance(value, int):
            context = value
            break  # the vocabulary follows, which is long
    return GGUFHead(architecture, context)


def _value(file: BinaryIO, kind: int) -> str | float | None:
    """A value; None for an array, which is skipped."""
    if kind == STRING:
        return _string(file)
    if kind == ARRAY:
        _skip_array(file)
        return None
    if kind not in SCALARS:
        raise _DamagedError(f"a value of the unknown type {kind}")
    return _scalar(file, SCALARS[kind])


def _skip_array(file: BinaryIO) -> None:
    kind, length = int(_scalar(file, "<I")), int(_scalar(file, "<Q"))
    if kind in SCALARS:
        _bytes(file, length * struct.calcsize(SCALARS[kind]))
    elif kind == STRING:
        for _ in range(length):
            _string(file)
    else:
        raise _DamagedError(f"an array of the type {kind}")


def _string(file: BinaryIO) -> str:
    return _bytes(file, int(_scalar(file, "<Q"))).decode("utf-8", errors="replace")


def _scalar(file: BinaryIO, layout: str) -> int | float:
    value: int | float = struct.unpack(layout, _bytes(file, struct.calcsize(layout)))[0]
    return value


LONGEST = 1 << 26
"""Bytes of the longest string or array taken for real: 64 MiB, several times the largest vocabulary."""


def _bytes(file: BinaryIO, length: int) -> bytes:
    if length > LONGEST:
        raise _DamagedError(f"a value of {length} bytes")
    data = file.read(length)
    if len(data) < length:
        raise _DamagedError("it ends within its head")
    return data
