"""The commands that put work before reviewers in Argilla, and bring back what they said."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emosapp_data.cli import options
from emosapp_data.cli.review.options import (
    SHOW,
    WORK,
    Answers,
    Audit,
    HideChecks,
    Overlap,
    Share,
    TemplateOption,
    sample_options,
)
from emosapp_data.cli.review.parts import need_annotation
from emosapp_data.cli.review.queues import template_of
from emosapp_data.cli.review.server import HomeFolder

if TYPE_CHECKING:
    from annotation.argilla.pull import Pulled
    from annotation.pictures import PagePictures
    from annotation.server.access import Access

WHERE = "Which Argilla"

Workspaces = Annotated[
    list[str] | None,
    typer.Option(
        "--workspace",
        metavar="NAME",
        help="Workspace in Argilla; with several, each pair goes to one of them (rating: every answer to all).",
        show_default=False,
        rich_help_panel=WORK,
    ),
]
Raters = Annotated[
    int,
    typer.Option("--raters", metavar="N", min=1, help="Raters of each answer in a workspace.", rich_help_panel=WORK),
]
Pictures = Annotated[
    bool | None,
    typer.Option(
        "--pictures/--no-pictures",
        help="Show the evidence on its page; by default on a server of this machine.",
        show_default=False,
        rich_help_panel=SHOW,
    ),
]
Name = Annotated[
    str | None,
    typer.Option(
        "--name", help="First part of the datasets' names; the release's name by default.", show_default=False
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help="Another Argilla than that of 'emosapp review serve'; its key is read from ARGILLA_API_KEY.",
        show_default=False,
        rich_help_panel=WHERE,
    ),
]


def push(
    workspace: options.WorkspaceArgument,
    template: TemplateOption = "pairs",
    overlap: Overlap = None,
    share: Share = None,
    audit: Audit = None,
    workspaces: Workspaces = None,
    answers: Answers = None,
    raters: Raters = 1,
    hide_checks: HideChecks = None,
    pictures: Pictures = None,
    name: Name = None,
    url: Url = None,
    home: HomeFolder = None,
    config: options.ConfigFile = None,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> None:
    """Put pairs before reviewers in Argilla, the most doubtful first.

    May be run again at any time: what is there already is left alone, what has changed is updated, and pairs that are no longer to
    be reviewed are closed. Nothing that a reviewer said is touched.
    """
    need_annotation()
    from annotation.argilla.access import find_access  # noqa: PLC0415
    from annotation.argilla.push import push as send  # noqa: PLC0415
    from annotation.pictures import PagePictures  # noqa: PLC0415
    from emosapp_data.cli.review.loads import loads_of  # noqa: PLC0415
    from emosapp_data.cli.review.show_work import show_pushed  # noqa: PLC0415
    from emosapp_data.cli.settings import settings_from, written  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.workspace import Workspace, write_text  # noqa: PLC0415

    kind = template_of(template, answers)
    _check_names(workspaces or [], name)
    names = Workspace(workspace)
    asked = sample_options(overlap, share, audit, hide_checks)
    settings = settings_from(config or written(workspace), {"review": asked})
    access = find_access(url, home)
    loads = loads_of(names, kind, settings, workspaces or [], answers, raters)
    with PagePictures(names, access) as drawn:
        wanted = access.pictures is not None if pictures is None else pictures
        pushed = send(
            access, name or settings.release.name, kind, loads, reporter(quiet or as_json), drawn if wanted else None
        )
        pushed.notes.extend([*drawn.missing, *_size(access, drawn)])
    write_text(names.config, settings.to_yaml())
    if as_json:
        typer.echo(
            json.dumps({"datasets": [each._asdict() for each in pushed.datasets], "notes": pushed.notes}, indent=1)
        )
    else:
        show_pushed(pushed, kind, workspace)


def pull(
    workspace: options.WorkspaceArgument,
    name: Name = None,
    url: Url = None,
    home: HomeFolder = None,
    quiet: options.Quiet = False,
    as_json: options.Json = False,
) -> None:
    """Bring back what reviewers have said so far; names become pseudonyms.

    May be run at any time, also while people work, and as often as one likes: nothing is lost and nothing is counted twice.
    """
    need_annotation()
    from annotation.argilla.access import find_access  # noqa: PLC0415
    from annotation.argilla.pull import pull as fetch  # noqa: PLC0415
    from emosapp_data.cli.review.show_work import show_pulled  # noqa: PLC0415
    from emosapp_data.cli.settings import settings_from, written  # noqa: PLC0415
    from emosapp_data.progress import reporter  # noqa: PLC0415
    from emosapp_data.workspace import Workspace  # noqa: PLC0415

    settings = settings_from(written(workspace))
    pulled = fetch(
        find_access(url, home), name or settings.release.name, Workspace(workspace), reporter(quiet or as_json)
    )
    if as_json:
        typer.echo(json.dumps(_plain(pulled), indent=1))
    else:
        show_pulled(pulled, Workspace(workspace))


def _check_names(workspaces: Sequence[str], name: str | None) -> None:
    from annotation.server.reviewers import WORKSPACE  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415

    if wrong := [each for each in workspaces if not WORKSPACE.fullmatch(each)]:
        raise InputError(
            f"--workspace {wrong[0]!r}: up to 64 letters, digits and _ -, and begins with a letter or digit"
        )
    if len(set(workspaces)) < len(workspaces):
        raise InputError("--workspace: the same one is given twice")
    if name is not None and not WORKSPACE.fullmatch(name):
        raise InputError(f"--name {name!r}: up to 64 letters, digits and _ -, and begins with a letter or digit")


def _size(access: "Access", drawn: "PagePictures") -> list[str]:
    if access.pictures or not drawn.made:
        return []
    return [f"{drawn.made:,} pictures went into the records: {drawn.size / 1e6:,.1f} MB"]


def _plain(pulled: "Pulled") -> dict[str, Any]:
    return {
        "datasets": pulled.datasets,
        "reviews": pulled.reviews._asdict(),
        "ratings": pulled.ratings._asdict(),
        "statuses": {status.value: number for status, number in pulled.statuses.items()},
        "notes": pulled.notes,
    }
