"""Dialogues of up to ten pairs, as the paper trained on: the pairs of one section, in the order in which one reads them.

The published dataset has 14,582 pairs in 1,459 dialogues; how they were put together is not said, so this is our own way.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from emosapp_data.release.splits import DEPTH, section_of
from emosapp_data.schema import QAPair, content_id

LONGEST = 10
"""Pairs of a dialogue at most."""
FEWEST = 3
"""Pairs that a section has at least to fill dialogues of its own, where a neighbour can be joined."""

COLUMNS = {
    "id": "Identifier of the dialogue, a hash of its pairs.",
    "messages": "Questions (role user) and answers (role assistant) in turn.",
    "pairs": "Identifiers of the pairs, in the order of the messages.",
    "book": "Identifier of the book.",
    "title": "Title of the book.",
    "section": "Headings that all pairs stand under, from the chapter down.",
    "pages": "Pages of the pairs, as one cites them.",
    "licence": "Licence of the book, as an SPDX expression.",
}
"""The columns, with the description that the card gives."""


class PackedDialogue(NamedTuple):
    """Pairs that are asked one after the other."""

    id: str
    """Hash of the pairs' ids."""
    section: tuple[str, ...]
    """Headings that all pairs stand under, from the chapter down."""
    pairs: tuple[QAPair, ...]
    """The pairs, in reading order; all from one book and one section of the splits."""

    @property
    def pages(self) -> str:
        """The pages of the pairs, as one cites them."""
        citations = [pair.citation for pair in self.pairs]
        first = min((citation.first_page for citation in citations), key=lambda page: page.pdf)
        last = max((citation.last_page for citation in citations), key=lambda page: page.pdf)
        return citations[0].model_copy(update={"first_page": first, "last_page": last}).pages


class _Run(NamedTuple):
    """Pairs under one heading."""

    section: tuple[str, ...]
    pairs: list[QAPair]


def pack(pairs: Sequence[QAPair], longest: int = LONGEST) -> list[PackedDialogue]:
    """Pack pairs into dialogues of at most `longest` pairs; every pair comes into exactly one, whatever their order.

    A dialogue holds the pairs of one section with all its headings. A section of fewer than three pairs is joined with
    the neighbour under the same heading: first as deep down as possible, at last under the heading of the second level,
    by which the splits are made (`splits.section_of`). So no dialogue is in two splits. What does not fit into one
    dialogue is cut into equal parts: 11 pairs become 6 and 5.
    """
    by_section: dict[tuple[str, ...], list[QAPair]] = defaultdict(list)
    for pair in sorted(pairs, key=_reading_order):
        by_section[section_of(pair)].append(pair)
    return [
        PackedDialogue(content_id("packed", [pair.id for pair in part]), run.section, tuple(part))
        for section in by_section.values()
        for run in _joined(section)
        for part in _parts(run.pairs, longest)
    ]


def row(dialogue: PackedDialogue) -> dict[str, Any]:
    """A dialogue as a row."""
    return {
        "id": dialogue.id,
        "messages": [
            {"role": role, "content": text}
            for pair in dialogue.pairs
            for role, text in (("user", pair.question), ("assistant", pair.answer))
        ],
        "pairs": [pair.id for pair in dialogue.pairs],
        "book": dialogue.pairs[0].citation.book,
        "title": dialogue.pairs[0].citation.title,
        "section": list(dialogue.section),
        "pages": dialogue.pages,
        "licence": dialogue.pairs[0].licence,
    }


def write_packed(dialogues: Iterable[PackedDialogue], path: Path) -> None:
    """Write dialogues to a Parquet file; the same dialogues give the same bytes."""
    from datasets import Dataset, Features, List, Value  # noqa: PLC0415
    from datasets.utils.logging import disable_progress_bar  # noqa: PLC0415

    text = Value("string")
    features = Features(dict.fromkeys(COLUMNS, text))
    features["messages"] = List({"role": text, "content": text})
    features["pairs"] = features["section"] = List(text)
    disable_progress_bar()
    path.parent.mkdir(parents=True, exist_ok=True)
    Dataset.from_list([row(dialogue) for dialogue in dialogues], features=features).to_parquet(str(path))


def _reading_order(pair: QAPair) -> tuple[str, int, int, int, str]:
    """The place in the book of the pair's first quote; the id parts pairs that rest on the same quote."""
    span, first = pair.citation.span, pair.evidence[0]
    return pair.citation.book, span.start, first.start, span.end, pair.id


def _joined(pairs: Sequence[QAPair]) -> list[_Run]:
    """The pairs of a section of the splits by their headings, small sections joined with their neighbours."""
    by_headings: dict[tuple[str, ...], list[QAPair]] = defaultdict(list)
    for pair in pairs:
        by_headings[pair.citation.section].append(pair)
    runs = [_Run(*entry) for entry in by_headings.items()]
    deepest = max(len(run.section) for run in runs)
    for level in range(deepest - 1, DEPTH - 1, -1):
        runs = _join_at(runs, level)
    return runs


def _join_at(runs: Sequence[_Run], level: int) -> list[_Run]:
    """Join small sections with the neighbour that has the same headings down to `level`."""
    joined: list[_Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and before.section[:level] == run.section[:level] and min(len(before.pairs), len(run.pairs)) < FEWEST:
            joined[-1] = _Run(
                _common(before.section, run.section), sorted(before.pairs + run.pairs, key=_reading_order)
            )
        else:
            joined.append(run)
    return joined


def _common(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The headings that two sections share."""
    same = next((depth for depth, both in enumerate(zip(one, other, strict=False)) if both[0] != both[1]), None)
    return tuple(one[: min(len(one), len(other)) if same is None else same])


def _parts(pairs: Sequence[QAPair], longest: int) -> Iterator[Sequence[QAPair]]:
    """As few parts as possible, none longer than another by more than one pair."""
    number = -(-len(pairs) // longest)
    size, longer = divmod(len(pairs), number)
    start = 0
    for part in range(number):
        end = start + size + (part < longer)
        yield pairs[start:end]
        start = end
