"""Brings the search index in line with the database.

A kill can fall between the database's commit and the index's write, and an index file can be lost. The database is right in every case, so at
start, before the first request is served, each record's stamp is compared: one number made of the ids and times of change of the record, its
suggestions, responses and vectors. Only what differs is written again. Equal counts and a newest time would not do: of two answers that
arrive at once one may be in the index and the other not. Reading the stamps of 15,000 records takes about a second; a lost index is
rebuilt in about half a minute, during which the server does not answer yet, rather than answer with half a queue.
"""

# ruff: noqa: S608 - statements are put together from this package's own names; what a client sends is a parameter

import logging
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from typing import Any, NamedTuple
from uuid import UUID

from argilla_server.database import AsyncSessionLocal
from argilla_server.enums import DatasetStatus
from argilla_server.models import Dataset, Record, Response, Suggestion, Vector
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from emosapp_argilla.engine import EmbeddedSearchEngine
from emosapp_argilla.index.documents import microseconds

LOGGER = logging.getLogger("argilla.embedded")
BATCH = 500

Stamps = dict[str, int]
"""By record id."""


class Difference(NamedTuple):
    """How a data set's index differs from the database."""

    dataset_id: str
    name: str
    records: int
    """In the database."""
    indexed: int
    known: bool
    """Whether the index has the data set at all."""
    stale: list[str]
    """Ids of records that the index lacks or holds in an older state."""
    surplus: list[str]
    """Ids of records that are only in the index."""

    @property
    def ok(self) -> bool:
        return self.known and not self.stale and not self.surplus


async def repair(engine: EmbeddedSearchEngine, loudness: int = logging.WARNING) -> int:
    """Writes what the index lacks and removes what it has too much. Returns the number of records that were written.

    ``loudness`` is the level of the line that says so for each data set: a surprise unless the index was emptied on purpose.
    """
    written = 0
    async with AsyncSessionLocal() as session:
        datasets = await _datasets(session)
        await _forget_deleted(engine, datasets)
        for dataset in datasets:
            difference = await compare(session, engine, dataset)
            if difference.ok:
                continue
            await engine.create_index(dataset)
            await engine.delete_records(dataset, [_Id(record_id) for record_id in difference.surplus])
            async for records in _records(session, dataset, difference.stale):
                await engine.replace_records(dataset, records)
                written += len(records)
                session.expunge_all()
            LOGGER.log(
                loudness,
                "Search index: data set %s had %d records missing or out of date and %d too many; mended",
                dataset.id,
                len(difference.stale),
                len(difference.surplus),
            )
    return written


async def rebuild(engine: EmbeddedSearchEngine) -> int:
    """Empties the index and writes everything again. Returns the number of records.

    A server that runs meanwhile goes on, and finds what has been written so far.
    """
    engine.index.mend()
    async with AsyncSessionLocal() as session:
        datasets = await _datasets(session)
    await _forget_deleted(engine, [])
    for dataset in datasets:
        await engine.create_index(dataset)
    return await repair(engine, loudness=logging.INFO)


async def differences(engine: EmbeddedSearchEngine) -> list[Difference]:
    """The comparison of each published data set."""
    async with AsyncSessionLocal() as session:
        return [await compare(session, engine, dataset) for dataset in await _datasets(session)]


async def compare(session: AsyncSession, engine: EmbeddedSearchEngine, dataset: Any) -> Difference:
    """Compares one data set, record by record."""
    dataset_id = str(dataset.id)
    expected = await _database_stamps(session, dataset.id)
    known, found = _index_stamps(engine, dataset_id)
    stale = [record_id for record_id, stamp in expected.items() if found.get(record_id) != stamp]
    surplus = [record_id for record_id in found if record_id not in expected]
    return Difference(dataset_id, dataset.name, len(expected), len(found), known, stale, surplus)


class _Id(NamedTuple):
    """What the engine needs of a record to delete it."""

    id: str


