"""How the command line ends: one plain line for what the user can mend, a traceback only with --debug."""

import logging
import sys
from collections.abc import Callable

import typer
from rich.console import Console
from rich.text import Text

from emosapp_data.errors import EmosappError


def run(app: Callable[..., object]) -> int:
    """Run the app; returns the exit code."""
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
        logging.basicConfig(level=logging.DEBUG, format="%(name)s: %(message)s", stream=sys.stderr)
        logging.getLogger("filelock").setLevel(logging.WARNING)
    try:
        result = app(standalone_mode=False)
    except typer.Exit as error:
        return error.exit_code
    except typer.TyperException as error:
        _complain(error.format_message(), debug)
        return error.exit_code
    except EmosappError as error:
        _complain(str(error), debug)
        return error.exit_code
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except BrokenPipeError:
        return 0
    return result if isinstance(result, int) else 0


def _complain(message: str, debug: bool) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if debug:
        console.print_exception()
    for line in message.splitlines():
        console.print(Text.assemble(("error: ", "bold red"), line))
