"""Writing a release: the same inputs give the same bytes, and a version that exists is never touched again."""

import hashlib
import os
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version as library_version
from pathlib import Path
from typing import NamedTuple

import emosapp_data
from emosapp_data.checks import all_checks
from emosapp_data.config import BuildConfig
from emosapp_data.doubt import flags_of, group_of
from emosapp_data.errors import ReleaseError
from emosapp_data.licences import combine
from emosapp_data.release.card import render_card
from emosapp_data.release.dialogues import pack, write_dialogues
from emosapp_data.release.splits import SPLITS, section_of
from emosapp_data.release.table import row, write_parquet
from emosapp_data.schema import Book, Passage, QAPair, Release, ReleasedFile, ReviewSummary, StepCount

FIRST_VERSION = "0.1.0"
LIBRARIES = ("datasets", "pyarrow", "pymupdf")
"""Libraries whose version may show in the bytes of a release."""
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


class Made(NamedTuple):
    """A release on disk."""

    path: Path
    release: Release
    new: bool
    """Whether it was written now; false where the same bytes were there already."""


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


def make_release(content: Content, config: BuildConfig, folder: Path) -> Made:
    """Write a release below `folder` (name/version), whole or not at all.

    Without a version in the configuration: the latest one if its content would be the same, or else the next minor one.

    Raises:
        ReleaseError: there is nothing to release, or the version asked for exists with other content.
    """
    if not content.pairs:
        raise ReleaseError(f"no pair was kept, so there is nothing to release ({_reasons(content.steps)})")
    home = folder / config.release.name
    asked = config.release.version
    latest = max(existing_versions(home), key=_order, default=None)
    version = asked or latest or FIRST_VERSION
    draft = home / ".draft"
    made = _write(content, config, version, draft)
    if (home / version).exists():
        if _same(draft, home / version):
            shutil.rmtree(draft)
            return Made(home / version, made, new=False)
        if asked:
            shutil.rmtree(draft)
            raise ReleaseError(
                f"{home / version}: this version exists with other content and is never overwritten; choose another with --version"
            )
        version = next_minor(version)
        made = _write(content, config, version, draft)
    draft.rename(home / version)
    return Made(home / version, made, new=True)


def _reasons(steps: Sequence[StepCount]) -> str:
    left_out = [
        f"{count:,} {reason.value}"
        for step in steps
        if step.step != "blocks"
        for reason, count in step.rejected.items()
    ]
    return ", ".join(left_out) or "the books have no key terms and no answered review questions"


def existing_versions(home: Path) -> list[str]:
    """The versions of a dataset that were released."""
    return [path.name for path in home.glob("*.*.*") if VERSION.fullmatch(path.name)] if home.exists() else []


def next_minor(version: str) -> str:
    """The next minor version: 0.1.4 is followed by 0.2.0."""
    major, minor, _ = _order(version)
    return f"{major}.{minor + 1}.0"


def _order(version: str) -> tuple[int, int, int]:
    match = VERSION.fullmatch(version)
    if match is None:
        raise ReleaseError(f"{version!r} is no version; a version is written 1.2.3")
    return int(match[1]), int(match[2]), int(match[3])


def _write(content: Content, config: BuildConfig, version: str, draft: Path) -> Release:
    if draft.exists():
        shutil.rmtree(draft)
    draft.mkdir(parents=True)
    counts = Counter(content.splits[pair.id] for pair in content.pairs)
    sections: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for pair in content.pairs:
        sections[content.splits[pair.id]].add(section_of(pair))
    used = [split for split in SPLITS if counts[split]]
    for split in used:
        inside = (pair for pair in content.pairs if content.splits[pair.id] == split)
        rows = (row(pair, content.passages, content.decisions[pair.id]) for pair in inside)
        write_parquet(rows, draft / "data" / f"{split}.parquet")
    dialogues = _write_dialogues(content, config, used, draft)
    cited = {pair.citation.book for pair in content.pairs}
    books = tuple(book for book in content.books if book.id in cited)
    terms = combine(books)
    groups = Counter(group for pair in content.pairs if (group := group_of(pair)))
    release = Release(
        name=config.release.name,
        version=version,
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
        configuration=config.published(),
    )
    checks = [check.name.replace("_", " ") for check in all_checks(config.checks)]
    (draft / "README.md").write_text(render_card(release, checks, config), encoding="utf-8")
    release = release.model_copy(
        update={"files": tuple(_described(path, draft) for path in sorted(draft.rglob("*")) if path.is_file())}
    )
    (draft / "manifest.json").write_text(release.model_dump_json(indent=1) + "\n", encoding="utf-8")
    for path in draft.rglob("*"):
        if path.is_file():
            _flush(path)
    return release


def _write_dialogues(content: Content, config: BuildConfig, splits: Sequence[str], draft: Path) -> int:
    """Write the pairs packed into dialogues, where they are asked for; returns how many there are."""
    if not config.release.dialogues:
        return 0
    packed = pack(content.pairs, config.release.dialogues)
    for split in splits:
        inside = [dialogue for dialogue in packed if content.splits[dialogue.pairs[0].id] == split]
        write_dialogues(inside, draft / "dialogues" / f"{split}.parquet")
    return len(packed)


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _described(path: Path, root: Path) -> ReleasedFile:
    data = path.read_bytes()
    return ReleasedFile(
        path=path.relative_to(root).as_posix(), sha256=hashlib.sha256(data).hexdigest(), bytes=len(data)
    )


def _flush(path: Path) -> None:
    """Make sure that the bytes are on disk before the folder gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _same(draft: Path, released: Path) -> bool:
    """Whether a release holds what the draft holds; the manifests name the checksums of all other files."""
    manifest = released / "manifest.json"
    return manifest.exists() and manifest.read_bytes() == (draft / "manifest.json").read_bytes()
