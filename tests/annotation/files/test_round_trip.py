"""Whatever is filled in arrives as it was meant, in both formats, from whatever program."""

import csv
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from annotation.files.cells import protect, protected, same
from annotation.files.evidence import locate, marked, ordered, quoted, trimmed
from annotation.files.importing import Known
from annotation.files.problem import CellError
from annotation.item import AlikeNote, CheckNote, Quote, ReviewItem
from annotation.template import Template
from emosapp_data.schema import (
    SCALES,
    Decision,
    Flag,
    Issue,
    Review,
    ReviewStatus,
    Round,
    Span,
)
from tests.annotation.files.desk import (
    CHANGED,
    PSEUDONYMS,
    Desk,
    pair_of,
)

texts = st.text(max_size=40) | st.sampled_from(
    [
        "=1+1",
        "007",
        "'12 May 2020",
        "true",
        "-5",
        "'",
        "'=x",
        '"',
        'a","b',
        " both ends ",
        "a\r\nb",
        "\n",
        "é😀",
        "𝒳",
        "\x00",
        "\u200b",
        "a;b\tc",
        "@me",
        "⟦x⟧",
    ]
)


@st.composite
def items(draw: st.DrawFn) -> ReviewItem:
    passage = draw(st.text(min_size=1, max_size=60).filter(str.strip))
    cuts = sorted(draw(st.sets(st.integers(0, len(passage)), min_size=2, max_size=6)))
    spans = [Span(start=start, end=end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    return ReviewItem(
        id=f"pair-{draw(st.integers(0, 99))}",
        round=draw(st.sampled_from(Round)),
        question=draw(texts),
        answer=draw(texts),
        passage=passage,
        evidence=spans,
        citation=draw(texts),
        link=draw(st.none() | texts),
        book="book-1",
        section=draw(st.lists(texts, max_size=2)),
        pdf_page=1,
        generator=draw(texts),
        rank=0,
        doubt=draw(st.floats(0, 1)),
        flags=draw(st.lists(st.sampled_from(Flag), max_size=2)),
        checks=draw(st.lists(st.builds(CheckNote, check=texts, says=texts), max_size=1)),
        alike=draw(st.lists(st.builds(AlikeNote, pair=texts, question=texts, answer=texts), max_size=1)),
        quotes=draw(st.lists(st.builds(Quote, role=texts, text=texts, pages=texts), max_size=1)),
    )


@st.composite
def reviews(draw: st.DrawFn, item: ReviewItem) -> Review:
    """What a person may say: edits that change something, and drafts in which something is said."""
    evidence = None
    if places := [span for span in words_of(item.passage) if draw(st.booleans())]:
        evidence = ordered(places)
        if trimmed(item.passage, evidence) == trimmed(item.passage, item.evidence):
            evidence = None
    said = texts.filter(str.strip)
    question = draw(st.none() | said.filter(lambda text: not same(text, item.question)))
    answer = draw(st.none() | said.filter(lambda text: not same(text, item.answer)))
    ratings = draw(st.dictionaries(st.sampled_from(SCALES), st.integers(1, 5)))
    found = draw(st.sets(st.sampled_from(Issue)))
    comment = draw(st.none() | said)
    silent = not (question or answer or evidence or ratings or found or comment)
    choices = [*Decision, "discarded", *([] if silent else [None])]
    if question or answer or evidence:
        choices.remove(Decision.ACCEPT)
    decision = draw(st.sampled_from(choices))
    status = ReviewStatus.SUBMITTED if isinstance(decision, Decision) else ReviewStatus.DRAFT
    return Review(
        pair=item.id,
        reviewer=PSEUDONYMS("Anna"),
        round=item.round,
        status=ReviewStatus.DISCARDED if decision == "discarded" else status,
        owner=item.round is Round.ADJUDICATION,
        decision=decision if isinstance(decision, Decision) else None,
        corrected_question=question,
        corrected_answer=answer,
        evidence=evidence,
        ratings=ratings,
        issues=tuple(issue for issue in Issue if issue in found),
        comment=comment,
        submitted=CHANGED - timedelta(seconds=draw(st.just(0) | st.integers(0, 10**7))),
    )


def words_of(passage: str) -> list[Span]:
    """Stretches without space at their edges that do not touch each other."""
    found, at = [], 0
    for word in passage.split():
        start = passage.index(word, at)
        at = start + len(word)
        found.append(Span(start=start, end=at))
    return found


def evidence_aswords_of(item: ReviewItem, evidence: tuple[Span, ...] | None) -> str:
    """How a person gives evidence: its words, or the passage with marks where the words alone are not enough."""
    if not evidence:
        return ""
    words = quoted(item.passage, evidence)
    try:
        if locate(words, item.passage) == evidence:
            return words
    except CellError:
        pass
    return marked(item.passage, evidence)


def as_filled_in(item: ReviewItem, review: Review) -> dict[str, object]:
    return {
        "decision": "discard" if review.status is ReviewStatus.DISCARDED else review.decision or "",
        "corrected_question": review.corrected_question or "",
        "corrected_answer": review.corrected_answer or "",
        "evidence_corrected": evidence_aswords_of(item, review.evidence),
        **{scale: review.ratings.get(scale, "") for scale in SCALES},
        "issues": ", ".join(review.issues),
        "comment": review.comment or "",
        "reviewed_at": "" if review.submitted == CHANGED else review.submitted.isoformat(),
    }


def cell(value: object) -> str:
    """A value as a spreadsheet saves it: as it was typed; the apostrophe that says 'this is text' is typed as well."""
    text = str(value)
    return protect(text) if text.startswith("'") and protected(text) else text


FORMS = st.sampled_from(
    [
        {},
        {"delimiter": ";"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"encoding": "utf-8", "quoting": csv.QUOTE_ALL},
        {"delimiter": ";", "quoting": csv.QUOTE_NONNUMERIC, "lineterminator": "\n"},
    ]
)


@given(st.data(), FORMS)
def test_whatever_is_filled_into_a_table_arrives_as_it_was_meant(tmp_path_factory, data, form):
    item = data.draw(items())
    review = data.draw(reviews(item))
    desk = Desk(tmp_path_factory.mktemp("desk"), known=Known({item.id: pair_of(item)}, {}))
    desk.exported(item, template=Template.ADJUDICATION)
    desk.saved(fill=({name: cell(value) for name, value in as_filled_in(item, review).items()},), **form)
    assert desk.review() == review


@given(st.data())
def test_whatever_is_filled_into_json_lines_arrives_as_it_was_meant(tmp_path_factory, data):
    item = data.draw(items())
    review = data.draw(reviews(item))
    desk = Desk(tmp_path_factory.mktemp("desk"), "review.jsonl", Known({item.id: pair_of(item)}, {}))
    filled = as_filled_in(item, review)
    form = data.draw(st.sampled_from(["words", "places"]))
    if form == "places":
        filled["evidence_corrected"] = [span.model_dump() for span in review.evidence or ()]
        filled["issues"] = list(review.issues)
        filled |= {scale: review.ratings.get(scale) for scale in SCALES}
    assert desk.exported(item).filled(filled).review() == review


@given(st.data())
def test_evidence_that_is_marked_in_the_passage_is_found_again(data):
    item = data.draw(items())
    words = words_of(item.passage)
    chosen = data.draw(st.lists(st.sampled_from(words), min_size=1, unique_by=lambda span: span.start))
    assert locate(marked(item.passage, chosen), item.passage) == ordered(chosen)
