"""From a workspace to what is put before which reviewers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from emosapp_data.cli.review.queues import to_rate, to_review, to_settle

if TYPE_CHECKING:
    from annotation.argilla.push import Load
    from annotation.template import Template
    from emosapp_data.config import BuildConfig
    from emosapp_data.workspace import Workspace


def loads_of(
    workspace: "Workspace",
    template: "Template",
    settings: "BuildConfig",
    workspaces: Sequence[str],
    answers: Path | None,
    raters: int,
) -> "list[Load]":
    """What goes where.

    Raises:
        InputError: there is nothing to review.
    """
    from annotation.argilla.push import Load  # noqa: PLC0415
    from annotation.argilla.records import answer_draft, pair_draft  # noqa: PLC0415
    from annotation.assignment import assign  # noqa: PLC0415
    from annotation.server.credentials import ADJUDICATION, REVIEWERS  # noqa: PLC0415
    from annotation.template import Template  # noqa: PLC0415
    from emosapp_data.errors import InputError  # noqa: PLC0415

    if template is Template.RATING:
        drafts = [answer_draft(answer) for answer in to_rate(workspace, settings, answers)]
        return [Load(group, raters, drafts) for group in workspaces or [REVIEWERS]]
    if template is Template.ADJUDICATION:
        if len(workspaces) > 1:
            raise InputError("--template adjudication: one --workspace, for a pair is settled once")
        (place,) = workspaces or [ADJUDICATION]
        return [Load(place, 1, list(map(pair_draft, to_settle(workspace, settings))))]
    batches = assign(to_review(workspace, settings), settings.review, workspaces or [REVIEWERS])
    return [Load(batch.workspace, batch.reviewers, list(map(pair_draft, batch.items))) for batch in batches]
