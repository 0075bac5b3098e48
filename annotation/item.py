"""What a reviewer sees of a pair, in Argilla and in files alike."""

from pydantic import Field

from emosapp_data.schema import Decision, Flag, Issue, Record, Round, Span


class CheckNote(Record):
    """What one check said of a pair."""

    check: str
    """Name of the check."""
    says: str
    """In words."""
    rejects: bool = False
    """Whether the check left the pair out."""


class AlikeNote(Record):
    """A near duplicate of a pair."""

    pair: str
    """Its id."""
    question: str
    """Its question."""
    answer: str
    """Its answer."""
    differences: tuple[str, ...] = ()
    """Kinds of difference, such as 'number'."""
    here: str = ""
    """Words of the pair under review that the other does not have."""
    there: str = ""
    """Words of the other, likewise."""


class Quote(Record):
    """A quote that supports a pair besides the marked evidence."""

    role: str
    """What it shows."""
    text: str
    """The quote."""
    pages: str
    """Where it stands."""


class Opinion(Record):
    """What a reviewer said in the first round, as the adjudicator sees it; who it was is not shown."""

    reviewer: str
    """A letter: 'A', 'B', ..."""
    decision: Decision
    """What they decided."""
    corrected_question: str | None = None
    """Their question."""
    corrected_answer: str | None = None
    """Their answer."""
    evidence: tuple[str, ...] = ()
    """The evidence they marked, where it is another."""
    issues: tuple[Issue, ...] = ()
    """What they found wrong."""
    comment: str | None = None
    """What they added."""


class ReviewItem(Record):
    """A pair as it is put before a reviewer."""

    id: str
    """Id of the pair."""
    round: Round = Round.REVIEW
    """The round of review."""
    question: str
    """The question."""
    answer: str
    """The answer."""
    passage: str
    """Text of the passage that holds the first quote."""
    evidence: tuple[Span, ...]
    """Characters of the passage that the answer rests on."""
    quotes: tuple[Quote, ...] = ()
    """Quotes from elsewhere."""
    citation: str
    """Where the first quote stands, for people."""
    link: str | None = None
    """Address of the page on the web, where the book has one."""
    book: str
    """Id of the book."""
    section: tuple[str, ...] = ()
    """Headings above the first quote."""
    pdf_page: int = Field(ge=1)
    """Page of the PDF."""
    generator: str
    """What made the pair: the model that wrote it, or the generator."""
    rank: int = Field(ge=0)
    """Place in the order of review, from 0."""
    doubt: float
    """How doubtful the pair is, from 0 to 1."""
    reasons: tuple[str, ...] = ()
    """What speaks for looking at it, the weightiest first."""
    flags: tuple[Flag, ...] = ()
    """What in it asks for a person."""
    checks: tuple[CheckNote, ...] = ()
    """What the checks said that is worth saying; empty where reviewers are not to know."""
    group: str | None = None
    """Group of near duplicates."""
    alike: tuple[AlikeNote, ...] = ()
    """The others of this group."""
    opinions: tuple[Opinion, ...] = ()
    """In adjudication: what the reviewers said."""
    why: str | None = None
    """In adjudication: why the pair is here."""
    audited: bool = False
    """Whether a check has left the pair out, and people judge the check; nothing tells the reviewer."""
