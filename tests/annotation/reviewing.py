"""Reviews for tests."""

from datetime import UTC, datetime, timedelta

from emosapp_data.schema import Decision, Review, Round

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def said(pair: str, reviewer: str, decision: str, minute: int = 0, **fields: object) -> Review:
    """A review that was submitted so many minutes after nine."""
    submitted = START + timedelta(minutes=minute)
    return Review(pair=pair, reviewer=reviewer, decision=Decision(decision), submitted=submitted, **fields)  # type: ignore[arg-type]


def final(pair: str, decision: str, minute: int = 60, **fields: object) -> Review:
    """The word of the adjudicator."""
    return said(pair, "reviewer-0", decision, minute, round=Round.ADJUDICATION, owner=True, **fields)
