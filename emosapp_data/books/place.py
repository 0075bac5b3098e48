"""A place of a book, and the book as a file of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from emosapp_data.errors import BookError, InputError, MissingPartError

Place = Path | str
"""A file of this machine, or the address of one elsewhere, such as s3://bucket/books/stress.pdf."""
BESIDE = ".yaml"
"""Suffix of the description beside a book."""
SHOWN = 200
"""Characters of a library's error that are told."""


def located(text: str) -> Place:
    """The place that a text names."""
    protocol, _, rest = text.partition("://")
    if not rest:
        return Path(text)
    return Path(rest) if protocol == "file" else text


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path within it.

    Raises:
        MissingPartError: the package that reads such addresses is not installed.
        InputError: no package reads them.
    """
    import fsspec  # noqa: PLC0415

    protocol = address.partition("://")[0]
    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError:
        package = {"s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs"}.get(protocol)
        named = f"pip install {package}" if package else f"the package of fsspec for {protocol}://"
        raise MissingPartError(f"{address}: {protocol}:// is not installed; install with: {named}") from None
    except ValueError as error:
        raise InputError(f"{address}: {error}; fsspec lists what can be read") from None
    return system, path


@contextmanager
def at_hand(place: Place) -> Iterator[Path]:
    """The book as a file of this machine, with the description beside it; one from elsewhere is there for the time being.

    Raises:
        BookError: it cannot be fetched.
    """
    if isinstance(place, Path):
        yield place
        return
    with TemporaryDirectory(prefix="emosapp-") as folder:
        yield fetch(place, Path(folder))


def fetch(address: str, folder: Path) -> Path:
    """Copy a book, and the description beside it if there is one, into a folder; returns the book's path.

    Raises:
        BookError: it cannot be fetched.
    """
    system, path = file_system(address)
    target = folder / path.rpartition("/")[2]
    beside = path.removesuffix(target.suffix) + BESIDE
    try:
        system.get_file(path, str(target))
        if system.exists(beside):
            system.get_file(beside, str(target.with_suffix(BESIDE)))
    except FileNotFoundError:
        raise BookError(f"{address}: no such file") from None
    except Exception as error:  # each library has errors of its own
        raise BookError(f"{address}: cannot be fetched ({said(error)})") from None
    return target


def fingerprint(address: str) -> str | None:
    """What changes when the file at an address is another; none where it cannot be had.

    Object stores give a checksum or the time of the last change, with the size.
    """
    system, path = file_system(address)
    try:
        return str(system.ukey(path))
    except Exception:  # each library has errors of its own; the book is then looked at anew
        return None


def said(error: Exception) -> str:
    """An error in one line."""
    return " ".join(str(error).split())[:SHOWN] or type(error).__name__
