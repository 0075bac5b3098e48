"""A record as plain data, taken from Argilla's objects before a thread writes it: those objects belong to the event loop's database session."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np

from emosapp_argilla.index.layout import AttributeName, Definition, Kind, Type

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

METADATA_TYPES = {"terms": Type.TEXT, "integer": Type.NUMBER, "float": Type.NUMBER}
QUESTION_TYPES = {"rating": Type.NUMBER, "label_selection": Type.TEXT, "multi_label_selection": Type.TEXT}
"""The questions whose values can be filtered by. Texts, rankings and spans cannot, here as with Elasticsearch."""
SUGGESTION_TYPES = {"score": Type.NUMBER, "agent": Type.TEXT, "type": Type.TEXT}


class Suggestion(NamedTuple):
    """A suggestion's values by property."""

    id: str
    question: str
    updated_at: int
    properties: dict[str, Any]


class Response(NamedTuple):
    """One user's response; a discarded one may have no values."""

    id: str
    record_id: str
    user_id: str
    status: str
    updated_at: int
    values: dict[str, Any]


class Vector(NamedTuple):
    """A record's vector; no bytes for one of zeros, which has no direction and so is similar to nothing."""

    id: str
    settings_id: str
    updated_at: int
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Document:
    """Everything of a record that can be searched."""

    id: str
    status: str
    external_id: str | None
    inserted_at: int
    updated_at: int
    texts: dict[str, str]
    metadata: dict[str, Any]
    suggestions: list[Suggestion]
    responses: list[Response]
    vectors: list[Vector]


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970; a moment without a zone is UTC, as in Argilla's database."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    passed = moment - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def definition(dataset: Any) -> Definition:
    """The layout of a data set whose fields, questions and metadata properties are loaded. Pictures have no text to search."""
    attributes: dict[AttributeName, Type] = {}
    for metadata_property in dataset.metadata_properties:
        attributes |= metadata_attribute(metadata_property)
    for question in dataset.questions:
        for prop, type_ in SUGGESTION_TYPES.items():
            attributes[AttributeName(Kind.SUGGESTION, question.name, prop)] = type_
        value_type = QUESTION_TYPES.get(str(question.settings.get("type")))
        if value_type is not None:
            attributes[AttributeName(Kind.SUGGESTION, question.name)] = value_type
            attributes[AttributeName(Kind.RESPONSE, question.name)] = value_type
    return Definition(str(dataset.id), [field.name for field in dataset.fields if not field.is_image], attributes)


def metadata_attribute(metadata_property: Any) -> dict[AttributeName, Type]:
    """The attribute of a metadata property; none for a type that is not known."""
    type_ = METADATA_TYPES.get(str(metadata_property.settings.get("type")))
    return {} if type_ is None else {AttributeName(Kind.METADATA, metadata_property.name): type_}


def document(record: Any) -> Document:
    """A record whose responses, suggestions (with their questions) and vectors are loaded."""
    return Document(
        id=str(record.id),
        status=str(record.status),
        external_id=record.external_id,
        inserted_at=microseconds(record.inserted_at),
        updated_at=microseconds(record.updated_at),
        texts={name: text for name, value in (record.fields or {}).items() if (text := field_text(value))},
        metadata=dict(record.metadata_ or {}),
        suggestions=[suggestion(each) for each in record.suggestions],
        responses=[response(each) for each in record.responses],
        vectors=[vector(each) for each in record.vectors],
    )


def suggestion(source: Any) -> Suggestion:
    """A suggestion whose question is loaded."""
    properties = {"value": source.value, "score": source.score, "agent": source.agent, "type": source.type}
    return Suggestion(str(source.id), source.question.name, microseconds(source.updated_at), properties)


def response(source: Any) -> Response:
    """A response with the bare values of its answers."""
    values = {name: answer.get("value") for name, answer in (source.values or {}).items()}
    return Response(
        str(source.id),
        str(source.record_id),
        str(source.user_id),
        str(source.status),
        microseconds(source.updated_at),
        values,
    )


def vector(source: Any) -> Vector:
    """A vector as little-endian 32-bit floats of length one, so that a cosine is one product."""
    value = unit_vector(source.value)
    packed = None if value is None else value.astype("<f4").tobytes()
    return Vector(str(source.id), str(source.vector_settings_id), microseconds(source.updated_at), packed)


def unit_vector(value: list[float]) -> "np.ndarray[Any, Any] | None":
    """The vector scaled to length one; None for one of zeros."""
    array = np.asarray(value, dtype="f8")
    length = float(np.linalg.norm(array))
    return array / length if length > 0 else None


TURN_BREAK = " \ue000 "
"""A token that nobody types, between the turns of a chat: no phrase reaches from one turn into the next."""


def field_text(value: Any) -> str:
    """The text of a field: as it is; of a chat its contents, then its roles; of a custom field its written form."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(turn, dict) for turn in value):
        return TURN_BREAK.join(str(turn.get(part, "")) for part in ("content", "role") for turn in value)
    return str(value)
