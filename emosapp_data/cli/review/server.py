"""Commands around the review server on this machine."""

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emosapp_data.cli import options
from emosapp_data.cli.review.parts import need_annotation
from emosapp_data.errors import EmosappError, MissingPartError

if TYPE_CHECKING:
    from annotation.server.home import Home
    from annotation.server.serving import Served

HomeFolder = Annotated[
    Path | None,
    typer.Option(
        "--home",
        metavar="FOLDER",
        envvar="EMOSAPP_REVIEW_HOME",
        help="Where the server keeps everything; by default a folder among your user data.",
        show_default=False,
    ),
]
EnvironmentFolder = Annotated[
    Path | None,
    typer.Option(
        "--environment",
        metavar="FOLDER",
        envvar="EMOSAPP_REVIEW_ENVIRONMENT",
        help="Where Argilla's own Python environment lies; by default in your cache.",
        show_default=False,
    ),
]
Reviewers = Annotated[
    list[str] | None,
    typer.Option(
        "--reviewers",
        metavar="NAMES",
        help="Who reviews: 'anna,ben', or 'carl@second' for the workspace 'second'; may be given more than once.",
        show_default=False,
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port", metavar="PORT", min=1, max=65535, help="Where to listen; 6900 at first.", show_default=False
    ),
]
Foreground = Annotated[
    bool, typer.Option("--foreground", help="Stay until Ctrl-C, then stop the server: for containers and systemd.")
]
BackupFile = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="A name in .zip or .tar.gz.", show_default=False)
]
Backup = Annotated[Path, typer.Argument(metavar="FILE", help="What 'backup' wrote.", show_default=False)]
Replace = Annotated[bool, typer.Option("--replace", help="Move a server that is there aside; it is not deleted.")]

POLL = 1.0
"""Seconds between two looks at the parts in the foreground."""


def serve(
    reviewers: Reviewers = None,
    port: Port = None,
    home: HomeFolder = None,
    environment: EnvironmentFolder = None,
    foreground: Foreground = False,
) -> None:
    """Start Argilla on this machine, or what is missing of it; add reviewers.

    No Docker and no Elasticsearch: the first start makes a Python environment for it. It listens on 127.0.0.1 alone.
    """
    need_annotation()
    from annotation.server.reviewers import read_places  # noqa: PLC0415
    from annotation.server.serving import serve as start  # noqa: PLC0415

    place = _home(home)
    places = read_places(reviewers or [])
    if foreground:
        _stay(place, lambda: _show_served(place, start(place, places, port, environment, _tell), foreground=True))
        return
    _show_served(place, start(place, places, port, environment, _tell))


def stop(home: HomeFolder = None) -> None:
    """Stop the server; everything that was submitted is kept."""
    need_annotation()
    from annotation.server.serving import stop_all  # noqa: PLC0415

    place = _home(home)
    place.must_be_used()
    stopped = stop_all(place)
    typer.echo(f"stopped: {', '.join(stopped)}" if stopped else "nothing was running")


def status(home: HomeFolder = None, as_json: options.Json = False) -> None:
    """Show whether the server runs, what it holds and who reviews; exit code 1 if a part does not run."""
    need_annotation()
    from annotation.server.status import look  # noqa: PLC0415
    from emosapp_data.cli.review.show import show_status  # noqa: PLC0415

    found = look(_home(home))
    if as_json:
        typer.echo(json.dumps({**found.model_dump(mode="json"), "running": found.runs}, indent=1))
    else:
        show_status(found)
    if not found.runs:
        raise typer.Exit(1)


def backup(file: BackupFile = None, home: HomeFolder = None) -> None:
    """Write the server's database, pictures and passwords into one file, also while people work."""
    need_annotation()
    from datetime import datetime  # noqa: PLC0415

    from annotation.server.backup import back_up, default_name  # noqa: PLC0415

    target = file or default_name(datetime.now().astimezone())
    manifest = back_up(_home(home), target)
    held = manifest.content
    typer.echo(
        f"{target}: {held.records} records, {held.submitted} submitted responses, {len(manifest.files)} files, "
        f"{target.stat().st_size / 1e6:.1f} MB"
    )
    typer.echo("It holds passwords and keys: only you can read it; keep it so.")


def restore(
    file: Backup, home: HomeFolder = None, environment: EnvironmentFolder = None, replace: Replace = False
) -> None:
    """Make the server from a backup; it must be stopped."""
    need_annotation()
    from annotation.server.backup import restore as bring_back  # noqa: PLC0415

    place = _home(home)
    manifest, aside = bring_back(place, file, replace=replace, environment=environment, tell=_tell)
    held = manifest.content
    typer.echo(
        f"{place.path}: {held.records} records, {held.submitted} submitted responses, as of "
        f"{manifest.made.astimezone():%Y-%m-%d %H:%M}"
    )
    if aside:
        typer.echo(f"The server that was there is kept in {aside}")
    typer.echo("Next: emosapp review serve")


def reindex(home: HomeFolder = None, environment: EnvironmentFolder = None) -> None:
    """Build the search index anew from the database, if lists or filters look wrong.

    A running server is stopped for it and started again: a response that came in meanwhile could be missing from the index.
    """
    need_annotation()
    from annotation.server.maintenance import reindex as build  # noqa: PLC0415

    restarted = build(_home(home), environment, _tell)
    typer.echo("built the search index" + ("; the server runs again" if restarted else ""))


def _home(given: Path | None) -> "Home":
    if sys.platform == "win32":
        raise MissingPartError("the review server runs on Linux and macOS; on Windows, use it inside WSL")
    from annotation.server.home import Home  # noqa: PLC0415

    return Home(given) if given else Home.default()


def _tell(line: str) -> None:
    typer.echo(line, err=True)


def _show_served(home: "Home", served: "Served", *, foreground: bool = False) -> None:
    from emosapp_data.cli.review.show import show_served  # noqa: PLC0415

    show_served(home, served, foreground=foreground)


def _stay(home: "Home", begin: "Callable[[], None]") -> None:
    """Start, wait for Ctrl-C or SIGTERM, and stop everything, also where the start was broken off."""
    from annotation.server.processes import Part, last_lines  # noqa: PLC0415
    from annotation.server.serving import stop_all  # noqa: PLC0415

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)
    try:
        begin()
        while True:
            time.sleep(POLL)
            on_record = home.processes.read().parts
            if not on_record:
                typer.echo("stopped by another command")
                return
            if dead := [part for part in Part if part in on_record and not home.processes.runs(part)]:
                log = home.logs / f"{dead[0]}.log"
                raise EmosappError(f"{dead[0]} has ended; the end of {log}:\n{last_lines(log)}")
    except KeyboardInterrupt:
        typer.echo("stopping")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        stop_all(home)
