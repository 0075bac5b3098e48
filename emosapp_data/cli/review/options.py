"""Options that the commands share which put work before people."""

from pathlib import Path
from typing import Annotated, Any

import typer

WORK = "Who does what"
SHOW = "What reviewers see"

TemplateOption = Annotated[
    str, typer.Option("--template", metavar="NAME", help="pairs, adjudication or rating.", rich_help_panel=WORK)
]
Overlap = Annotated[
    int | None,
    typer.Option(
        "--overlap",
        metavar="N",
        min=1,
        help="Reviewers of each pair of the sample on which agreement is measured; 2 by default.",
        show_default=False,
        rich_help_panel=WORK,
    ),
]
Share = Annotated[
    float | None,
    typer.Option(
        "--share",
        metavar="X",
        min=0,
        max=1,
        help="Share of the pairs in this sample; 0.1 by default.",
        show_default=False,
        rich_help_panel=WORK,
    ),
]
Audit = Annotated[
    int | None,
    typer.Option(
        "--audit",
        metavar="N",
        min=0,
        help="Pairs that a check left out and that people judge too, so that the check's precision is known.",
        show_default=False,
        rich_help_panel=WORK,
    ),
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE.jsonl",
        help="Answers to rate: message, answer and model on each line.",
        show_default=False,
        rich_help_panel=WORK,
    ),
]
HideChecks = Annotated[
    bool | None,
    typer.Option(
        "--hide-checks/--show-checks",
        help="Whether what the checks said is hidden, so that people judge the checks unswayed; shown by default.",
        show_default=False,
        rich_help_panel=SHOW,
    ),
]


def sample_options(
    overlap: int | None, share: float | None, audit: int | None, hide_checks: bool | None
) -> dict[str, Any]:
    """The options on what is put before whom, as the configuration has them."""
    shown = None if hide_checks is None else not hide_checks
    return {"overlap": overlap, "share": share, "audit": audit, "show_checks": shown}
