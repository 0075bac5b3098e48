"""`emosapp review report`: the page on a review."""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from emosapp_data.cli import options

NOTHING = "No reviews yet: 'emosapp review push' puts pairs before reviewers, and 'emosapp review pull' fetches what they said."


def report(workspace: options.WorkspaceArgument = Path("workspace"), as_json: options.Json = False) -> None:
    """Write WORKSPACE/review/report.html: progress, speed, agreement, what people find wrong, and how right the checks are."""
    from annotation.report import gather, render  # noqa: PLC0415
    from annotation.store import ReviewStore  # noqa: PLC0415
    from emosapp_data.cli.settings import written  # noqa: PLC0415
    from emosapp_data.config import load_config  # noqa: PLC0415
    from emosapp_data.errors import WorkspaceError  # noqa: PLC0415
    from emosapp_data.schema import QAPair  # noqa: PLC0415
    from emosapp_data.workspace import Workspace, write_text  # noqa: PLC0415

    place = Workspace(workspace)
    if not workspace.is_dir():
        raise WorkspaceError(f"{workspace}: no such folder; build one with 'emosapp build BOOK.pdf -o {workspace}'")
    store = ReviewStore(place)
    pairs = []
    if place.pairs.exists():
        with place.pairs.open(encoding="utf-8") as lines:
            pairs = [QAPair.model_validate_json(line) for line in lines]
    review = load_config(written(workspace)).review
    figures = gather(pairs, store.reviews(), store.unfinished(), store.ratings(), review)
    if as_json:
        typer.echo(json.dumps(asdict(figures), ensure_ascii=False, indent=1, default=str))
    if figures.empty:
        if not as_json:
            typer.echo(NOTHING)
        return
    write_text(place.review_report, render(figures))
    if not as_json:
        typer.echo(f"Report    {place.review_report}")
