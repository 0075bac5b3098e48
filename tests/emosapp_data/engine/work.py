"""Functions for engines to map."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

from emosapp_data.ledger import Outcome, Result

DEADLY, IMPOSSIBLE = 1300, 700


def squares(numbers: Sequence[int]) -> list[int]:
    """The squares; 700 cannot be done, and with 1300 the process ends as when the system ends it for want of memory."""
    if DEADLY in numbers:
        os._exit(9)
    if IMPOSSIBLE in numbers:
        raise ValueError("seven")
    return [number * number for number in numbers]


def square(number: int) -> Result:
    """The same for one number, as the result of an item."""
    return Result(Outcome.KEPT, output=squares([number])[0], makes=1)


def slow_first(number: int) -> int:
    """A batch that takes longer than those after it."""
    time.sleep(0.5 if number == 0 else 0)
    return number


class DiesOnce:
    """Ends the process of the first worker that gets a batch."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __call__(self, number: int) -> int:
        if number == 3 and not self.marker.exists():
            self.marker.touch()
            os._exit(9)
        return number


def process_of(_: int) -> int:
    """The process that has the batch."""
    return os.getpid()
