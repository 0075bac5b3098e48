"""Files and folders that nobody but their owner can read."""

import os
import stat
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def private_folder(path: Path) -> Path:
    """Make a folder that is closed to others, or close it to them."""
    path.mkdir(parents=True, exist_ok=True, mode=FOLDER)
    path.chmod(FOLDER)
    return path


def is_private_folder(path: Path) -> bool:
    """Whether this is a folder of the user's own, no link, closed to others."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) == FOLDER


def create_private(path: Path) -> int:
    """A descriptor to write a new file that has been closed to others from its first moment.

    Raises:
        FileExistsError: there is such a file already.
    """
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, FILE)


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, closed to others from its first moment."""
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    with os.fdopen(create_private(temporary), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
