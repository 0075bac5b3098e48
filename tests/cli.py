"""Running the command line as a user does, in a process of its own."""

import os
import subprocess
import sys


def emosapp(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `emosapp` and wait for it."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def command(*arguments: object) -> list[str]:
    """The command that runs `emosapp` with the interpreter of the tests."""
    return [sys.executable, "-c", "from emosapp_data.cli import main; main()", *map(str, arguments)]
