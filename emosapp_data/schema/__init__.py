"""The records that all steps exchange. Frozen pydantic models; `json_schemas()` gives their JSON schemas."""

from typing import Any

from emosapp_data.schema.base import IdentifiedRecord, Record, content_id
from emosapp_data.schema.block import Block, BlockKind, LineBox
from emosapp_data.schema.book import Book
from emosapp_data.schema.citation import Citation, PageRef, Span
from emosapp_data.schema.dialogue import Dialogue, PlatformTalk, Quality, Role, Scores, Turn, Utterance
from emosapp_data.schema.element import Answer, Choice, Element, KeyTerm, ReviewQuestion
from emosapp_data.schema.flag import Flag
from emosapp_data.schema.pair import Evidence, EvidenceRole, Origin, PairStatus, QAPair
from emosapp_data.schema.passage import BlockStart, PageStart, Passage, PassageKind
from emosapp_data.schema.reason import Reason
from emosapp_data.schema.release import (
    Bump,
    Changes,
    Component,
    DatasetKind,
    DialogueSource,
    Release,
    ReleasedFile,
    ReviewSummary,
    StepCount,
)
from emosapp_data.schema.review import (
    ANSWER_SCALES,
    SCALES,
    AnswerRating,
    AnswerToRate,
    Decision,
    Issue,
    Review,
    ReviewStatus,
    Round,
)
from emosapp_data.schema.verdict import Verdict

__all__ = [
    "ANSWER_SCALES",
    "SCALES",
    "Answer",
    "AnswerRating",
    "AnswerToRate",
    "Block",
    "BlockKind",
    "BlockStart",
    "Book",
    "Bump",
    "Changes",
    "Choice",
    "Citation",
    "Component",
    "DatasetKind",
    "Decision",
    "Dialogue",
    "DialogueSource",
    "Element",
    "Evidence",
    "EvidenceRole",
    "Flag",
    "IdentifiedRecord",
    "Issue",
    "KeyTerm",
    "LineBox",
    "Origin",
    "PageRef",
    "PageStart",
    "PairStatus",
    "Passage",
    "PassageKind",
    "PlatformTalk",
    "QAPair",
    "Quality",
    "Reason",
    "Record",
    "Release",
    "ReleasedFile",
    "Review",
    "ReviewQuestion",
    "ReviewStatus",
    "ReviewSummary",
    "Role",
    "Round",
    "Scores",
    "Span",
    "StepCount",
    "Turn",
    "Utterance",
    "Verdict",
    "content_id",
    "json_schemas",
]

PUBLIC_RECORDS: tuple[type[Record], ...] = (
    AnswerRating,
    AnswerToRate,
    Block,
    Book,
    Citation,
    Dialogue,
    KeyTerm,
    Passage,
    QAPair,
    Release,
    Review,
    ReviewQuestion,
    Verdict,
)
"""The records that are written to files."""


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON schema of every record that is written to files, by the record's name."""
    return {record.__name__: record.model_json_schema(mode="serialization") for record in PUBLIC_RECORDS}
