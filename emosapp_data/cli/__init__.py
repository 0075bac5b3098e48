"""The command line, `emosapp`."""

import sys


def main() -> None:
    """Run the command line; errors that the user can mend are one line, with their exit code."""
    from emosapp_data.cli.app import app  # noqa: PLC0415
    from emosapp_data.cli.errors import run  # noqa: PLC0415

    sys.exit(run(app))
