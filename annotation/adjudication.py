"""From what reviewers said of a pair to what becomes of it: by the rule of the configuration, or by adjudication."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from emosapp_data.checks.folding import fold
from emosapp_data.config import ReviewConfig
from emosapp_data.schema import Decision, Issue, Review, ReviewStatus, Round, Span


class Standing(StrEnum):
    """What the reviews of a pair come to."""

    UNREVIEWED = "unreviewed"
    """Nobody, or too few, have said anything."""
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    DISPUTED = "disputed"
    """The rule does not decide; adjudication does."""


class Edit(NamedTuple):
    """How a pair is to be changed; none where something stays."""

    question: str | None
    answer: str | None
    evidence: tuple[Span, ...] | None


class Settled(NamedTuple):
    """What becomes of a pair, and why."""

    standing: Standing
    by: str = ""
    """What decided: 'unanimous', 'majority', 'owner' or 'adjudication'; empty where nothing has."""
    detail: str = ""
    """The reviews in short, such as '2 accept, 1 reject'."""
    edit: Edit | None = None
    """How it is to be changed, for an edited pair."""
    issues: tuple[Issue, ...] = ()
    """What reviewers found wrong, the most frequent first."""
    reviewers: int = 0
    """How many people the word comes from."""


UNREVIEWED = Settled(Standing.UNREVIEWED)
STANDINGS = {
    Decision.ACCEPT: Standing.ACCEPTED,
    Decision.EDIT: Standing.EDITED,
    Decision.REJECT: Standing.REJECTED,
}


def by_pair(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """The submitted reviews of each pair."""
    found: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.status is ReviewStatus.SUBMITTED and review.decision is not None:
            found[review.pair].append(review)
    return found


def settle(reviews: Sequence[Review], config: ReviewConfig) -> Settled:
    """What becomes of a pair of which these reviews were submitted.

    What is said in adjudication is final, the latest word where there are several. Otherwise the rule decides; two edits
    are the same word only if they give the same texts (letter case, spaces and punctuation aside) and the same evidence.
    """
    if final := [review for review in reviews if review.round is Round.ADJUDICATION]:
        return _decided([max(final, key=_time)], reviews, "adjudication")
    if len(reviews) < config.least_reviewers or not reviews:
        return UNREVIEWED._replace(detail=_count(reviews), reviewers=len(reviews))
    if config.rule == "owner" and (owners := [review for review in reviews if review.owner]):
        return _decided([max(owners, key=_time)], reviews, "owner")
    words = Counter(map(_word, reviews))
    word, votes = words.most_common(1)[0]
    if votes == len(reviews) or (config.rule == "majority" and 2 * votes > len(reviews)):
        winners = [review for review in reviews if _word(review) == word]
        return _decided(winners, reviews, "unanimous" if votes == len(reviews) else "majority")
    return Settled(Standing.DISPUTED, detail=_count(reviews), issues=_issues(reviews), reviewers=len(reviews))


def settle_all(reviews: Iterable[Review], config: ReviewConfig) -> dict[str, Settled]:
    """What becomes of every pair that has a review."""
    return {pair: settle(said, config) for pair, said in by_pair(reviews).items()}


def waiting(settled: Mapping[str, Settled]) -> list[str]:
    """The pairs that wait for adjudication."""
    return [pair for pair, outcome in settled.items() if outcome.standing is Standing.DISPUTED]


def _decided(winners: Sequence[Review], reviews: Sequence[Review], by: str) -> Settled:
    latest = max(winners, key=_time)
    decision = latest.decision
    edit = Edit(latest.corrected_question, latest.corrected_answer, latest.evidence)
    detail, issues = _count(reviews), _issues(winners)
    if decision is None:
        raise ValueError("a review that was submitted has a decision")
    if decision is Decision.EDIT and edit == Edit(None, None, None):
        detail += "; the edit changes nothing"
        return Settled(Standing.DISPUTED, detail=detail, issues=issues, reviewers=len(reviews))
    return Settled(STANDINGS[decision], by, detail, edit if decision is Decision.EDIT else None, issues, len(reviews))


def _word(review: Review) -> tuple[object, ...]:
    if review.decision is not Decision.EDIT:
        return (review.decision,)
    texts = (None if text is None else fold(text) for text in (review.corrected_question, review.corrected_answer))
    return (review.decision, *texts, review.evidence)


def _count(reviews: Sequence[Review]) -> str:
    counts = Counter(review.decision for review in reviews)
    return ", ".join(f"{counts[decision]} {decision.value}" for decision in Decision if counts[decision])


def _issues(reviews: Sequence[Review]) -> tuple[Issue, ...]:
    counts = Counter(issue for review in reviews for issue in review.issues)
    return tuple(sorted(counts, key=lambda issue: (-counts[issue], list(Issue).index(issue))))


def _time(review: Review) -> tuple[object, ...]:
    return review.submitted, review.reviewer
