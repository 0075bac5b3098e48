"""A data set with every kind of question, odd names, and random records, as Argilla's own objects, without a database."""

# ruff: noqa: DTZ001 - Argilla's database holds times in UTC without saying so

import random
import string
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from argilla_server.enums import DatasetStatus, RecordStatus, ResponseStatus, SuggestionType, UserRole
from argilla_server.models import (
    Dataset,
    Field,
    MetadataProperty,
    Question,
    Record,
    Response,
    Suggestion,
    User,
    Vector,
    VectorSettings,
)
from emosapp_argilla.engine import EmbeddedSearchEngine
from emosapp_argilla.index.connection import IndexFile

WORDS = [
    "fear",
    "Fear",
    "naïve",
    "memory",
    "self-harm",
    "don't",
    "3.5",
    "cognition",
    "cognitive",
    "therapy",
    "schlüssel",
    "心理学",
]
ODD_NAME = 'it\'s "odd".name] $x; DROP TABLE record; -- ünïcode'
ODD_TERMS = ['a"b', "c.d", "e'f", "größe", "%", ""]
START = datetime(2024, 5, 1, 8, 30)
DIMENSIONS = 6

QUESTIONS = {
    "decision": {"type": "label_selection", "options": [{"value": v} for v in ("accept", "edit", "reject")]},
    ODD_NAME: {"type": "multi_label_selection", "options": [{"value": v} for v in ODD_TERMS]},
    "safety": {"type": "rating", "options": [{"value": v} for v in range(1, 6)]},
    "corrected": {"type": "text"},
    "evidence": {"type": "span", "field": "passage", "options": [{"value": "evidence"}]},
    "order": {"type": "ranking", "options": [{"value": "a"}, {"value": "b"}]},
}
METADATA = {"chapter": "terms", ODD_NAME: "terms", "page": "integer", "doubt": "float"}


@dataclass
class World:
    """The data set with its records, in the order in which they were logged."""

    dataset: Any
    users: list[Any]
    vectors: Any
    records: list[Any] = field(default_factory=list)


def make_world(seed: int, size: int) -> World:
    """The same world for the same seed."""
    choose = random.Random(seed)
    dataset = Dataset(
        id=identifier(choose),
        name="world",
        status=DatasetStatus.ready,
        distribution={"strategy": "overlap", "min_submitted": 1},
    )
    dataset.fields = [
        Field(name=name, title=name, settings={"type": kind}, dataset_id=dataset.id)
        for name, kind in (
            ("question", "text"),
            (ODD_NAME, "text"),
            ("talk", "chat"),
            ("page", "custom"),
            ("picture", "image"),
        )
    ]
    dataset.questions = [
        Question(id=identifier(choose), name=name, title=name, settings=settings, dataset_id=dataset.id)
        for name, settings in QUESTIONS.items()
    ]
    dataset.metadata_properties = [
        MetadataProperty(id=identifier(choose), name=name, title=name, settings={"type": kind}, dataset_id=dataset.id)
        for name, kind in METADATA.items()
    ]
    vectors = VectorSettings(
        id=identifier(choose), name="meaning", title="meaning", dimensions=DIMENSIONS, dataset_id=dataset.id
    )
    dataset.vectors_settings = [vectors]
    users = [
        User(id=identifier(choose), username=name, first_name=name, password_hash="", role=UserRole.annotator)
        for name in ("ada", "bo", "cy")
    ]
    world = World(dataset, users, vectors)
    for number in range(size):
        world.records.append(make_record(choose, world, number))
    return world


