"""Question-answer pairs from books as the content of a release."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from emosapp_data.checks import all_checks
from emosapp_data.config import BuildConfig
from emosapp_data.doubt import flags_of, group_of
from emosapp_data.licences import combine
from emosapp_data.release.card import knowledge_card
from emosapp_data.release.diff import History
from emosapp_data.release.draft import TOOL, Content, Note, library_versions
from emosapp_data.release.knowledge.packing import COLUMNS as PACKED_COLUMNS
from emosapp_data.release.knowledge.packing import PackedDialogue, pack, write_packed
from emosapp_data.release.knowledge.table import COLUMNS, row, write_parquet
from emosapp_data.release.shards import shard_paths, write_shards
from emosapp_data.release.splits import SPLITS, section_of
from emosapp_data.schema import Book, DatasetKind, Passage, QAPair, Release, ReviewSummary, StepCount

DECIDED = ("accepted", "edited")
"""What people have decided where a pair is released and reviewed."""


@dataclass(frozen=True)
class KnowledgeContent(Content):
    """The pairs of a release, with all that is told of them."""

    config: BuildConfig
    pairs: Sequence[QAPair]
    splits: Mapping[str, str]
    """The split of each pair."""
    passages: Mapping[str, Passage]
    books: Sequence[Book]
    steps: Sequence[StepCount]
    benchmarks: Mapping[str, int]
    """Benchmarks that the pairs were held against, and how many items each has."""
    decisions: Mapping[str, str]
    """What people decided on each pair."""
    review: ReviewSummary | None
    """What people had to do with the release."""
    history: History = field(default_factory=History)

    made = "The text was taken from the PDF; questions and answers were made from it, and passages are quoted."
    columns = {"data": COLUMNS, "dialogues": PACKED_COLUMNS}  # noqa: RUF012

    @property
    def name(self) -> str:  # type: ignore[override]
        """Name of the dataset."""
        return self.config.release.name

    @property
    def language(self) -> str:  # type: ignore[override]
        """Language of the pairs."""
        return self.config.checks.language

    def rows(self) -> dict[str, int]:
        """Pairs in each split that has any."""
        counts = Counter(self.splits[pair.id] for pair in self.pairs)
        return {split: counts[split] for split in SPLITS if counts[split]}

    def why_empty(self) -> str:
        """For which reasons all pairs were left out."""
        left_out = [
            f"{count:,} {reason.value}"
            for step in self.steps
            if step.step != "blocks"
            for reason, count in step.rejected.items()
        ]
        why = ", ".join(left_out) or "the books have no key terms and no answered review questions"
        return f"no pair was kept, so there is nothing to release ({why})"

    def write_tables(self, draft: Path) -> None:
        """Write the pairs, and the same pairs packed into dialogues."""
        for split in self.rows():
            inside = [pair for pair in self.pairs if self.splits[pair.id] == split]
            rows = (row(pair, self.passages, self.decisions[pair.id]) for pair in inside)
            write_shards(write_parquet, rows, len(inside), shard_paths(draft / "data", split, len(inside)))
            if self._packed:
                kept = [dialogue for dialogue in self._packed if self.splits[dialogue.pairs[0].id] == split]
                # As many files as of the pairs: their names follow from the numbers that the manifest holds.
                write_shards(write_packed, kept, len(kept), shard_paths(draft / "dialogues", split, len(inside)))

    def release(self, version: str, note: Note) -> Release:
        """The manifest, without the list of files."""
        sections: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for pair in self.pairs:
            sections[self.splits[pair.id]].add(section_of(pair))
        cited = {pair.citation.book for pair in self.pairs}
        books = tuple(book for book in self.books if book.id in cited)
        terms = combine(books)
        groups = Counter(group for pair in self.pairs if (group := group_of(pair)))
        flags = [flags_of(pair) for pair in self.pairs]
        unreviewed = {pair.id for pair in self.pairs if self.decisions[pair.id] not in DECIDED}
        # How the version was asked for is no part of what it holds: asked for or not, the same content has the same bytes.
        asked = self.config.release.model_copy(update={"version": None, "bump": None})
        return Release(
            name=self.name,
            kind=DatasetKind.KNOWLEDGE,
            version=version,
            previous=note.previous,
            changes=note.changes,
            licence=terms.licence,
            publishable=not terms.obstacles,
            obstacles=terms.obstacles,
            review=self.review,
            rows=self.rows(),
            sections={split: len(sections[split]) for split in self.rows()},
            flags=dict(sorted(Counter(flag for found in flags for flag in found).items())),
            flagged=sum(map(bool, flags)),
            undecided=sum(bool(found) for pair, found in zip(self.pairs, flags, strict=True) if pair.id in unreviewed),
            unreviewed=len(unreviewed),
            near_duplicates=sum(members > 1 for members in groups.values()),
            models=_distinct(pair.origin.model for pair in self.pairs),
            prompts=_distinct(pair.origin.prompt_hash for pair in self.pairs),
            benchmarks=dict(self.benchmarks),
            packed=len(self._packed),
            books=books,
            steps=tuple(self.steps),
            files=(),
            tool=TOOL,
            libraries=library_versions("pymupdf"),
            configuration=self.config.model_copy(update={"release": asked}).published(),
        )

    def card(self, release: Release) -> str:
        """The text of README.md."""
        checks = [check.name.replace("_", " ") for check in all_checks(self.config.checks)]
        return knowledge_card(release, checks, self.config)

    @cached_property
    def _packed(self) -> list[PackedDialogue]:
        longest = self.config.release.dialogues
        return pack(self.pairs, longest) if longest else []


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
