"""Argilla's search engine on one SQLite file, registered as ``embedded``.

Each method takes plain data from Argilla's objects on the event loop and hands it to a thread: SQLite blocks, and the objects may be touched
only where their database session lives. What a client can observe equals the Elasticsearch engine (``argilla_server.search_engine.commons``)
except where the docstrings of this package's ``index`` modules say so; the two that matter most:

- Without a sort or words, records come in the order in which they were logged, also for a user, instead of a random order by user.
- A write for a record that the index does not hold is a warning, not an error: the answer is safe in the database, and the next start
  puts the record in.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from argilla_server.enums import MetadataPropertyType, SimilarityOrder
from argilla_server.search_engine.base import (
    FloatMetadataMetrics,
    IntegerMetadataMetrics,
    SearchEngine,
    SearchResponseItem,
    SearchResponses,
    TermsMetrics,
)
from argilla_server.settings import settings

from emosapp_argilla import ENGINE_NAME
from emosapp_argilla.index import documents, reading, similarity, writing
from emosapp_argilla.index.connection import IndexFile, index_file
from emosapp_argilla.index.layout import Definition, Layout, delete_dataset, read_layout, write_layout

LOGGER = logging.getLogger("argilla.embedded")
THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="search-index")
"""Enough to read while one writes. Its threads start at the first use, so a process may be forked before."""

Result = TypeVar("Result")


@SearchEngine.register(engine_name=ENGINE_NAME)
class EmbeddedSearchEngine(SearchEngine):
    """The engine. Argilla makes one for every request; the connections outlive it, one a thread."""

    def __init__(self, index: IndexFile | None = None) -> None:
        self.index = index or index_file(str(settings.home_path))

    @classmethod
    async def new_instance(cls) -> "EmbeddedSearchEngine":
        """An engine on the index file in the server's home folder."""
        return cls()

    async def close(self) -> None:
        """Nothing to do: connections belong to threads."""

    async def ping(self) -> bool:
        """Whether the index file can be read."""
        return await self._read(
            lambda connection: connection.execute("SELECT count(*) FROM dataset").fetchone() is not None
        )

    async def info(self) -> dict[str, Any]:
        """Name and version, as the server's status page shows them."""
        return {"name": ENGINE_NAME, "version": {"number": sqlite3.sqlite_version, "distribution": "sqlite"}}

    async def create_index(self, dataset: Any) -> None:
        """Prepares a published data set, whose fields, questions and metadata properties are loaded."""
        definition = documents.definition(dataset)
        await self._write(lambda connection: write_layout(connection, definition))

    async def delete_index(self, dataset: Any) -> None:
        """Removes a data set and its records."""
        dataset_id = str(dataset.id)
        await self._write(lambda connection: delete_dataset(connection, dataset_id))

    async def configure_metadata_property(self, dataset: Any, metadata_property: Any) -> None:
        """Adds a metadata property to a published data set. As with Elasticsearch it is known for records that are logged from now on."""
        definition = Definition(str(dataset.id), [], documents.metadata_attribute(metadata_property))
        await self._write_to(definition.dataset_id, lambda connection, _: write_layout(connection, definition))

    async def configure_index_vectors(self, vector_settings: Any) -> None:
        """Nothing to do: vectors need no preparation."""

    async def index_records(self, dataset: Any, records: Iterable[Any]) -> None:
        """Adds or replaces records, whose responses, suggestions (with questions) and vectors are loaded."""
        await self._put(dataset, records, exact=False)

    async def replace_records(self, dataset: Any, records: Iterable[Any]) -> None:
        """The same for records as they are in the database at this moment: a response that they do not have goes."""
        await self._put(dataset, records, exact=True)

    async def _put(self, dataset: Any, records: Iterable[Any], exact: bool) -> None:
        rows = [documents.document(record) for record in records]
        await self._write_to(
            str(dataset.id), lambda connection, layout: writing.put_documents(connection, layout, rows, exact)
        )

    async def partial_record_update(self, record: Any, **update: Any) -> None:
        """Changes a record's status, which is all that Argilla changes this way, and with it the time of its change."""
        if update.keys() != {"status"}:
            raise ValueError(f"Cannot update {', '.join(sorted(update))} of a record")
        record_id, status = str(record.id), str(update["status"])
        updated_at = documents.microseconds(record.updated_at)

        def change(connection: sqlite3.Connection) -> None:
            if not writing.change_record(connection, record_id, status, updated_at):
                _warn_of_missing(record_id)

        await self._write(change)

    async def delete_records(self, dataset: Any, records: Iterable[Any]) -> None:
        """Removes records with all that hangs on them."""
        ids = [str(record.id) for record in records]
        await self._write_to(
            str(dataset.id), lambda connection, layout: writing.delete_records(connection, layout, ids)
        )

    async def update_record_response(self, response: Any) -> None:
        """Adds or replaces a response."""
        row = documents.response(response)
        await self._write_to_record(
            row.record_id, lambda connection, layout, key: writing.put_response(connection, layout, key, row)
        )

    async def delete_record_response(self, response: Any) -> None:
        """Removes a response."""
        response_id = str(response.id)
        await self._write(lambda connection: connection.execute("DELETE FROM response WHERE id = ?", (response_id,)))

    async def update_record_suggestion(self, suggestion: Any) -> None:
        """Adds or replaces a suggestion, whose question is loaded."""
        row = documents.suggestion(suggestion)
        await self._write_to_record(
            str(suggestion.record_id),
            lambda connection, layout, key: writing.put_suggestion(connection, layout, key, row),
        )

    async def delete_record_suggestion(self, suggestion: Any) -> None:
        """Removes a suggestion, whose question is loaded."""
        row = documents.suggestion(suggestion)
        await self._write_to_record(
            str(suggestion.record_id),
            lambda connection, layout, key: writing.delete_suggestion(connection, layout, key, row),
        )

    async def get_dataset_progress(self, dataset: Any) -> dict[str, int]:
        """Records by status, and in total; nothing for a draft."""
        if dataset.is_draft:
            return {}
        return await self._read_from(dataset, reading.dataset_progress, {"total": 0})

    async def get_dataset_user_progress(self, dataset: Any, user: Any) -> dict[str, int]:
        """A user's own responses by status, and in total; nothing for a draft."""
        if dataset.is_draft:
            return {}
        user_id = str(user.id)
        return await self._read_from(
            dataset, lambda connection, layout: reading.user_progress(connection, layout, user_id), {"total": 0}
        )

    async def search(
        self,
        dataset: Any,
        query: Any = None,
        filter: Any = None,  # noqa: A002 (Argilla's name)
        sort: Sequence[Any] | None = None,
        offset: int = 0,
        limit: int = 100,
        user_id: Any = None,
    ) -> SearchResponses:
        """A page of records. ``user_id`` is taken and has no effect on the order; filters carry the user they are about."""
        words = _words(query)
        found = await self._read_from(
            dataset,
            lambda connection, layout: reading.search(connection, layout, words, filter, sort or [], offset, limit),
            reading.Found([], 0),
        )
        return _responses(found)

    async def compute_metrics_for(self, metadata_property: Any) -> Any:
        """The terms of a metadata property with their frequencies, or the smallest and largest of its numbers."""
        name = metadata_property.name
        dataset = metadata_property.dataset
        if metadata_property.type == MetadataPropertyType.terms:
            no_terms: list[tuple[str, int]] = []
            counted = await self._read_from(
                dataset, lambda connection, layout: reading.terms(connection, layout, name), no_terms
            )
            values = [TermsMetrics.TermCount(term=term, count=count) for term, count in counted[: reading.MAX_TERMS]]
            return TermsMetrics(total=sum(count for _, count in counted), values=values)
        lowest, highest = await self._read_from(
            dataset, lambda connection, layout: reading.extremes(connection, layout, name), reading.Extremes(None, None)
        )
        integers = metadata_property.type == MetadataPropertyType.integer
        return (IntegerMetadataMetrics if integers else FloatMetadataMetrics)(min=lowest, max=highest)

    async def similarity_search(
        self,
        dataset: Any,
        vector_settings: Any,
        value: list[float] | None = None,
        record: Any = None,
        query: Any = None,
        filter: Any = None,  # noqa: A002 (Argilla's name)
        max_results: int = 100,
        order: Any = SimilarityOrder.most_similar,
        threshold: float | None = None,
    ) -> SearchResponses:
        """The records that are most or least similar to a vector, or to a record, which is not among them."""
        if bool(value) == bool(record):
            raise ValueError("Must provide either vector value or record to compute the similarity search")
        wanted = value or record.vector_value_by_vector_settings(vector_settings)
        if not wanted:
            raise ValueError("Cannot find a vector value to apply with provided info")
        target = similarity.Target(
            settings_id=str(vector_settings.id),
            value=list(wanted),
            excluded_id=None if record is None else str(record.id),
            opposite=order == SimilarityOrder.least_similar,
        )
        words = _words(query)
        found = await self._read_from(
            dataset,
            lambda connection, layout: similarity.similar(
                connection, layout, target, words, filter, max_results, threshold
            ),
            reading.Found([], 0),
        )
        return _responses(found)

    async def _read(self, function: Callable[[sqlite3.Connection], Result]) -> Result:
        def work() -> Result:
            with self.index.reading() as connection:
                return function(connection)

        return await asyncio.get_running_loop().run_in_executor(THREADS, work)

    async def _read_from(
        self, dataset: Any, function: Callable[[sqlite3.Connection, Layout], Result], otherwise: Result
    ) -> Result:
        """Reads from a data set; ``otherwise`` where the index does not hold it."""
        dataset_id = str(dataset.id)

        def read(connection: sqlite3.Connection) -> Result:
            layout = read_layout(connection, dataset_id)
            return otherwise if layout is None else function(connection, layout)

        return await self._read(read)

    async def _write(self, function: Callable[[sqlite3.Connection], object]) -> None:
        def work() -> None:
            with self.index.writing() as connection:
                function(connection)

        await asyncio.get_running_loop().run_in_executor(THREADS, work)

    async def _write_to(self, dataset_id: str, function: Callable[[sqlite3.Connection, Layout], object]) -> None:
        """Writes to a data set. Only a kill in the middle of publishing, or a lost file, leads to one that is not there."""

        def write(connection: sqlite3.Connection) -> None:
            layout = read_layout(connection, dataset_id)
            if layout is None:
                LOGGER.warning(
                    "The search index does not hold data set %s yet: restart the server, which puts it in", dataset_id
                )
            else:
                function(connection, layout)

        await self._write(write)

    async def _write_to_record(
        self, record_id: str, function: Callable[[sqlite3.Connection, Layout, int], object]
    ) -> None:
        """Writes to what hangs on a record, whose number the function gets."""

        def write(connection: sqlite3.Connection) -> None:
            row = connection.execute(
                "SELECT r.key, d.id FROM record r JOIN dataset d ON d.key = r.dataset WHERE r.id = ?", (record_id,)
            ).fetchone()
            layout = None if row is None else read_layout(connection, row[1])
            if layout is None:
                _warn_of_missing(record_id)
            else:
                function(connection, layout, row[0])

        await self._write(write)


def _warn_of_missing(record_id: str) -> None:
    LOGGER.warning("The search index does not hold record %s yet: the next start of the server puts it in", record_id)


def _words(query: Any) -> reading.Words | None:
    if query is None:
        return None
    return reading.Words(query, None) if isinstance(query, str) else reading.Words(query.q, query.field)


def _responses(found: reading.Found) -> SearchResponses:
    items = [SearchResponseItem(record_id=hit.record_id, score=hit.score) for hit in found.hits]
    return SearchResponses(items=items, total=found.total)
