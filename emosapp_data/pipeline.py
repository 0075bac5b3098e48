"""The whole way from books to a release, and the files that a workspace shows of it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotation.store import ReviewStore
from emosapp_data.books import Copies, Place, at_hand
from emosapp_data.config import BuildConfig
from emosapp_data.doubt import queue
from emosapp_data.engine import Engine, LocalEngine
from emosapp_data.errors import BookError, InputError
from emosapp_data.ledger import Ledger, Outcome
from emosapp_data.planning import preflight
from emosapp_data.progress import Reporter
from emosapp_data.release.build import Made
from emosapp_data.report.overlay import write_overlay
from emosapp_data.report.page import render_report
from emosapp_data.schema import PairStatus, StepCount
from emosapp_data.steps.ask import ask_model
from emosapp_data.steps.check import check_pairs, find_duplicates, judged
from emosapp_data.steps.extract import BookFile, books, extract_books
from emosapp_data.steps.generate import generate_pairs
from emosapp_data.steps.ground import ground_drafts
from emosapp_data.steps.near_duplicates import group_near_duplicates
from emosapp_data.steps.release import release_pairs
from emosapp_data.steps.review import review_pairs
from emosapp_data.steps.verify import verify_pairs
from emosapp_data.workspace import Workspace, write_jsonl, write_lines, write_text


class Built(NamedTuple):
    """What a build gave."""

    counts: list[StepCount]
    release: Made
    report: Path
    unreadable: list[str]
    """One line for each book that could not be read."""
    warnings: list[str]
    """What a person should know of the books that were, and of the benchmarks."""
    failures: list[str]
    """One line for each step after extraction in which items failed."""


def build(
    workspace: Workspace,
    files: Sequence[BookFile],
    config: BuildConfig,
    reporter: Reporter,
    engine: Engine | None = None,
) -> Built:
    """Build a dataset from books: extract, generate, check, release, report.

    What an earlier run in this workspace has done already is taken over, so a build that was interrupted goes on.

    Args:
        workspace: where it is built.
        files: the books.
        config: the configuration, but for its engine.
        reporter: shows progress.
        engine: does the work; this process if there is none. The release is the same with any.

    Raises:
        BookError: none of the books can be read.
        InputError: something in the configuration cannot work; one line for each problem, before any work is begun.
        ReleaseError: no release can be made.
        WorkspaceError: the workspace is in use.
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    engine = engine or LocalEngine()
    if problems := preflight(config):
        raise InputError("\n".join(problems))
    with Ledger.write(workspace.path) as ledger:
        unreadable = extract(ledger, workspace, files, engine, reporter)
        write_text(workspace.config, config.to_yaml())
        generate(ledger, workspace, config, engine, reporter)
        notes = check(ledger, workspace, config, engine, reporter)
        made = release(ledger, workspace, config)
        report(ledger, workspace)
        warnings = [f"{content.book.title}: {warning}" for content in books(ledger) for warning in content.warnings]
        return Built(ledger.counts(), made, workspace.report, unreadable, [*warnings, *notes], _failures(ledger))


def _failures(ledger: Ledger) -> list[str]:
    lines = []
    for count in ledger.counts():
        if count.failed and count.step != "extract":
            first = next(
                item.result.detail for item in ledger.items(count.step) if item.result.outcome is Outcome.FAILED
            )
            lines.append(
                f"{count.failed:,} of {count.items:,} items failed at step {count.step!r}, the first with: {first}"
            )
    return lines


def extract(
    ledger: Ledger, workspace: Workspace, files: Sequence[BookFile], engine: Engine, reporter: Reporter
) -> list[str]:
    """Read books and write their blocks and passages; returns one line for each that cannot be read.

    Raises:
        BookError: none of them can.
    """
    unreadable = extract_books(ledger, files, engine, reporter)
    if len(unreadable) == len(files):
        raise BookError("\n".join(unreadable))
    paths = {
        item.result.output["book"]["id"]: file.path
        for item, file in zip(ledger.items("extract"), files, strict=True)
        if item.result.output
    }
    write_text(workspace.sources, json.dumps({book: _named(place) for book, place in paths.items()}, indent=1) + "\n")
    write_lines(workspace.blocks, (line for content in books(ledger) for line in content.blocks.lines()))
    write_lines(workspace.passages, (line for content in books(ledger) for line in content.passages.lines()))
    return unreadable


def overlay(ledger: Ledger, workspace: Workspace, files: Sequence[BookFile], reporter: Reporter) -> list[Path]:
    """Write an overlay of every book that was read; returns their pages."""
    given = {item.input: file for item, file in zip(ledger.items("extract"), files, strict=True)}
    contents = list(books(ledger))
    pages = sum(content.last_page for content in contents)
    with reporter.step("overlay", pages, "pages") as advance:
        written = []
        for content in contents:
            file = given[content.id]
            with at_hand(file.path) as path:
                folder, password = workspace.overlays / content.book.id, file.options.password
                written.append(write_overlay(path, content.book, content.blocks, folder, password, advance=advance))
        return written


def _named(place: Place) -> str:
    return str(place.absolute()) if isinstance(place, Path) else place


def generate(ledger: Ledger, workspace: Workspace, config: BuildConfig, engine: Engine, reporter: Reporter) -> None:
    """Make candidate pairs: from the books' own questions and answers, and by a model where one is configured.

    Whatever the engine, a model is asked from here: that is waiting, not work, and the server scales by itself.

    Raises:
        ServerError: the model's server cannot be used.
    """
    generate_pairs(ledger, engine, reporter, config.generation.textbook)
    if model := config.generation.model:
        ask_model(ledger, config.generation, model, reporter, workspace.server_log)
        ground_drafts(ledger, config.generation, model, engine, reporter)


def check(ledger: Ledger, workspace: Workspace, config: BuildConfig, engine: Engine, reporter: Reporter) -> list[str]:
    """Judge the candidates; write all pairs with what was said of them, the groups of near duplicates, and the review queue.

    Returns what a person should know of the benchmarks' files, one line each.
    """
    notes = check_pairs(ledger, config.checks, engine, reporter)
    verify_pairs(ledger, config.checks, reporter, workspace.server_log)
    find_duplicates(ledger)
    write_jsonl(workspace.near_duplicates, group_near_duplicates(ledger, config.duplicates, engine, reporter))
    pairs = list(judged(ledger))
    write_jsonl(workspace.pairs, pairs)
    write_jsonl(workspace.review_queue, queue([pair for pair in pairs if pair.status is PairStatus.KEPT]))
    return notes


def release(ledger: Ledger, workspace: Workspace, config: BuildConfig) -> Made:
    """Apply what people said, and release what is left.

    Raises:
        ReleaseError: there is nothing to release, or the version exists with other content.
        WorkspaceError: a file of reviews cannot be read.
    """
    reviews = ReviewStore(workspace).reviews()
    review_pairs(ledger, config, reviews)
    return release_pairs(ledger, config, workspace.releases, reviews)


def report(ledger: Ledger, workspace: Workspace) -> None:
    """Write the report; pages are pictured where the PDFs are still in their place."""
    sources = json.loads(workspace.sources.read_text(encoding="utf-8")) if workspace.sources.exists() else {}
    with Copies(sources) as pdfs:
        write_text(workspace.report, render_report(ledger, pdfs))
