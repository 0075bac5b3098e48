"""Sharing the work out over files: one for each reviewer, or one for all."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from annotation.assignment import assign
from annotation.files.writing import Entry, form_of, write_sheet
from annotation.item import ReviewItem
from annotation.template import Template
from emosapp_data.config import ReviewConfig
from emosapp_data.errors import InputError

PLACEHOLDER = "{reviewer}"


class Written(NamedTuple):
    """A file that was written."""

    path: Path
    reviewer: str
    """Whose it is; empty where it is anybody's."""
    rows: int


class Sharing(NamedTuple):
    """How files are written and shared out."""

    reviewers: Sequence[str] = ()
    """Whom they are for; one file for anybody where there are none."""
    group: str = ""
    """Group of these raters, for answers to rate."""
    delimiter: str = ","
    """What stands between two cells of a table."""
    replace: bool = False
    """Whether files that are there are written over."""


def export(
    path: Path, entries: Sequence[Entry], template: Template, config: ReviewConfig, sharing: Sharing
) -> list[Written]:
    """Write pairs or answers as files to fill in.

    Pairs are divided among several reviewers as they are among workspaces: each goes to one of them, those of the sample go to as
    many as `config.overlap`. A disputed pair is settled once, and answers are rated by everyone.

    Args:
        path: the file; '{reviewer}' in its name stands for the reviewer, who is put behind the name where there are several.
        entries: in the order of review.
        template: what people are asked.
        config: the overlap and the share of its sample.
        sharing: whom the files are for.

    Raises:
        InputError: a file is there already, a name is given twice, or there are too few reviewers for the overlap.
    """
    form_of(path)
    paths = file_names(path, sharing.reviewers)
    if not sharing.replace and (there := [str(each) for each in paths.values() if each.exists()]):
        raise InputError(
            f"{', '.join(there)}: there already, and what was filled in would be lost; give another name, or --force"
        )
    once = config.model_copy(update={"share": 0.0})
    shares = _shares(entries, once if template is Template.ADJUDICATION else config, sharing.reviewers)
    written = []
    for reviewer, target in paths.items():
        given = {name: text for name, text in (("reviewer", reviewer), ("group", sharing.group)) if text}
        write_sheet(target, shares[reviewer], template, given, sharing.delimiter)
        written.append(Written(target, reviewer, len(shares[reviewer])))
    return written


def file_names(path: Path, reviewers: Sequence[str]) -> dict[str, Path]:
    """The file of each reviewer; that of '' where there are none.

    Raises:
        InputError: a reviewer is given twice, or two would have the same file.
    """
    if not reviewers:
        if PLACEHOLDER in path.name:
            raise InputError(f"{path}: {PLACEHOLDER} stands for a reviewer; say who with --reviewer")
        return {"": path}
    if any(not name.strip() for name in reviewers):
        raise InputError("--reviewer: a name is empty")
    pattern = path.name
    if PLACEHOLDER not in pattern and len(reviewers) > 1:
        pattern = f"{path.stem}-{PLACEHOLDER}{path.suffix}"
    found: dict[str, Path] = {}
    for name in (reviewer.strip() for reviewer in reviewers):
        target = path.with_name(pattern.replace(PLACEHOLDER, re.sub(r"[^\w.-]+", "-", name.casefold()).strip("-.")))
        if target in found.values():
            raise InputError(f"{name}: given twice, or too like another name; both would have {target}")
        found[name] = target
    return found


def _shares(entries: Sequence[Entry], config: ReviewConfig, reviewers: Sequence[str]) -> Mapping[str, Sequence[Entry]]:
    names = [name.strip() for name in reviewers]
    items = [entry for entry in entries if isinstance(entry, ReviewItem)]
    if not names or not items:
        return dict.fromkeys(names or [""], entries)
    shares: dict[str, list[ReviewItem]] = {name: [] for name in names}
    for batch in assign(items, config, names):
        shares[batch.workspace] += batch.items
    places = {item.id: place for place, item in enumerate(items)}
    return {name: sorted(share, key=lambda item: places[item.id]) for name, share in shares.items()}
