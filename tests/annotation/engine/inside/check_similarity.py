"""Similar records are those that comparing every vector finds."""

# ruff: noqa: PT009, PT027 - unittest, since pytest is not in the server's environment

import random
import tempfile
import unittest
from typing import Any

import numpy as np
from argilla_server.enums import SimilarityOrder
from argilla_server.errors.future import UnprocessableEntityError
from argilla_server.models import VectorSettings
from inside.reference import draw_filter, draw_query
from inside.world import DIMENSIONS, World, engine_in, identifier, make_world


class Similarity(unittest.IsolatedAsyncioTestCase):
    """One index of 80 records, most with a vector."""

    world: World

    async def asyncSetUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.choose = random.Random(11)
        self.world = make_world(seed=12, size=80)
        self.world.records[0].vectors[:] = [self.world.records[1].vectors[0]] if self.world.records[1].vectors else []
        self.engine = engine_in(folder.name)
        await self.engine.create_index(self.world.dataset)
        await self.engine.index_records(self.world.dataset, self.world.records)

    def expected(self, value: list[float], sign: int, records: list[Any]) -> dict[str, float]:
        """Score of each record by Elasticsearch's formula."""
        direction = np.asarray(value) * sign / np.linalg.norm(value)
        scores = {}
        for record in records:
            for vector in record.vectors:
                other = np.asarray(vector.value)
                scores[str(record.id)] = float(1 + direction @ other / np.linalg.norm(other)) / 2
        return scores

    async def test_the_nearest_and_the_farthest_equal_brute_force(self) -> None:
        for number in range(120):
            sign, order = self.choose.choice([(1, SimilarityOrder.most_similar), (-1, SimilarityOrder.least_similar)])
            value = [self.choose.gauss(0, 1) for _ in range(DIMENSIONS)]
            query, condition = draw_query(self.choose), draw_filter(self.choose, self.world)
            asked: dict[str, Any] = {}
            records = self.world.records
            if number % 3 and query.asked.field != "picture":
                asked["query"], records = query.asked, [record for record in records if query.meaning(record)]
            if number % 2:
                asked["filter"], records = condition.asked, [record for record in records if condition.meaning(record)]
            size, threshold = self.choose.choice([1, 5, 80]), self.choose.choice([None, 0.4, 0.7])
            with self.subTest(number=number, asked=asked):
                scores = self.expected(value, sign, records)
                best = sorted(scores.values(), reverse=True)[:size]
                found = await self.engine.similarity_search(
                    self.world.dataset,
                    self.world.vectors,
                    value=value,
                    max_results=size,
                    order=order,
                    threshold=threshold,
                    **asked,
                )
                kept = [score for score in best if threshold is None or score >= threshold]
                np.testing.assert_allclose([item.score for item in found.items], kept, atol=1e-6)
                np.testing.assert_allclose([scores[str(item.record_id)] for item in found.items], kept, atol=1e-6)
                self.assertEqual(found.total, len(best))

    async def test_a_record_is_not_among_its_own_neighbours(self) -> None:
        record = next(record for record in self.world.records if record.vectors)
        found = await self.engine.similarity_search(self.world.dataset, self.world.vectors, record=record)
        self.assertNotIn(record.id, [item.record_id for item in found.items])
        self.assertEqual(found.total, sum(1 for other in self.world.records if other.vectors) - 1)

    async def test_a_vector_of_other_settings_is_not_compared(self) -> None:
        other = VectorSettings(id=identifier(self.choose), name="other")
        self.assertEqual(
            (await self.engine.similarity_search(self.world.dataset, other, value=[1.0] * DIMENSIONS)).total, 0
        )

    async def test_what_has_no_direction_or_another_size_is_the_clients_error(self) -> None:
        for value in ([0.0] * DIMENSIONS, [1.0] * (DIMENSIONS + 1)):
            with self.subTest(value=value), self.assertRaises(UnprocessableEntityError):
                await self.engine.similarity_search(self.world.dataset, self.world.vectors, value=value)
        record = self.world.records[2]
        for asked in ({}, {"value": [1.0] * DIMENSIONS, "record": record}):
            with self.subTest(asked=asked), self.assertRaises(ValueError):
                await self.engine.similarity_search(self.world.dataset, self.world.vectors, **asked)

    async def test_a_record_with_a_vector_of_zeros_is_kept_and_similar_to_nothing(self) -> None:
        record = next(record for record in self.world.records if record.vectors)
        record.vectors[0].value = [0.0] * DIMENSIONS
        await self.engine.index_records(self.world.dataset, [record])
        found = await self.engine.similarity_search(self.world.dataset, self.world.vectors, value=[1.0] * DIMENSIONS)
        self.assertNotIn(record.id, [item.record_id for item in found.items])
        self.assertEqual((await self.engine.search(self.world.dataset)).total, 80)


if __name__ == "__main__":
    unittest.main()
