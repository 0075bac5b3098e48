"""The engine's other duties: progress, metrics, changes to a record, and names of any kind."""

# ruff: noqa: PT009, PT027 - unittest, since pytest is not in the server's environment

import logging
import random
import tempfile
import unittest
from collections import Counter
from datetime import timedelta
from typing import Any

from argilla_server.enums import DatasetStatus, RecordStatus, ResponseStatus
from argilla_server.errors.future import UnprocessableEntityError
from argilla_server.models import Dataset, MetadataProperty
from argilla_server.search_engine.base import (
    AndFilter,
    MetadataFilterScope,
    Order,
    RangeFilter,
    RecordFilterScope,
    ResponseFilterScope,
    SearchEngine,
    SuggestionFilterScope,
    TermsFilter,
    TextQuery,
)
from emosapp_argilla import ENGINE_NAME
from emosapp_argilla.engine import EmbeddedSearchEngine
from inside.reference import listed
from inside.world import (
    ODD_NAME,
    START,
    World,
    engine_in,
    identifier,
    make_record,
    make_response,
    make_suggestion,
    make_world,
)


class Interface(unittest.TestCase):
    """What the server relies on without calling it."""

    def test_every_abstract_method_is_overridden_with_the_same_parameters(self) -> None:
        self.assertEqual(EmbeddedSearchEngine.__abstractmethods__, frozenset())
        for name in SearchEngine.__abstractmethods__ | {"configure_index_vectors"}:
            self.assertIn(name, vars(EmbeddedSearchEngine), name)
            wanted, given = (getattr(owner, name).__code__ for owner in (SearchEngine, EmbeddedSearchEngine))
            parameters = given.co_varnames[: given.co_argcount]
            self.assertEqual(parameters[: wanted.co_argcount], wanted.co_varnames[: wanted.co_argcount], name)

    def test_the_engine_is_registered_and_chosen(self) -> None:
        from argilla_server.settings import settings  # noqa: PLC0415

        self.assertIs(SearchEngine.registered_classes[ENGINE_NAME], EmbeddedSearchEngine)
        self.assertEqual(settings.search_engine, ENGINE_NAME)
        self.assertFalse(settings.enable_telemetry)


