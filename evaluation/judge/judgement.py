"""What a judge said: one record for each thing that it was asked."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from emosapp_data.errors import InputError
from emosapp_data.schema import Record

JUDGEMENTS = "judgements.jsonl"


class Rated(Record):
    """A rating of one answer."""

    kind: Literal["rated"] = "rated"
    """Tells it from a comparison."""
    item: str
    """The message's name."""
    by: str
    """The model that wrote the answer, or the quality of a control."""
    control: bool
    """Whether it is a control answer."""
    again: bool = False
    """Whether it was asked the second time, to see whether the judge says the same."""
    id: str = ""
    """Id of the answer, as people's ratings name it; empty for controls."""
    length: int
    """Characters of the answer."""
    points: dict[str, int] | None
    """From 1 to 5 by scale; none where there was no reply that can be read."""
    reason: str = ""
    """The judge's reason; of an unreadable reply, how it begins."""
    failed: str | None = None
    """Why the call failed, where it did."""


class Compared(Record):
    """A comparison of two answers to one message."""

    kind: Literal["compared"] = "compared"
    """Tells it from a rating."""
    item: str
    """The message's name."""
    first: str
    """The model or the quality of the control that stood first."""
    second: str
    """What stood second."""
    control: bool
    """Whether these are control answers."""
    better: Literal["first", "second", "same"] | None
    """What the judge prefers; none where there was no reply that can be read."""
    reason: str = ""
    """As for a rating."""
    failed: str | None = None
    """As for a rating."""

    @property
    def winner(self) -> str | None:
        """Who is preferred; none where nobody is."""
        return {"first": self.first, "second": self.second}.get(self.better or "")


Judgement = Annotated[Rated | Compared, Field(discriminator="kind")]
_LINE: TypeAdapter[Rated | Compared] = TypeAdapter(Judgement)


def line(judgement: Rated | Compared) -> str:
    """A judgement as a line of JSON, which says of what kind it is."""
    return judgement.model_dump_json()


def read_judgements(folder: Path) -> list[Rated | Compared]:
    """The judgements in a folder.

    Raises:
        InputError: there are none, or they cannot be read.
    """
    path = folder / JUDGEMENTS
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        return [_LINE.validate_json(each) for each in lines if each]
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(
            f"{path}: cannot be read ({type(error).__name__}); judge again, it asks nothing anew"
        ) from error
