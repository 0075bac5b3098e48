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
    """Pairs that are new."""
    removed: int = Field(ge=0)
    """Pairs that are gone."""
    edited: int = Field(ge=0)
    """Pairs that people changed; the new one names the old one as its parent."""
    moved: int = Field(ge=0)
    """Pairs that are in another split than before."""


class Release(Record):
    """A version of a dataset: what it holds and what it was made from. Its bytes never change."""

    name: str
    """Name of the dataset."""
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    """Semantic version."""
    previous: str | None = None
    """The version before; none for the first."""
    changes: Changes | None = None
    """What is different from it; CHANGELOG.md says more."""
    licence: str | None
    """Licence that follows from the books' licences; none where one of them is unknown."""
    publishable: bool
    """Whether the release may be published."""
    obstacles: tuple[str, ...] = ()
    """Why it may not."""
    review: ReviewSummary | None = None
    """What people had to do with it; none where nobody has reviewed anything."""
    pairs: dict[str, int]
    """Pairs in each split."""
    sections: dict[str, int]
    """Sections in each split; no section is in two, nor are near duplicates."""
    flags: dict[Flag, int] = Field(default_factory=dict)
    """Pairs that ask for a person's decision, by what they speak of."""
    near_duplicates: int = Field(default=0, ge=0)
    """Groups of pairs that are much alike and of which more than one is in the release."""
    models: tuple[str, ...] = ()
    """Models that wrote pairs."""
    prompts: tuple[str, ...] = ()
    """Hashes of the prompts that they were given."""
    benchmarks: dict[str, int] = Field(default_factory=dict)
    """Benchmarks whose items the release does not hold, and how many items each has."""
    dialogues: int = Field(default=0, ge=0)
    """Dialogues into which the pairs are packed."""
    books: tuple[Book, ...]
    """The books that the pairs come from."""
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
