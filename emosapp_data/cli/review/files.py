"""The commands for review without a server: files out, and back in."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emosapp_data.cli import options
from emosapp_data.cli.review.options import Answers, Audit, HideChecks, Overlap, Share, TemplateOption, sample_options
from emosapp_data.cli.review.queues import template_of, to_rate, to_review, to_settle

if TYPE_CHECKING:
    from annotation.files.exporting import Written
    from annotation.files.importing import Known, Taken
    from annotation.files.writing import Entry
    from annotation.template import Template
    from emosapp_data.config import BuildConfig
    from emosapp_data.schema import ReviewStatus
    from emosapp_data.workspace import Workspace

MOST_SHOWN = 20
"""Notes that are shown of a file."""
FileOut = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Where to write: .csv or .jsonl; '{reviewer}' in the name stands for the reviewer.",
        show_default=False,
    ),
]
FilesIn = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Files that people filled in.", show_default=False)
]
Reviewers = Annotated[
    list[str] | None,
    typer.Option(
        "--reviewer",
        metavar="NAME",
        help="Whom the file is for; given more than once, the pairs are divided and each has a file.",
        show_default=False,
    ),
]
Reviewer = Annotated[
    str, typer.Option("--reviewer", metavar="NAME", help="Who reviewed, where a file does not say.", show_default=False)
]
Group = Annotated[
    str,
    typer.Option("--group", metavar="NAME", help="Group of the raters, such as students (rating).", show_default=False),
]
Limit = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N of the queue.", show_default=False)
]
Semicolons = Annotated[
    bool, typer.Option("--semicolons", help="CSV for spreadsheets set to German, French and the like.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over files that are there.")]
Owner = Annotated[
    bool, typer.Option("--owner", help="The reviewers own the review: their word counts by rule 'owner'.")
]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Import what is right; put the wrong rows into FILE.rejected.csv or .jsonl.")
]


def export_(
    workspace: options.WorkspaceArgument,
    file: FileOut,
    template: TemplateOption = "pairs",
    reviewer: Reviewers = None,
    answers: Answers = None,
    group: Group = "",
    overlap: Overlap = None,
    share: Share = None,
    audit: Audit = None,
    limit: Limit = None,
    hide_checks: HideChecks = None,
    semicolons: Semicolons = False,
    force: Force = False,
    config: options.ConfigFile = None,
    as_json: options.Json = False,
) -> None:
    """Write the pairs to review as CSV, for a spreadsheet, or as JSON Lines; 'emosapp review import' reads them back.

    The most doubtful pairs come first. No server is needed, and files and server may be used side by side.
    """
    from annotation.files.exporting import Sharing, export  # noqa: PLC0415
    from annotation.files.guidelines import write_guidelines  # noqa: PLC0415
    from emosapp_data.cli.settings import settings_from, written  # noqa: PLC0415
    from emosapp_data.workspace import Workspace, write_text  # noqa: PLC0415

    kind, names = template_of(template, answers), Workspace(workspace)
    asked = sample_options(overlap, share, audit, hide_checks)
    settings = settings_from(config or written(workspace), {"review": asked})
    entries = _entries(names, kind, settings, answers)[:limit]
    sharing = Sharing(reviewer or (), group, ";" if semicolons else ",", force)
    made = export(file, entries, kind, settings.review, sharing)
    write_text(names.config, settings.to_yaml())
    guidelines = write_guidelines(file, kind)
    if as_json:
        typer.echo(json.dumps([each._asdict() for each in made], default=str, indent=1))
    else:
        _show_written(made, kind, guidelines, workspace)


def import_(
    workspace: options.WorkspaceArgument,
    files: FilesIn,
    reviewer: Reviewer = "",
    group: Group = "",
    owner: Owner = False,
    skip_bad: SkipBad = False,
    as_json: options.Json = False,
) -> None:
    """Take in files that 'emosapp review export' wrote and people filled in.

    Files may be imported again, in parts and in any order: nothing is counted twice. Names of reviewers become pseudonyms. A file
    in which something is wrong is not imported; everything that is wrong in it is told.
    """
    from annotation.files.importing import take  # noqa: PLC0415
    from annotation.files.judging import Whose  # noqa: PLC0415
    from annotation.pseudonyms import Pseudonyms  # noqa: PLC0415
    from annotation.store import ReviewStore  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415
    from emosapp_data.workspace import Workspace  # noqa: PLC0415

    names = Workspace(workspace)
    known, store = _known(names), ReviewStore(names)
    whose = Whose(Pseudonyms.of(names.reviewer_key), reviewer, group, owner)
    taken = [take(path, known, store, whose, skip_bad=skip_bad) for path in files]
    if as_json:
        typer.echo(json.dumps([_plain(each) for each in taken], default=str, indent=1))
    else:
        _show_taken(taken, workspace)
    if left_out := [problem for each in taken if not each.imported for problem in each.problems]:
        again = "mend the rows and import again, or import the rest with --skip-bad"
        paths = ", ".join(str(each.path) for each in taken if not each.imported)
        raise InputError("\n".join([*left_out, f"{paths}: nothing of it was imported; {again}"]))


def _entries(
    workspace: "Workspace", template: "Template", settings: "BuildConfig", answers: Path | None
) -> "list[Entry]":
    """What is to be reviewed or rated, in order.

    Raises:
        InputError: nothing is.
    """
    from annotation.template import Template  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415

    if template is Template.RATING:
        return [*to_rate(workspace, settings, answers)]
    if template is Template.PAIRS:
        return [*to_review(workspace, settings)]
    if not (found := to_settle(workspace, settings)):
        raise InputError(f"{workspace.path}: reviewers disagree on no pair")
    return [*found]


def _known(workspace: "Workspace") -> "Known":
    from annotation.answers import read_stored  # noqa: PLC0415
    from annotation.files.importing import Known  # noqa: PLC0415
    from annotation.files.known import known_pairs  # noqa: PLC0415
    from annotation.store import ReviewStore  # noqa: PLC0415
    from emosapp_data.cli.settings import written  # noqa: PLC0415
    from emosapp_data.config import load_config  # noqa: PLC0415
    from emosapp_data.ledger import LEDGER_FILE, Ledger  # noqa: PLC0415

    answers = {answer.id: answer for answer in read_stored(workspace.answers)}
    if answers and not (workspace.path / LEDGER_FILE).exists():
        return Known({}, answers)
    with Ledger.read(workspace.path) as ledger:
        config = load_config(written(workspace.path))
        return Known(known_pairs(ledger, config, ReviewStore(workspace).reviews()), answers)


def _show_written(written: "list[Written]", template: "Template", guidelines: Path, workspace: Path) -> None:
    from annotation.files.columns import instructions  # noqa: PLC0415
    from annotation.files.writing import form_of  # noqa: PLC0415
    from annotation.template import Template  # noqa: PLC0415
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()
    what = "answers" if template is Template.RATING else "pairs"
    for each in written:
        out.print(f"{each.path}  {each.rows:,} {what}{f' for {each.reviewer}' if each.reviewer else ''}", markup=False)
    place = "columns" if form_of(written[0].path) == ".csv" else "fields of 'review'"
    out.print(f"\nTo fill in, in these {place}; the rest stays as it is:")
    asked = instructions(template)
    if not written[0].reviewer:
        asked = [("reviewer", "your name; only a pseudonym is kept"), *asked]
    for name, text in asked:
        out.print(f"  {name}: {text}", soft_wrap=True, markup=False)
    out.print(f"\nHow to judge is told in {guidelines}; give it to the reviewers.", soft_wrap=True, markup=False)
    paths = shlex.join(map(str, (workspace, *(each.path for each in written))))
    out.print(f"\nThen run: emosapp review import {paths}", soft_wrap=True, markup=False)


def _show_taken(taken: "list[Taken]", workspace: Path) -> None:
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()
    for each in taken:
        notes = [*each.notes, *(each.problems if each.imported else ())]
        if each.imported:
            out.print(f"{each.path}  {_counted(each)}", soft_wrap=True, markup=False)
        if each.rejected:
            notes.append(
                f"{each.rejected_rows:,} wrong rows are in {each.rejected}; mend them there and import that file"
            )
        for note in [
            *notes[:MOST_SHOWN],
            *([f"and {len(notes) - MOST_SHOWN:,} more"] if len(notes) > MOST_SHOWN else []),
        ]:
            out.print(f"  {note}", soft_wrap=True, markup=False)
    if any(each.imported and not each.rating for each in taken):
        place = shlex.quote(str(workspace))
        settle = f"emosapp review export {place} disputed.csv --template adjudication"
        out.print(f"\nTo apply the reviews:                   emosapp release {place}", soft_wrap=True, markup=False)
        out.print(f"To settle what reviewers disagree on:   {settle}", soft_wrap=True, markup=False)


def _counted(taken: "Taken") -> str:
    from annotation.files.reading import WINDOWS  # noqa: PLC0415

    said = [f"{name}: {taken.counts[status]:,}" for status, name in _states(taken) if taken.counts.get(status)]
    said += [f"not {'rated' if taken.rating else 'reviewed'} yet: {taken.untouched:,}"] if taken.untouched else []
    merged = taken.merged
    text = (
        f"{', '.join(said) or 'no rows'}; {merged.new:,} new, {merged.changed:,} changed, {merged.same:,} known already"
    )
    text += f", {merged.older:,} older than what is known" if merged.older else ""
    text += f"; without a time, so with that of the file: {taken.untimed:,}" if taken.untimed else ""
    return text + ("; read as Windows-1252, which has no room for some characters" if taken.encoding == WINDOWS else "")


def _states(taken: "Taken") -> "list[tuple[ReviewStatus, str]]":
    from emosapp_data.schema import ReviewStatus  # noqa: PLC0415

    return [
        (ReviewStatus.SUBMITTED, "rated" if taken.rating else "reviewed"),
        (ReviewStatus.DRAFT, "drafts"),
        (ReviewStatus.DISCARDED, "discarded"),
    ]


def _plain(taken: "Taken") -> dict[str, Any]:
    return {**taken._asdict(), "merged": taken.merged._asdict()}