class Engine(unittest.IsolatedAsyncioTestCase):
    """One index of 60 records."""

    world: World

    async def asyncSetUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.choose = random.Random(8)
        self.world = make_world(seed=9, size=60)
        self.engine = engine_in(folder.name)
        await self.engine.create_index(self.world.dataset)
        await self.engine.index_records(self.world.dataset, self.world.records)

    async def ids(self, **asked: Any) -> list[str]:
        page = await self.engine.search(self.world.dataset, **asked)
        return [str(item.record_id) for item in page.items]

    async def with_value(self, scope: Any, value: str) -> list[str]:
        return await self.ids(filter=TermsFilter(scope=scope, values=[value]))

    async def test_it_answers(self) -> None:
        self.assertTrue(await self.engine.ping())
        self.assertEqual((await self.engine.info())["name"], "embedded")
        await self.engine.configure_index_vectors(self.world.vectors)
        await self.engine.close()

    async def test_the_progress_of_a_data_set_counts_records_by_status(self) -> None:
        expected = Counter(str(record.status) for record in self.world.records)
        self.assertEqual(await self.engine.get_dataset_progress(self.world.dataset), {"total": 60, **expected})

    async def test_the_progress_of_a_user_counts_that_users_responses_alone(self) -> None:
        for user in self.world.users:
            own = Counter(
                str(r.status) for record in self.world.records for r in record.responses if r.user_id == user.id
            )
            progress = await self.engine.get_dataset_user_progress(self.world.dataset, user)
            self.assertEqual(progress, {"total": own.total(), **own})

    async def test_a_draft_and_an_unknown_data_set_have_no_progress_and_no_records(self) -> None:
        draft = Dataset(id=identifier(self.choose), status=DatasetStatus.draft)
        unknown = Dataset(id=identifier(self.choose), status=DatasetStatus.ready)
        self.assertEqual(await self.engine.get_dataset_progress(draft), {})
        self.assertEqual(await self.engine.get_dataset_user_progress(draft, self.world.users[0]), {})
        self.assertEqual(await self.engine.get_dataset_progress(unknown), {"total": 0})
        self.assertEqual((await self.engine.search(unknown, query="fear")).total, 0)

    async def test_metrics_count_terms_and_find_the_extremes_of_numbers(self) -> None:
        for metadata_property in self.world.dataset.metadata_properties:
            metadata_property.__dict__["dataset"] = self.world.dataset
            values = [v for r in self.world.records for v in listed((r.metadata_ or {}).get(metadata_property.name))]
            metrics = await self.engine.compute_metrics_for(metadata_property)
            if metadata_property.is_terms:
                counted = Counter(values)
                self.assertEqual({each.term: each.count for each in metrics.values}, dict(counted))
                self.assertEqual(metrics.total, len(values))
                order = [(-each.count, each.term.encode()) for each in metrics.values]
                self.assertEqual(order, sorted(order))
            else:
                self.assertEqual((metrics.min, metrics.max), (min(values), max(values)))

    async def test_metrics_of_a_property_without_values_are_empty(self) -> None:
        for kind in ("terms", "integer", "float"):
            empty = MetadataProperty(name=f"new {kind}", settings={"type": kind})
            await self.engine.configure_metadata_property(self.world.dataset, empty)
            empty.__dict__["dataset"] = self.world.dataset
            metrics = await self.engine.compute_metrics_for(empty)
            self.assertEqual(
                (metrics.total, metrics.values) if kind == "terms" else (metrics.min, metrics.max),
                (0, []) if kind == "terms" else (None, None),
            )

    async def test_a_property_that_is_added_later_is_known_for_what_is_logged_from_then_on(self) -> None:
        await self.engine.configure_metadata_property(
            self.world.dataset, MetadataProperty(name="later.é", settings={"type": "terms"})
        )
        record = make_record(self.choose, self.world, 99)
        record.metadata_ = {"later.é": ["x", "y"]}
        await self.engine.index_records(self.world.dataset, [record])
        self.assertEqual(await self.with_value(MetadataFilterScope(metadata_property="later.é"), "y"), [str(record.id)])

    async def test_a_record_that_is_logged_again_replaces_itself_and_keeps_its_place(self) -> None:
        before = await self.ids()
        record = self.world.records[10]
        record.fields = {"question": "nonpareil"}
        record.metadata_ = {"chapter": "new chapter"}
        record.suggestions, record.responses, record.vectors = [], [], []
        await self.engine.replace_records(self.world.dataset, [record])
        self.assertEqual(await self.ids(), before)
        self.assertEqual(await self.ids(query="nonpareil"), [str(record.id)])
        self.assertEqual(
            await self.with_value(MetadataFilterScope(metadata_property="chapter"), "new chapter"), [str(record.id)]
        )
        with self.engine.index.reading() as connection:
            for table in ("value", "suggestion", "response", "vector"):
                left = connection.execute(
                    f"SELECT count(*) FROM {table} t JOIN record r ON r.key = t.record WHERE r.id = ?",
                    (str(record.id),),
                )
                self.assertEqual(left.fetchone()[0], 1 if table == "value" else 0, table)

    async def test_what_arrives_later_but_is_older_does_not_undo_what_is_newer(self) -> None:
        record, user = self.world.records[0], self.world.users[0]
        record.status, record.responses = RecordStatus.pending, []
        await self.engine.replace_records(self.world.dataset, [record])
        earlier = record.updated_at
        response = make_response(self.choose, record, user)
        response.status, response.updated_at = ResponseStatus.submitted, START + timedelta(seconds=2)
        await self.engine.update_record_response(response)
        record.updated_at = earlier + timedelta(seconds=2)
        await self.engine.partial_record_update(record, status=RecordStatus.completed)
        # The same record, as another request had read it before.
        record.updated_at = earlier
        await self.engine.index_records(self.world.dataset, [record])
        await self.engine.partial_record_update(record, status=RecordStatus.pending)
        response.status, response.updated_at = ResponseStatus.draft, START + timedelta(seconds=1)
        await self.engine.update_record_response(response)
        self.assertIn(str(record.id), await self.with_value(RecordFilterScope(property="status"), "completed"))
        scope = ResponseFilterScope(property="status", user=user)
        self.assertIn(str(record.id), await self.with_value(scope, "submitted"))

    async def test_a_status_is_changed_alone(self) -> None:
        scope = RecordFilterScope(property="status")
        for status in RecordStatus:
            await self.engine.partial_record_update(self.world.records[3], status=status)
            self.assertIn(str(self.world.records[3].id), await self.with_value(scope, status))
        with self.assertRaisesRegex(ValueError, "fields"):
            await self.engine.partial_record_update(self.world.records[3], fields={})

    async def test_deleted_records_are_gone_with_all_that_hung_on_them(self) -> None:
        gone = self.world.records[:50]
        await self.engine.delete_records(self.world.dataset, gone)
        await self.engine.delete_records(self.world.dataset, gone)
        self.assertEqual(set(await self.ids()), {str(record.id) for record in self.world.records[50:]})
        with self.engine.index.reading() as connection:
            kept = self.world.records[50:]
            for table, expected in (
                ("response", sum(len(r.responses) for r in kept)),
                ("suggestion", sum(len(r.suggestions) for r in kept)),
            ):
                self.assertEqual(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], expected)
            self.assertEqual(connection.execute("PRAGMA foreign_key_check").fetchall(), [])

    async def test_a_deleted_data_set_leaves_nothing_and_others_alone(self) -> None:
        other = make_world(seed=10, size=5)
        await self.engine.create_index(other.dataset)
        await self.engine.index_records(other.dataset, other.records)
        await self.engine.delete_index(self.world.dataset)
        await self.engine.delete_index(self.world.dataset)
        self.assertEqual(await self.ids(), [])
        self.assertEqual((await self.engine.search(other.dataset)).total, 5)
        await self.engine.create_index(self.world.dataset)
        await self.engine.index_records(self.world.dataset, self.world.records)
        self.assertEqual(len(await self.ids()), 60)

    async def test_publishing_twice_loses_nothing(self) -> None:
        await self.engine.create_index(self.world.dataset)
        self.assertEqual(len(await self.ids()), 60)

    async def test_a_response_is_added_replaced_and_removed(self) -> None:
        record, user = self.world.records[0], self.world.users[0]
        record.responses = []
        await self.engine.replace_records(self.world.dataset, [record])
        scope = ResponseFilterScope(question=ODD_NAME, user=user)
        response = make_response(self.choose, record, user)
        for value in ('a"b', "c.d"):
            response.values = {ODD_NAME: {"value": [value, "%"]}}
            await self.engine.update_record_response(response)
            self.assertIn(str(record.id), await self.with_value(scope, value))
        self.assertNotIn(str(record.id), await self.with_value(scope, 'a"b'))
        again = make_response(self.choose, record, user)
        again.values, again.status = None, ResponseStatus.discarded
        await self.engine.update_record_response(again)
        self.assertNotIn(str(record.id), await self.with_value(scope, "c.d"))
        pending = TermsFilter(scope=ResponseFilterScope(property="status", user=user), values=["pending"])
        self.assertNotIn(str(record.id), await self.ids(filter=pending))
        await self.engine.delete_record_response(again)
        await self.engine.delete_record_response(again)
        self.assertIn(str(record.id), await self.ids(filter=pending))

    async def test_a_suggestion_is_added_replaced_and_removed(self) -> None:
        record = self.world.records[1]
        record.suggestions = []
        await self.engine.index_records(self.world.dataset, [record])
        question = self.world.dataset.questions[0]
        scope = SuggestionFilterScope(question="decision", property="value")
        suggestion = make_suggestion(self.choose, record, question)
        for value, other in (("accept", "reject"), ("reject", "accept")):
            suggestion.value = value
            await self.engine.update_record_suggestion(suggestion)
            self.assertIn(str(record.id), await self.with_value(scope, value))
            self.assertNotIn(str(record.id), await self.with_value(scope, other))
        await self.engine.delete_record_suggestion(suggestion)
        await self.engine.delete_record_suggestion(suggestion)
        self.assertNotIn(str(record.id), await self.with_value(scope, "reject"))

    async def test_a_write_for_a_record_that_is_not_indexed_is_a_warning(self) -> None:
        stranger = make_record(self.choose, self.world, 100)
        stranger.updated_at = START
        response = make_response(self.choose, stranger, self.world.users[0])
        with self.assertLogs("argilla.embedded", logging.WARNING) as logged:
            await self.engine.update_record_response(response)
            await self.engine.partial_record_update(stranger, status=RecordStatus.completed)
        self.assertEqual(len(logged.output), 2)

    async def test_what_cannot_be_read_is_the_clients_error(self) -> None:
        asked = (
            TermsFilter(scope=MetadataFilterScope(metadata_property="page"), values=["two"]),
            RangeFilter(scope=ResponseFilterScope(question="safety"), ge="high"),
            RangeFilter(scope=RecordFilterScope(property="inserted_at"), ge="yesterday"),
            TermsFilter(scope=RecordFilterScope(property="updated_at"), values=["2024-13-45"]),
        )
        for wanted in asked:
            with self.subTest(wanted=wanted), self.assertRaises(UnprocessableEntityError):
                await self.engine.search(self.world.dataset, filter=AndFilter(filters=[wanted]))
        with self.assertRaises(UnprocessableEntityError):
            await self.engine.search(self.world.dataset, query="(" * 100 + "fear" + ")" * 100)

    async def test_an_unknown_name_matches_nothing_and_sorts_nothing(self) -> None:
        for name in ("absent", "'; DROP TABLE record; --", '"', "a.b", "0 OR 1=1"):
            scopes = (
                MetadataFilterScope(metadata_property=name),
                SuggestionFilterScope(question=name, property=name),
                ResponseFilterScope(question=name),
                RecordFilterScope(property=name),
            )
            for scope in scopes:
                self.assertEqual(await self.with_value(scope, name), [])
                self.assertEqual(len(await self.ids(sort=[Order(scope=scope, order="asc")])), 60)
            self.assertEqual(await self.ids(query=TextQuery(q="fear", field=name)), [])

    async def test_responses_to_labels_and_their_status_can_be_sorted_by(self) -> None:
        for scope in (
            ResponseFilterScope(question="decision"),
            ResponseFilterScope(property="status", user=self.world.users[0]),
        ):
            for order in ("asc", "desc"):
                self.assertEqual(len(await self.ids(sort=[Order(scope=scope, order=order)])), 60)


if __name__ == "__main__":
    unittest.main()
