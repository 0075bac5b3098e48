"""What a person says of a pair."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from emosapp_data.schema.base import Record


class Decision(StrEnum):
    """What becomes of a reviewed pair."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"


class Review(Record):
    """One reviewer's judgement of one pair."""

    pair: str
    """Id of the pair."""
    reviewer: str
    """Pseudonym of the reviewer."""
    decision: Decision
    """What becomes of the pair."""
    corrected_question: str | None = None
    """The question as the reviewer would put it."""
    corrected_answer: str | None = None
    """The answer as the reviewer would put it."""
    ratings: dict[str, int] = Field(default_factory=dict)
    """Ratings by name, such as 'factuality', from 1 to 5."""
    issues: tuple[str, ...] = ()
    """Names of the problems that the reviewer saw."""
    submitted: AwareDatetime
    """When the judgement was submitted."""
