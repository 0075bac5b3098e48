"""Searches over random records give what looking at every record gives."""

# ruff: noqa: PT009 - unittest, since pytest is not in the server's environment

import random
import re
import tempfile
import unittest
from typing import Any

from emosapp_argilla.index import reading
from emosapp_argilla.index.layout import read_layout
from inside.reference import draw_filter, draw_query, draw_sort
from inside.world import World, engine_in, letters, make_world

CASES = 250


class Searching(unittest.IsolatedAsyncioTestCase):
    """One index of 150 records."""

    world: World

    async def asyncSetUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.world = make_world(seed=1, size=150)
        self.engine = engine_in(folder.name)
        await self.engine.create_index(self.world.dataset)
        for start in range(0, 150, 40):
            await self.engine.index_records(self.world.dataset, self.world.records[start : start + 40])
        self.logged = sorted(self.world.records, key=lambda record: record.inserted_at)

    async def found(self, **asked: Any) -> list[str]:
        """All that is found, in pages of random size, with the total checked on each."""
        ids: list[str] = []
        size = random.Random(len(str(asked))).choice([7, 50, 150])
        while True:
            page = await self.engine.search(self.world.dataset, offset=len(ids), limit=size, **asked)
            ids += [str(item.record_id) for item in page.items]
            if len(page.items) < size:
                self.assertEqual(page.total, len(ids))
                return ids

    async def test_filters_find_the_records_that_they_describe_in_the_order_of_logging(self) -> None:
        choose = random.Random(2)
        for number in range(CASES):
            case = draw_filter(choose, self.world)
            with self.subTest(number=number, asked=case.asked):
                expected = [str(record.id) for record in self.logged if case.meaning(record)]
                self.assertEqual(await self.found(filter=case.asked), expected)

    async def test_sorts_order_by_each_key_in_turn_with_missing_values_last(self) -> None:
        choose = random.Random(3)
        for number in range(CASES):
            case = draw_sort(choose, self.world)
            with self.subTest(number=number, asked=case.asked):
                expected = [str(record.id) for record in sorted(self.logged, key=case.meaning)]
                self.assertEqual(await self.found(sort=case.asked), expected)

    async def test_words_find_the_records_that_have_them(self) -> None:
        choose = random.Random(4)
        for number in range(2 * CASES):
            case = draw_query(choose)
            with self.subTest(number=number, asked=case.asked):
                expected = {str(record.id) for record in self.world.records if case.meaning(record)}
                if case.asked.field == "picture":
                    expected = set()
                found = await self.found(query=case.asked)
                self.assertEqual(len(found), len(set(found)))
                self.assertEqual(set(found), expected)

    async def test_words_filter_and_sort_work_together(self) -> None:
        choose = random.Random(5)
        for number in range(CASES):
            query, condition, sort = draw_query(choose), draw_filter(choose, self.world), draw_sort(choose, self.world)
            if query.asked.field == "picture":
                continue
            with self.subTest(number=number, asked=(query.asked, condition.asked, sort.asked)):
                matching = [record for record in self.logged if query.meaning(record) and condition.meaning(record)]
                expected = [str(record.id) for record in sorted(matching, key=sort.meaning)]
                self.assertEqual(await self.found(query=query.asked, filter=condition.asked, sort=sort.asked), expected)

    async def test_by_relevance_the_scores_fall_and_a_sorted_search_has_none(self) -> None:
        page = await self.engine.search(self.world.dataset, query="fear | memory")
        scores = [item.score for item in page.items]
        self.assertGreater(len(set(scores)), 1)
        self.assertEqual(scores, sorted(scores, reverse=True))
        case = draw_sort(random.Random(6), self.world)
        page = await self.engine.search(self.world.dataset, query="fear", sort=case.asked)
        self.assertEqual({item.score for item in page.items}, {None})

    async def test_for_a_user_the_order_is_that_of_logging(self) -> None:
        expected = [str(record.id) for record in self.logged]
        for user in self.world.users:
            self.assertEqual(await self.found(user_id=user.id), expected)

    async def test_whatever_is_typed_is_a_query(self) -> None:
        choose = random.Random(7)
        for number in range(CASES):
            typed = letters(choose, choose.randrange(1, 40))
            with self.subTest(number=number, typed=typed):
                await self.engine.search(self.world.dataset, query=typed)

    async def test_no_search_reads_a_table_from_end_to_end(self) -> None:
        choose = random.Random(15)
        statements: list[str] = []
        for _ in range(CASES // 4):
            query, condition, sort = draw_query(choose), draw_filter(choose, self.world), draw_sort(choose, self.world)
            words = choose.choice([None, reading.Words(query.asked.q, None)])
            with self.engine.index.reading() as connection:
                layout = read_layout(connection, str(self.world.dataset.id))
                connection.set_trace_callback(statements.append)
                reading.search(connection, layout, words, condition.asked, choose.choice([[], sort.asked]), 0, 10)
                connection.set_trace_callback(None)
        # Not those that SQLite's full-text index runs for itself, nor those whose condition is never true, which read nothing.
        statements = [each for each in statements if "record r" in each and not re.search(r"AND 0\b", each)]
        self.assertGreater(len(statements), CASES // 4)
        with self.engine.index.reading() as connection:
            for statement in statements:
                steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
                for step in steps:
                    # "SCAN h" are the hits; "SCAN text_1 VIRTUAL TABLE" is the full-text index; one empty row is a constant.
                    self.assertNotRegex(
                        step, r"^SCAN (?!h$|text_\d+ VIRTUAL TABLE|CONSTANT ROW)", f"{statement}\n{steps}"
                    )
                    self.assertNotIn("AUTOMATIC", step, f"{statement}\n{steps}")

    async def test_an_asterisk_finds_all_and_punctuation_alone_nothing(self) -> None:
        self.assertEqual(len(await self.found(query="*")), 150)
        for nothing in ("", "   ", "?!", '""', "()", "-"):
            self.assertEqual(await self.found(query=nothing), [], nothing)
        self.assertEqual(await self.found(query="fear ?!"), await self.found(query="fear"))


if __name__ == "__main__":
    unittest.main()
