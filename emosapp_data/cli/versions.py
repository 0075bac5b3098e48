"""Commands for releases that exist: which versions there are, what is different, whether every byte is what it was."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from emosapp_data.release.difference import Difference
    from emosapp_data.release.listing import Listed
    from emosapp_data.schema import Release

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="WORKSPACE|FOLDER",
        help="A workspace, its folder of releases, or the folder of a dataset.",
    ),
]
ReleaseFolder = Annotated[
    Path,
    typer.Argument(
        metavar="RELEASE", help="Folder of a release, such as releases/knowledge/0.1.0.", show_default=False
    ),
]
Source = Annotated[
    str,
    typer.Argument(
        metavar="RELEASE",
        help="Folder of a release, or its address such as s3://bucket/datasets/knowledge/0.1.0.",
        show_default=False,
    ),
]
Target = Annotated[
    str, typer.Argument(metavar="TARGET", help="Folder or address such as s3://bucket/datasets.", show_default=False)
]
Before = Annotated[str, typer.Argument(metavar="OLD", help="Version before, such as 1.0.0.", show_default=False)]
After = Annotated[str, typer.Argument(metavar="NEW", help="Version after, such as 1.1.0.", show_default=False)]
Where = Annotated[
    Path,
    typer.Option(
        "-w", "--workspace", metavar="WORKSPACE", help="Workspace of the two; a folder of releases gives no reasons."
    ),
]
SHOWN = 10
"""Pairs shown of each kind."""
WORST = 1
"""Exit code where a release is not what was released."""


def versions(folder: Folder = Path("workspace"), as_json: options.Json = False) -> None:
    """List the releases of a workspace: their pairs, licence and review, and which one is current."""
    from emosapp_data.release.listing import listed  # noqa: PLC0415

    found = listed(folder)
    if as_json:
        typer.echo(json.dumps([_summary(entry) for entry in found], indent=1))
    else:
        _show_versions(found)


def verify_release(release: ReleaseFolder) -> int:
    """Check every byte of a release against its checksums, and its files against the manifest."""
    from emosapp_data.release.verify import files_of, problems  # noqa: PLC0415

    if found := problems(release):
        for problem in found:
            typer.echo(problem)
        return WORST
    typer.echo(f"{release}: whole and unchanged ({len(files_of(release))} files)")
    return 0


def copy_release(source: Source, target: Target, as_json: options.Json = False) -> None:
    """Copy a release to an object store or a shared folder, or from there: whole, with every byte checked.

    It is put under TARGET as name/version. A version that is there is never overwritten.
    """
    from emosapp_data.release.transfer import copy_release as copy  # noqa: PLC0415

    copied = copy(source, target)
    if as_json:
        typer.echo(json.dumps(copied._asdict(), indent=1))
        return
    what = "every byte checked" if copied.new else "was there already, with the same bytes"
    typer.echo(f"{copied.place}: {copied.files} files, {copied.size:,} bytes; {what}")


def diff(
    before: Before,
    after: After,
    workspace: Where = Path("workspace"),
    name: options.Name = None,
    as_json: options.Json = False,
) -> None:
    """Show what is different between two releases: rows added, removed and why, edited, and moved between splits."""
    from emosapp_data.release.diff import compare  # noqa: PLC0415
    from emosapp_data.release.find import chosen_dataset, version_that_fits  # noqa: PLC0415
    from emosapp_data.release.verify import read_release  # noqa: PLC0415
    from emosapp_data.steps.reasons import known_history  # noqa: PLC0415

    home = chosen_dataset(workspace, name)
    old, new = (home / version_that_fits(home, version) for version in (before, after))
    with known_history(workspace, home.name, read_release(new).kind) as history:
        difference = compare(old, new, history)
    if as_json:
        typer.echo(difference.model_dump_json(indent=1))
    else:
        _show_difference(difference)


def _summary(entry: "Listed") -> dict[str, object]:
    include = {"name", "version", "previous", "changes", "rows", "licence", "publishable", "obstacles", "review"}
    return {**entry.release.model_dump(mode="json", include=include), "current": entry.current, "path": str(entry.path)}


def _show_versions(found: "Sequence[Listed]") -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("dataset", "version", "", "rows", "train / validation / test", "licence", "reviewed", "changes"):
        table.add_column(column, justify="right" if column == "rows" else "left")
    for entry in found:
        release = entry.release
        cells = (
            release.name,
            release.version,
            "current" if entry.current else "",
            f"{sum(release.rows.values()):,}",
            " / ".join(f"{release.rows.get(split, 0):,}" for split in ("train", "validation", "test")),
            release.licence or "unknown",
            _reviewed(release),
            _changes(release),
        )
        table.add_row(*map(Text, cells))
    console().print(table)


def _reviewed(release: "Release") -> str:
    return f"{release.review.accepted + release.review.edited:,}" if release.review else "none"


def _changes(release: "Release") -> str:
    if release.changes is None:
        return "first release"
    counts = {kind: count for kind, count in release.changes.model_dump().items() if count}
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items()) or "no pair"


def _show_difference(found: "Difference") -> None:
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()

    def show(line: str, style: str | None = None) -> None:
        out.print(line, style=style, soft_wrap=True, markup=False)

    if not found.causes:
        show(f"{found.name} {found.before} and {found.after} hold the same; at most card and metadata differ.")
        return
    show(f"{found.name} {found.before} → {found.after}: a {found.needed.value} change")
    for cause in found.causes:
        show(f"  {cause.bump.value:<7}{cause.what}")
    added = ((f"{pair.id}  {pair.question}", f"{pair.source}; {pair.split}") for pair in found.added)
    gone = ((f"{pair.id}  {pair.question}", _why(pair.reason, pair.detail)) for pair in found.removed)
    edits = (
        (f"{pair.parent} → {pair.id}", *_texts(pair.question_before, pair.question, pair.answer_before, pair.answer))
        for pair in found.edited
    )
    moves = ((f"{pair.id}  {pair.question}", f"{pair.before} → {pair.after}") for pair in found.moved)
    kinds: dict[str, Sequence[Sequence[str]]] = {
        "Added": list(added),
        "Removed": list(gone),
        "Edited": list(edits),
        "Moved": list(moves),
    }
    for title, entries in kinds.items():
        if entries:
            show(f"\n{title} ({len(entries):,})", "bold")
            _show_entries(entries, show)


def _show_entries(entries: "Sequence[Sequence[str]]", show: "Callable[..., None]") -> None:
    for first, *more in entries[:SHOWN]:
        show(f"  {first}")
        for line in more:
            show(f"      {line}", "dim")
    if len(entries) > SHOWN:
        show(f"  and {len(entries) - SHOWN:,} more; --json lists all", "dim")


def _texts(question_before: str, question: str, answer_before: str, answer: str) -> list[str]:
    """What an edit changed; a question that stayed is shown once."""
    asked = [f"Q  {question}"] if question == question_before else [f"Q- {question_before}", f"Q+ {question}"]
    said = [f"A  {answer}"] if answer == answer_before else [f"A- {answer_before}", f"A+ {answer}"]
    return asked + said


def _why(reason: str | None, detail: str) -> str:
    return f"{reason}: {detail}" if reason and detail else reason or "why is not known here; --workspace tells"
