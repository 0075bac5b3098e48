"""After a kill, a loss or a power cut, the index is brought in line with the database at start."""

# ruff: noqa: PT009, PT027 - unittest, since pytest is not in the server's environment

import asyncio
import contextlib
import io
import json
import random
import sqlite3
import subprocess
import sys
import unittest
from typing import Any
from uuid import uuid4

from argilla_server.api.schemas.v1.records_bulk import RecordsBulkCreate
from argilla_server.api.schemas.v1.responses import ResponseCreate, SubmittedResponseUpdate
from argilla_server.bulk.records_bulk import CreateRecordsBulk
from argilla_server.contexts import accounts, datasets
from argilla_server.database import AsyncSessionLocal
from argilla_server.enums import DatasetStatus, UserRole
from argilla_server.models import (
    Dataset,
    Field,
    MetadataProperty,
    Question,
    Record,
    Response,
    User,
    VectorSettings,
    Workspace,
)
from argilla_server.settings import settings
from emosapp_argilla import admin, app, faster, repair
from emosapp_argilla.engine import EmbeddedSearchEngine
from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

faster.apply()


class KilledError(Exception):
    """Stands for the end of the process between the database's commit and the index's write."""


class Dying(EmbeddedSearchEngine):
    """An engine whose process ends before it can write."""

    async def _write(self, function: Any) -> None:
        raise KilledError


