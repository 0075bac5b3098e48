"""Running the command line as a user does, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOLD = """
import sys, time
from pathlib import Path
from emosapp_data.ledger import Ledger
with Ledger.write(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def emosapp(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `emosapp` and wait for it."""
    return subprocess.run(
        command(*arguments), capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def command(*arguments: object) -> list[str]:
    """The command that runs `emosapp` with the interpreter of the tests."""
    return [sys.executable, "-c", "from emosapp_data.cli import main; main()", *map(str, arguments)]


@contextmanager
def held(workspace: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that writes in a workspace, and is killed at the end."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(workspace)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        holder.kill()
