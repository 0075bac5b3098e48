"""What all records share: frozen, validated, written as JSON, identified by their content."""

import hashlib
import json
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

CREATING = object()
"""Tells a record that its id is still to be made."""


class Record(BaseModel):
    """A frozen, fully typed record. Unknown fields are errors, so that a typing mistake never passes in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def to_json(self) -> str:
        """The record as one line of JSON, without the fields that hold their default."""
        return self.model_dump_json(exclude_defaults=True)


class IdentifiedRecord(Record):
    """A record whose id is a hash of its content: a changed record cannot keep its id."""

    ID_PREFIX: ClassVar[str]
    """The kind of record, as the id shows it."""
    ID_FIELDS: ClassVar[tuple[str, ...]]
    """The fields that the id is computed from."""

    id: str
    """Hash of the content, with a prefix that names the kind of record."""

    @classmethod
    def create(cls, **fields: Any) -> Self:
        """Make the record from its other fields and give it its id."""
        draft = cls.model_validate({"id": "", **fields}, context=CREATING)
        return draft.model_copy(update={"id": draft._content_id()})

    def _content_id(self) -> str:
        content = self.model_dump_json(include=set(self.ID_FIELDS), warnings=False)
        return _short_hash(self.ID_PREFIX, content)

    @model_validator(mode="after")
    def _id_matches_content(self, info: ValidationInfo) -> Self:
        if info.context is CREATING:
            return self
        if self.id != (expected := self._content_id()):
            raise ValueError(f"id {self.id!r} does not match the content, whose id is {expected!r}")
        return self


def content_id(prefix: str, content: Any) -> str:
    """Hash JSON-like `content` to an id such as 'pair-3f9c1b2a77e0d415'; 64 bits keep a million records apart."""
    return _short_hash(prefix, json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def _short_hash(prefix: str, text: str) -> str:
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
