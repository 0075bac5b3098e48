"""What the building commands print."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from emosapp_data.cli.terminal import console
from emosapp_data.doubt import flags_of, group_of
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import Built
from emosapp_data.release.build import Made
from emosapp_data.release.card import UNITS
from emosapp_data.report.samples import choose_few
from emosapp_data.schema import Flag, PairStatus, QAPair, StepCount
from emosapp_data.steps.extract import books
from emosapp_data.workspace import Workspace

SHOWN = 3
"""Sample pairs shown after a build."""


def show_build(built: Built, workspace: Workspace) -> None:
    """Show the ledger's table, some pairs, and where everything is."""
    out = console()
    show_counts(built.counts)
    with workspace.pairs.open(encoding="utf-8") as lines:
        pairs = [pair for line in lines if (pair := QAPair.model_validate_json(line)).status is PairStatus.KEPT]
    for pair in choose_few(pairs, SHOWN):
        by = f"  written by {pair.origin.model}" if pair.origin.model else ""
        out.print()
        out.print(Text(pair.question, style="bold"))
        out.print(Text(pair.answer))
        out.print(Text(f"{pair.citation}  [{pair.id}]{by}", style="dim"))
    out.print()
    _complain(out, built.unreadable, built.warnings)
    for line in built.failures:
        out.print(Text.assemble(("failed: ", "bold red"), line), soft_wrap=True)
    _show_review(out, pairs, workspace)
    show_release(built.release)
    out.print(f"Report    {built.report}", soft_wrap=True)


def _show_review(out: Console, pairs: Sequence[QAPair], workspace: Workspace) -> None:
    """Show what is left for a person to do, one line each; nothing where there is nothing."""
    flagged = sum(bool(flags_of(pair)) for pair in pairs)
    if flagged:
        asks = "1 pair asks" if flagged == 1 else f"{flagged:,} pairs ask"
        out.print(f"Person    {asks} for a person's decision: {_subjects(pairs)}", soft_wrap=True)
    if groups := len({group for pair in pairs if (group := group_of(pair))}):
        plural = "" if groups == 1 else "s"
        out.print(f"Alike     {groups:,} group{plural} of near duplicates: {workspace.near_duplicates}", soft_wrap=True)
    out.print(f"Review    {len(pairs):,} pairs, the most doubtful first: {workspace.review_queue}", soft_wrap=True)


def _subjects(pairs: Sequence[QAPair]) -> str:
    counts = Counter(flag for pair in pairs for flag in flags_of(pair))
    return ", ".join(f"{flag.value.replace('_', ' ')} {counts[flag]:,}" for flag in Flag if counts[flag])


def show_counts(counts: Sequence[StepCount]) -> None:
    """Show how the items of each step ended."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("step", "takes in", "in", "kept", "left out", "failed", "reasons"):
        table.add_column(
            column,
            justify="right" if column in ("in", "kept", "left out", "failed") else "left",
            no_wrap=column != "reasons",
        )
    for count in counts:
        reasons = ", ".join(f"{reason.value} {number:,}" for reason, number in count.rejected.items())
        name = count.step if count.finished else f"{count.step} (unfinished)"
        numbers = (count.items, count.kept, sum(count.rejected.values()), count.failed)
        table.add_row(name, UNITS[count.step], *(f"{number:,}" for number in numbers), reasons)
    console().print(table)


def show_release(made: Made) -> None:
    """Show where a release is, and whether it may be published."""
    out = console()
    splits = ", ".join(f"{split} {count:,}" for split, count in made.release.rows.items())
    out.print(f"Release   {made.path}{'' if made.new else ' (unchanged)'}", soft_wrap=True)
    out.print(f"          {splits}; licence {made.release.licence or 'unknown'}", soft_wrap=True)
    for obstacle in made.release.obstacles:
        out.print(f"          must not be published: {obstacle}", style="yellow", soft_wrap=True, markup=False)


def show_extraction(
    ledger: Ledger, workspace: Workspace, unreadable: Sequence[str], overlays: Sequence[Path], as_json: bool
) -> None:
    """Show what was read from each book."""
    contents = list(books(ledger))
    if as_json:
        rows = [
            {
                "book": content.book.model_dump(mode="json"),
                "blocks": len(content.blocks),
                "passages": len(content.passages),
                "warnings": content.warnings,
            }
            for content in contents
        ]
        summary = {"books": rows, "unreadable": list(unreadable), "overlays": [str(page) for page in overlays]}
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=1))
        return
    out = console()
    show_counts(ledger.counts())
    out.print()
    _complain(
        out, unreadable, [f"{content.book.title}: {warning}" for content in contents for warning in content.warnings]
    )
    out.print(f"Blocks    {workspace.blocks}\nPassages  {workspace.passages}", soft_wrap=True)
    for page in overlays:
        out.print(f"Overlay   {page}", soft_wrap=True)


def _complain(out: Console, unreadable: Sequence[str], warnings: Sequence[str]) -> None:
    for warning in warnings:
        out.print(Text.assemble(("warning: ", "bold yellow"), warning), soft_wrap=True)
    for line in unreadable:
        out.print(Text.assemble(("not read: ", "bold red"), line), soft_wrap=True)
