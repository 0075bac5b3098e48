"""A process that writes into an index that others write into: ``python -m inside.writer FOLDER SEED``. Logs 20 records, 10 times."""

import asyncio
import random
import sys

from inside.world import engine_in, make_record, make_world

BATCHES = 10
SIZE = 20


async def write(folder: str, seed: int) -> None:
    """Writes the records, and a response to one of each batch."""
    world = make_world(seed=1, size=0)
    choose = random.Random(seed)
    engine = engine_in(folder)
    await engine.create_index(world.dataset)
    for batch in range(BATCHES):
        records = [make_record(choose, world, batch * SIZE + number) for number in range(SIZE)]
        await engine.index_records(world.dataset, records)
        for record in records:
            for response in record.responses:
                await engine.update_record_response(response)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
