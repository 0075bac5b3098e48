"""What two releases of a dataset differ in, as the command line and programs read it."""

from emosapp_data.schema import Record
from emosapp_data.schema.release import Bump, Changes


class RowEntry(Record):
    """A row that came in or is gone: a pair, or a dialogue by its first exchange."""

    id: str
    """Its id."""
    split: str
    """The split that it is in, or was in."""
    question: str
    """The question, or what the seeker says first."""
    answer: str
    """The answer to it."""
    source: str
    """Book and page, or the dataset and its name for the dialogue."""
    reason: str | None = None
    """Why it is gone, where the ledger knows: a name from the list of reasons."""
    detail: str = ""
    """In words."""


class EditedRow(Record):
    """A row that replaces another."""

    id: str
    """Its id."""
    parent: str
    """Id of the row in the older release."""
    split: str
    """The split that it is in."""
    question_before: str
    """The question as it was."""
    question: str
    """The question."""
    answer_before: str
    """The answer as it was."""
    answer: str
    """The answer."""


class MovedRow(Record):
    """A row that is in another split than before."""

    id: str
    """Its id in the newer release."""
    question: str
    """The question."""
    before: str
    """The split that it was in."""
    after: str
    """The split that it is in."""


class Cause(Record):
    """A difference, and the number of the version that it asks for."""

    bump: Bump
    """The number."""
    what: str
    """The difference in words."""


class Difference(Record):
    """Everything that is different between two releases of a dataset."""

    name: str
    """Name of the dataset."""
    before: str
    """Version of the older release."""
    after: str
    """Version of the newer one."""
    added: tuple[RowEntry, ...]
    """Rows that came in."""
    removed: tuple[RowEntry, ...]
    """Rows that are gone."""
    edited: tuple[EditedRow, ...]
    """Rows that replace others."""
    moved: tuple[MovedRow, ...]
    """Rows that are in another split."""
    values: dict[str, int]
    """In how many rows that are in both a column holds something else, by the column."""
    causes: tuple[Cause, ...]
    """All differences in words, the weightiest first."""

    @property
    def needed(self) -> Bump:
        """The number of the version that the changes ask for."""
        return max((cause.bump for cause in self.causes), key=lambda bump: bump.weight, default=Bump.PATCH)

    @property
    def counts(self) -> Changes:
        """How many rows are different."""
        return Changes(added=len(self.added), removed=len(self.removed), edited=len(self.edited), moved=len(self.moved))
