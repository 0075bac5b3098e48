"""The command line, `emosapp`."""

import sys

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def main() -> None:
    """Run the command line; errors that the user can mend are one line, with their exit code."""
    try:
        from emosapp_data.cli.app import app  # noqa: PLC0415
        from emosapp_data.cli.errors import run  # noqa: PLC0415

        code = run(app)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:
        sys.stderr.write("stopped; run the same command again to go on where it stopped\n")
    sys.exit(code)
