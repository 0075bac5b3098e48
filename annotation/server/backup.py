"""A server in one file, made while it runs, and a server from such a file."""

import hashlib
import os
import shutil
import sqlite3
import zipfile
import zlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from annotation.server import redis
from annotation.server.archive import Open, check_name, reading, writing
from annotation.server.environment import Tell, prepare
from annotation.server.home import LOCK, Home
from annotation.server.parts import Runtime
from annotation.server.private import create_private, private_folder, write_private
from annotation.server.status import Content, content
from emosapp_data import __version__
from emosapp_data.errors import EmosappError, InputError, WorkspaceError

FORMAT = 1
ARGILLA = "2.8.0"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class Member(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    bytes: int


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    emosapp_data: str
    argilla_server: str
    made: datetime
    content: Content
    files: dict[str, Member]


class Restored(NamedTuple):
    """What a restore did."""

    manifest: Manifest
    aside: Path | None
    """Where the server that was there lies now."""


def default_name(now: datetime) -> Path:
    """A backup's name in the current folder."""
    return Path(f"argilla-review-{now:%Y-%m-%d-%H%M%S}.zip")


def back_up(home: Home, target: Path) -> Manifest:
    """Write database, pictures and credentials into one file, readable by its owner alone.

    The database is copied by SQLite's own online backup: what is in the copy is a moment between two writes, also while people work. The
    search index is not in it, since it follows from the database.

    Raises:
        InputError: there is no server, or the file cannot have this name.
        WorkspaceError: another command starts, stops or replaces this server.
        EmosappError: the database is damaged.
    """
    check_name(target)
    home.must_be_used()
    if not home.database.exists():
        raise InputError(f"{home.path}: nothing to back up yet; 'emosapp review serve' makes the database")
    with home.claimed():
        copy, manifest_file = home.path / ".backup.db", home.path / ".backup-manifest.json"
        try:
            _copy_database(home.database, copy)
            files = {home.database.name: copy, home.credentials.name: home.credentials}
            files |= {home.settings.name: home.settings} if home.settings.exists() else {}
            files |= {path.relative_to(home.path).as_posix(): path for path in _pictures(home)}
            held = content(copy)
            if held is None:
                raise EmosappError(f"{home.database}: its tables are not those of Argilla {ARGILLA}")
            manifest = Manifest(
                format=FORMAT,
                emosapp_data=__version__,
                argilla_server=ARGILLA,
                made=datetime.now(UTC),
                content=held,
                files={name: _member(path) for name, path in files.items()},
            )
            write_private(manifest_file, manifest.model_dump_json(indent=1) + "\n")
            with writing(target) as add:
                add(MANIFEST, manifest_file)
                for name, path in files.items():
                    add(name, path)
            _read_back(target, manifest)
        finally:
            copy.unlink(missing_ok=True)
            manifest_file.unlink(missing_ok=True)
    return manifest


def _read_back(target: Path, manifest: Manifest) -> None:
    """See that what was written can be restored: a picture may have changed between its checksum and its copy."""
    with reading(target) as opened:
        for name, member in manifest.files.items():
            with opened(name) as packed:
                same = _copy(packed) == member
            if not same:
                target.unlink()
                raise EmosappError(f"{name} changed while it was backed up; run the same command again")


def _pictures(home: Home) -> list[Path]:
    """All pictures, without those that are being written, which have a name with a dot in front."""
    found = (path for path in home.pictures.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in found if not path.name.startswith("."))


def _copy_database(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    os.close(create_private(target))
    with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
        try:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.Error as error:
            found = str(error)
    if found != "ok":
        raise EmosappError(f"{source}: cannot be backed up ({found}); if it is damaged, restore an earlier backup")


def _member(path: Path) -> Member:
    with path.open("rb") as file:
        return Member(sha256=hashlib.file_digest(file, "sha256").hexdigest(), bytes=path.stat().st_size)


def restore(
    home: Home, source: Path, *, replace: bool = False, environment: Path | None = None, tell: Tell = lambda _: None
) -> Restored:
    """Make a server from a backup. All checksums are compared before anything of an existing server is touched.

    Args:
        home: where it is to live
        source: the backup
        replace: whether a server that is there is moved aside
        environment: folder of the server's Python environment
        tell: told in a line what takes time

    Raises:
        InputError: the file is no backup, or damaged, or there is a server already.
        WorkspaceError: the server runs, or another command is at work on it.
        EmosappError: the search index could not be rebuilt.
    """
    with home.claimed():
        if running := home.processes.running():
            raise WorkspaceError(f"{home.path}: {', '.join(running)} still running; 'emosapp review stop' first")
        if home.used and not replace:
            raise InputError(f"{home.path}: there is a server here; --replace moves it aside and keeps it")
        fresh = home.path.with_name(f".{home.path.name}.restoring")
        shutil.rmtree(fresh, ignore_errors=True)
        try:
            with reading(source) as opened:
                manifest = _read_manifest(source, opened)
                _unpack(source, manifest, opened, private_folder(fresh))
            (fresh / LOCK).touch(mode=0o600)
            prepared = prepare(environment, tell)
            aside = _swap(home, fresh)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    with home.claimed():
        home.make()
        runtime = Runtime(home, prepared, home.known_credentials(), redis.socket_path(home), home.read_settings().port)
        runtime.migrate()
        tell("rebuilding the search index")
        runtime.admin("reindex")
        redis.remove_socket(home)
    return Restored(manifest, aside)


def _read_manifest(source: Path, opened: Open) -> Manifest:
    try:
        with opened(MANIFEST) as file:
            manifest = Manifest.model_validate_json(file.read())
    except (KeyError, ValidationError, OSError, EOFError, zipfile.BadZipFile, zlib.error):
        raise InputError(f"{source}: no backup of a review server, or damaged: its {MANIFEST} cannot be read") from None
    if manifest.format != FORMAT:
        raise InputError(
            f"{source}: format {manifest.format}, written by emosapp-data {manifest.emosapp_data}; this one is {__version__}"
        )
    allowed = {name for name in manifest.files if _is_ours(name)}
    if strange := sorted(set(manifest.files) - allowed):
        raise InputError(f"{source}: holds what no backup does: {strange[0]!r}")
    return manifest


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    if path.parts[:1] == ("pictures",):
        return len(path.parts) > 1 and not path.is_absolute() and ".." not in path.parts and "\\" not in name
    return name in {"argilla.db", "credentials.json", "settings.json"}


def _unpack(source: Path, manifest: Manifest, opened: Open, folder: Path) -> None:
    for name, member in manifest.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with opened(name) as packed, os.fdopen(create_private(target), "wb") as file:
                found = _copy(packed, file)
        except (KeyError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise InputError(f"{source}: damaged at {name} ({error}); nothing has been changed") from None
        if found != member:
            raise InputError(f"{source}: damaged: {name} is not what was backed up; nothing has been changed")


def _copy(packed: IO[bytes], file: IO[bytes] | None = None) -> Member:
    """Read to the end, and write it where there is a file for it."""
    digest, size = hashlib.sha256(), 0
    while chunk := packed.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if file:
            file.write(chunk)
    return Member(sha256=digest.hexdigest(), bytes=size)


def _swap(home: Home, fresh: Path) -> Path | None:
    """Put the fresh folder in the place of the home; gives where the old one lies, if a server was in it."""
    kept = home.used
    aside = home.path.with_name(f"{home.path.name}.before-restore-{datetime.now(UTC):%Y-%m-%d-%H%M%S}")
    try:
        home.path.rename(aside)
    except OSError as error:
        raise InputError(
            f"{home.path}: cannot be moved aside ({error.strerror}); restore into another --home"
        ) from None
    try:
        fresh.rename(home.path)
    except OSError as error:
        raise EmosappError(
            f"{home.path}: cannot be put in place ({error}); the server that was there is in {aside}"
        ) from error
    if kept:
        return aside
    shutil.rmtree(aside)
    return None
