"""A question-answer pair, with the quotes it rests on and all that was said of it."""

from enum import StrEnum
from typing import ClassVar, Self

from pydantic import Field, model_validator

from emosapp_data.schema.base import IdentifiedRecord, Record
from emosapp_data.schema.citation import Citation, PageRef
from emosapp_data.schema.verdict import Verdict


class EvidenceRole(StrEnum):
    """What a quote shows."""

    ANSWER = "answer"
    """The words that the answer rests on."""
    QUESTION = "question"
    """The question as the book prints it."""
    KEY = "key"
    """The entry of the answer key that names the right choice."""


class Evidence(Record):
    """A verbatim quote from a passage."""

    role: EvidenceRole
    """What the quote shows."""
    passage: str
    """Id of the passage."""
    quote: str = Field(min_length=1)
    """The quote: exactly `passage.text[start:end]`."""
    start: int = Field(ge=0)
    """Offset of its first character in the passage's text."""
    end: int
    """Offset behind its last character."""
    first_page: PageRef
    """Page on which the quote starts."""
    last_page: PageRef
    """Page on which the quote ends."""

    @model_validator(mode="after")
    def _length_fits(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"a quote of {len(self.quote)} characters cannot span {self.start} to {self.end}")
        return self


class Origin(Record):
    """How a pair was made."""

    generator: str
    """Name of the generator."""
    version: int = Field(ge=1)
    """Version of the generator."""
    element: str
    """Id of the key term, question or passage that the pair was made from."""
    pattern: str
    """The rule or prompt that formed the question."""
    model: str | None = None
    """Model that wrote the pair; none where no model did."""
    prompt_hash: str | None = None
    """Hash of the prompt."""
    parameters: dict[str, str | int | float | bool] = Field(default_factory=dict)
    """Sampling parameters and the like."""


class PairStatus(StrEnum):
    """Where a pair stands."""

    CANDIDATE = "candidate"
    KEPT = "kept"
    REJECTED = "rejected"


class QAPair(IdentifiedRecord):
    """A question and its answer. A changed pair has a new id and names its parent."""

    ID_PREFIX: ClassVar = "pair"
    ID_FIELDS: ClassVar = ("question", "answer", "evidence", "origin", "parent")

    question: str
    """A question that can be understood on its own."""
    answer: str
    """Its answer."""
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    """The quotes that support the pair; the first is the one that the answer rests on."""
    citation: Citation
    """Where the first quote stands."""
    licence: str | None = None
    """Licence of the book, as an SPDX expression."""
    origin: Origin
    """How the pair was made."""
    parent: str | None = None
    """Id of the pair that this one replaces."""
    verdicts: tuple[Verdict, ...] = ()
    """What the checks said."""
    status: PairStatus = PairStatus.CANDIDATE
    """Where the pair stands."""
