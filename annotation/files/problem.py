"""What is wrong with what a person filled in."""

from collections.abc import Callable
from typing import TypeVar

from emosapp_data.errors import InputError

Value = TypeVar("Value")
Other = TypeVar("Other")


class CellError(InputError):
    """A cell that cannot be used as it is; the message says what to do, the place is added by who knows it."""


class Problems(list[str]):
    """Collects what is wrong, so that all of it can be told at once."""

    def attempt(self, read: Callable[[], Value], otherwise: Other) -> Value | Other:
        """What is read, or else `otherwise`, with the problem noted."""
        try:
            return read()
        except CellError as error:
            self.append(str(error))
            return otherwise
