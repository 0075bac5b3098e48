"""Reads the labelled pairs, as the pairs that a language model's generator would have made."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from emosapp_data.generation.base import cite
from emosapp_data.schema import Evidence, EvidenceRole, Origin, Passage, PassageKind, QAPair, Record

FOLDER = Path(__file__).resolve().parent
HALVES = ("development", "reported")


class Label(StrEnum):
    """What is wrong with a pair, if anything is. A pair with several faults bears the gravest, unsafe above all."""

    GOOD = "good"
    WRONG_NUMBER = "wrong_number"
    NEGATION_DROPPED = "negation_dropped"
    UNSUPPORTED_CLAIM = "unsupported_claim"
    OPPOSITE_TERM = "opposite_term"
    VAGUE = "vague"
    UNANSWERABLE = "unanswerable"
    PARTIAL = "partial"
    LEAKED_ANSWER = "leaked_answer"
    UNSAFE = "unsafe"


class LabelledPair(NamedTuple):
    """A pair and what is wrong with it, if anything."""

    pair: QAPair
    label: Label
    note: str
    """What is wrong, in a few words; may be empty for a good pair."""


class Line(Record):
    """A line of a file of labelled pairs."""

    question: str
    answer: str
    quote: str
    """The words that the pair rests on, or is said to rest on, as the passage has them."""
    label: Label
    note: str


def labelled_file(half: str) -> Path:
    """The file of a half."""
    return FOLDER / f"{half}.jsonl"


def labelled_lines(half: str) -> list[Line]:
    """The lines of a half as they are written, unplaced."""
    return [Line.model_validate_json(line) for line in labelled_file(half).read_text(encoding="utf-8").splitlines()]


def labelled_pairs(half: str, passages: Iterable[Passage]) -> list[LabelledPair]:
    """The labelled pairs of a half, "development" or "reported", with their quotes placed in the book.

    Args:
        half: which of `HALVES`.
        passages: the passages of the sample book; only those of prose are quoted.

    Raises:
        ValueError: a quote does not stand exactly once in the prose of the book.
    """
    prose = [passage for passage in passages if passage.kind is PassageKind.PROSE]
    return [LabelledPair(_pair(line, prose), line.label, line.note) for line in labelled_lines(half)]


def _pair(line: Line, prose: list[Passage]) -> QAPair:
    passage = _passage(line, prose)
    start = passage.text.index(line.quote)
    end = start + len(line.quote)
    evidence = Evidence(
        role=EvidenceRole.ANSWER,
        passage=passage.id,
        quote=line.quote,
        start=start,
        end=end,
        first_page=passage.page_at(start),
        last_page=passage.page_at(end - 1),
    )
    return QAPair.create(
        question=line.question,
        answer=line.answer,
        evidence=(evidence,),
        citation=cite(passage, evidence),
        licence=passage.licence,
        origin=Origin(generator="model", version=1, element=passage.id, pattern="labelled"),
    )


def _passage(line: Line, prose: list[Passage]) -> Passage:
    count = sum(passage.text.count(line.quote) for passage in prose)
    if count != 1:
        raise ValueError(f"the quote of {line.question!r} stands {count} times in the book, not once: {line.quote!r}")
    return next(passage for passage in prose if line.quote in passage.text)
