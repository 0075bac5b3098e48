"""Step `near_duplicates`: pairs that are much alike are grouped for a person, labelled with what differs.

The matches of a book's pairs, among themselves and with those of all books before it, are remembered: another book is
compared with the old ones, and these not with each other again.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from emosapp_data.checks.exact_duplicate import support
from emosapp_data.config import DuplicatesConfig
from emosapp_data.duplicates import (
    Difference,
    DuplicateIndex,
    Group,
    Match,
    PairText,
    Prepared,
    groups,
    keep_best,
    prepare,
)
from emosapp_data.engine import Engine, Lost
from emosapp_data.ledger import Item, Ledger, Outcome, Result, Step
from emosapp_data.progress import Reporter
from emosapp_data.schema import PairStatus, QAPair, Reason, Record, Verdict, content_id
from emosapp_data.steps.base import record_all
from emosapp_data.steps.check import DUPLICATES, judged, verdict_result

CHECK = "near_duplicate"
VERSION = 2
MATCHES = "matches"
"""Under this name the ledger remembers the matches of a book."""
BEST = "keep-best-in-group"
AT_ONCE = 4096
"""Pairs that are made ready in one batch."""


class GroupRecord(Record):
    """A group of near duplicates, as the workspace lists it."""

    id: str
    """Id of the group."""
    differences: tuple[Difference, ...]
    """All kinds of difference in the group."""
    may_change_meaning: bool
    """Whether some of them may change the meaning."""
    members: tuple[str, ...]
    """Ids of the pairs."""
    texts: tuple[tuple[str, str], ...]
    """Question and answer of each."""
    matches: tuple[Match, ...]
    """Which members are alike, how much, and the words that differ."""


class Segment(NamedTuple):
    """The pairs of one book."""

    key: str
    """Hash of these pairs and of all before them."""
    pairs: list[PairText]


class Part(NamedTuple):
    """Pairs of one book that are made ready together."""

    segment: int
    """Which of the segments they belong to."""
    last: bool
    """Whether no more of its pairs follow."""
    pairs: list[PairText]


def group_near_duplicates(
    ledger: Ledger, config: DuplicatesConfig, engine: Engine, reporter: Reporter
) -> list[GroupRecord]:
    """Group the pairs that are left; returns the groups.

    The engine makes the pairs ready, each by itself: most of the work up to some 300,000 pairs. They are compared here.

    Raises:
        ClusterError: the engine has no workers any more; what was done is on record.
    """
    supports: dict[str, float] = {}

    def left() -> Iterator[QAPair]:
        for pair in judged(ledger):
            if pair.status is not PairStatus.REJECTED:
                supports[pair.id] = support(pair)
                yield pair

    cut = list(segments(left()))
    matches = find_matches(ledger, cut, config, engine, reporter)
    found = groups(matches, list(supports))
    verdicts = dict.fromkeys(supports, Verdict(check=CHECK, version=VERSION, passed=True))
    for group in found:
        verdicts |= _judge(group, supports, config)
    step = Step("near_duplicates", VERSION, config.model_dump(mode="json"))
    record_all(ledger, step, (Item(key, verdict_result([verdict])) for key, verdict in verdicts.items()), len(verdicts))
    texts = {pair.id: pair for segment in cut for pair in segment.pairs}
    return [_record(group, texts) for group in found]


def segments(pairs: Iterable[QAPair]) -> Iterator[Segment]:
    """The pairs book by book, as they are compared."""
    by_book: dict[str, list[PairText]] = defaultdict(list)
    for pair in pairs:
        by_book[pair.citation.book].append(PairText(pair.id, pair.question, pair.answer))
    key = ""
    for texts in by_book.values():
        key = content_id(MATCHES, [key, [list(text) for text in texts]])
        yield Segment(key, texts)


def find_matches(
    ledger: Ledger, cut: list[Segment], config: DuplicatesConfig, engine: Engine, reporter: Reporter
) -> list[Match]:
    """The matches of all segments; what is remembered is not compared again."""
    step = Step(MATCHES, VERSION, {"least_score": config.least_score, "after": DUPLICATES.version})
    known = ledger.known(step, [segment.key for segment in cut])
    index = DuplicateIndex(config.least_score)
    last_new = max((number for number, segment in enumerate(cut) if segment.key not in known), default=-1)
    found: list[Match] = []
    new: list[Match] = []
    with reporter.step("near_duplicates", sum(len(segment.pairs) for segment in cut), "pairs") as advance:
        # What is known and comes after all that is new need not be in the index.
        for part, prepared in prepared_parts(cut[: last_new + 1], engine):
            key = cut[part.segment].key
            if key in known:
                index.put_prepared(prepared)
            else:
                new += index.add_prepared(prepared)
            advance(len(part.pairs))
            if part.last:
                if key not in known:
                    ledger.remember(step, [Item(key, Result(Outcome.KEPT, output=new))])
                found += [_match(row) for row in known[key].output] if key in known else new
                new = []
        for segment in cut[last_new + 1 :]:
            found += [_match(row) for row in known[segment.key].output]
            advance(len(segment.pairs))
    return found


def prepared_parts(cut: Sequence[Segment], engine: Engine) -> Iterator[tuple[Part, Prepared]]:
    """The pairs of all segments, part by part in their order, made ready by the engine."""
    under_way: deque[list[Part]] = deque()

    def batches() -> Iterator[list[list[PairText]]]:
        for batch in _batches(cut):
            under_way.append(batch)
            yield [part.pairs for part in batch]

    for _, found in engine.map(prepare_batch, batches(), ordered=True):
        batch = under_way.popleft()
        # It is cheap and cannot be refused: what no worker could do is done here, and an error is then this process's.
        ready = prepare_batch([part.pairs for part in batch]) if isinstance(found, Lost) else found
        yield from zip(batch, ready, strict=True)


def prepare_batch(parts: Sequence[Sequence[PairText]]) -> list[Prepared]:
    """Make some parts ready."""
    return [prepare(pairs) for pairs in parts]


def _batches(cut: Sequence[Segment]) -> Iterator[list[Part]]:
    """Parts of segments, put together until they hold enough pairs."""
    batch: list[Part] = []
    held = 0
    for number, segment in enumerate(cut):
        starts = range(0, len(segment.pairs), AT_ONCE)
        for start in starts:
            part = Part(number, start == starts[-1], segment.pairs[start : start + AT_ONCE])
            batch.append(part)
            held += len(part.pairs)
            if held >= AT_ONCE:
                yield batch
                batch, held = [], 0
    if batch:
        yield batch


def _match(row: list[object]) -> Match:
    first, second, score, differences, only_first, only_second = row
    kinds = tuple(Difference(kind) for kind in differences)  # type: ignore[attr-defined]
    return Match(str(first), str(second), float(str(score)), kinds, str(only_first), str(only_second))


def _judge(group: Group, supports: Mapping[str, float], config: DuplicatesConfig) -> dict[str, Verdict]:
    best = keep_best(group, supports.__getitem__) if config.policy == BEST else []
    left_out = {entry.id: entry for entry in best}
    verdicts = {}
    for member in group.members:
        matches = [match for match in (*group.matches, *group.outward) if member in (match.first, match.second)]
        match = left_out[member].match if member in left_out else max(matches, key=lambda match: match.score)
        verdicts[member] = Verdict(
            check=CHECK,
            version=VERSION,
            passed=member not in left_out,
            reason=Reason.NEAR_DUPLICATE if member in left_out else None,
            detail=_detail(match, member),
            group=group.id,
            score=round(match.score / 100, 4),
        )
    return verdicts


def _detail(match: Match, member: str) -> str:
    """What the match says of one of its two pairs."""
    other, here, there = match.second, match.only_first, match.only_second
    if match.second == member:
        other, here, there = match.first, match.only_second, match.only_first
    kinds = ", ".join(match.differences) or "nothing after folding"
    sides = [f"{words!r} {side}" for words, side in ((here, "here"), (there, "there")) if words]
    return f"like {other}, but for {kinds}{': ' if sides else ''}{', '.join(sides)}"


def _record(group: Group, pairs: Mapping[str, PairText]) -> GroupRecord:
    return GroupRecord(
        id=group.id,
        differences=group.differences,
        may_change_meaning=any(match.may_change_meaning for match in group.matches),
        members=group.members,
        texts=tuple((pairs[member].question, pairs[member].answer) for member in group.members),
        matches=(*group.matches, *group.outward),
    )
