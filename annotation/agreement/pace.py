"""How long reviews take, from the times at which they were submitted: nobody is asked to start a clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

LONGEST = 600.0
"""Seconds between two submissions from which on it was a pause, and no work."""


@dataclass(frozen=True)
class Pace:
    """Time between one submission of a reviewer and their next."""

    median_seconds: float | None
    """Half of the steps were shorter; none where there are none."""
    steps: int
    """Steps from one submission to the next that count."""
    pauses: int
    """Steps of more than ten minutes, which do not count."""


def pace(times: Iterable[Iterable[datetime]]) -> Pace:
    """The pace of reviewers.

    Args:
        times: for each reviewer, when they submitted. Reviews of one moment came from a file, and tell nothing.
    """
    steps = [(after - before).total_seconds() for reviewer in times for before, after in pairwise(sorted(reviewer))]
    counted = [seconds for seconds in steps if 0 < seconds <= LONGEST]
    return Pace(median(counted) if counted else None, len(counted), sum(seconds > LONGEST for seconds in steps))
