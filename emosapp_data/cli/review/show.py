"""What people see of the review server."""

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from emosapp_data.cli.terminal import console

if TYPE_CHECKING:
    from annotation.server.home import Home
    from annotation.server.serving import Served
    from annotation.server.status import PartStatus, Status


def show_served(home: "Home", served: "Served", *, foreground: bool) -> None:
    """Show where the server is, what was started, new passwords, and the next step."""
    out = console()
    if served.died:
        out.print(f"{', '.join(served.died)} had ended and runs again; everything that was submitted is there.")
    elif served.started:
        out.print(f"started: {', '.join(served.started)}")
    else:
        out.print("was running already")
    out.print(f"\nArgilla: [bold]{served.url}[/bold]\n", highlight=False)
    if served.new and (not foreground or out.is_terminal):  # else it is somebody's log, which is no place for them
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in ("name", "password", "workspaces"):
            table.add_column(title, no_wrap=True)
        for person in served.new:
            table.add_row(Text(person.name), Text(person.password), Text(", ".join(person.workspaces)))
        out.print(table)
        out.print("\nThese passwords are shown this once.", end=" ")
    out.print(f"Names and passwords are kept in {home.credentials}, which only you can read.", soft_wrap=True)
    out.print("\nNext: emosapp review push WORKSPACE" + ("" if foreground else "    Stop it: emosapp review stop"))
    if foreground:
        out.print("Ctrl-C stops the server.")


def show_status(found: "Status") -> None:
    """Show parts, content and reviewers."""
    out = console()
    table = Table(box=None, pad_edge=False, show_header=False)
    for part in found.parts:
        table.add_row(Text(part.part), _word(part), Text(_details(part)))
    out.print(table)
    out.print(f"\naddress   {found.url}\nhome      {found.home}", soft_wrap=True)
    if found.content is None:
        out.print("\nThe database cannot be read at this moment.")
    else:
        held = found.content
        out.print(f"\ndatasets: {held.datasets}   records: {held.records}   submitted responses: {held.submitted}\n")
        for reviewer in held.reviewers:
            out.print(Text(f"  {reviewer.name}  {', '.join(reviewer.workspaces) or 'in no workspace'}"))
    if not found.runs:
        out.print("\nNot all of it runs: 'emosapp review serve' starts what is missing.")


def _word(part: "PartStatus") -> Text:
    if part.running:
        return Text("running", "green") if part.answers else Text("does not answer", "yellow")
    return Text("dead" if part.since else "not running", "red")


def _details(part: "PartStatus") -> str:
    if part.since is None:
        return ""
    since = f"{part.since.astimezone():%Y-%m-%d %H:%M}"
    if not part.running:
        return f"was started {since}"
    return f"since {since}, process {part.pid}, {part.memory_mb:.0f} MB"
