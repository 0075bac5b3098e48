"""Resident memory of this process, as Linux tells it."""

from pathlib import Path
from typing import NamedTuple

STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")
RESET_PEAK = "5"
"""What resets the peak (proc_pid_clear_refs(5))."""


class Resident(NamedTuple):
    """Bytes in memory."""

    now: int
    """Now."""
    peak: int
    """The most so far, or since the peak was reset. The peak of getrusage(2) counts what the parent held before it started this process."""
    mapped: int
    """Of those now, pages of files."""


def resident() -> Resident | None:
    """This process' memory; none where the system does not tell."""
    try:
        lines = dict(line.split(":", 1) for line in STATUS.read_text(encoding="ascii").splitlines() if ":" in line)
        now, peak, mapped = (int(lines[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM", "RssFile"))
    except (OSError, KeyError, ValueError):
        return None
    return Resident(now, peak, mapped)


def reset_peak() -> None:
    """Count the peak from now on, where the system can."""
    try:
        CLEAR.write_text(RESET_PEAK, encoding="ascii")
    except OSError:
        return
