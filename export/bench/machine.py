"""This machine in words."""

import os
import platform
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")


def machine() -> str:
    """The processor's name, and how many cores this process may use."""
    cores = usable_cores()
    return f"{_processor()}, {platform.machine()}, {cores} core{'s' if cores > 1 else ''}"


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load() -> float | None:
    """Processes that computed at once in the last minute, on average, for each core; none where the system does not tell.

    Well below 0.2 on a machine that does nothing else; figures from a busy one are too low.
    """
    if not hasattr(os, "getloadavg"):
        return None
    return os.getloadavg()[0] / usable_cores()


def _processor() -> str:
    try:
        lines = CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = (line.split(":", 1)[1].strip() for line in lines if line.lower().startswith(("model name", "hardware")))
    return next(names, platform.processor() or "unknown processor")