class Repair(unittest.IsolatedAsyncioTestCase):
    """A data set of 30 records in a real database and its index."""

    @classmethod
    def setUpClass(cls) -> None:
        # In a process of its own, since the migrations switch all logging off that they do not know.
        subprocess.run([sys.executable, "-m", "emosapp_argilla.admin", "migrate"], check=True, capture_output=True)

    async def asyncSetUp(self) -> None:
        self.engine = EmbeddedSearchEngine()
        self.choose = random.Random(13)
        name = uuid4().hex
        async with AsyncSessionLocal() as db:
            workspace = await Workspace.create(db, name=name)
            self.user = await User.create(db, username=name, first_name="Ada", password_hash="", role=UserRole.owner)
            dataset = await Dataset.create(
                db,
                name=name,
                workspace_id=workspace.id,
                status=DatasetStatus.ready,
                distribution={"strategy": "overlap", "min_submitted": 1},
            )
            self.dataset_id = dataset.id
            await Field.create(db, name="text", title="text", settings={"type": "text"}, dataset_id=dataset.id)
            options = [{"value": "yes", "text": "yes"}, {"value": "no", "text": "no"}]
            settings_of_question = {"type": "label_selection", "options": options, "visible_options": None}
            await Question.create(db, name="ok", title="ok", settings=settings_of_question, dataset_id=dataset.id)
            await MetadataProperty.create(
                db, name="page", title="page", settings={"type": "integer"}, dataset_id=dataset.id
            )
            await VectorSettings.create(db, name="meaning", title="meaning", dimensions=2, dataset_id=dataset.id)
            self.dataset = await self.load(db)
            await self.engine.create_index(self.dataset)
        await self.log(range(30), self.engine)

    async def asyncTearDown(self) -> None:
        async with AsyncSessionLocal() as db:
            await db.execute(delete(Dataset).where(Dataset.id == self.dataset_id))
            await db.commit()

    async def load(self, db: Any) -> Any:
        loaded = (Dataset.fields, Dataset.questions, Dataset.metadata_properties, Dataset.vectors_settings)
        return await Dataset.get_or_raise(db, self.dataset_id, options=[selectinload(each) for each in loaded])

    async def log(self, numbers: Any, engine: EmbeddedSearchEngine) -> None:
        async with AsyncSessionLocal() as db:
            dataset = await self.load(db)
            question = dataset.questions[0]
            items = [
                {
                    "external_id": str(number),
                    "fields": {"text": f"fear number {number}"},
                    "metadata": {"page": number},
                    "vectors": {"meaning": [1.0, number]},
                    "suggestions": [{"question_id": str(question.id), "value": "yes", "score": 0.5}],
                }
                for number in numbers
            ]
            await CreateRecordsBulk(db, engine).create_records_bulk(
                dataset, RecordsBulkCreate.model_validate({"items": items})
            )

    async def respond(self, external_id: str, engine: EmbeddedSearchEngine, answer: str = "yes") -> None:
        async with AsyncSessionLocal() as db:
            loaded = selectinload(Record.dataset).selectinload(Dataset.questions)
            query = (
                select(Record)
                .where(Record.dataset_id == self.dataset_id, Record.external_id == external_id)
                .options(loaded)
            )
            record = (await db.scalars(query)).one()
            body = {"status": "submitted", "values": {"ok": {"value": answer}}}
            user = await User.get_or_raise(db, self.user.id)
            existing = await Response.get_by(db, record_id=record.id, user_id=user.id)
            if existing is None:
                await datasets.create_response(db, engine, record, user, ResponseCreate.model_validate(body))
            else:
                await existing.awaitable_attrs.record
                await datasets.update_response(db, engine, existing, SubmittedResponseUpdate.model_validate(body))

    async def external_ids(self, **asked: Any) -> list[str]:
        page = await self.engine.search(self.dataset, limit=1000, **asked)
        async with AsyncSessionLocal() as db:
            names = dict((await db.execute(select(Record.id, Record.external_id))).tuples().all())
        return [names[item.record_id] for item in page.items]

    def overwrite(self, damage: bytes, at: int | None = None) -> None:
        """Writes rubbish over the index file, or into it, after everything in it has been moved there from its log."""
        with self.engine.index.writing() as connection:
            connection.execute("SELECT 1")
        self.engine.index.close()
        connection = sqlite3.connect(self.engine.index.path)
        self.assertEqual(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0], 0)
        connection.close()
        if at is None:
            self.engine.index.path.write_bytes(damage)
        else:
            with self.engine.index.path.open("r+b") as file:
                file.seek(at)
                file.write(damage)

    async def difference(self) -> repair.Difference:
        async with AsyncSessionLocal() as db:
            return await repair.compare(db, self.engine, self.dataset)

    async def assert_mended(self, written: int) -> None:
        """The start finds and writes so many records, another start none."""
        self.assertFalse((await self.difference()).ok)
        self.assertEqual(await repair.repair(self.engine), written)
        self.assertTrue((await self.difference()).ok)
        self.assertEqual(await repair.repair(self.engine), 0)

    async def test_what_the_server_writes_leaves_no_difference(self) -> None:
        await self.respond("3", self.engine)
        await self.respond("3", self.engine, "no")
        self.assertTrue((await self.difference()).ok, await self.difference())

    async def test_records_that_were_committed_before_a_kill_are_found_in_their_place(self) -> None:
        with self.assertRaises(KilledError):
            await self.log(range(30, 40), Dying())
        await self.log(range(40, 45), self.engine)
        self.assertEqual(len(await self.external_ids()), 35)
        await self.assert_mended(written=10)
        self.assertEqual(await self.external_ids(), [str(number) for number in range(45)])

    async def test_a_response_that_was_committed_before_a_kill_is_found(self) -> None:
        with self.assertRaises(KilledError):
            await self.respond("7", Dying())
        await self.respond("8", self.engine)
        await self.assert_mended(written=1)
        progress = await self.engine.get_dataset_user_progress(self.dataset, self.user)
        self.assertEqual(progress, {"total": 2, "submitted": 2})

    async def test_a_change_that_left_all_counts_and_the_newest_time_alone_is_found(self) -> None:
        await self.respond("1", self.engine)
        await self.respond("2", self.engine)
        with self.assertRaises(KilledError):
            await self.respond("1", Dying(), "no")
        await self.respond("2", self.engine, "no")
        await self.assert_mended(written=1)

    async def test_what_was_deleted_from_the_database_goes(self) -> None:
        await self.respond("4", self.engine)
        async with AsyncSessionLocal() as db:
            await db.execute(
                delete(Record).where(Record.dataset_id == self.dataset_id, Record.external_id.in_(["5", "6"]))
            )
            await db.execute(delete(Response).where(Response.user_id == self.user.id))
            await db.commit()
        await self.assert_mended(written=1)
        self.assertEqual(len(await self.external_ids()), 28)

    async def test_a_data_set_that_was_published_or_deleted_before_a_kill_is_mended(self) -> None:
        await self.engine.delete_index(self.dataset)
        await self.assert_mended(written=30)
        async with AsyncSessionLocal() as db:
            await db.execute(delete(Dataset).where(Dataset.id == self.dataset_id))
            await db.commit()
        await repair.repair(self.engine)
        self.assertEqual(await self.external_ids(), [])

    async def test_a_lost_index_is_rebuilt_in_the_order_of_logging(self) -> None:
        await self.respond("9", self.engine)
        before = await self.external_ids()
        for path in self.engine.index.path.parent.glob("search-index.*"):
            path.unlink()
        await app.check_index()
        self.assertEqual(await self.external_ids(), before)
        self.assertTrue((await self.difference()).ok)

    async def test_a_damaged_index_is_put_aside_and_rebuilt(self) -> None:
        for damage in (b"not a database at all, but long enough for a header" * 100, b""):
            self.overwrite(damage)
            with self.assertLogs("argilla.embedded", "WARNING") as logged:
                await app.check_index()
            self.assertEqual(sum("cannot be used" in line for line in logged.output), 1)
            aside = list(self.engine.index.path.parent.glob("search-index.aside-*.sqlite3"))
            self.assertEqual([path.read_bytes() for path in aside], [damage], "the damaged file, and none before it")
            self.assertEqual(len(await self.external_ids()), 30)

    async def test_a_page_of_rubbish_in_the_middle_of_the_index_is_noticed(self) -> None:
        middle = self.engine.index.path.stat().st_size // 8192 * 4096
        self.overwrite(random.Random(14).randbytes(3 * 4096), at=middle)
        with self.assertLogs("argilla.embedded", "WARNING"):
            await app.check_index()
        self.assertEqual(len(await self.external_ids()), 30)

    async def test_an_index_of_another_format_is_put_aside_and_rebuilt(self) -> None:
        with self.engine.index.writing() as connection:
            connection.execute("PRAGMA user_version=999")
        with self.assertLogs("argilla.embedded", "WARNING") as logged:
            await app.check_index()
        self.assertIn("format 999", logged.output[0])
        self.assertEqual(len(await self.external_ids()), 30)

    async def test_reindexing_and_checking_by_command(self) -> None:
        self.overwrite(b"rubbish" * 1000)
        self.assertFalse(json.loads(_last(await _printed(admin.check)))["ok"])
        self.assertGreaterEqual(json.loads(_last(await _printed(admin.reindex)))["records"], 30)
        checked = json.loads(_last(await _printed(admin.check)))
        self.assertTrue(checked["ok"])
        mine = next(each for each in checked["datasets"] if each["id"] == str(self.dataset_id))
        self.assertEqual((mine["records"], mine["indexed"]), (30, 30))


