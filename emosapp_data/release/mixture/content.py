"""Conversations drawn from released datasets as the content of a release."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from emosapp_data.config.mixture import MixtureConfig
from emosapp_data.dialogues import SystemPrompt
from emosapp_data.licences import combine
from emosapp_data.release.card import mixture_card
from emosapp_data.release.dialogues.content import DialogueContent
from emosapp_data.release.diff import History
from emosapp_data.release.draft import TOOL, Content, Note, library_versions
from emosapp_data.release.knowledge.content import KnowledgeContent
from emosapp_data.release.mixture.components import Opened
from emosapp_data.release.mixture.conversation import Conversation, Drawn, LeftOut
from emosapp_data.release.mixture.draw import in_order
from emosapp_data.release.mixture.reasons import history_of
from emosapp_data.release.mixture.table import COLUMNS, row, write_conversations
from emosapp_data.release.shards import shard_paths, write_shards
from emosapp_data.release.splits import SPLITS
from emosapp_data.schema import Component, DatasetKind, Release, StepCount

STEP = "mix"
MADE = {DatasetKind.KNOWLEDGE: KnowledgeContent.made, DatasetKind.DIALOGUES: DialogueContent.made}
"""What was done to the sources of a component."""


@dataclass(frozen=True)
class MixtureContent(Content):
    """The conversations of a mixture, with all that is told of them."""

    recipe: MixtureConfig
    components: Sequence[Opened]
    available: Mapping[str, Sequence[Conversation]]
    """All conversations of each component, by its name."""
    drawn: Sequence[Drawn]
    left_out: Sequence[LeftOut]

    columns = {"data": COLUMNS}  # noqa: RUF012

    @property
    def name(self) -> str:  # type: ignore[override]
        """Name of the mixture."""
        return self.recipe.name

    @property
    def language(self) -> str:  # type: ignore[override]
        """Language of the conversations."""
        return self.recipe.language

    @property
    def made(self) -> str:  # type: ignore[override]
        """What was done to the sources of the components, and to these."""
        before = dict.fromkeys(MADE[opened.release.kind] for opened in self.components)
        return " ".join([*before, "Conversations were then drawn from the datasets made so, by a recipe."])

    @property
    def history(self) -> History:  # type: ignore[override]
        """Why conversations that an earlier release holds are left out."""
        return history_of(self.left_out)

    def rows(self) -> dict[str, int]:
        """Conversations in each split that has any."""
        return {split: len(inside) for split, inside in self._inside.items() if inside}

    def why_empty(self) -> str:
        """For which reasons all conversations were left out."""
        reasons = Counter(each.reason for each in self.left_out)
        why = ", ".join(f"{count:,} {reason.value}" for reason, count in reasons.items())
        return f"no conversation was kept, so there is nothing to release ({why or 'the datasets hold none'})"

    def write_tables(self, draft: Path) -> None:
        """Write the conversations of each split."""
        versions = {opened.release.name: opened.release.version for opened in self.components}
        for split in self.rows():
            rows = (
                row(drawn, versions[drawn.conversation.dataset])
                for drawn in in_order(self._inside[split], self.recipe.seed)
            )
            total = len(self._inside[split])
            write_shards(write_conversations, rows, total, shard_paths(draft / "data", split, total))

    def release(self, version: str, note: Note) -> Release:
        """The manifest, without the list of files."""
        releases = [opened.release for opened in self.components]
        books = tuple(dict.fromkeys(book for release in releases for book in release.books))
        dialogue_sources = tuple(dict.fromkeys(source for release in releases for source in release.dialogue_sources))
        terms = combine([*books, *dialogue_sources])
        # A component that must not be published keeps the mixture from it too, whatever its licences say now.
        obstacles = terms.obstacles or tuple(
            f"{release.name}: {obstacle}" for release in releases for obstacle in release.obstacles
        )
        taken = [drawn.conversation for drawn in self.drawn]
        answers: Counter[str] = Counter()
        for conversation in taken:
            answers[conversation.split] += conversation.answers
        return Release(
            name=self.name,
            kind=DatasetKind.MIXTURE,
            version=version,
            previous=note.previous,
            changes=note.changes,
            licence=terms.licence,
            publishable=not obstacles,
            obstacles=obstacles,
            rows=self.rows(),
            answers={split: answers[split] for split in self.rows()},
            flags=dict(sorted(Counter(flag for conversation in taken for flag in conversation.flags).items())),
            flagged=sum(bool(conversation.flags) for conversation in taken),
            undecided=sum(bool(conversation.undecided) for conversation in taken),
            unreviewed=sum(not conversation.reviewed for conversation in taken),
            models=tuple(sorted({model for release in releases for model in release.models})),
            prompts=tuple(sorted({prompt for release in releases for prompt in release.prompts})),
            benchmarks=_common([release.benchmarks for release in releases]),
            books=books,
            dialogue_sources=dialogue_sources,
            components=tuple(map(self._component, self.components)),
            steps=(self._step(),),
            files=(),
            tool=TOOL,
            libraries=library_versions(),
            configuration=self._configuration(),
        )

    def card(self, release: Release) -> str:
        """The text of README.md."""
        return mixture_card(release, COLUMNS, self.language)

    @cached_property
    def _inside(self) -> dict[str, list[Drawn]]:
        return {split: [drawn for drawn in self.drawn if drawn.conversation.split == split] for split in SPLITS}

    def _component(self, opened: Opened) -> Component:
        config, release = opened.config, opened.release
        taken = [drawn.conversation for drawn in self.drawn if drawn.conversation.dataset == release.name]
        answers: Counter[str] = Counter()
        for conversation in taken:
            answers[conversation.split] += conversation.answers
        return Component(
            name=release.name,
            version=release.version,
            configuration=config.configuration,
            manifest=opened.manifest,
            licence=release.licence,
            weight=config.weight,
            cap=config.cap,
            system=_named(opened.system) if opened.system else None,
            strategies=config.strategies,
            available=_by_split(each.split for each in self.available[release.name]),
            conversations=_by_split(each.split for each in taken),
            answers={split: answers[split] for split in SPLITS if answers[split]},
        )

    def _step(self) -> StepCount:
        """What became of all conversations of all components."""
        items = sum(map(len, self.available.values()))
        rejected = Counter(each.reason for each in self.left_out)
        kept = items - rejected.total()
        return StepCount(step=STEP, items=items, kept=kept, rejected=dict(sorted(rejected.items())), makes=kept)

    def _configuration(self) -> dict[str, Any]:
        """The recipe with what it came to, and nothing of this machine."""
        data = self.recipe.model_dump(mode="json", exclude={"datasets"})
        data["datasets"] = [
            {
                **opened.config.model_dump(mode="json", exclude={"root", "how"}),
                "version": opened.release.version,
                "system": opened.system.model_dump() | {"hash": opened.system.hash} if opened.system else None,
            }
            for opened in self.components
        ]
        return data


def _named(system: SystemPrompt) -> str:
    return f"{system.name} {system.version} ({system.hash})"


def _by_split(splits: Iterable[str]) -> dict[str, int]:
    counts = Counter(splits)
    return {split: counts[split] for split in SPLITS if counts[split]}


def _common(benchmarks: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The benchmarks whose items none of the components holds: those that all were held against."""
    return {
        name: items for name, items in benchmarks[0].items() if all(each.get(name) == items for each in benchmarks[1:])
    }
