"""What a user wants to have asked, from what was typed."""

from pathlib import Path

from emosapp_data.errors import InputError
from evaluation.asking import WORDINGS
from evaluation.benchmarks import BENCHMARKS, find, known
from evaluation.own_tasks import OWN
from evaluation.record import Kind


def chosen_benchmarks(told: str, wordings: str, data: Path) -> dict[str, tuple[str, ...]]:
    """The benchmarks that a user names, or all whose files are there, each with its wordings.

    One that is named, has no file here and no wording given is asked by lm-eval's own task, with data from the Hub.

    Args:
        told: names such as 'mhqa,dreaddit:ab', where letters behind a colon are the wordings
        wordings: those of the others, such as 'a,b,c'
        data: folder of the files

    Raises:
        InputError: a name is unknown, or the folder holds none.
    """
    others = chosen_wordings(wordings)
    found = {}
    for part in filter(None, (part.strip() for part in told.split(","))):
        name, _, letters = part.partition(":")
        found[known(name).name] = chosen_wordings(",".join(letters)) if letters else others
        if not letters and known(name).task and not _is_there(name, data):
            found[name] = (OWN,)
    if found:
        return found
    if not data.is_dir():
        raise InputError(f"{data}: no such folder; give the one that holds the benchmarks with --data")
    found = {name: others for name in BENCHMARKS if _is_there(name, data)}
    if not found:
        raise InputError(f"{data}: no file of a benchmark that is known ({', '.join(BENCHMARKS)})")
    return found


def _is_there(benchmark: str, data: Path) -> bool:
    try:
        find(benchmark, data)
    except InputError:
        return False
    return True


def chosen_wordings(told: str) -> tuple[str, ...]:
    """The wordings that a user names.

    Raises:
        InputError: there is none of this name, or none is named.
    """
    named = tuple(dict.fromkeys(name.strip() for name in told.split(",") if name.strip()))
    if not named or (wrong := [name for name in named if name not in WORDINGS]):
        what = f"no wording {wrong[0]!r}" if named else "no wording is named"
        raise InputError(f"{what}; there is {', '.join(WORDINGS)}")
    return named


def chosen_kind(told: str | None) -> Kind | None:
    """What a user wants to compute with.

    Raises:
        InputError: there is none of this name.
    """
    try:
        return Kind(told) if told else None
    except ValueError:
        raise InputError(f"no kind {told!r}; there is {', '.join(Kind)}") from None
