"""What people say: of pairs, and of the answers of a trained model."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field

from emosapp_data.schema.base import Record
from emosapp_data.schema.citation import Span


class Decision(StrEnum):
    """What becomes of a reviewed pair."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"


class Issue(StrEnum):
    """What a reviewer finds wrong with a pair."""

    UNSUPPORTED = "unsupported"
    INCOMPLETE = "incomplete"
    VAGUE = "vague"
    OFF_QUESTION = "off_question"
    NOT_SELF_CONTAINED = "not_self_contained"
    LEAKED_ANSWER = "leaked_answer"
    WRONG_PLACE = "wrong_place"
    DUPLICATE = "duplicate"
    UNSAFE = "unsafe"
    PERSONAL_DATA = "personal_data"
    WORDING = "wording"
    TRIVIAL = "trivial"

    @property
    def explanation(self) -> str:
        """The issue in words, for curators and reports."""
        return ISSUES[self]


ISSUES = {
    Issue.UNSUPPORTED: "the passage does not say so",
    Issue.INCOMPLETE: "the answer leaves out what was asked",
    Issue.VAGUE: "the question has too many answers",
    Issue.OFF_QUESTION: "the answer is to another question",
    Issue.NOT_SELF_CONTAINED: "needs the page to be understood",
    Issue.LEAKED_ANSWER: "the question gives the answer away",
    Issue.WRONG_PLACE: "the marked evidence is not the evidence",
    Issue.DUPLICATE: "another pair says the same",
    Issue.UNSAFE: "could harm a person in distress",
    Issue.PERSONAL_DATA: "names or reaches a private person",
    Issue.WORDING: "grammar, spelling or style",
    Issue.TRIVIAL: "not worth learning",
}


class Round(StrEnum):
    """Which of the two rounds of review."""

    REVIEW = "review"
    """Every reviewer alone, without seeing the others."""
    ADJUDICATION = "adjudication"
    """Pairs on which reviewers disagree; what is said here is final."""


class ReviewStatus(StrEnum):
    """How far a reviewer has got with a pair."""

    SUBMITTED = "submitted"
    DRAFT = "draft"
    DISCARDED = "discarded"


SCALES = ("factuality", "empathy", "safety")
"""What a pair is rated for, from 1 to 5."""
ANSWER_SCALES = ("empathy", "coherence", "relevance", "safety")
"""What an answer of a model is rated for, from 1 to 5 (the human evaluation of EmoSApp, arXiv 2507.10580)."""


Rating = Annotated[int, Field(ge=1, le=5)]
"""How well something is done, from 1 to 5."""


class Review(Record):
    """One reviewer's judgement of one pair, in one round."""

    pair: str
    """Id of the pair."""
    reviewer: str
    """Pseudonym of the reviewer."""
    round: Round = Round.REVIEW
    """The round."""
    status: ReviewStatus = ReviewStatus.SUBMITTED
    """How far it has got; only what was submitted counts."""
    owner: bool = False
    """Whether the reviewer owns the review, so that the rule 'owner' lets their word decide."""
    decision: Decision | None = None
    """What becomes of the pair; drafts may not have one yet."""
    corrected_question: str | None = None
    """The question as the reviewer would put it; none where it stays."""
    corrected_answer: str | None = None
    """The answer as the reviewer would put it; none where it stays."""
    evidence: tuple[Span, ...] | None = None
    """Characters of the passage of the first quote that support the answer; none where they stay."""
    ratings: dict[str, Rating] = Field(default_factory=dict)
    """Ratings from 1 to 5 by scale; scales that were not rated are absent."""
    issues: tuple[Issue, ...] = ()
    """What the reviewer finds wrong."""
    comment: str | None = None
    """What the reviewer adds; never published."""
    submitted: AwareDatetime
    """When the judgement was last changed."""


class AnswerToRate(Record):
    """A model's answer to a message, as raters are to see it; they are not told which model wrote it."""

    id: str
    """Id of the answer."""
    message: str = Field(min_length=1)
    """What the person in distress wrote; earlier turns may stand above."""
    answer: str = Field(min_length=1)
    """What the model answered."""
    model: str
    """Which model; hidden from raters."""
    item: str
    """Id of the message, the same for all models."""


class AnswerRating(Record):
    """One rater's rating of one answer of a model."""

    answer: str
    """Id of the answer."""
    model: str
    """Model that wrote it."""
    item: str
    """Id of the message."""
    rater: str
    """Pseudonym of the rater."""
    group: str
    """Group of the rater, such as 'students' or 'professionals'."""
    status: ReviewStatus = ReviewStatus.SUBMITTED
    """How far it has got; only what was submitted counts."""
    ratings: dict[str, Rating] = Field(default_factory=dict)
    """Ratings from 1 to 5 by scale."""
    comment: str | None = None
    """What the rater adds; never published."""
    submitted: AwareDatetime
    """When the rating was last changed."""
