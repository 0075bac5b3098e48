"""What waits for people in a workspace, for the commands that put it before them."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotation.item import ReviewItem
    from annotation.template import Template
    from emosapp_data.config import BuildConfig
    from emosapp_data.schema import AnswerToRate
    from emosapp_data.workspace import Workspace


def template_of(name: str, answers: Path | None) -> "Template":
    """The template of a name.

    Raises:
        InputError: there is none, or answers to rate are given with another.
    """
    from annotation.template import Template  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415

    try:
        template = Template(name)
    except ValueError:
        raise InputError(f"--template {name}: it is {', '.join(Template)}") from None
    if answers and template is not Template.RATING:
        raise InputError(f"--answers: for --template rating, not for {template}")
    return template


def to_review(workspace: "Workspace", settings: "BuildConfig") -> "list[ReviewItem]":
    """The pairs of the first round, in the order of review.

    Raises:
        InputError: no pair is left.
    """
    from annotation.queue import review_items  # noqa: PLC0415
    from emosapp_data.cli.settings import need  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415
    from emosapp_data.ledger import Ledger  # noqa: PLC0415

    with Ledger.read(workspace.path) as ledger:
        need(ledger, "duplicates", f"emosapp check {workspace.path}")
        items = review_items(ledger, settings.review)
    if not items:
        raise InputError(f"{workspace.path}: no pair is left to review; 'emosapp status {workspace.path}' says why")
    return items


def to_settle(workspace: "Workspace", settings: "BuildConfig") -> "list[ReviewItem]":
    """The pairs on which reviewers disagree; there may be none."""
    from annotation.queue import adjudication_items  # noqa: PLC0415
    from annotation.store import ReviewStore  # noqa: PLC0415
    from emosapp_data.cli.settings import need  # noqa: PLC0415
    from emosapp_data.ledger import Ledger  # noqa: PLC0415

    with Ledger.read(workspace.path) as ledger:
        need(ledger, "duplicates", f"emosapp check {workspace.path}")
        return adjudication_items(ledger, settings, ReviewStore(workspace).reviews())


def to_rate(workspace: "Workspace", settings: "BuildConfig", answers: Path | None) -> "list[AnswerToRate]":
    """The answers of models to rate, in the order of rating; those of a file are kept in the workspace.

    Raises:
        InputError: a line of the file is wrong, or no answers were ever given.
    """
    from annotation.answers import in_order, read_answers, read_stored, store  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415

    if answers:
        store(workspace.answers, read_answers(answers))
    found = in_order(read_stored(workspace.answers), settings.review.seed)
    if not found:
        raise InputError("--template rating: give the answers to rate with --answers FILE.jsonl")
    return list(found)
