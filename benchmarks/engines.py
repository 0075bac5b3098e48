"""What a Ray cluster costs beside processes of this machine, how it grows with the books, and a million pairs.

    python -m benchmarks.engines books [MOST]     # 200 books on both engines, then 50 to 400 on Ray
    python -m benchmarks.engines pairs [MOST]     # near duplicates of 100,000, 300,000 and 1,000,000 pairs

Both engines have two workers on this machine; each figure comes from a process of its own. Books are those of the
typesetter of the tests, with three chapters, seeded. Pairs are made of the sample book's words, seeded: chains in which
each word follows its neighbour as somewhere in the book, and a twentieth of near duplicates of shortly before.
"""

import contextlib
import hashlib
import io
import os
import re
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import psutil
from rich.console import Console

from benchmarks.changes import changes
from benchmarks.near_duplicates import BOOK, CHANGED
from benchmarks.pair_texts import SAMPLE
from corpus.book import BookDescription
from corpus.passages import make_passages
from corpus.reading import read_book
from emosapp_data.config import BuildConfig, DuplicatesConfig, EngineConfig
from emosapp_data.duplicates import PairText, groups
from emosapp_data.engine import Engine, open_engine
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import build
from emosapp_data.progress import Plain, Silent
from emosapp_data.schema import PassageKind, content_id
from emosapp_data.steps.extract import BookFile
from emosapp_data.steps.near_duplicates import Segment, find_matches
from emosapp_data.workspace import Workspace
from tests.typesetter import random_style, typeset

WORKERS = 2
COMPARED = 200
GROWTH = (50, 100, 200, 400)
PAIRS = (100_000, 300_000, 1_000_000)
SAME_GROUPS = 100_000
ROUNDS = 2
STEPS = ("extract", "generate", "check", "near_duplicates")


class Built(NamedTuple):
    """One build."""

    seconds: float
    """From the start of the engine to its end."""
    steps: dict[str, float]
    processor: float
    """Seconds that the driver computed."""
    batches: int
    engine_seconds: float
    """Seconds that the driver spent with giving batches to the engine and taking results."""
    memory: float
    """The most memory that the driver held, in MB."""
    pairs: int
    digest: str
    """Of the release."""


def alone(work: Any, *given: Any) -> Any:
    """The result of a function in a fresh process, which may have processes of its own."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_told, args=(theirs, work, given))
    process.start()
    result = ours.recv()
    process.join()
    return result


def _told(connection: Any, work: Any, given: tuple[Any, ...]) -> None:
    connection.send(work(*given))


def peak() -> float:
    """The most memory that this process held so far, in MB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def counted(engine: Engine) -> list[float]:
    """Have an engine write down how long each hand-over of a batch and of a result takes the driver."""
    spent: list[float] = []
    submit = engine._submit

    def timed(prepared: Any, batch: Any) -> Any:
        start = time.process_time()
        handle = submit(prepared, batch)
        spent.append(time.process_time() - start)
        return handle

    engine._submit = timed  # type: ignore[method-assign]
    if hasattr(engine, "_result"):
        result = engine._result

        def timed_result(handle: Any) -> Any:
            start = time.process_time()
            found = result(handle)
            spent[-1] += time.process_time() - start
            return found

        engine._result = timed_result
    return spent


def build_books(name: str, folder: Path, number: int) -> Built:
    """Build a dataset from so many books by an engine."""
    files = [BookFile(path, BookDescription()) for path in sorted(folder.glob("*.pdf"))[:number]]
    said = io.StringIO()
    with TemporaryDirectory() as place:
        start, computed = time.perf_counter(), time.process_time()
        with open_engine(EngineConfig(name=name, processes=WORKERS)) as engine:  # type: ignore[arg-type]
            spent = counted(engine)
            built = build(Workspace(Path(place)), files, BuildConfig(), Plain(Console(file=said, width=200)), engine)
        seconds = time.perf_counter() - start
        digest = hashlib.sha256()
        for path in sorted(path for path in built.release.path.rglob("*") if path.is_file()):
            digest.update(path.read_bytes())
    steps = {
        step: float(took) for step, took in re.findall(r"^(\w+): [\d,]+ of .*, ([\d.]+) s$", said.getvalue(), re.M)
    }
    return Built(
        seconds,
        steps,
        time.process_time() - computed,
        len(spent),
        sum(spent),
        peak(),
        sum(built.release.release.rows.values()),
        digest.hexdigest(),
    )