async def _datasets(session: AsyncSession) -> list[Any]:
    query = (
        select(Dataset)
        .where(Dataset.status == DatasetStatus.ready)
        .order_by(Dataset.inserted_at)
        .options(
            selectinload(Dataset.fields), selectinload(Dataset.questions), selectinload(Dataset.metadata_properties)
        )
    )
    datasets = list((await session.scalars(query)).all())
    # Their rows are all that is needed; detached, they survive the clearing of the session between batches.
    session.expunge_all()
    return datasets


async def _forget_deleted(engine: EmbeddedSearchEngine, datasets: Iterable[Any]) -> None:
    wanted = {str(dataset.id) for dataset in datasets}
    with engine.index.reading() as connection:
        indexed = [row[0] for row in connection.execute("SELECT id FROM dataset")]
    for dataset_id in indexed:
        if dataset_id not in wanted:
            await engine.delete_index(_Id(dataset_id))


async def _records(session: AsyncSession, dataset: Any, record_ids: list[str]) -> AsyncIterator[list[Any]]:
    """Records in batches, in the order in which they were logged."""
    wanted = set(record_ids)
    # Two records of one moment keep SQLite's own order of insertion; another database has no such thing and hardly any such records.
    order = (
        [Record.inserted_at, text("records.rowid")]
        if session.bind.dialect.name == "sqlite"
        else [Record.inserted_at, Record.id]
    )
    query = select(Record.id).where(Record.dataset_id == dataset.id).order_by(*order)
    ids = [record_id for record_id in (await session.scalars(query)).all() if str(record_id) in wanted]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        loaded = (
            select(Record)
            .where(Record.id.in_(batch))
            .options(
                selectinload(Record.responses),
                selectinload(Record.suggestions).selectinload(Suggestion.question),
                selectinload(Record.vectors),
            )
        )
        by_id = {record.id: record for record in (await session.scalars(loaded)).all()}
        yield [by_id[record_id] for record_id in batch if record_id in by_id]


async def _database_stamps(session: AsyncSession, dataset_id: UUID) -> Stamps:
    stamps: Stamps = {}
    records = select(Record.id, Record.status, Record.updated_at).where(Record.dataset_id == dataset_id)
    for record_id, status, updated_at in await session.execute(records):
        stamps[str(record_id)] = hash((str(status), microseconds(updated_at)))
    for model in (Suggestion, Response, Vector):
        parts = select(model.record_id, model.id, model.updated_at).join(Record).where(Record.dataset_id == dataset_id)
        for record_id, part_id, updated_at in await session.execute(parts):
            _stamp(stamps, str(record_id), str(part_id), microseconds(updated_at))
    return stamps


def _index_stamps(engine: EmbeddedSearchEngine, dataset_id: str) -> tuple[bool, Stamps]:
    stamps: Stamps = {}
    with engine.index.reading() as connection:
        known = _rows(connection, "SELECT key FROM dataset WHERE id = ?", dataset_id)
        if not known:
            return False, stamps
        key = known[0][0]
        for record_id, status, updated_at in _rows(
            connection, "SELECT id, status, updated_at FROM record WHERE dataset = ?", key
        ):
            stamps[record_id] = hash((status, updated_at))
        for table in ("suggestion", "response", "vector"):
            query = (
                f"SELECT r.id, p.id, p.updated_at FROM {table} p JOIN record r ON r.key = p.record WHERE r.dataset = ?"
            )
            for record_id, part_id, updated_at in _rows(connection, query, key):
                _stamp(stamps, record_id, part_id, updated_at)
    return True, stamps


def _stamp(stamps: Stamps, record_id: str, part_id: str, updated_at: int) -> None:
    """Mixes a part into its record's stamp, in whatever order the parts come. A part without its record belongs to one just deleted."""
    if record_id in stamps:
        stamps[record_id] ^= hash((part_id, updated_at))


def _rows(connection: sqlite3.Connection, query: str, parameter: object) -> list[Any]:
    with closing(connection.execute(query, (parameter,))) as cursor:
        return cursor.fetchall()
