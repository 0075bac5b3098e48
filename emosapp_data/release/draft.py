"""The files of a release: the same inputs give the same bytes."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version as library_version
from pathlib import Path
from typing import NamedTuple

import emosapp_data
from emosapp_data.checks import all_checks
from emosapp_data.config import BuildConfig
from emosapp_data.doubt import flags_of, group_of
from emosapp_data.licences import combine
from emosapp_data.release.card import render_card
from emosapp_data.release.changelog import FILE as CHANGELOG
from emosapp_data.release.croissant import FILE as CROISSANT
from emosapp_data.release.croissant import croissant
from emosapp_data.release.dialogues import pack, write_dialogues
from emosapp_data.release.diff import History
from emosapp_data.release.splits import SPLITS, section_of
from emosapp_data.release.table import row, write_parquet
from emosapp_data.release.verify import MANIFEST, SUMS, files_of, sha256, sums
from emosapp_data.schema import Book, Passage, QAPair, Release, ReleasedFile, ReviewSummary, StepCount
from emosapp_data.schema.release import Changes

LIBRARIES = ("datasets", "pyarrow", "pymupdf")
"""Libraries whose version may show in the bytes of a release."""


class Content(NamedTuple):
    """What a release is made from."""

    pairs: Sequence[QAPair]
    splits: Mapping[str, str]
    passages: Mapping[str, Passage]
    books: Sequence[Book]
    steps: Sequence[StepCount]
    benchmarks: Mapping[str, int]
    """Benchmarks that the pairs were held against, and how many items each has."""
    decisions: Mapping[str, str]
    """What people decided on each pair."""
    review: ReviewSummary | None
    """What people had to do with the release."""
    history: History = History()
    """What the ledger knows of pairs that an earlier release holds."""


class Note(NamedTuple):
    """What a release says of the one before."""

    changelog: str
    previous: str | None = None
    changes: Changes | None = None


def write_tables(content: Content, config: BuildConfig, draft: Path) -> int:
    """Write the Parquet files into an empty folder; returns how many dialogues the pairs are packed into."""
    for split in _used(content):
        inside = (pair for pair in content.pairs if content.splits[pair.id] == split)
        rows = (row(pair, content.passages, content.decisions[pair.id]) for pair in inside)
        write_parquet(rows, draft / "data" / f"{split}.parquet")
    if not config.release.dialogues:
        return 0
    packed = pack(content.pairs, config.release.dialogues)
    for split in _used(content):
        kept = [dialogue for dialogue in packed if content.splits[dialogue.pairs[0].id] == split]
        write_dialogues(kept, draft / "dialogues" / f"{split}.parquet")
    return len(packed)


def describe(content: Content, config: BuildConfig, version: str, dialogues: int, note: Note, draft: Path) -> Release:
    """Write what describes the Parquet files: changelog, card, manifest and checksums; an earlier description is replaced."""
    (draft / CHANGELOG).write_text(note.changelog, encoding="utf-8")
    release = _release(content, config, version, dialogues, note)
    checks = [check.name.replace("_", " ") for check in all_checks(config.checks)]
    (draft / "README.md").write_text(render_card(release, checks, config), encoding="utf-8")
    (draft / CROISSANT).write_text(croissant(release, config.checks.language, draft), encoding="utf-8")
    files = {name: path for name, path in files_of(draft).items() if name not in (MANIFEST, SUMS)}
    release = release.model_copy(update={"files": tuple(_described(name, path) for name, path in files.items())})
    (draft / MANIFEST).write_text(release.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (draft / SUMS).write_text(sums(draft), encoding="utf-8")
    for path in files_of(draft).values():
        _flush(path)
    return release


def _release(content: Content, config: BuildConfig, version: str, dialogues: int, note: Note) -> Release:
    counts = Counter(content.splits[pair.id] for pair in content.pairs)
    sections: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for pair in content.pairs:
        sections[content.splits[pair.id]].add(section_of(pair))
    used = _used(content)
    cited = {pair.citation.book for pair in content.pairs}
    books = tuple(book for book in content.books if book.id in cited)
    terms = combine(books)
    groups = Counter(group for pair in content.pairs if (group := group_of(pair)))
    # How the version was asked for is no part of what it holds: asked for or not, the same content has the same bytes.
    asked = config.release.model_copy(update={"version": None, "bump": None})
    return Release(
        name=config.release.name,
        version=version,
        previous=note.previous,
        changes=note.changes,
        licence=terms.licence,
        publishable=not terms.obstacles,
        obstacles=terms.obstacles,
        review=content.review,
        pairs={split: counts[split] for split in used},
        sections={split: len(sections[split]) for split in used},
        flags=dict(sorted(Counter(flag for pair in content.pairs for flag in flags_of(pair)).items())),
        near_duplicates=sum(members > 1 for members in groups.values()),
        models=_distinct(pair.origin.model for pair in content.pairs),
        prompts=_distinct(pair.origin.prompt_hash for pair in content.pairs),
        benchmarks=dict(content.benchmarks),
        dialogues=dialogues,
        books=books,
        steps=tuple(content.steps),
        files=(),
        tool=emosapp_data.__version__,
        libraries={name: library_version(name) for name in LIBRARIES},
        configuration=config.model_copy(update={"release": asked}).published(),
    )


def _used(content: Content) -> list[str]:
    """The splits that hold pairs."""
    used = set(content.splits.values())
    return [split for split in SPLITS if split in used]


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _described(name: str, path: Path) -> ReleasedFile:
    return ReleasedFile(path=name, sha256=sha256(path), bytes=path.stat().st_size)


def _flush(path: Path) -> None:
    """Make sure that the bytes are on disk before the folder gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
