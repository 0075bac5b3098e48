"""Several processes and threads on one index file."""

# ruff: noqa: PT009, PT027 - unittest, since pytest is not in the server's environment

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from typing import Any

from argilla_server.search_engine.base import Order, RecordFilterScope
from inside.world import engine_in, make_world
from inside.writer import BATCHES, SIZE


class Processes(unittest.IsolatedAsyncioTestCase):
    """A folder for an index."""

    async def asyncSetUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.world = make_world(seed=1, size=0)
        self.engine = engine_in(self.folder)

    def writer(self, seed: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen([sys.executable, "-m", "inside.writer", self.folder, str(seed)], stderr=subprocess.PIPE)

    async def total(self) -> int:
        return (await self.engine.search(self.world.dataset)).total

    async def test_three_processes_write_at_once_while_one_reads_and_nothing_is_lost(self) -> None:
        writers = [self.writer(seed) for seed in range(3)]
        totals = [0]
        while any(writer.poll() is None for writer in writers):
            totals.append(await self.total())
            await asyncio.sleep(0.01)
        for writer in writers:
            errors = writer.communicate()[1]
            self.assertEqual(writer.returncode, 0, errors.decode())
        self.assertEqual(totals, sorted(totals))
        self.assertEqual({total % SIZE for total in totals}, {0}, "a batch is there as a whole or not at all")
        self.assertEqual(await self.total(), 3 * BATCHES * SIZE)

    async def test_a_process_that_is_killed_while_it_writes_leaves_whole_batches(self) -> None:
        writer = self.writer(1)
        deadline = time.monotonic() + 60
        while not await self.total():
            self.assertLess(time.monotonic(), deadline)
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        self.assertEqual(await self.total() % SIZE, 0)
        with self.engine.index.writing() as connection:
            self.assertEqual(connection.execute("PRAGMA quick_check").fetchone()[0], "ok")
        self.assertEqual(self.writer(2).wait(), 0)
        self.assertEqual(await self.total() % SIZE, 0)

    async def test_many_requests_at_once_do_not_hold_up_the_event_loop(self) -> None:
        world = make_world(seed=2, size=400)
        await self.engine.create_index(world.dataset)
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            while True:
                ticks += 1
                await asyncio.sleep(0)

        ticking = asyncio.create_task(tick())
        sort = [Order(scope=RecordFilterScope(property="status"), order="asc")]
        work: list[Any] = [
            self.engine.index_records(world.dataset, world.records[start : start + 50]) for start in range(0, 400, 50)
        ]
        work += [self.engine.search(world.dataset, query="fear*", sort=sort) for _ in range(40)]
        await asyncio.gather(*work)
        ticking.cancel()
        self.assertGreater(ticks, len(work))
        self.assertEqual((await self.engine.search(world.dataset)).total, 400)

    async def test_a_process_goes_on_with_the_new_file_when_another_has_replaced_it(self) -> None:
        world = make_world(seed=3, size=10)
        await self.engine.create_index(world.dataset)
        await self.engine.index_records(world.dataset, world.records)
        self.engine.index.path.rename(self.engine.index.path.with_name("aside.sqlite3"))
        for suffix in ("-wal", "-shm"):
            self.engine.index.path.with_name(self.engine.index.path.name + suffix).unlink(missing_ok=True)
        self.assertEqual((await self.engine.search(world.dataset)).total, 0)
        await self.engine.create_index(world.dataset)
        await self.engine.index_records(world.dataset, world.records[:4])
        self.assertEqual((await self.engine.search(world.dataset)).total, 4)

    async def test_a_write_that_fails_leaves_nothing_behind(self) -> None:
        world = make_world(seed=4, size=10)
        await self.engine.create_index(world.dataset)
        with self.engine.index.writing() as connection:
            connection.execute(
                "CREATE TRIGGER full BEFORE INSERT ON vector BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            )
        with self.assertRaisesRegex(sqlite3.Error, "disk is full"):
            await self.engine.index_records(world.dataset, world.records)
        self.assertEqual(await self.engine.get_dataset_progress(world.dataset), {"total": 0})
        with self.engine.index.writing() as connection:
            connection.execute("DROP TRIGGER full")
        await self.engine.index_records(world.dataset, world.records)
        self.assertEqual((await self.engine.search(world.dataset)).total, 10)


if __name__ == "__main__":
    unittest.main()
