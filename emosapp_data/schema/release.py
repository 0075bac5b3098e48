"""A released version of a dataset, as its manifest describes it."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from emosapp_data.schema.base import Record
from emosapp_data.schema.book import Book
from emosapp_data.schema.flag import Flag
from emosapp_data.schema.reason import Reason


class Bump(StrEnum):
    """Which number of the version a change raises."""

    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"

    @property
    def weight(self) -> int:
        """How much it says; the heavier one covers the lighter one."""
        return list(Bump).index(self)


class DatasetKind(StrEnum):
    """What the rows of a dataset are."""

    KNOWLEDGE = "knowledge"
    """Question-answer pairs from books."""
    DIALOGUES = "dialogues"
    """Dialogues of one source, such as ESConv."""
    MIXTURE = "mixture"
    """Conversations drawn from other datasets by a recipe."""

    @property
    def row(self) -> str:
        """What one row is called."""
        return ROWS[self]

    def rows(self, number: int) -> str:
        """So many rows, in words."""
        return f"{number:,} {self.row}{'' if number == 1 else 's'}"


ROWS = {DatasetKind.KNOWLEDGE: "pair", DatasetKind.DIALOGUES: "dialogue", DatasetKind.MIXTURE: "conversation"}


class ReleasedFile(Record):
    """One file of a release."""

    path: str
    """Path within the release's folder."""
    sha256: str
    """Checksum."""
    bytes: int = Field(ge=0)
    """Size."""


class StepCount(Record):
    """How the items of one step of the pipeline ended."""

    step: str
    """Name of the step."""
    items: int = Field(ge=0)
    """Items that went in: kept + rejected + failed."""
    kept: int = Field(ge=0)
    """Items that went on."""
    rejected: dict[Reason, int] = Field(default_factory=dict)
    """Items left out, by reason."""
    failed: int = Field(default=0, ge=0)
    """Items that ended in an error."""
    makes: int = Field(default=0, ge=0)
    """Records that the kept items gave."""
    finished: bool = True
    """Whether the step came to its end."""


class ReviewSummary(Record):
    """What people had to do with a release."""

    accepted: int = Field(ge=0)
    """Released pairs that people accepted as they are."""
    edited: int = Field(ge=0)
    """Released pairs that people edited."""
    unreviewed: int = Field(ge=0)
    """Released pairs that nobody, or too few, have reviewed."""
    rejected: int = Field(ge=0)
    """Pairs that people rejected."""
    disputed: int = Field(ge=0)
    """Pairs that wait for adjudication, edited pairs that fail a check among them."""
    undecided_flags: int = Field(ge=0)
    """Released pairs that ask for a person's decision and on which nobody has decided."""
    rule: str
    """When reviewers have decided."""
    reviewers: int = Field(ge=0)
    """How many people reviewed."""
    reviews: int = Field(ge=0)
    """Reviews that they submitted, each alone."""
    shared: int = Field(ge=0)
    """Pairs that two or more of them reviewed."""
    agreement: float | None = None
    """How often two reviewers of a pair decided the same (accept, edit, reject)."""
    alpha: float | None = None
    """Krippendorff's alpha of the decisions; none where it is undefined."""
    alpha_interval: tuple[float, float] | None = None
    """Its interval at 95 %."""


class Changes(Record):
    """How many things are different from the version before."""

    added: int = Field(ge=0)
    """Rows that are new."""
    removed: int = Field(ge=0)
    """Rows that are gone."""
    edited: int = Field(ge=0)
    """Rows that were changed; a new pair names the old one as its parent."""
    moved: int = Field(ge=0)
    """Rows that are in another split than before."""


class DialogueSource(Record):
    """A dataset of dialogues made elsewhere."""

    id: str
    """What the dialogues name as their source."""
    title: str
    """Its title, as one cites it."""
    authors: tuple[str, ...] = ()
    """Authors, as they want to be credited."""
    edition: str | None = None
    """Edition or version."""
    year: int | None = None
    """Year of publication."""
    licence: str | None = None
    """Licence as an SPDX expression; none where it is unknown."""
    source_url: str | None = None
    """Where it can be had."""
    file_name: str
    """Name of the file that was read."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Checksum of that file."""


