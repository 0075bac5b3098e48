"""What is installed, and what each part of the toolkit still needs."""

import shutil
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from typing import NamedTuple

from packaging.requirements import Requirement

DISTRIBUTION = "emosapp-data"
EXTRAS = {
    "local": "models on this computer",
    "annotation": "review in Argilla",
    "chat": "token ids and loss masks",
    "training": "fine-tuning",
    "export": "export for Android",
    "evaluation": "benchmarks",
    "scale": "several machines",
    "dev": "tests and checks",
}
OLDEST, NEWEST = (3, 11), (3, 13)


class Finding(NamedTuple):
    """One part of the toolkit."""

    ok: bool
    part: str
    found: str
    remedy: str
    """The command that mends it; empty where nothing is wrong."""


def examine() -> list[Finding]:
    """Look at the interpreter, the core, the extras and the tools."""
    here = sys.version_info[:2]
    python = Finding(
        OLDEST <= here <= NEWEST,
        "Python",
        ".".join(map(str, sys.version_info[:3])),
        "" if OLDEST <= here <= NEWEST else "use Python 3.11 to 3.13",
    )
    needed = [Requirement(line) for line in requires(DISTRIBUTION) or []]
    core = [requirement for requirement in needed if requirement.marker is None]
    findings = [python, _packages("core", core, f"pip install --upgrade {DISTRIBUTION}")]
    for extra, purpose in EXTRAS.items():
        wanted = [
            item
            for item in needed
            if item.marker and item.marker.evaluate({"extra": extra}) and not item.marker.evaluate({"extra": ""})
        ]
        findings.append(_packages(f"{extra} ({purpose})", wanted, f"pip install '{DISTRIBUTION}[{extra}]'"))
    tesseract = shutil.which("tesseract")
    findings.append(
        Finding(
            bool(tesseract),
            "tesseract (scanned pages)",
            tesseract or "not found",
            "" if tesseract else "apt-get install tesseract-ocr",
        )
    )
    return findings


def _packages(part: str, wanted: list[Requirement], remedy: str) -> Finding:
    missing = []
    for requirement in wanted:
        if requirement.name == DISTRIBUTION:
            continue
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            missing.append(requirement.name)
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            missing.append(f"{requirement.name} {requirement.specifier} (found {found})")
    return Finding(
        not missing,
        part,
        f"{len(wanted)} packages" if not missing else f"without {', '.join(missing)}",
        remedy if missing else "",
    )