def books(most: int) -> None:
    """Print both engines side by side, and the growth of one."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        for seed in range(most):
            book = folder / f"book-{seed:04}.pdf"
            book.write_bytes(typeset(random_style(seed)).pdf)
            book.with_suffix(".yaml").write_text(
                f"title: Feeling {seed}\nauthors: The typesetter\nlicence: CC-BY-4.0\n"
            )
        number = min(COMPARED, most)
        print(f"{number} books, {WORKERS} workers\n{'':<8}{'s':>8}" + "".join(f"{step:>17}" for step in STEPS))
        best: dict[str, Built] = {}
        digests = set()
        for _ in range(ROUNDS):
            for name in ("local", "ray"):
                built = alone(build_books, name, folder, number)
                digests.add(built.digest)
                best[name] = min(best.get(name, built), built)
                print(
                    f"{name:<8}{built.seconds:>8.1f}" + "".join(f"{built.steps[step]:>17.1f}" for step in STEPS),
                    flush=True,
                )
        ratio = best["ray"].seconds / best["local"].seconds
        print(
            f"best of {ROUNDS}: Ray takes {ratio:.2f} times as long; {'the same' if len(digests) == 1 else 'OTHER'} release bytes"
        )
        print(
            f"\n{'books':>6}{'pairs':>8}{'s':>8}{'s a book':>10}{'batches':>9}{'ms a batch':>12}{'driver s a book':>17}{'driver MB':>11}"
        )
        for size in [size for size in GROWTH if size <= most]:
            built = alone(build_books, "ray", folder, size)
            print(
                f"{size:>6}{built.pairs:>8,}{built.seconds:>8.1f}{built.seconds / size:>10.2f}{built.batches:>9,}"
                f"{1000 * built.engine_seconds / built.batches:>12.2f}{built.processor / size:>17.3f}{built.memory:>11.0f}",
                flush=True,
            )


def chains(random: Random) -> Iterator[PairText]:
    """Pairs without end, of the words of the sample book."""
    reading = read_book(SAMPLE)
    passages = make_passages(list(reading.blocks), reading.book, reading.labels)
    words = " ".join(passage.text for passage in passages if passage.kind is PassageKind.PROSE).split()
    after: dict[str, list[str]] = defaultdict(list)
    for word, following in pairwise(words):
        after[word].append(following)

    def chain(length: int) -> str:
        found = [random.choice(words)]
        while len(found) < length:
            found.append(random.choice(after.get(found[-1]) or words))
        return " ".join(found)

    while True:
        yield PairText("", f"{chain(random.randint(6, 14))}?", f"{chain(random.randint(20, 60))}.")


def varied(number: int) -> list[PairText]:
    """So many pairs; some are near duplicates of one shortly before."""
    random, kinds = Random(number), changes()
    fresh = chains(random)
    found: list[PairText] = []
    for count in range(number):
        new = None
        if found and random.random() < CHANGED:
            before = random.choice(found[-BOOK:])
            new = random.choice(kinds).make(before.question, before.answer, random)
        one = PairText("", *new) if new else next(fresh)
        found.append(one._replace(id=f"pair-{count}"))
    return found


class Usage:
    """Watches how much memory this process and those below it hold together."""

    def __init__(self) -> None:
        self.most = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(0.5):
            total = 0
            for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    total += process.memory_info().rss - getattr(process.memory_info(), "shared", 0)
            self.most = max(self.most, total / 1e6)

    def end(self) -> float:
        """MB at most, without what processes share."""
        self._ended.set()
        self._thread.join()
        return self.most


class Grouped(NamedTuple):
    """Near duplicates of many pairs."""

    seconds: float
    matches: int
    groups: int
    memory: float
    """MB of all processes together at most, the pairs themselves included."""
    texts: float
    """MB before the search."""
    digest: str
    """Of the groups."""


def group_pairs(name: str, number: int) -> Grouped:
    """Find and group the near duplicates of so many pairs, which come in books."""
    pairs = varied(number)
    cut = [Segment(content_id("segment", [start]), pairs[start : start + BOOK]) for start in range(0, number, BOOK)]
    texts = peak()
    with TemporaryDirectory() as place, Ledger.write(Path(place)) as ledger:
        usage = Usage()
        start = time.perf_counter()
        with open_engine(EngineConfig(name=name, processes=WORKERS)) as engine:  # type: ignore[arg-type]
            matches = find_matches(ledger, cut, DuplicatesConfig(), engine, Silent())
        found = groups(matches, [pair.id for pair in pairs])
        seconds = time.perf_counter() - start
        digest = hashlib.sha256(repr(found).encode()).hexdigest()
        return Grouped(seconds, len(matches), len(found), usage.end(), texts, digest)


def pairs(most: int) -> None:
    """Print how near duplicates grow with the pairs, and whether both engines find the same."""
    print(
        f"{'pairs':>10}  {'engine':<8}{'s':>8}{'µs a pair':>11}{'matches':>10}{'groups':>9}{'texts MB':>10}{'most MB':>9}"
    )
    digests = set()
    for size in [size for size in PAIRS if size <= most]:
        for name in ("local", "ray") if size == SAME_GROUPS else ("local",):
            found = alone(group_pairs, name, size)
            if size == SAME_GROUPS:
                digests.add(found.digest)
            print(
                f"{size:>10,}  {name:<8}{found.seconds:>8.1f}{1e6 * found.seconds / size:>11.0f}{found.matches:>10,}"
                f"{found.groups:>9,}{found.texts:>10.0f}{found.memory:>9.0f}",
                flush=True,
            )
    if digests:
        print(f"both engines find {'the same' if len(digests) == 1 else 'OTHER'} groups at {SAME_GROUPS:,} pairs")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    match sys.argv[1:]:
        case ["books"]:
            books(GROWTH[-1])
        case ["books", number] if number.isdigit():
            books(int(number))
        case ["pairs"]:
            pairs(PAIRS[-1])
        case ["pairs", number] if number.isdigit():
            pairs(int(number))
        case _:
            sys.exit(__doc__)
