"""What the figures cannot say yet, in words."""

from collections.abc import Iterator, Sequence

from annotation.agreement import Agreement, CheckAgainstPeople
from annotation.report.progress import Progress
from emosapp_data.config import ReviewConfig

FEW_PAIRS = 50
"""Pairs with two reviews below which alpha moves too much with every pair to rest on."""
FEW_JUDGED = 20
"""Judged pairs below which the interval of a share is wider than 40 points."""


def caveats(
    progress: Progress, agreement: Agreement, checks: Sequence[CheckAgainstPeople], config: ReviewConfig
) -> tuple[str, ...]:
    """What falls short, one sentence or two each; empty where nothing does."""
    if not progress.submitted:
        return ()
    return (*_of_agreement(agreement), *_of_progress(progress), *_of_checks(checks, config))


def _of_agreement(agreement: Agreement) -> Iterator[str]:
    if not agreement.shared:
        yield (
            "No pair has two reviews, so nothing can be said of agreement. Raise review.overlap to 2 or more, or let two "
            "reviewers see the same pairs."
        )
    elif agreement.shared < FEW_PAIRS:
        yield (
            f"{_pairs(agreement.shared, 'has', 'have')} two reviews or more: too few for a figure of agreement to rest on. From about "
            f"{FEW_PAIRS} on, one pair more or less hardly moves it."
        )
    alone = sum(reviewer.shared == 0 for reviewer in agreement.reviewers)
    if agreement.shared and alone:
        yield (
            f"{alone} of {len(agreement.reviewers)} reviewers share{'s' if alone == 1 else ''} no pair with anybody: of them "
            "nothing is known but what they decided."
        )


def _of_progress(progress: Progress) -> Iterator[str]:
    if progress.left and progress.pairs:
        yield (
            f"{_pairs(progress.left, 'has', 'have')} not been reviewed. Review begins with the most doubtful ones, so the shares of "
            "rejected and edited pairs are higher here than they will be in the end."
        )
    if progress.elsewhere:
        yield (
            f"{_pairs(progress.elsewhere, 'was', 'were')} reviewed that {'is' if progress.elsewhere == 1 else 'are'} not among the "
            "workspace’s pairs: edited pairs, or pairs of an earlier build. They count for agreement, speed and what waits for adjudication only."
        )


def _of_checks(checks: Sequence[CheckAgainstPeople], config: ReviewConfig) -> Iterator[str]:
    unseen = sum(check.rejected.pairs for check in checks)
    judged = sum(check.rejected.judged for check in checks)
    if unseen and not judged:
        yield (
            "Nobody has judged a pair that a check left out, so it is not known how often the checks are right. Set "
            "review.audit to a number of such pairs (100 say much) and push again."
        )
    few = [check.check.replace("_", " ") for check in checks if 0 < check.rejected.judged < FEW_JUDGED]
    if few:
        yield (
            f"Of what {_listed(few)} left out, people have judged fewer than {FEW_JUDGED} pairs: look at the interval, not "
            "at the share."
        )
    if checks and config.show_checks:
        yield (
            "Reviewers saw what the checks said, which may have swayed them towards it. Set review.show_checks to false to "
            "measure the checks on people who have not."
        )


def _pairs(number: int, one: str, many: str) -> str:
    return f"{number:,} pair{'' if number == 1 else 's'} {one if number == 1 else many}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
