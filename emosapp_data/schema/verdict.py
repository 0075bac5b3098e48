"""What a check says of a pair."""

from typing import Self

from pydantic import Field, model_validator

from emosapp_data.schema.base import Record
from emosapp_data.schema.flag import Flag
from emosapp_data.schema.reason import Reason


class Verdict(Record):
    """One check's word on one pair. Kept for every pair, also for those that passed."""

    check: str
    """Name of the check."""
    version: int = Field(ge=1)
    """Version of the check; a new version judges anew."""
    passed: bool
    """Whether the pair may stay as far as this check is concerned."""
    reason: Reason | None = None
    """Why it may not."""
    detail: str = ""
    """What exactly was found, such as the words that refer to a figure."""
    flags: tuple[Flag, ...] = ()
    """What asks for a person's decision; a flag by itself leaves nothing out."""
    group: str | None = None
    """Id of the group of near duplicates that the pair belongs to, for the check that finds them."""
    score: float | None = None
    """The figure behind the verdict, for checks that measure."""

    @model_validator(mode="after")
    def _reason_exactly_where_failed(self) -> Self:
        if self.passed == (self.reason is not None):
            raise ValueError("a failed verdict needs a reason, and a passed one has none")
        return self
