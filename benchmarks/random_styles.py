"""How well books in random styles are read: typeset, extracted, and compared with what was typeset.

    python benchmarks/random_styles.py [FIRST_SEED] [NUMBER]

200 styles from seed 0 on, if nothing else is said, on all cores. A seed gives the same style on every machine, and
`tests.typesetter.random_style(seed)` shows it. Needs typst and pymupdf-fonts.
"""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import fmean, median
from typing import NamedTuple

try:
    from tests.typesetter import Scores, random_style, read_typeset
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is not installed; the typesetter needs it: pip install typst pymupdf-fonts")

FIRST_SEED, NUMBER = 0, 200
SHARES = ("recall", "precision", "headings", "levels", "sections", "pages")
DECIDING = SHARES[:4]
"""The shares that make a book one of the worst."""
WORST = 10
MOST_SHOWN = 3
"""Failures shown for a book,"""
LONGEST = 90
"""and characters of each."""


class Result(NamedTuple):
    """How the book of a seed was read."""

    seed: int
    pages: int
    scores: Scores | None
    """None for a book that could not be read."""
    error: str = ""

    @property
    def worst(self) -> float:
        """The lowest of the deciding shares."""
        return min(getattr(self.scores, name) for name in DECIDING) if self.scores else 0.0

    def failures(self) -> Iterator[str]:
        """What went wrong."""
        if self.scores is None:
            yield self.error
            return
        yield from (f"heading lost: {text} (level {level})" for level, text in self.scores.headings_lost)
        yield from (f"no such heading: {text} (level {level})" for level, text in self.scores.headings_added)
        yield from (f"paragraph lost: {text}" for text in self.scores.lost)
        yield from (f"no such paragraph: {text}" for text in self.scores.added)


def measure(seed: int) -> Result:
    """Typeset and read the book of a seed."""
    try:
        reading = read_typeset(random_style(seed))
    except Exception as error:
        return Result(seed, 0, None, f"{type(error).__name__}: {error}")
    return Result(seed, len(reading.pages), reading.scores)


def main(first: int, number: int) -> None:
    """Measure so many styles and print what was found."""
    start = time.perf_counter()
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(min(cores, number), mp_context=get_context("spawn")) as pool:
        results = list(pool.map(measure, range(first, first + number), chunksize=4))
    read = [result.scores for result in results if result.scores]
    pages = sum(result.pages for result in results)
    print(f"{len(read)} of {number} books read (seeds {first} to {first + number - 1}), {pages:,} pages")
    print(f"{time.perf_counter() - start:.0f} s on {cores} cores, typesetting included\n")
    if read:
        print(f"{'':<12} {'median':>8} {'mean':>8} {'10th pct':>8} {'without a mistake':>18}")
        for name in SHARES:
            print_row(name, [getattr(scores, name) for scores in read])
        print("F1 by kind of block, where a book has it")
        by_kind: dict[str, list[float]] = defaultdict(list)
        for scores in read:
            for kind, share in scores.kinds.items():
                by_kind[kind].append(share)
        for kind, shares in sorted(by_kind.items()):
            print_row(kind, shares)
    print_order(results)
    print_worst(results)


def print_row(name: str, shares: Sequence[float]) -> None:
    """Print the distribution of a share over books."""
    tenth = sorted(shares)[len(shares) // 10]
    count = f"{sum(share == 1 for share in shares)} of {len(shares)}"
    print(f"{name:<12} {median(shares):>8.3f} {fmean(shares):>8.3f} {tenth:>8.3f} {count:>18}")


def print_order(results: Iterable[Result]) -> None:
    """Print how many paragraphs were read too late."""
    errors = {result.seed: int(result.scores.order_errors) for result in results if result.scores}
    seeds = [str(seed) for seed, count in errors.items() if count]
    print(f"order errors: {sum(errors.values())}" + (f" (seeds {', '.join(seeds)})" if seeds else ""))


def print_worst(results: Iterable[Result]) -> None:
    """Print the books with the most serious failures."""
    worst = sorted((result for result in results if result.worst < 1), key=lambda result: result.worst)[:WORST]
    print(f"\nthe {len(worst)} worst books" if worst else "\nno book with a mistake")
    for result in worst:
        figures = [f"{name} {getattr(result.scores, name):.2f}" for name in DECIDING if result.scores]
        print(f"seed {result.seed}: {', '.join(figures) or 'not read'}")
        failures = list(result.failures())
        for what in failures[:MOST_SHOWN]:
            print(f"    {what if len(what) <= LONGEST else what[: LONGEST - 1] + '…'}")
        if len(failures) > MOST_SHOWN:
            print(f"    and {len(failures) - MOST_SHOWN} more")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    if len(given) != len(sys.argv) - 1 or len(given) > 2 or given[1:] == [0]:
        sys.exit(__doc__)
    main(*given, *(FIRST_SEED, NUMBER)[len(given) :])
