"""The command that publishes a release."""

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from emosapp_data.release.publish import Published, Upload

ReleaseFolder = Annotated[
    Path,
    typer.Argument(
        metavar="RELEASE", help="Folder of a release, such as releases/knowledge/0.1.0.", show_default=False
    ),
]
Repository = Annotated[
    str, typer.Option("--to", metavar="OWNER/NAME", help="Dataset on the Hugging Face Hub.", show_default=False)
]
Private = Annotated[bool, typer.Option("--private", help="Make a new dataset private.")]
Unreviewed = Annotated[
    bool,
    typer.Option("--unreviewed", help="Publish what nobody has reviewed, too; the card says so in public."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be uploaded; no network is used.")]


def publish(
    release: ReleaseFolder,
    repository: Repository,
    private: Private = False,
    unreviewed: Unreviewed = False,
    dry_run: DryRun = False,
) -> None:
    """Publish a release on the Hugging Face Hub, as one commit with the version as its tag.

    Refused where a licence is unknown or forbids it, a file was changed, or a person's decision is missing: there is no way
    around these. A version that is published never changes. Sign in with `hf auth login`, or set HF_TOKEN.
    """
    from emosapp_data.errors import ReleaseError  # noqa: PLC0415
    from emosapp_data.release.hub import address_of  # noqa: PLC0415
    from emosapp_data.release.publish import prepare  # noqa: PLC0415
    from emosapp_data.release.publish import publish as upload  # noqa: PLC0415

    if not dry_run:
        _hush()
        _show_published(upload(release, repository, private, unreviewed), repository)
        return
    prepared = prepare(release, unreviewed)
    _show_plan(prepared, address_of(repository), private)
    if prepared.obstacles:
        raise ReleaseError("\n".join(prepared.obstacles))
    typer.echo("nothing in the release forbids to publish it")


def _show_plan(prepared: "Upload", address: str, private: bool) -> None:
    for name, path in prepared.files.items():
        typer.echo(f"{path.stat().st_size:>13,}  {name}")
    size = sum(path.stat().st_size for path in prepared.files.values())
    typer.echo(
        f"{size:>13,}  bytes in {len(prepared.files):,} files: {prepared.release.name} {prepared.release.version}"
    )
    typer.echo(f"address {address}{' (private, if it is new)' if private else ''}")
    typer.echo(f"tag     {prepared.release.version}")
    typer.echo("dry run: nothing was uploaded, and what is on the Hub already was not looked at")


def _show_published(done: "Published", repository: str) -> None:
    release = done.release
    how = "published" if done.new else "already published, and the same:"
    typer.echo(f"{how} {release.name} {release.version}{' (private)' if done.private else ''}")
    typer.echo(f"address {done.address}")
    typer.echo(f"commit  {done.commit}")
    typer.echo(f"tag     {release.version}")
    if done.gone:
        typer.echo(f"removed {', '.join(done.gone)}")
    typer.echo(f'load    load_dataset("{repository}", revision="{release.version}")')
    for remark in done.remarks:
        typer.echo(f"warning: {remark}", err=True)


def _hush() -> None:
    """Keep what the Hub's client says of each attempt, with signed addresses in it, for --debug, and bars for terminals."""
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]  # noqa: PLC0415

    if not logging.getLogger().isEnabledFor(logging.DEBUG):
        logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    if not sys.stderr.isatty():
        disable_progress_bars()