class Owner(unittest.IsolatedAsyncioTestCase):
    """The owner's account by command."""

    @classmethod
    def setUpClass(cls) -> None:
        Repair.setUpClass()

    async def test_an_owner_is_made_and_later_gets_another_password_and_key(self) -> None:
        for password, key in (("first password", "first key 123"), ("second password", "second key 123")):
            wanted = {
                "username": "olga",
                "password": password,
                "api_key": key,
                "first_name": "Olga",
                "workspaces": ["one", "two"],
            }
            printed = await _printed(admin.owner, json.dumps(wanted))
            self.assertNotIn(password, printed)
            self.assertNotIn(key, printed)
            async with AsyncSessionLocal() as db:
                user = await accounts.authenticate_user(db, "olga", password)
                self.assertIsNotNone(user)
                self.assertTrue(user.is_owner)
                self.assertEqual(user.api_key, key)
                self.assertEqual({workspace.name for workspace in user.workspaces}, {"one", "two"})
        async with AsyncSessionLocal() as db:
            self.assertIsNone(await accounts.authenticate_user(db, "olga", "first password"))

    async def test_an_owner_that_cannot_be_made_is_refused_without_showing_the_password(self) -> None:
        wrong = json.dumps({"username": "olga", "password": "hunter2", "api_key": "k"})
        self.assertNotIn("hunter2", await _printed(admin.owner, wrong, code=2))
        self.assertNotIn("hunter2", await _printed(admin.owner, '{"password": "hunter2"', code=2))


def _last(printed: str) -> str:
    """The last line; warnings may stand before it."""
    return printed.splitlines()[-1]


async def _printed(command: Any, given: str = "", code: int | None = None) -> str:
    """What a command prints, on both streams. It runs an event loop of its own, so it runs in a thread."""
    printed = io.StringIO()

    def run() -> int:
        before = sys.stdin
        sys.stdin = io.StringIO(given)
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                return command()
        finally:
            sys.stdin = before

    returned = await asyncio.to_thread(run)
    if code is not None:
        assert returned == code, printed.getvalue()
    return printed.getvalue()


assert settings.home_path, "a home of its own"

if __name__ == "__main__":
    unittest.main()
