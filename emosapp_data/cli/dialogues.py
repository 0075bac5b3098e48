"""The command that reads dialogues made elsewhere."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emosapp_data.cli import options

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from emosapp_data.schema import DialogueSource
    from emosapp_data.steps.dialogues import DialogueFiles, Summary

BAD_INPUT = 2
"""Exit code when some of the input could not be used."""
SHOWN = 10
"""Records shown that were left out."""


class Layout(StrEnum):
    """How a file is laid out; the same names as in `dialogues.layouts`, which is imported only when it is needed."""

    ESCONV = "esconv"
    MESSAGES = "messages"
    SHAREGPT = "sharegpt"
    MAPPED = "mapped"


class Join(StrEnum):
    """What stands between messages that are merged."""

    NEWLINE = "newline"
    SPACE = "space"


File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Dialogues as JSON or JSON Lines: ESConv, ServeForEmo, 'messages' or ShareGPT files.",
        show_default=False,
    ),
]
SourceName = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="Name of the dataset; without it the file's. A source that is read again replaces what it gave before.",
        show_default=False,
    ),
]
LayoutOption = Annotated[
    Layout | None,
    typer.Option("--layout", help="Layout of the file; without it, it is recognised.", show_default=False),
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping", metavar="FILE.yaml", help="Which fields of the file hold what (layout mapped).", show_default=False
    ),
]
Licence = Annotated[
    str | None,
    typer.Option(
        "--licence",
        "--license",
        metavar="SPDX",
        help="Licence of the dialogues, such as CC-BY-NC-4.0; a release needs it.",
        show_default=False,
    ),
]
About = Annotated[
    str | None,
    typer.Option(
        "--about",
        metavar="NAME|FILE.yaml",
        help="What the dataset is: 'esconv' or 'serveforemo', or a YAML file with title, authors, year, licence and source_url. "
        "Without it, FILE.yaml beside FILE.json, if there is one.",
        show_default=False,
    ),
]
JoinOption = Annotated[Join, typer.Option("--join", help="What stands between messages of one speaker.")]
Failed = Annotated[
    bool, typer.Option("--failed", help="Mark all dialogues as failed: examples of what not to do (FailedESConv.json).")
]


def dialogues(
    file: File,
    output: options.Output = Path("workspace"),
    source: SourceName = None,
    layout: LayoutOption = None,
    mapping: MappingFile = None,
    about: About = None,
    licence: Licence = None,
    join: JoinOption = Join.NEWLINE,
    failed: Failed = False,
    quiet: options.Quiet = False,
) -> int:
    """Read dialogues made elsewhere, such as ESConv, and add them to a workspace.

    Consecutive messages of one speaker become one turn, labels get the same names in all datasets, and talk about the
    survey and the task is marked. Nothing is lost: what was changed or left out is listed beside the dialogues.
    """
    from corpus.book import BookDescription  # noqa: PLC0415
    from emosapp_data.dialogues.convert import Options  # noqa: PLC0415
    from emosapp_data.dialogues.layouts.read import Layout as FileLayout  # noqa: PLC0415
    from emosapp_data.dialogues.layouts.read import read_dialogues  # noqa: PLC0415
    from emosapp_data.dialogues.source import describe_source, source_of  # noqa: PLC0415
    from emosapp_data.ledger import Ledger  # noqa: PLC0415
    from emosapp_data.processes import usable_cpus  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.steps.dialogues import DialogueFiles, add_dialogues  # noqa: PLC0415
    from emosapp_data.workspace import Workspace  # noqa: PLC0415

    given = BookDescription(licence=_spdx(licence)) if licence else BookDescription()
    description = describe_source(file, about, given)
    opened = read_dialogues(file, FileLayout(layout) if layout else None, mapping)
    separator = "\n" if join is Join.NEWLINE else " "
    asked = Options(source or opened.name, description.licence, separator, failed)
    described = source_of(asked.source, file, opened.sha256, description)
    workspace = Workspace(output)
    with Ledger.write(output) as ledger:
        summary = add_dialogues(ledger, workspace, opened, asked, reporter(quiet), described, usable_cpus())
    _show(summary, file, described, DialogueFiles.of(workspace))
    return BAD_INPUT if any(each.reason.value in UNREADABLE for each in summary.left_out) else 0


UNREADABLE = ("not_a_dialogue", "unknown_speaker")
"""Reasons that say that the file, rather than the talk in it, is not as it should be."""


def _spdx(licence: str | None) -> str | None:
    """The licence as SPDX writes it."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression  # noqa: PLC0415

    from emosapp_data.errors import InputError  # noqa: PLC0415

    try:
        return str(canonicalize_license_expression(licence)) if licence else None
    except InvalidLicenseExpression:
        raise InputError(
            f"--licence {licence}: no SPDX licence expression; write for example CC-BY-NC-4.0, "
            "or LicenseRef-Permission for a permission of your own, with which nothing can be published (https://spdx.org/licenses)"
        ) from None


