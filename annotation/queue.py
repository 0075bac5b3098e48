"""What is put before reviewers: the pairs in the order of doubt, with all that helps to judge them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_uppercase

from annotation.adjudication import Standing
from annotation.item import AlikeNote, CheckNote, Opinion, Quote, ReviewItem
from emosapp_data.checks.exact_duplicate import ExactDuplicate
from emosapp_data.config import BuildConfig, ReviewConfig
from emosapp_data.doubt import WEIGHTS, doubt, flags_of, group_of, queue
from emosapp_data.duplicates import PairText
from emosapp_data.duplicates.compare import compare
from emosapp_data.duplicates.text import Folded
from emosapp_data.ledger import Ledger
from emosapp_data.schema import (
    Book,
    PairStatus,
    QAPair,
    Review,
    ReviewStatus,
    Round,
    Span,
    Verdict,
)
from emosapp_data.steps.check import judged
from emosapp_data.steps.extract import all_passages, books
from emosapp_data.steps.review import Reviewed, apply_reviews

UNSEEN = frozenset(
    {ExactDuplicate.name, "near_duplicate", "licence", "contaminated", "personal_data", "well_formed", "grounded"}
)
"""Checks whose word a reader of one pair cannot judge, or whose findings are to reach nobody."""


def review_items(ledger: Ledger, config: ReviewConfig) -> list[ReviewItem]:
    """The pairs of the first round, in the order of review, with those of the audit sample strewn among them."""
    pairs = list(judged(ledger))
    kept = [pair for pair in pairs if pair.status is PairStatus.KEPT]
    by_id = {pair.id: pair for pair in pairs}
    ordered = [by_id[entry.id] for entry in queue(kept)]
    audited = audit_sample(pairs, config)
    desk = _Desk(ledger, kept, config)
    strewn = _strew(ordered, audited, config.seed)
    left_out = {pair.id for pair in audited}
    return [desk.item(pair, rank, audited=pair.id in left_out) for rank, pair in enumerate(strewn)]


def adjudication_items(ledger: Ledger, config: BuildConfig, reviews: Sequence[Review]) -> list[ReviewItem]:
    """The pairs of the second round: those on which the rule does not decide, and edited pairs that fail a check.

    Args:
        ledger: the ledger.
        config: the configuration.
        reviews: what was said so far, in both rounds.

    Raises:
        InputError: a benchmark, against which edited pairs are held, cannot be read.
    """
    entries = [
        entry
        for entry in apply_reviews(ledger, config, reviews)
        if entry.reason and entry.settled.standing is not Standing.REJECTED
    ]
    said: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        if review.round is Round.REVIEW and review.status is ReviewStatus.SUBMITTED:
            said[review.pair].append(review)
    desk = _Desk(ledger, [entry.pair for entry in entries], config.review)
    return [
        desk.item(entry.pair, rank).model_copy(
            update={
                "round": Round.ADJUDICATION,
                "opinions": desk.opinions(entry.pair, said[entry.original]),
                "why": _why(entry),
            }
        )
        for rank, entry in enumerate(entries)
    ]


def audit_sample(pairs: Sequence[QAPair], config: ReviewConfig) -> list[QAPair]:
    """Pairs that a check left out and that a reader can judge: `config.audit` of them, from all such checks alike."""
    by_check: dict[str, list[QAPair]] = defaultdict(list)
    for pair in pairs:
        failed = next((verdict.check for verdict in pair.verdicts if not verdict.passed), None)
        if failed and failed not in UNSEEN and not any(v.check in UNSEEN and not v.passed for v in pair.verdicts):
            by_check[failed].append(pair)
    piles = [sorted(pile, key=lambda pair: _draw(config.seed, pair.id)) for _, pile in sorted(by_check.items())]
    chosen: list[QAPair] = []
    for layer in range(max(map(len, piles), default=0)):
        chosen += [pile[layer] for pile in piles if layer < len(pile)]
    return chosen[: config.audit]


def _strew(ordered: Sequence[QAPair], audited: Sequence[QAPair], seed: int) -> list[QAPair]:
    """Put pairs among others, at places that depend on nothing but them: a reviewer sees no pattern."""
    if not audited:
        return list(ordered)
    places = [(index / max(len(ordered), 1), pair) for index, pair in enumerate(ordered)]
    places += [(_draw(seed, pair.id), pair) for pair in audited]
    return [pair for _, pair in sorted(places, key=lambda entry: entry[0])]


def _draw(seed: int, what: str) -> float:
    return int.from_bytes(hashlib.sha256(f"{seed}\x1faudit\x1f{what}".encode()).digest()[:8], "big") / 2**64


class _Desk:
    """Lays a pair out before a reviewer."""

    def __init__(self, ledger: Ledger, pairs: Iterable[QAPair], config: ReviewConfig) -> None:
        contents = list(books(ledger))
        self._books: dict[str, Book] = {content.book.id: content.book for content in contents}
        self._passages = all_passages(contents)
        self._groups: dict[str, list[QAPair]] = defaultdict(list)
        for pair in pairs:
            if group := group_of(pair):
                self._groups[group].append(pair)
        self._config = config

    def item(self, pair: QAPair, rank: int, *, audited: bool = False) -> ReviewItem:
        first = pair.evidence[0]
        passage = self._passages[first.passage]
        in_view = [each for each in pair.evidence if each.passage == passage.id and each.role is first.role]
        found, group = doubt(_without_failures(pair) if audited else pair), group_of(pair)
        return ReviewItem(
            id=pair.id,
            question=pair.question,
            answer=pair.answer,
            passage=passage.text,
            evidence=tuple(Span(start=each.start, end=each.end) for each in in_view),
            quotes=tuple(
                Quote(role=each.role.value, text=each.quote, pages=f"p. {each.first_page.printed}")
                for each in pair.evidence
                if each not in in_view
            ),
            citation=str(pair.citation),
            link=_page_address(self._books[pair.citation.book], first.first_page.pdf),
            book=pair.citation.book,
            section=pair.citation.section,
            pdf_page=first.first_page.pdf,
            generator=pair.origin.model or pair.origin.generator,
            rank=rank,
            doubt=found.score,
            reasons=found.reasons if self._config.show_checks else (),
            flags=flags_of(pair),
            checks=tuple(_notes(pair.verdicts, audited)) if self._config.show_checks else (),
            group=group,
            alike=tuple(_alike(pair, other) for other in self._groups[group] if other.id != pair.id) if group else (),
            audited=audited,
        )

    def opinions(self, pair: QAPair, reviews: Sequence[Review]) -> tuple[Opinion, ...]:
        """What reviewers said, in an order that tells nothing of who they are."""
        text = self._passages[pair.evidence[0].passage].text
        ordered = sorted(reviews, key=lambda review: hashlib.sha256((review.pair + review.reviewer).encode()).digest())
        return tuple(
            Opinion(
                reviewer=ascii_uppercase[index % len(ascii_uppercase)],
                decision=review.decision,
                corrected_question=review.corrected_question,
                corrected_answer=review.corrected_answer,
                evidence=tuple(text[span.start : span.end] for span in review.evidence or ()),
                issues=review.issues,
                comment=review.comment,
            )
            for index, review in enumerate(ordered)
            if review.decision
        )


def _without_failures(pair: QAPair) -> QAPair:
    return pair.model_copy(update={"verdicts": tuple(verdict for verdict in pair.verdicts if verdict.passed)})


def _notes(verdicts: Sequence[Verdict], audited: bool) -> Iterator[CheckNote]:
    """What is worth saying. The check that left an audited pair out says nothing: people are to judge for themselves."""
    for verdict in verdicts:
        if verdict.group or (audited and not verdict.passed):
            continue
        name = verdict.check.replace("_", " ")
        if verdict.flags:
            yield CheckNote(check=name, says=", ".join(flag.explanation for flag in verdict.flags))
        elif not verdict.passed and verdict.reason:
            yield CheckNote(check=name, says=f"{verdict.reason.explanation}: {verdict.detail}", rejects=True)
        elif verdict.check in WEIGHTS and verdict.score is not None and verdict.score < 1:
            detail = f": {verdict.detail}" if verdict.detail else ""
            yield CheckNote(check=name, says=f"{verdict.score:.2f} of 1{detail}")


def _alike(pair: QAPair, other: QAPair) -> AlikeNote:
    one, two = (Folded.of(PairText(each.id, each.question, each.answer)) for each in (pair, other))
    found = compare(one, two)
    return AlikeNote(
        pair=other.id,
        question=other.question,
        answer=other.answer,
        differences=tuple(difference.value for difference in found.differences),
        here=found.only_one,
        there=found.only_other,
    )


def _page_address(book: Book, pdf_page: int) -> str | None:
    """Where the page can be seen on the web; browsers open a PDF at the page that stands behind '#page='."""
    if book.source_url is None or not book.source_url.startswith(("http://", "https://")):
        return None
    return f"{book.source_url}#page={pdf_page}" if book.source_url.lower().endswith(".pdf") else book.source_url


def _why(entry: Reviewed) -> str:
    return entry.detail if entry.failed else f"the reviewers do not agree: {entry.detail}"
