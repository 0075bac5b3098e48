"""What people are asked, and what their word counts."""

from typing import Literal

from pydantic import Field

from emosapp_data.config.base import Config

Rule = Literal["unanimous", "majority", "owner"]


class ReviewConfig(Config):
    """What people are asked, and what their word counts."""

    rule: Rule = "majority"
    """When reviewers have decided: all of them agree ('unanimous'), more than half do ('majority'), or all of them do or the
    owner has had a word, which counts alone ('owner'). What is not decided so goes to adjudication."""
    least_reviewers: int = Field(default=1, ge=1)
    """Submitted reviews without which a pair counts as not reviewed yet."""
    overlap: int = Field(default=2, ge=1, le=20)
    """Reviewers of each pair of the sample on which agreement is measured."""
    share: float = Field(default=0.1, ge=0, le=1)
    """Share of the pairs that are in this sample."""
    audit: int = Field(default=0, ge=0)
    """Pairs that a check left out and that people judge all the same, so that the check's precision is known."""
    show_checks: bool = True
    """Whether reviewers see what the checks said; without, they measure the checks unswayed."""
    seed: int = 0
    """Seed of the samples."""
