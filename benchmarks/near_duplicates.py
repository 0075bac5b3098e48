"""How many near duplicates the index finds, how fast, and what is merged without a person; all in one run.

    python benchmarks/near_duplicates.py [PAIRS]

15,000 pairs, if nothing else is said: pairs from the data beside the project (sentences of the sample book without it),
and among them a thirtieth of each of 13 kinds of change. The all-pairs search scores each two of them by rapidfuzz's
`cdist` and keeps those whose folded texts reach 92 by `ratio`, or by `ratio` with their words in the order of the alphabet
(`token_sort_ratio`). Both searches use one core. Then 50,000 to 200,000 pairs, put together from parts of the real ones,
each size in a process of its own, coming in books of 2,500.
"""

import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple, TypeVar

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.changes import Change, changes
from benchmarks.pair_texts import known_pairs
from emosapp_data.duplicates import LEAST_SCORE, DuplicateIndex, Folded, Match, PairText, groups, keep_best, score

Result = TypeVar("Result")
PAIRS = 15_000
SHARE = 30
"""One pair in so many is a change of a kind."""
SIZES = (50_000, 100_000, 200_000)
BOOK = 2500
CHANGED = 0.05
"""Share of near duplicates among the many pairs."""
ROUNDS = 3
ROWS = 250
"""Texts whose scores with all others are held at once."""
OF = " of "
"""Parts the id of a changed pair among the many from that of its original."""
STATUS = Path("/proc/self/status")


class Injected(NamedTuple):
    """A changed pair."""

    change: Change
    original: str
    changed: PairText


def distinct(pairs: Iterator[PairText]) -> list[PairText]:
    """The pairs without those that are equal after folding to an earlier one."""
    return list({Folded.of(pair): pair for pair in reversed(list(pairs))}.values())[::-1]


def with_changes(known: list[PairText], number: int, random: Random) -> tuple[list[PairText], list[Injected]]:
    """So many pairs in a random order, and which of them are changes; no pair is changed twice."""
    kinds = changes()
    each = number // SHARE
    base = known[: number - each * len(kinds)]
    injected: list[Injected] = []
    free = random.sample(base, len(base))
    # What can seldom be made is made first, before other kinds take its pairs.
    for change in sorted(kinds, key=lambda kind: sum(kind.make(*pair[1:], Random(0)) is not None for pair in base)):
        left: list[PairText] = []
        made = 0
        for pair in free:
            new = change.make(pair.question, pair.answer, random) if made < each else None
            if new is None:
                left.append(pair)
            else:
                injected.append(Injected(change, pair.id, PairText(f"{pair.id} {change.name}", *new)))
                made += 1
        free = left
    pairs = base + [one.changed for one in injected]
    return random.sample(pairs, len(pairs)), injected


def all_pairs(pairs: Sequence[PairText]) -> set[tuple[str, str]]:
    """Ids of each two pairs that reach the least score, by scoring all."""
    texts = [Folded.of(pair).text for pair in pairs]
    found: set[tuple[str, str]] = set()
    for version in (texts, [" ".join(sorted(text.split())) for text in texts]):
        for start in range(0, len(texts), ROWS):
            rows = version[start : start + ROWS]
            scores = process.cdist(rows, version[start:], scorer=fuzz.ratio, score_cutoff=LEAST_SCORE, workers=1)
            ones, others = np.nonzero(scores)
            found.update(
                (pairs[start + one].id, pairs[start + other].id)
                for one, other in zip(ones.tolist(), others.tolist(), strict=True)
                if one < other
            )
    return found


def seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """Time one run."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def compare_searches(known: list[PairText], number: int) -> None:
    """Print recall and speed beside those of the all-pairs search, and what became of each kind of change."""
    pairs, injected = with_changes(known, number, Random(0))
    slow, expected = seconds(lambda: all_pairs(pairs))
    runs = [seconds(lambda: DuplicateIndex().add(pairs)) for _ in range(ROUNDS)]
    bare = median(seconds(lambda: DuplicateIndex(same_asked=False).add(pairs))[0] for _ in range(ROUNDS))
    fast, matches = median(run[0] for run in runs), runs[0][1]
    alike = {match[:2]: match for match in matches}
    found = expected & alike.keys()
    print(
        f"{len(pairs):,} pairs; {len(expected):,} couples reach {LEAST_SCORE:.0f}, of which {len(found):,} are found:"
    )
    print(f"recall {len(found) / len(expected):.4f}")
    print(f"all pairs {slow:.1f} s, index {fast:.2f} s (median of {ROUNDS}): {slow / fast:.0f} times as fast")
    print(f"without pairs that only ask or answer the same {bare:.2f} s: {slow / bare:.0f} times as fast")
    print(f"{sum(match.score < LEAST_SCORE for match in matches):,} couples only ask or answer the same")
    print_kinds(pairs, injected, expected, alike)
    print_groups(pairs, matches)


def print_kinds(
    pairs: Sequence[PairText],
    injected: Sequence[Injected],
    expected: set[tuple[str, str]],
    alike: dict[tuple[str, str], Match],
) -> None:
    """Print a line a kind of change."""
    by_id = {pair.id: pair for pair in pairs}
    place = {pair.id: number for number, pair in enumerate(pairs)}
    print(f"\n{'':<20}{'pairs':>7}{'near':>7}{'found':>7}{'recall':>8}{'merged':>8}{'left out':>10}{'flagged':>9}")
    for kind in changes():
        made = [one for one in injected if one.change.name == kind.name]
        couples = [tuple(sorted((one.original, one.changed.id), key=place.__getitem__)) for one in made]
        near = [couple for couple in couples if couple in expected]
        found = [alike[couple] for couple in couples if couple in alike]
        hits = sum(couple in alike for couple in near)
        merged = sum(Folded.of(by_id[one.original]) == Folded.of(one.changed) for one in made)
        left_out = sum(len(keep_best(group, lambda _: 0.0)) for match in found for group in groups([match], match[:2]))
        flagged = sum(match.may_change_meaning for match in found)
        sign = "≠" if kind.changes_meaning else "="
        print(
            f"{sign} {kind.name:<18}{len(made):>7}{len(near):>7}{hits:>7}{hits / max(len(near), 1):>8.4f}"
            f"{merged:>8}{left_out:>10}{flagged:>9}"
        )
    print(
        "= keeps the meaning, ≠ changes it. merged: by machine, equal after folding. left out: what the policy of keeping"
    )
    print("the best of a group may drop. flagged: labelled with a difference that may change the meaning.")


def print_groups(pairs: Sequence[PairText], matches: Sequence[Match]) -> None:
    """Print how large the groups are."""
    found = groups(matches, [pair.id for pair in pairs])
    sizes = sorted(len(group.members) for group in found)
    outward = sum(len(group.outward) for group in found) // 2
    print(
        f"\n{len(found):,} groups of {median(sizes):.0f} in the median, {sizes[-1]} at most; {outward:,} couples lead out"
    )


def put_together(known: list[PairText], number: int, random: Random) -> Iterator[PairText]:
    """So many pairs of halves of the known ones; some are near duplicates of one shortly before."""
    kinds = changes()
    recent: list[PairText] = []
    for count in range(number):
        if recent and random.random() < CHANGED:
            original = random.choice(recent)
            new = random.choice(kinds).make(original.question, original.answer, random)
            if new is not None:
                yield PairText(f"{count}{OF}{original.id}", *new)
                continue
        one, other, third = random.choices(known, k=3)
        pair = PairText(f"{count}", joined(one.question, other.question), joined(other.answer, third.answer))
        if len(recent) < BOOK:
            recent.append(pair)
        else:
            recent[random.randrange(BOOK)] = pair
        yield pair


def joined(one: str, other: str) -> str:
    """The first half of a text, and the second of another."""
    words, others = one.split(), other.split()
    return " ".join((*words[: (len(words) + 1) // 2], *others[len(others) // 2 :]))


def peak() -> float:
    """The most memory that this process held so far, in MB."""
    if STATUS.exists():  # ru_maxrss begins with what the parent held
        line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def many(number: int) -> str:
    """A line of the table: so many pairs, by books."""
    pairs = list(put_together(distinct(known_pairs()), number, Random(1)))
    before = peak()
    index = DuplicateIndex()
    times = []
    matches: list[Match] = []
    for start in range(0, number, BOOK):
        took, found = seconds(lambda start=start: index.add(pairs[start : start + BOOK]))  # type: ignore[misc]
        times.append(took)
        matches += found
    grouping, found_groups = seconds(lambda: groups(matches, [pair.id for pair in pairs]))
    most = peak()
    near = sum(match.score >= LEAST_SCORE for match in matches)
    folded = {pair.id: Folded.of(pair) for pair in pairs}
    changed = [(pair.id.partition(OF)[2], pair.id) for pair in pairs if OF in pair.id]
    expected = {couple for couple in changed if score(*map(folded.__getitem__, couple)) >= LEAST_SCORE}
    recall = len(expected & {match[:2] for match in matches}) / len(expected)
    return (
        f"{number:>9,}{sum(times):>8.1f}{sum(times) / number * 1e6:>9.0f}{median(times[:4]):>11.2f}{median(times[-4:]):>10.2f}"
        f"{near:>10,}{recall:>8.4f}{len(matches) - near:>12,}{len(found_groups):>9,}{grouping:>11.2f}{before:>10.0f}{most:>9.0f}"
    )


def main(number: int) -> None:
    """Print all figures."""
    known = distinct(known_pairs())
    compare_searches(known, min(number, 2 * len(known)))
    print(
        f"\n{'pairs':>9}{'s':>8}{'µs each':>9}{'first book':>11}{'last book':>10}{'near':>10}{'recall':>8}{'asked alike':>12}"
        f"{'groups':>9}{'s to group':>11}{'texts, MB':>10}{'peak, MB':>9}"
    )
    for size in SIZES:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            print(pool.submit(many, size).result(), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2 or not all(argument.isdigit() for argument in sys.argv[1:]):
        sys.exit(__doc__)
    main(int(sys.argv[1]) if sys.argv[1:] else PAIRS)
