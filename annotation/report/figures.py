"""All figures of the page, as `--json` prints them too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotation.adjudication import settle_all
from annotation.agreement import (
    Agreement,
    AnswerAgreement,
    CheckAgainstPeople,
    agreement,
    answer_agreement,
    check_confusion,
)
from annotation.report.caveats import caveats
from annotation.report.changes import Changes, Disputes, changes, disputes
from annotation.report.names import distinct_names
from annotation.report.outcomes import AllOutcomes, outcomes
from annotation.report.progress import Progress, progress
from emosapp_data.config import ReviewConfig
from emosapp_data.schema import AnswerRating, PairStatus, QAPair, Review


@dataclass(frozen=True)
class ReviewFigures:
    """All that the page shows. Reviewers are pseudonyms, and nobody's comment is in it."""

    progress: Progress
    rule: str
    """When reviewers have decided."""
    show_checks: bool
    """Whether reviewers see what the checks said."""
    agreement: Agreement
    outcomes: AllOutcomes
    disputes: Disputes
    changes: Changes
    checks: tuple[CheckAgainstPeople, ...]
    """Only checks of which people have judged a pair."""
    answers: AnswerAgreement | None
    """Ratings of models' answers; none where there are none."""
    caveats: tuple[str, ...]
    """What the figures cannot say yet, in words."""

    @property
    def empty(self) -> bool:
        """Whether nobody has submitted anything yet."""
        return not (self.progress.submitted or self.progress.adjudications or self.answers)


def gather(
    pairs: Iterable[QAPair],
    reviews: Sequence[Review],
    unfinished: Sequence[Review],
    ratings: Sequence[AnswerRating],
    config: ReviewConfig,
) -> ReviewFigures:
    """Compute all figures.

    Args:
        pairs: all pairs of the workspace, those that checks left out included.
        reviews: submitted reviews of both rounds.
        unfinished: drafts and discarded reviews.
        ratings: submitted ratings of models' answers.
        config: when reviewers have decided.
    """
    by_id = {pair.id: pair for pair in pairs}
    kept = {name: pair for name, pair in by_id.items() if pair.status is not PairStatus.REJECTED}
    settled = settle_all(reviews, config)
    far = progress(by_id, reviews, unfinished)
    agreed = agreement(reviews)
    checks = tuple(
        check
        for check in check_confusion(reviews, by_id.values())
        if check.rejected.judged or check.doubted.judged or check.passed.judged
    )
    names = distinct_names(rating.model for rating in ratings)
    rated = answer_agreement([rating.model_copy(update={"model": names[rating.model]}) for rating in ratings])
    return ReviewFigures(
        progress=far,
        rule=config.rule,
        show_checks=config.show_checks,
        agreement=agreed,
        outcomes=outcomes(kept, settled),
        disputes=disputes(by_id, reviews, settled),
        changes=changes(by_id, reviews),
        checks=checks,
        answers=rated if rated.ratings else None,
        caveats=caveats(far, agreed, checks, config),
    )
