"""A conversation on a terminal: answers on standard output, so that they can be kept, and notices beside them."""

import sys
import textwrap
from collections.abc import Iterator
from shutil import get_terminal_size
from typing import TextIO

MARK = "> "
WIDEST = 100


class Terminal:
    """Shows a conversation as it comes."""

    def __init__(self, answers: TextIO | None = None, notices: TextIO | None = None) -> None:
        """Write answers to one stream and notices to another; without them, to standard output and standard error."""
        self._answers, self._notices = answers or sys.stdout, notices or sys.stderr

    def notice(self, text: str) -> None:
        """Show what this program says, set apart by a blank line."""
        width = min(WIDEST, get_terminal_size().columns)
        self._notices.write(f"{textwrap.fill(text, width, initial_indent='* ', subsequent_indent='  ')}\n\n")
        self._notices.flush()

    def piece(self, text: str) -> None:
        """Show more of an answer."""
        self._answers.write(text)
        self._answers.flush()

    def end(self) -> None:
        """End an answer's last line."""
        self._answers.write("\n")
        self._answers.flush()
        self._notices.write("\n")
        self._notices.flush()


def typed_lines() -> Iterator[str]:
    """What is typed, line by line, until the end of the input or Ctrl-C."""
    while True:
        try:
            yield input(MARK if sys.stdin.isatty() else "")
        except (EOFError, KeyboardInterrupt):
            sys.stderr.write("\n")
            return
