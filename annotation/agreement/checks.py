"""The automatic checks held against people, so that a check's precision is known.

What a check left out is seen by people only where a sample of it was put before them (the audit); what it let pass, where
it came up in review.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotation.agreement.interval import Interval, Share, share
from annotation.agreement.people import Word, Words, words
from annotation.agreement.scores import ScoreBin, reject_rates
from emosapp_data.doubt import WEIGHTS
from emosapp_data.schema import Issue, QAPair, Review, Verdict

ISSUES = {
    "quote": (Issue.UNSUPPORTED, Issue.WRONG_PLACE),
    "grounded": (Issue.UNSUPPORTED, Issue.WRONG_PLACE),
    "supported": (Issue.UNSUPPORTED,),
    "complete": (Issue.INCOMPLETE,),
    "vague": (Issue.VAGUE,),
    "off_question": (Issue.OFF_QUESTION,),
    "self_contained": (Issue.NOT_SELF_CONTAINED,),
    "leaked_answer": (Issue.LEAKED_ANSWER,),
    "exact_duplicate": (Issue.DUPLICATE,),
    "near_duplicate": (Issue.DUPLICATE,),
    "sensitive": (Issue.UNSAFE,),
    "personal_data": (Issue.PERSONAL_DATA,),
    "well_formed": (Issue.WORDING,),
    "round_trip": (Issue.UNSUPPORTED, Issue.OFF_QUESTION, Issue.VAGUE),
    "judge": (Issue.UNSUPPORTED, Issue.OFF_QUESTION, Issue.NOT_SELF_CONTAINED),
}
"""The issues that a check looks for. Checks that are not listed (language, length, licence, contaminated) look for nothing
that reviewers are asked about; for them only the decision counts."""


@dataclass(frozen=True)
class Outcome:
    """Pairs that a check treated alike, and what people say of them."""

    pairs: int
    """All such pairs."""
    judged: int
    """Of these, pairs on which people have decided."""
    undecided: int
    """Pairs that as many people want to keep as to reject; they are left out of all shares."""
    rejected: int
    """Judged pairs that people reject."""
    named: int
    """Judged pairs of which people name an issue that the check looks for."""
    faulted: int
    """Judged pairs that people reject, or of which they name such an issue."""


@dataclass(frozen=True)
class Recall:
    """How much of what people find wrong a check finds, estimated from the pairs that people have seen."""

    value: float
    """From 0 to 1."""
    interval: Interval
    """From the ends of Wilson's intervals of both shares that it comes from, and so on the wide side."""


@dataclass(frozen=True)
class CheckAgainstPeople:
    """One check beside people."""

    check: str
    """Name of the check."""
    issues: tuple[Issue, ...]
    """What it looks for."""
    rejected: Outcome
    """Pairs that it left out."""
    doubted: Outcome
    """Pairs that it let pass but marked: a flag, a near duplicate, a score below 1 that counts as doubt."""
    passed: Outcome
    """Pairs that it let pass without a mark."""
    precision: Share
    """Of the judged pairs that it left out, the share that people fault."""
    hits: Share
    """Of the judged pairs that it doubted, the share that people fault."""
    recall: Recall | None
    """How much of what it looks for it leaves out; none where people have judged no pair that it left
    out or none that it let pass, or have named nothing that it looks for."""
    scores: tuple[ScoreBin, ...]
    """How often people reject by the check's score; empty for checks whose score is no measure of doubt."""


class _Seen(NamedTuple):
    pair: str
    verdict: Verdict


def check_confusion(reviews: Sequence[Review], pairs: Iterable[QAPair]) -> list[CheckAgainstPeople]:
    """Every check beside people, in the order in which the checks judge.

    Args:
        reviews: all reviews.
        pairs: all pairs with their verdicts, those that checks left out included.
    """
    seen: dict[str, list[_Seen]] = {}
    for pair in pairs:
        for verdict in pair.verdicts:
            seen.setdefault(verdict.check, []).append(_Seen(pair.id, verdict))
    people = words(reviews)
    return [_beside(check, verdicts, people) for check, verdicts in seen.items()]


def doubts(verdict: Verdict) -> bool:
    """Whether a check let a pair pass and yet says something against it."""
    scored = verdict.check in WEIGHTS and verdict.score is not None and verdict.score < 1
    return verdict.passed and bool(verdict.flags or verdict.group or scored)


def _beside(check: str, seen: list[_Seen], people: Words) -> CheckAgainstPeople:
    issues = ISSUES.get(check, ())
    rejected = _outcome((one.pair for one in seen if not one.verdict.passed), issues, people)
    doubted = _outcome((one.pair for one in seen if doubts(one.verdict)), issues, people)
    clean = _outcome((one.pair for one in seen if one.verdict.passed and not doubts(one.verdict)), issues, people)
    scores = [
        (one.verdict.score, word.rejected)
        for one in seen
        if one.verdict.score is not None and (word := people.decided.get(one.pair))
    ]
    return CheckAgainstPeople(
        check=check,
        issues=issues,
        rejected=rejected,
        doubted=doubted,
        passed=clean,
        precision=share(rejected.faulted, rejected.judged),
        hits=share(doubted.faulted, doubted.judged),
        recall=_recall(rejected, [doubted, clean]) if issues else None,
        scores=reject_rates(scores) if check in WEIGHTS else (),
    )


def _outcome(pairs: Iterable[str], issues: tuple[Issue, ...], people: Words) -> Outcome:
    treated = list(pairs)
    judged: list[Word] = [people.decided[pair] for pair in treated if pair in people.decided]
    named = [not word.issues.isdisjoint(issues) for word in judged]
    return Outcome(
        pairs=len(treated),
        judged=len(judged),
        undecided=sum(pair in people.undecided for pair in treated),
        rejected=sum(word.rejected for word in judged),
        named=sum(named),
        faulted=sum(word.rejected or names for word, names in zip(judged, named, strict=True)),
    )


def _recall(caught: Outcome, let_pass: Sequence[Outcome]) -> Recall | None:
    """What people name among the pairs that the check left out, beside what they name among those that it let pass.

    People see different shares of both, so that each is counted up to all its pairs. That takes the pairs they have seen for
    a fair sample: review begins with doubtful pairs, so that until it is done misses look more frequent than they are.
    """
    missed = Outcome(*(sum(getattr(outcome, name) for outcome in let_pass) for name in Outcome.__dataclass_fields__))
    if not missed.judged or not caught.judged or not caught.named + missed.named:
        return None
    found, lost = (share(outcome.named, outcome.judged) for outcome in (caught, missed))
    hits = caught.pairs * (found.value or 0)
    low, high = (_ends(outcome, part) for outcome, part in ((caught, found), (missed, lost)))
    return Recall(
        hits / (hits + missed.pairs * (lost.value or 0)),
        Interval(_ratio(low.low, high.high), _ratio(low.high, high.low)),
    )


def _ends(outcome: Outcome, part: Share) -> Interval:
    """The fewest and the most pairs with the issue."""
    ends = part.interval or Interval(0, 1)
    return Interval(outcome.pairs * ends.low, outcome.pairs * ends.high)


def _ratio(hits: float, misses: float) -> float:
    return hits / (hits + misses) if hits + misses else 0.0