def _show(summary: "Summary", file: Path, described: "DialogueSource", files: "DialogueFiles") -> None:
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()
    reasons = Counter(each.reason for each in summary.left_out)
    _print(
        out,
        [
            ("File", f"{file}: layout {summary.layout.value}, source {summary.source}"),
            (
                "Dialogues",
                f"{summary.records:,} in the file: {summary.dialogues:,} kept, {len(summary.left_out):,} left out"
                + "".join(f"; {reason.value} {number:,}" for reason, number in reasons.most_common()),
            ),
            *_left_out(summary, file, files),
            (
                "Turns",
                f"{summary.messages:,} messages became {summary.turns:,} turns; pairs of user and assistant for training: "
                f"{summary.pairs:,}",
            ),
        ],
    )
    if summary.changes:
        out.print()
        out.print(_rules(summary))
    if summary.strategies:
        out.print()
        out.print(_strategies(summary))
    out.print()
    _print(out, [*_labels(summary), *_results(summary, described, files)])


def _left_out(summary: "Summary", file: Path, files: "DialogueFiles") -> Iterable[tuple[str, str]]:
    for each in summary.left_out[:SHOWN]:
        yield "", f"{file}: {each.place}: {each.detail}"
    if (more := len(summary.left_out) - SHOWN) > 0:
        yield "", f"and {more:,} more in {files.left_out}"


def _rules(summary: "Summary") -> "Table":
    from emosapp_data.dialogues.changes import ChangeKind  # noqa: PLC0415

    table = _table("rule", "number", "what was done")
    for kind in ChangeKind:
        if number := summary.changes[kind]:
            table.add_row(kind.value, f"{number:,}", kind.explanation)
    return table


def _strategies(summary: "Summary") -> "Table":
    table = _table("strategy", "messages")
    for strategy, number in summary.strategies.most_common():
        table.add_row(strategy, f"{number:,}")
    return table


def _table(*columns: str) -> "Table":
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, justify="right" if column in ("number", "messages") else "left")
    return table


def _labels(summary: "Summary") -> Iterable[tuple[str, str]]:
    if summary.supporter_turns and summary.strategies:
        yield (
            "Several",
            f"{summary.several:,} of {summary.supporter_turns:,} turns of supporters have more than one strategy",
        )
    if summary.quality:
        yield "Quality", ", ".join(f"{number:,} {name}" for name, number in summary.quality.most_common())
    if summary.flagged:
        flags = ", ".join(f"{flag.value.replace('_', ' ')} {number:,}" for flag, number in summary.flags.most_common())
        yield "Person", f"{summary.flagged:,} speak of what asks for a person's decision: {flags}"
    if summary.personal:
        yield (
            "Private",
            f"{summary.personal:,} hold a telephone number, an address or the like, and will be in no release",
        )
    if summary.unknown:
        yield "Unknown", "labels kept as they are: " + _counted(summary.unknown.most_common(SHOWN))
    if summary.unread:
        yield "Not read", "fields that nothing was made of: " + _counted(summary.unread.most_common(SHOWN))


def _results(summary: "Summary", described: "DialogueSource", files: "DialogueFiles") -> Iterable[tuple[str, str]]:
    by = (
        f", by {', '.join(described.authors)}"
        if described.authors
        else ", authors not known: --about says who they are"
    )
    yield "Title", f"{described.title}{by}"
    yield "Licence", described.licence or "unknown: say --licence SPDX, or a release must not be published"
    yield "Results", f"{files.dialogues}"
    yield "Changes", f"{files.changes}"
    if summary.others:
        yield "Beside", f"of other sources: {', '.join(summary.others)}"
    if summary.outdated:
        yield "Outdated", f"read under earlier rules, and to be read again: {', '.join(summary.outdated)}"
    yield (
        "Next",
        f"emosapp release-dialogues {files.dialogues.parent}   makes a dataset of them; emosapp dialogues OTHER.json adds another source",
    )


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counts)


def _print(out: "Console", lines: Iterable[tuple[str, str]]) -> None:
    for name, line in lines:
        out.print(f"{name:<10}{line}", soft_wrap=True, markup=False)
