"""The dialogues of one source as the content of a release."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emosapp_data.config.dialogues import DialogueReleaseConfig
from emosapp_data.dialogues import SystemPrompt, training_turns
from emosapp_data.licences import combine
from emosapp_data.release.card import dialogues_card
from emosapp_data.release.dialogues.table import COLUMNS, row, write_dialogues
from emosapp_data.release.diff import History
from emosapp_data.release.draft import TOOL, Content, Note, library_versions
from emosapp_data.release.shards import shard_paths, write_shards
from emosapp_data.release.splits import SPLITS
from emosapp_data.schema import DatasetKind, Dialogue, DialogueSource, Flag, Release, StepCount


@dataclass(frozen=True)
class DialogueContent(Content):
    """The dialogues of a release, with all that is told of them."""

    config: DialogueReleaseConfig
    source: DialogueSource
    dialogues: Sequence[Dialogue]
    splits: Mapping[str, str]
    """The split of each dialogue."""
    flags: Mapping[str, Sequence[Flag]]
    """What each dialogue speaks of."""
    steps: Sequence[StepCount]
    benchmarks: Mapping[str, int]
    """Benchmarks that the dialogues were held against, and how many items each has."""
    system: SystemPrompt | None
    """What comes first in every conversation."""
    alike: int
    """Groups of dialogues that are much alike."""
    history: History = field(default_factory=History)

    made = (
        "Consecutive messages of one speaker were joined, labels were renamed, and talk about the crowdsourcing task was set "
        "aside for training; every change is listed by the toolkit."
    )
    columns = {"data": COLUMNS}  # noqa: RUF012

    @property
    def name(self) -> str:  # type: ignore[override]
        """Name of the dataset."""
        return self.config.name

    @property
    def language(self) -> str:  # type: ignore[override]
        """Language of the dialogues."""
        return self.config.language

    def rows(self) -> dict[str, int]:
        """Dialogues in each split that has any."""
        counts = Counter(self.splits[dialogue.id] for dialogue in self.dialogues)
        return {split: counts[split] for split in SPLITS if counts[split]}

    def why_empty(self) -> str:
        """For which reasons all dialogues were left out."""
        left_out = [f"{count:,} {reason.value}" for step in self.steps for reason, count in step.rejected.items()]
        why = ", ".join(left_out) or "none was read"
        return f"no dialogue of {self.source.id} was kept, so there is nothing to release ({why})"

    def write_tables(self, draft: Path) -> None:
        """Write the dialogues of each split."""
        for split in self.rows():
            inside = [dialogue for dialogue in self.dialogues if self.splits[dialogue.id] == split]
            rows = (row(each, self.flags[each.id], self.system, self.config.strategies) for each in inside)
            write_shards(write_dialogues, rows, len(inside), shard_paths(draft / "data", split, len(inside)))

    def release(self, version: str, note: Note) -> Release:
        """The manifest, without the list of files."""
        terms = combine([self.source])
        answers: Counter[str] = Counter()
        for dialogue in self.dialogues:
            answers[self.splits[dialogue.id]] += len(training_turns(dialogue)) // 2
        flags = [self.flags[dialogue.id] for dialogue in self.dialogues]
        return Release(
            name=self.name,
            kind=DatasetKind.DIALOGUES,
            version=version,
            previous=note.previous,
            changes=note.changes,
            licence=terms.licence,
            publishable=not terms.obstacles,
            obstacles=terms.obstacles,
            rows=self.rows(),
            answers={split: answers[split] for split in self.rows()},
            flags=dict(sorted(Counter(flag for found in flags for flag in found).items())),
            flagged=sum(map(bool, flags)),
            undecided=sum(map(bool, flags)),
            unreviewed=len(self.dialogues),
            near_duplicates=self.alike,
            benchmarks=dict(self.benchmarks),
            dialogue_sources=(self.source,),
            steps=tuple(self.steps),
            files=(),
            tool=TOOL,
            libraries=library_versions(),
            configuration=self._configuration(),
        )

    def card(self, release: Release) -> str:
        """The text of README.md."""
        return dialogues_card(release, COLUMNS, self.language)

    def _configuration(self) -> dict[str, Any]:
        """What the content depends on, and nothing of this machine."""
        data = self.config.model_dump(mode="json")
        data["source"] = self.source.id
        data["benchmarks"] = [path.name for path in self.config.benchmarks]
        data["system"] = self.system.model_dump() | {"hash": self.system.hash} if self.system else None
        return data
