"""What a call to a model costs the toolkit itself: processor time, memory, and how busy it keeps the server.

Asks a fast stub server in another process, over HTTP and with the real client, about 10,000 passages; the ledger is real.

    python benchmarks/model_calls.py [CALLS]
"""

import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from emosapp_data.config import ModelConfig, ServerConfig
from emosapp_data.generation.asking import VERSION, Asker
from emosapp_data.generation.prompt import Prompt
from emosapp_data.generation.selection import Call
from emosapp_data.ledger import Ledger, Result, Step
from emosapp_data.models.client import Client
from emosapp_data.progress import Silent
from emosapp_data.schema import Citation, PageRef, PageStart, Passage, PassageKind, Span
from emosapp_data.steps.concurrent import run_concurrently

CALLS = 10_000
LATENCY = 0.1
"""Seconds that the stub takes for a reply, whatever else it does: a fast server with much room."""
CONCURRENCY = 16
SENTENCE = "A habit that a familiar cue sets off, such as number {}, needs little thought and lasts for years. "


def main() -> None:
    """Measure and print."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else CALLS
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    config = ServerConfig(base_url=f"http://127.0.0.1:{ours.recv()}/v1", concurrency=CONCURRENCY)
    model = ModelConfig(name="stub", server=config)
    with tempfile.TemporaryDirectory() as folder, Ledger.write(Path(folder)) as ledger:
        step = Step("ask", VERSION, {})
        ledger.begin(Step("extract", 1, {}), 0)
        memory: list[float] = []
        begin, used = time.monotonic(), time.process_time()
        asyncio.run(ask(ledger, step, model, calls, memory))
        seconds, processor = time.monotonic() - begin, time.process_time() - used
        ours.send("stop")
        busy = float(ours.recv())
    server.join()
    ideal = calls * LATENCY / CONCURRENCY
    print(f"{calls:,} calls, {CONCURRENCY} at a time, to a stub that takes {1000 * LATENCY:.0f} ms for each")
    print(f"processor time of the toolkit   {1000 * processor / calls:.2f} ms a call")
    print(
        f"wall time                       {seconds:.1f} s; {ideal:.1f} s if every place at the server was always taken"
    )
    print(f"idle share of the server        {1 - busy / (seconds * CONCURRENCY):.1%} of its {CONCURRENCY} places")
    first, last = memory[0], memory[-1]
    print(f"memory                          {first:.0f} MB after a tenth of the calls, {last:.0f} MB after all")


async def ask(ledger: Ledger, step: Step, model: ModelConfig, calls: int, memory: list[float]) -> None:
    """Ask about so many passages, and note the memory in use at every tenth."""
    async with Client(model) as client:
        asker = Asker(client, Prompt.load("study-questions"), 3)
        done = 0

        async def work(given: tuple[Call, Passage]) -> Result:
            nonlocal done
            done += 1
            if done % (calls // 10) == 0:
                memory.append(_memory())
            return await asker.ask(*given)

        await run_concurrently(ledger, step, passages(calls), calls, work, Silent(), "calls", model.server)


def passages(number: int) -> Iterator[tuple[str, tuple[Call, Passage]]]:
    """Passages of about 1,000 characters, made as they are asked for."""
    page = PageRef(pdf=1)
    for index in range(number):
        text = "".join(SENTENCE.format(index * 10 + line) for line in range(10))
        citation = Citation(book="b", title="B", first_page=page, last_page=page, span=Span(start=0, end=len(text)))
        passage = Passage.create(
            text=text, kind=PassageKind.PROSE, citation=citation, blocks=(), page_starts=(PageStart(0, page),)
        )
        call = Call(passage.id, 0)
        yield call.id, (call, passage)


def serve(pipe: Connection) -> None:
    """A server as fast as can be: it reads a request, waits, and sends three pairs; it adds up how long it is asked."""
    asyncio.run(_serve(pipe))


async def _serve(pipe: Connection) -> None:
    pair = {
        "quote": SENTENCE.format(1).strip(),
        "kind": "knowledge",
        "question": "What is a habit?",
        "answer": "A habit.",
    }
    content = json.dumps({"pairs": [pair] * 3})
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    usage = {"prompt_tokens": 700, "completion_tokens": 200, "total_tokens": 900}
    body = json.dumps(
        {"id": "c", "object": "chat.completion", "created": 0, "model": "stub", "choices": [choice], "usage": usage}
    )
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    busy = 0.0

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal busy
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")
                )
                begin = time.monotonic()
                await reader.readexactly(length)
                await asyncio.sleep(LATENCY)
                writer.write(answer)
                await writer.drain()
                busy += time.monotonic() - begin
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    await asyncio.to_thread(pipe.recv)
    pipe.send(busy)


def _memory() -> float:
    """Memory in use now, in MB; the highest ever where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
