"""Commands that build: the whole way, and each step by itself."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from emosapp_data.cli import options
from emosapp_data.cli.settings import (
    book_files,
    check_options,
    engine_options,
    existing,
    generation_options,
    need,
    reading_options,
    ready,
    release_options,
    settings_from,
    with_version,
    written,
)

if TYPE_CHECKING:
    from emosapp_data.pipeline import Built

FAILURE = 1
"""Exit code when something went wrong that is not the user's fault."""
BAD_INPUT = 2
"""Exit code when some of the input could not be used."""


def build(
    books: options.Books,
    output: options.Output = Path("workspace"),
    config: options.ConfigFile = None,
    title: options.Title = None,
    author: options.Author = None,
    edition: options.Edition = None,
    year: options.Year = None,
    licence: options.Licence = None,
    source_url: options.SourceUrl = None,
    password: options.Password = None,
    allow_empty_pages: options.AllowEmptyPages = False,
    no_outline: options.NoOutline = False,
    ocr: options.Ocr = False,
    ocr_language: options.OcrLanguage = "eng",
    jobs: options.Jobs = 0,
    engine: options.Engine = None,
    cluster: options.Cluster = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    prompt: options.Prompt = None,
    pairs: options.Pairs = None,
    limit: options.Limit = None,
    round_trip: options.RoundTrip = None,
    judge: options.Judge = None,
    judge_url: options.JudgeUrl = None,
    against: options.Against = None,
    near_duplicates: options.NearDuplicates = None,
    name: options.Name = None,
    version: options.Version = None,
    target: options.ReleasePairs = None,
    seed: options.Seed = None,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> int:
    """Build a dataset from textbooks: extract, generate, check, release and report in one go.

    A file BOOK.yaml beside BOOK.pdf gives title, authors, edition, year, licence (SPDX) and source_url. A build that was
    interrupted goes on where it stopped when the same command runs again.
    """
    from emosapp_data import pipeline  # noqa: PLC0415
    from emosapp_data.cli.show import show_build  # noqa: PLC0415
    from emosapp_data.engine import open_engine  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.workspace import Workspace  # noqa: PLC0415

    settings = settings_from(
        config,
        {
            "generation": generation_options(model, prompt, pairs, limit),
            "checks": check_options(round_trip, judge, against),
            "duplicates": {"policy": near_duplicates},
            "release": release_options(name, version, seed, target),
            "engine": engine_options(engine, cluster, jobs),
        },
        base_url,
        judge_url,
    )
    reading = reading_options(password, allow_empty_pages, no_outline, ocr_language if ocr else None)
    files = book_files(books, reading, title, author, edition, year, licence, source_url)
    with open_engine(settings.engine) as worker:
        built = pipeline.build(Workspace(output), files, settings, reporter(quiet or as_json), worker)
    if as_json:
        typer.echo(json.dumps(_summary(built), indent=1))
    else:
        show_build(built, Workspace(output))
    if built.failures:
        return FAILURE
    return BAD_INPUT if built.unreadable else 0


def extract(
    books: options.Books,
    output: options.Output = Path("workspace"),
    title: options.Title = None,
    author: options.Author = None,
    edition: options.Edition = None,
    year: options.Year = None,
    licence: options.Licence = None,
    source_url: options.SourceUrl = None,
    password: options.Password = None,
    allow_empty_pages: options.AllowEmptyPages = False,
    no_outline: options.NoOutline = False,
    ocr: options.Ocr = False,
    ocr_language: options.OcrLanguage = "eng",
    jobs: options.Jobs = 0,
    engine: options.Engine = None,
    cluster: options.Cluster = None,
    overlay: options.Overlay = False,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> int:
    """Read books into WORKSPACE/blocks.jsonl and WORKSPACE/passages.jsonl."""
    from emosapp_data import pipeline  # noqa: PLC0415
    from emosapp_data.cli.show import show_extraction  # noqa: PLC0415
    from emosapp_data.engine import open_engine  # noqa: PLC0415
    from emosapp_data.ledger import Ledger  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.workspace import Workspace  # noqa: PLC0415

    workspace = Workspace(output)
    reading = reading_options(password, allow_empty_pages, no_outline, ocr_language if ocr else None)
    files = book_files(books, reading, title, author, edition, year, licence, source_url)
    settings = settings_from(None, {"engine": engine_options(engine, cluster, jobs)})
    with open_engine(settings.engine) as worker, Ledger.write(output) as ledger:
        unreadable = pipeline.extract(ledger, workspace, files, worker, reporter(quiet or as_json))
        overlays = pipeline.overlay(ledger, workspace, files, reporter(quiet or as_json)) if overlay else []
        show_extraction(ledger, workspace, unreadable, overlays, as_json)
    return BAD_INPUT if unreadable else 0


def generate(
    workspace: options.WorkspaceArgument,
    config: options.ConfigFile = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    prompt: options.Prompt = None,
    pairs: options.Pairs = None,
    limit: options.Limit = None,
    jobs: options.Jobs = 0,
    engine: options.Engine = None,
    cluster: options.Cluster = None,
    quiet: options.Quiet = False,
) -> None:
    """Make candidate pairs from the books that were read: their own questions and answers, and those of a model."""
    from emosapp_data import pipeline  # noqa: PLC0415
    from emosapp_data.cli.show import show_counts  # noqa: PLC0415
    from emosapp_data.engine import open_engine  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.workspace import Workspace, write_text  # noqa: PLC0415

    generation = generation_options(model, prompt, pairs, limit)
    overrides = {"generation": generation, "engine": engine_options(engine, cluster, jobs)}
    settings = ready(settings_from(config or written(workspace), overrides, base_url))
    with open_engine(settings.engine) as worker, existing(workspace) as ledger:
        need(ledger, "extract", f"emosapp extract BOOK.pdf -o {workspace}")
        pipeline.generate(ledger, Workspace(workspace), settings, worker, reporter(quiet))
        write_text(Workspace(workspace).config, settings.to_yaml())
        show_counts(ledger.counts())


def check(
    workspace: options.WorkspaceArgument,
    config: options.ConfigFile = None,
    round_trip: options.RoundTrip = None,
    judge: options.Judge = None,
    judge_url: options.JudgeUrl = None,
    against: options.Against = None,
    near_duplicates: options.NearDuplicates = None,
    jobs: options.Jobs = 0,
    engine: options.Engine = None,
    cluster: options.Cluster = None,
    quiet: options.Quiet = False,
) -> None:
    """Check the candidate pairs and write WORKSPACE/pairs.jsonl."""
    from emosapp_data import pipeline  # noqa: PLC0415
    from emosapp_data.cli.show import show_counts  # noqa: PLC0415
    from emosapp_data.engine import open_engine  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.workspace import Workspace, write_text  # noqa: PLC0415

    overrides = {
        "checks": check_options(round_trip, judge, against),
        "duplicates": {"policy": near_duplicates},
        "engine": engine_options(engine, cluster, jobs),
    }
    settings = ready(settings_from(config or written(workspace), overrides, judge_url=judge_url))
    with open_engine(settings.engine) as worker, existing(workspace) as ledger:
        need(ledger, "generate", f"emosapp generate {workspace}")
        notes = pipeline.check(ledger, Workspace(workspace), settings, worker, reporter(quiet))
        write_text(Workspace(workspace).config, settings.to_yaml())
        show_counts(ledger.counts())
    for note in notes:
        typer.echo(f"warning: {note}")


def release(
    workspace: options.WorkspaceArgument,
    config: options.ConfigFile = None,
    name: options.Name = None,
    version: options.Version = None,
    bump: options.Bump = None,
    target: options.ReleasePairs = None,
    seed: options.Seed = None,
    only_reviewed: options.OnlyReviewed = None,
    rule: options.Rule = None,
) -> None:
    """Release the pairs that were kept, as people's reviews leave them, as a versioned dataset.

    Where nothing has changed, nothing new is made. Major: a column or split is gone, the licence is another, or a pair is in
    another split; minor: pairs were added, removed or edited; patch: only the card differs. Less than needed is refused.
    """
    from emosapp_data import pipeline  # noqa: PLC0415
    from emosapp_data.cli.show import show_release  # noqa: PLC0415
    from emosapp_data.workspace import Workspace, write_text  # noqa: PLC0415

    given = {**release_options(name, None, seed, target), "only_reviewed": only_reviewed}
    settings = settings_from(config or written(workspace), {"release": given, "review": {"rule": rule}})
    if config is None or version or bump:  # the version of an earlier release says nothing of the next one
        settings = with_version(settings, version, bump)
    with existing(workspace) as ledger:
        need(ledger, "duplicates", f"emosapp check {workspace}")
        made = pipeline.release(ledger, Workspace(workspace), settings)
        write_text(Workspace(workspace).config, with_version(settings).to_yaml())
        show_release(made)


def report(workspace: options.WorkspaceArgument) -> None:
    """Write WORKSPACE/report.html: the flow, the reasons, plots, and sample pairs on their pages."""
    from emosapp_data import pipeline  # noqa: PLC0415
    from emosapp_data.ledger import Ledger  # noqa: PLC0415
    from emosapp_data.workspace import Workspace  # noqa: PLC0415

    with Ledger.read(workspace) as ledger:
        need(ledger, "duplicates", f"emosapp check {workspace}")
        pipeline.report(ledger, Workspace(workspace))
    typer.echo(Workspace(workspace).report)


def _summary(built: "Built") -> dict[str, Any]:
    return {
        "release": str(built.release.path),
        "new": built.release.new,
        "publishable": built.release.release.publishable,
        "obstacles": built.release.release.obstacles,
        "report": str(built.report),
        "steps": [count.model_dump(mode="json") for count in built.counts],
        "unreadable": built.unreadable,
        "warnings": built.warnings,
        "failures": built.failures,
    }
