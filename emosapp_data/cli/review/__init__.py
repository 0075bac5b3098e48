"""`emosapp review`: people judge pairs, in Argilla or in files."""

import typer

from emosapp_data.cli.review import files, server, work
from emosapp_data.cli.review.report import report

WORK, FILES, SERVER = "Review in Argilla", "Review in files, without a server", "The review server on this machine"

review = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Have people judge pairs, in Argilla or in files."
)
review.command(rich_help_panel=WORK)(work.push)
review.command(rich_help_panel=WORK)(work.pull)
review.command(rich_help_panel=WORK)(report)
review.command("export", rich_help_panel=FILES)(files.export_)
review.command("import", rich_help_panel=FILES)(files.import_)
for command in (server.serve, server.stop, server.status, server.backup, server.restore, server.reindex):
    review.command(rich_help_panel=SERVER)(command)
