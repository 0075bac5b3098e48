"""The commands. Each imports what it needs when it runs, so that `emosapp --help` answers at once."""

from typing import Annotated

import typer

from emosapp_data import __version__
from emosapp_data.cli.build import build, check, extract, generate, release, report
from emosapp_data.cli.dialogue_release import release_dialogues
from emosapp_data.cli.dialogues import dialogues
from emosapp_data.cli.evaluate import evaluate
from emosapp_data.cli.examine import examine
from emosapp_data.cli.export import bench, chat, export, verify
from emosapp_data.cli.inspect import doctor, explain, schema, status
from emosapp_data.cli.mix import mix
from emosapp_data.cli.plan import plan
from emosapp_data.cli.publish import publish
from emosapp_data.cli.review import review
from emosapp_data.cli.train import train
from emosapp_data.cli.versions import copy_release, diff, verify_release, versions

app = typer.Typer(
    name="emosapp",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

BUILD, PEOPLE, MODEL, LOOK = (
    "Build a dataset",
    "Have people review it",
    "Train a model, and bring it to a phone",
    "Look at it",
)
app.command(rich_help_panel=BUILD)(build)
app.command(rich_help_panel=BUILD)(plan)
app.command(rich_help_panel=BUILD)(extract)
app.command(rich_help_panel=BUILD)(generate)
app.command(rich_help_panel=BUILD)(check)
app.command(rich_help_panel=BUILD)(release)
app.command(rich_help_panel=BUILD)(report)
app.command(rich_help_panel=BUILD)(mix)
app.command(rich_help_panel=BUILD)(publish)
app.command("copy-release", rich_help_panel=BUILD)(copy_release)
app.command(rich_help_panel=BUILD)(dialogues)
app.command(rich_help_panel=BUILD)(release_dialogues)
app.add_typer(review, name="review", rich_help_panel=PEOPLE)
app.command(rich_help_panel=MODEL)(train)
app.command(rich_help_panel=MODEL)(export)
app.command(rich_help_panel=MODEL)(verify)
app.command(rich_help_panel=MODEL)(chat)
app.command(rich_help_panel=MODEL)(bench)
app.add_typer(evaluate, name="evaluate", rich_help_panel=MODEL)
app.command(rich_help_panel=LOOK)(status)
app.command(rich_help_panel=LOOK)(explain)
app.command(rich_help_panel=LOOK)(versions)
app.command(rich_help_panel=LOOK)(diff)
app.command(rich_help_panel=LOOK)(verify_release)
app.command(rich_help_panel=LOOK)(examine)
app.command(rich_help_panel=LOOK)(schema)
app.command(rich_help_panel=LOOK)(doctor)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"emosapp-data {__version__}")
        raise typer.Exit


@app.callback(epilog="Every command takes --debug, which shows tracebacks.")
def emosapp(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """From psychology textbooks to question-answer datasets whose every pair names its page."""
