"""What people see of a push and of a pull."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotation.argilla.pull import Pulled
    from annotation.argilla.push import Push
    from annotation.template import Template
    from emosapp_data.workspace import Workspace


def show_pushed(pushed: "Push", template: "Template", workspace: Path) -> None:
    """Show what became of each dataset, where reviewers find it, and the next step."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from annotation.template import Template  # noqa: PLC0415
    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    out = console()
    unit = "answers" if template is Template.RATING else "pairs"
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("workspace")
    table.add_column("dataset")
    for title in (unit, "new", "changed", "same", "closed", "reopened"):
        table.add_column(title, justify="right")
    for each in pushed.datasets:
        counts = (each.open, each.new, each.changed, each.same, each.closed, each.reopened)
        table.add_row(Text(each.workspace), Text(each.dataset), *(f"{count:,}" for count in counts))
    if pushed.datasets:
        out.print(table)
    else:
        out.print("Nothing is to be settled: reviewers disagree on no pair.")
    for note in pushed.notes:
        out.print(Text(f"note: {note}"), soft_wrap=True)
    for each in pushed.datasets:
        if each.open:
            out.print(Text(f"\n{each.dataset}: {each.address}"), soft_wrap=True)
    out.print(Text(f"\nNext: reviewers log in and work; then 'emosapp review pull {workspace}'"), soft_wrap=True)


def show_pulled(pulled: "Pulled", workspace: "Workspace") -> None:
    """Show what came in, how much of the work is done, and the next step."""
    from rich.text import Text  # noqa: PLC0415

    from annotation.store import ReviewStore  # noqa: PLC0415
    from emosapp_data.cli.terminal import console  # noqa: PLC0415
    from emosapp_data.schema import ReviewStatus, Round  # noqa: PLC0415

    out = console()
    lines = [
        f"{name:<9} {merged.new:,} new, {merged.changed:,} changed, {merged.same + merged.older:,} known already"
        for name, merged in (("reviews", pulled.reviews), ("ratings", pulled.ratings))
        if any(merged)
    ]
    out.print(Text("\n".join(lines) or "Nobody has said anything yet."))
    counts = pulled.statuses
    if counts:
        said = (f"{counts.get(status, 0):,} {status.value}" for status in ReviewStatus)
        out.print(Text(f"{'in all':<9} {', '.join(said)}; only what is submitted counts"))
    reviewed = len({each.pair for each in ReviewStore(workspace).reviews() if each.round is Round.REVIEW})
    if workspace.review_queue.exists():
        with workspace.review_queue.open(encoding="utf-8") as lines_of_queue:
            total = sum(1 for _ in lines_of_queue)
        out.print(Text(f"{'pairs':<9} {reviewed:,} of {total:,} reviewed"))
    for note in pulled.notes:
        out.print(Text(f"note: {note}"), soft_wrap=True)
    if not counts:
        return
    out.print(
        Text(
            f"\nNext: 'emosapp release {workspace.path}' applies the reviews; 'emosapp review report {workspace.path}' shows"
            f" progress and agreement;\npairs on which reviewers disagree: 'emosapp review push {workspace.path} --template adjudication'"
        ),
        soft_wrap=True,
    )
