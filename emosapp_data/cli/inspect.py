"""Commands that look: what became of everything, the story of one pair, what is installed."""

import json
from pathlib import Path
from typing import Annotated

import typer

from emosapp_data.cli import options

Pair = Annotated[
    str, typer.Argument(metavar="PAIR_ID", help="Id of a pair, or the beginning of it.", show_default=False)
]
Where = Annotated[
    Path, typer.Option("-w", "--workspace", metavar="WORKSPACE", help="Folder that the pair was built in.")
]
SchemaOutput = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FOLDER", help="Write one file a record here.", show_default=False),
]


def status(workspace: options.WorkspaceArgument = Path("workspace"), as_json: options.Json = False) -> None:
    """Show how the items of every step ended, and whether the sums add up."""
    from emosapp_data.audit import audit  # noqa: PLC0415
    from emosapp_data.cli.show import show_counts  # noqa: PLC0415
    from emosapp_data.errors import EmosappError  # noqa: PLC0415
    from emosapp_data.ledger import Ledger  # noqa: PLC0415

    with Ledger.read(workspace) as ledger:
        counts = ledger.counts()
    problems = audit(counts)
    if as_json:
        typer.echo(
            json.dumps({"steps": [count.model_dump(mode="json") for count in counts], "problems": problems}, indent=1)
        )
    else:
        show_counts(counts)
        typer.echo("\nThe sums add up: every step took in what the step before it gave." if not problems else "")
    if problems:
        raise EmosappError("\n".join(problems))


def explain(pair_id: Pair, workspace: Where = Path("workspace"), as_json: options.Json = False) -> None:
    """Tell the whole story of one pair, from the page to the verdicts."""
    from emosapp_data.cli.story import show_story, tell  # noqa: PLC0415
    from emosapp_data.ledger import Ledger  # noqa: PLC0415

    with Ledger.read(workspace) as ledger:
        story = tell(ledger, pair_id, workspace)
    if as_json:
        typer.echo(story.model_dump_json(indent=1))
    else:
        show_story(story)


def schema(output: SchemaOutput = None) -> None:
    """Write the JSON schemas of the records."""
    from emosapp_data.schema import json_schemas  # noqa: PLC0415
    from emosapp_data.workspace import write_text  # noqa: PLC0415

    schemas = json_schemas()
    if output is None:
        typer.echo(json.dumps(schemas, indent=1, ensure_ascii=False))
        return
    for name, content in schemas.items():
        write_text(output / f"{name}.schema.json", json.dumps(content, indent=1, ensure_ascii=False) + "\n")
        typer.echo(output / f"{name}.schema.json")


def doctor(as_json: options.Json = False) -> None:
    """Show what is installed, what is missing, and the command that mends it."""
    from emosapp_data.doctor import examine  # noqa: PLC0415

    findings = examine()
    if as_json:
        typer.echo(json.dumps([finding._asdict() for finding in findings], indent=1))
        return
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from emosapp_data.cli.terminal import console  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, show_header=False)
    for finding in findings:
        table.add_row(
            Text("ok", "green") if finding.ok else Text("missing", "yellow"),
            Text(finding.part),
            Text(finding.found),
            Text(finding.remedy),
        )
    console().print(table)
