"""A workspace: the folder in which a dataset is built, with its ledger and the files that people and programs read."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from emosapp_data.schema import Record


class Workspace:
    """The names of the files in a workspace."""

    def __init__(self, path: Path) -> None:
        """Name the files under `path`; nothing is created."""
        self.path = path
        self.blocks = path / "blocks.jsonl"
        self.passages = path / "passages.jsonl"
        self.pairs = path / "pairs.jsonl"
        self.near_duplicates = path / "near_duplicates.jsonl"
        self.review_queue = path / "review_queue.jsonl"
        self.config = path / "config.yaml"
        self.sources = path / "sources.json"
        self.report = path / "report.html"
        self.releases = path / "releases"
        self.overlays = path / "overlay"
        self.server_log = path / "model-server.log"
        self.review = path / "review"
        self.reviews = self.review / "reviews.jsonl"
        self.unfinished_reviews = self.review / "unfinished.jsonl"
        self.review_history = self.review / "history.jsonl"
        self.answers = self.review / "answers.jsonl"
        self.ratings = self.review / "ratings.jsonl"
        self.unfinished_ratings = self.review / "unfinished_ratings.jsonl"
        self.rating_history = self.review / "rating_history.jsonl"
        self.reviewer_key = self.review / ".reviewer-key"
        self.review_report = self.review / "report.html"


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all; what a killed process left of it is overwritten by the next."""
    _write(path, [text])


def write_jsonl(path: Path, records: Iterable[Record]) -> None:
    """Write records, one a line, as they come, whole or not at all."""
    write_lines(path, (record.to_json() for record in records))


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines as they come, whole or not at all."""
    _write(path, (line + "\n" for line in lines))


def _write(path: Path, parts: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def replace_folder(draft: Path, folder: Path) -> None:
    """Give a draft, flushed to disk, its folder's name; what was there is gone afterwards."""
    flush(draft)
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def flush(folder: Path) -> None:
    """Make sure that the bytes of all files below a folder are on disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
