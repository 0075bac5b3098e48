"""Standard output, for people."""

from rich.console import Console

WIDTH = 160
"""Width where there is no terminal."""


def console() -> Console:
    """Standard output; as wide as the terminal, or else wide enough for the tables."""
    terminal = Console(highlight=False)
    return terminal if terminal.is_terminal else Console(highlight=False, width=WIDTH)
