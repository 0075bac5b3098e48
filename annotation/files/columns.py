"""The columns of the files, and the words that may be filled in."""

from collections.abc import Sequence
from enum import StrEnum

from annotation.template import Template
from emosapp_data.schema import ANSWER_SCALES, SCALES, Decision, Issue


class Form(StrEnum):
    """How a file is written; its ending says which."""

    CSV = ".csv"
    JSONL = ".jsonl"


DISCARD = "discard"
"""Filled in as a decision by someone who does not want to judge a pair."""
DECISIONS = (*(decision.value for decision in Decision), DISCARD)
PAIR_COLUMNS = (
    *("id", "question", "answer", "evidence", "passage", "citation", "link"),
    *("checks", "flags", "near_duplicates", "other_quotes"),
)
SECOND_ROUND = ("why", "opinions")
"""Further columns in adjudication."""
ROUND = "round"
ANSWER_COLUMNS = ("id", "message", "answer")
CORRECTIONS = ("corrected_question", "corrected_answer", "evidence_corrected")
FILLED_IN = ("reviewer", "decision", *CORRECTIONS, *SCALES, "issues", "comment", "reviewed_at")
RATED = ("reviewer", "group", "decision", *ANSWER_SCALES, "comment", "reviewed_at")
VALUES = frozenset((*SCALES, *ANSWER_SCALES, "reviewed_at"))
"""Columns in which numbers and dates are asked for."""
KNOWN = frozenset((*PAIR_COLUMNS, *SECOND_ROUND, ROUND, *ANSWER_COLUMNS, *FILLED_IN, *RATED))
REVIEW = "review"
"""Field of a JSON Lines file that holds what is filled in."""


def columns(template: Template) -> tuple[str, ...]:
    """The columns of a table, in their order: what is read, then what is filled in."""
    if template is Template.RATING:
        return (*ANSWER_COLUMNS, *RATED)
    return (*PAIR_COLUMNS, *(SECOND_ROUND if template is Template.ADJUDICATION else ()), ROUND, *FILLED_IN)


def to_fill_in(template: Template) -> Sequence[str]:
    """The columns that people fill in."""
    return RATED if template is Template.RATING else FILLED_IN


def instructions(template: Template) -> list[tuple[str, str]]:
    """What goes into each column that people fill in."""
    if template is Template.RATING:
        return [
            (", ".join(ANSWER_SCALES), "1 (worst) to 5 (best); a row counts once all four are filled in"),
            ("decision", f"{DISCARD}, if you do not want to rate the answer; else empty"),
            ("comment", "whatever you want to add"),
            ("group", "your group, such as students or professionals"),
            ("reviewed_at", "when, such as 2026-01-31 14:30 (UTC); may stay empty"),
        ]
    return [
        ("decision", f"{', '.join(DECISIONS)} ({DISCARD}: you do not want to judge it)"),
        ("corrected_question, corrected_answer", "the new text, for edit; empty where it stays"),
        ("evidence_corrected", "words copied from the passage, for edit; between two quotes write ' … ' or a new line"),
        (", ".join(SCALES), "1 (worst) to 5 (best); may stay empty"),
        ("issues", f"any of {', '.join(Issue)}; with a comma between"),
        ("comment", "whatever you want to add"),
        ("reviewed_at", "when, such as 2026-01-31 14:30 (UTC); may stay empty"),
    ]
