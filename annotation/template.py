"""What people are asked."""

from enum import StrEnum


class Template(StrEnum):
    """What people are asked."""

    PAIRS = "pairs"
    """Whether a pair is right, every reviewer alone."""
    ADJUDICATION = "adjudication"
    """What becomes of a pair on which reviewers disagree."""
    RATING = "rating"
    """How good a model's answer to a message is."""