class Component(Record):
    """A released dataset that a mixture draws from."""

    name: str
    """Name of the dataset."""
    version: str
    """The version that was drawn from."""
    configuration: str
    """Which of its configurations."""
    manifest: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Checksum of its manifest, which names those of all its files."""
    licence: str | None
    """Its licence."""
    weight: float = Field(gt=0)
    """How often each conversation is in the training split: twice for 2, every second one for 0.5."""
    cap: int | None = None
    """Most conversations of the training split; none for all."""
    system: str | None = None
    """The system prompt: name, version and hash."""
    strategies: bool = False
    """Whether the support strategies are shown to the model."""
    available: dict[str, int]
    """Conversations that it has, by split."""
    conversations: dict[str, int]
    """Conversations that the mixture takes, repeated ones counted each time, by split."""
    answers: dict[str, int]
    """Answers in them, by split."""


class Release(Record):
    """A version of a dataset: what it holds and what it was made from. Its bytes never change."""

    name: str
    """Name of the dataset."""
    kind: DatasetKind = DatasetKind.KNOWLEDGE
    """What its rows are."""
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    """Semantic version."""
    previous: str | None = None
    """The version before; none for the first."""
    changes: Changes | None = None
    """What is different from it; CHANGELOG.md says more."""
    licence: str | None
    """Licence that follows from those of its sources; none where one of them is unknown."""
    publishable: bool
    """Whether the release may be published."""
    obstacles: tuple[str, ...] = ()
    """Why it may not."""
    review: ReviewSummary | None = None
    """What people had to do with it; none where nobody has reviewed anything."""
    rows: dict[str, int]
    """Rows in each split: pairs, dialogues or conversations, as the kind says."""
    sections: dict[str, int] = Field(default_factory=dict)
    """Sections of the books in each split; no section is in two, nor are near duplicates."""
    answers: dict[str, int] = Field(default_factory=dict)
    """Answers of the assistant in each split, where a row holds several."""
    flags: dict[Flag, int] = Field(default_factory=dict)
    """Rows that ask for a person's decision, by what they speak of."""
    flagged: int = Field(default=0, ge=0)
    """Rows with any flag."""
    undecided: int = Field(default=0, ge=0)
    """Rows with a flag on which nobody has decided."""
    unreviewed: int = Field(default=0, ge=0)
    """Rows that nobody has reviewed."""
    near_duplicates: int = Field(default=0, ge=0)
    """Groups of rows that are much alike and of which more than one is in the release."""
    models: tuple[str, ...] = ()
    """Models that wrote pairs."""
    prompts: tuple[str, ...] = ()
    """Hashes of the prompts that they were given."""
    benchmarks: dict[str, int] = Field(default_factory=dict)
    """Benchmarks whose items the release does not hold, and how many items each has."""
    packed: int = Field(default=0, ge=0)
    """Dialogues into which the pairs are packed."""
    books: tuple[Book, ...] = ()
    """The books that it comes from."""
    dialogue_sources: tuple[DialogueSource, ...] = ()
    """The datasets of dialogues that it comes from."""
    components: tuple[Component, ...] = ()
    """The datasets that a mixture draws from."""
    steps: tuple[StepCount, ...]
    """How the items of every step ended."""
    files: tuple[ReleasedFile, ...]
    """Every other file of the release, except SHA256SUMS, which names the manifest too."""
    tool: str
    """Version of this toolkit."""
    libraries: dict[str, str]
    """Versions of the libraries that the content depends on."""
    configuration: dict[str, Any]
    """The full configuration of the run."""

    @property
    def sources(self) -> "tuple[Book | DialogueSource, ...]":
        """All that it comes from."""
        return (*self.books, *self.dialogue_sources)