def make_record(choose: random.Random, world: World, number: int) -> Any:
    """A record with some of everything."""
    moment = START + timedelta(minutes=number // 2, microseconds=choose.choice([0, 0, 250_000]))
    record = Record(
        id=identifier(choose),
        status=choose.choice(list(RecordStatus)),
        external_id=choose.choice([None, f"x{choose.randrange(10**6)}"]),
        dataset_id=world.dataset.id,
        inserted_at=moment,
        updated_at=moment + timedelta(hours=choose.randrange(72), microseconds=choose.randrange(10**6)),
        fields={
            "question": sentence(choose),
            ODD_NAME: choose.choice([None, sentence(choose)]),
            "talk": [
                {"role": choose.choice(["seeker", "helper"]), "content": sentence(choose)}
                for _ in range(choose.randrange(3))
            ],
            "page": choose.choice([None, {"title": sentence(choose)}]),
            "picture": "https://example.org/fear.png",
        },
        metadata_=some_metadata(choose),
    )
    record.suggestions = [
        make_suggestion(choose, record, question) for question in world.dataset.questions if choose.random() < 0.6
    ]
    record.responses = [make_response(choose, record, user) for user in world.users if choose.random() < 0.4]
    if choose.random() < 0.8:
        value = [choose.gauss(0, 1) for _ in range(DIMENSIONS)]
        record.vectors = [
            Vector(
                id=identifier(choose),
                record_id=record.id,
                vector_settings_id=world.vectors.id,
                value=value,
                updated_at=START,
            )
        ]
    return record


def make_suggestion(choose: random.Random, record: Any, question: Any) -> Any:
    """A suggestion that fits the question."""
    value = some_answer(choose, question.name)
    scores = [choose.random() for _ in value] if isinstance(value, list) else choose.random()
    suggestion = Suggestion(
        id=identifier(choose),
        value=value,
        score=choose.choice([None, scores]),
        agent=choose.choice([None, "judge", "Judge/2"]),
        type=choose.choice([None, *SuggestionType]),
        record_id=record.id,
        question_id=question.id,
        updated_at=START,
    )
    # Set without the relationship's other side: the question's list is not loaded either when the server indexes.
    suggestion.__dict__["question"] = question
    return suggestion


def make_response(choose: random.Random, record: Any, user: Any) -> Any:
    """A response to some of the questions; a discarded one may be empty."""
    status = choose.choice(list(ResponseStatus))
    values: Any = {name: {"value": some_answer(choose, name)} for name in QUESTIONS if choose.random() < 0.6}
    if status == ResponseStatus.discarded and choose.random() < 0.5:
        values = None
    return Response(
        id=identifier(choose), values=values, status=status, record_id=record.id, user_id=user.id, updated_at=START
    )


def some_answer(choose: random.Random, question: str) -> Any:
    """An answer to a question of this name."""
    settings = QUESTIONS[question]
    options = [option["value"] for option in settings.get("options", [])]
    if settings["type"] == "multi_label_selection":
        return choose.sample(options, choose.randrange(1, 4))
    if settings["type"] in ("label_selection", "rating"):
        return choose.choice(options)
    return sentence(choose) if settings["type"] == "text" else [{"value": "a", "rank": 1}]


def some_metadata(choose: random.Random) -> Any:
    """Metadata, in part or none; a terms property may have several values."""
    if choose.random() < 0.1:
        return None
    metadata = {
        "chapter": choose.choice(["ch1", "ch2", "ch10"]),
        ODD_NAME: choose.choice([None, choose.choice(ODD_TERMS), choose.sample(ODD_TERMS, 3)]),
        "page": choose.choice([None, choose.randrange(-3, 20)]),
        "doubt": choose.choice([None, round(choose.random(), 2)]),
        "not configured": "x",
    }
    return {name: value for name, value in metadata.items() if choose.random() < 0.8}


def sentence(choose: random.Random) -> str:
    """A few words."""
    return " ".join(choose.choices(WORDS, k=choose.randrange(1, 5))) + choose.choice(["", ".", "!?"])


def identifier(choose: random.Random) -> UUID:
    """A random id that is the same for the same seed."""
    return UUID(int=choose.getrandbits(128), version=4)


def engine_in(folder: str) -> EmbeddedSearchEngine:
    """An engine on an index file in this folder."""
    return EmbeddedSearchEngine(IndexFile(Path(folder) / "search-index.sqlite3"))


def letters(choose: random.Random, length: int) -> str:
    """Printable nonsense, as somebody's cat would type it."""
    return "".join(choose.choices(string.printable + 'äß心"*()|+-~\\', k=length))
