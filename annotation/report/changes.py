"""Pairs to look at: those on which people differ, and those that they edited, before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from annotation.adjudication import Settled, Standing
from annotation.agreement.units import by_pair, counted, side
from emosapp_data.checks.folding import fold
from emosapp_data.checks.safety.masking import masked
from emosapp_data.report.alike import Piece, marked
from emosapp_data.schema import Decision, Issue, QAPair, Review, ReviewStatus

SHOWN = 10
"""Pairs shown of each kind."""

T = TypeVar("T")


@dataclass(frozen=True)
class Dispute:
    """A pair that waits for adjudication. What reaches a private person is masked."""

    pair: str
    question: str
    answer: str
    citation: str
    said: str
    """The reviews in short, such as '1 accept, 1 reject'."""
    issues: tuple[Issue, ...]
    """What any of them found wrong."""


@dataclass(frozen=True)
class Disputes:
    """Where people differ."""

    shared: int
    """Pairs with two reviews or more."""
    on_keeping: int
    """Of these, pairs that some would keep and others reject."""
    on_editing: int
    """Of these, pairs that all would keep, some as they are and others edited."""
    waiting: int
    """Pairs that wait for adjudication; two different edits of a pair are among them, and edits that change nothing."""
    examples: tuple[Dispute, ...]


@dataclass(frozen=True)
class Change:
    """An edit, with the words marked that differ. What reaches a private person is masked."""

    pair: str
    citation: str
    question_before: tuple[Piece, ...]
    question_after: tuple[Piece, ...]
    answer_before: tuple[Piece, ...]
    answer_after: tuple[Piece, ...]
    question_edited: bool
    answer_edited: bool
    evidence_moved: bool
    """Whether other words of the passage were marked as evidence."""
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Changes:
    """What people edit."""

    edits: int
    """Reviews, adjudications included, that edit a pair of the workspace."""
    questions: int
    """Of these, edits that change the question."""
    answers: int
    """Of these, edits that change the answer."""
    evidence: int
    """Of these, edits that mark other evidence."""
    examples: tuple[Change, ...]


def disputes(pairs: Mapping[str, QAPair], reviews: Sequence[Review], settled: Mapping[str, Settled]) -> Disputes:
    """Gather the pairs on which people differ."""
    shared = [pair for pair in by_pair(counted(reviews)) if len(pair) > 1]
    on_keeping = sum(len({side(review) for review in pair.values()}) > 1 for pair in shared)
    differing = sum(len({review.decision for review in pair.values()}) > 1 for pair in shared)
    waiting = [name for name, outcome in settled.items() if outcome.standing is Standing.DISPUTED]
    known = [_dispute(pairs[name], settled[name]) for name in waiting if name in pairs]
    return Disputes(len(shared), on_keeping, differing - on_keeping, len(waiting), tuple(spread(known, SHOWN)))


def changes(pairs: Mapping[str, QAPair], reviews: Iterable[Review]) -> Changes:
    """Gather what people edit."""
    edits = [
        review
        for review in reviews
        if review.decision is Decision.EDIT and review.status is ReviewStatus.SUBMITTED and review.pair in pairs
    ]
    of_texts = [review for review in edits if review.corrected_question or review.corrected_answer]
    return Changes(
        edits=len(edits),
        questions=sum(review.corrected_question is not None for review in edits),
        answers=sum(review.corrected_answer is not None for review in edits),
        evidence=sum(review.evidence is not None for review in edits),
        examples=tuple(_change(pairs[review.pair], review) for review in spread(of_texts, SHOWN)),
    )


def spread(things: Sequence[T], number: int) -> list[T]:
    """So many of them, from the first to the last."""
    if len(things) <= number:
        return list(things)
    return [things[index * len(things) // number] for index in range(number)]


def _dispute(pair: QAPair, outcome: Settled) -> Dispute:
    return Dispute(
        pair.id, masked(pair.question), masked(pair.answer), str(pair.citation), outcome.detail, outcome.issues
    )


def _change(pair: QAPair, review: Review) -> Change:
    questions = _differing(pair.question, review.corrected_question)
    answers = _differing(pair.answer, review.corrected_answer)
    edited = (review.corrected_question is not None, review.corrected_answer is not None, review.evidence is not None)
    return Change(pair.id, str(pair.citation), *questions, *answers, *edited, review.issues)


def _differing(before: str, after: str | None) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, with what differs marked; where case, spaces or punctuation alone were changed, nothing else would show, so
    that all is marked."""
    one = masked(before)
    other = one if after is None else masked(after)
    if one != other and fold(one) == fold(other):
        return (Piece(one, True),), (Piece(other, True),)
    return tuple(marked(one, [other])), tuple(marked(other, [one]))
