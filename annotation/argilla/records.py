"""From a pair, or an answer to rate, to a record of Argilla."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from annotation.argilla import texts
from annotation.argilla.offsets import padded, to_units
from annotation.argilla.templates import MARK
from annotation.item import ReviewItem
from emosapp_data.schema import AnswerToRate, Span

AGENT = "emosapp"
"""Who suggests, as Argilla's page shows it."""


class Draft(NamedTuple):
    """A record as it is to be, without its place in the order and without its picture."""

    id: str
    """Id of the pair or the answer."""
    fields: Mapping[str, str]
    """What is shown; what is empty is left out, and Argilla shows no box for it."""
    metadata: Mapping[str, Any]
    suggestions: Mapping[str, Any]
    """Values by question."""
    content: str
    """Hash of all of it: what has the same is not sent again."""
    item: ReviewItem | None = None
    """The pair, for its picture."""


def pair_draft(item: ReviewItem) -> Draft:
    """The record of a pair."""
    evidence = joined(item.evidence)
    shown = {
        "question": item.question,
        "answer": item.answer,
        "opinions": texts.opinions(item),
        "notes": texts.notes(item),
        "passage": texts.passage(padded(item.passage)),
        "source": texts.source(item),
        "quotes": texts.quotes(item.quotes),
        "alike": texts.alike(item),
    }
    metadata = {
        "book": item.book,
        "section": " › ".join(item.section) or None,
        "page": item.pdf_page,
        "flags": [flag.value for flag in item.flags] or None,
        "checks": sorted({note.check for note in item.checks}) or None,
        "group": item.group,
        "doubt": round(item.doubt, 2),
        "generator": item.generator,
        "marks": [f"{span.start}:{span.end}" for span in evidence] or None,
    }
    marks = [{"start": span.start, "end": span.end, "label": MARK} for span in to_units(item.passage, evidence)]
    suggestions = {"corrected_question": item.question, "corrected_answer": item.answer}
    return _draft(item.id, shown, metadata, {**suggestions, **({MARK: marks} if marks else {})})._replace(item=item)


def joined(spans: Sequence[Span]) -> list[Span]:
    """Spans in their order, with those that overlap made one: Argilla takes none that overlap."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if found and span.start < found[-1].end:
            found[-1] = Span(start=found[-1].start, end=max(found[-1].end, span.end))
        elif span.start < span.end:
            found.append(span)
    return found


def answer_draft(answer: AnswerToRate) -> Draft:
    """The record of an answer. Which model wrote it is not in it."""
    return _draft(answer.id, {"message": answer.message, "answer": answer.answer}, {"item": answer.item}, {})


def _draft(
    identity: str, fields: Mapping[str, str | None], metadata: Mapping[str, Any], suggestions: Mapping[str, Any]
) -> Draft:
    shown = {name: text for name, text in fields.items() if text}
    known = {name: value for name, value in metadata.items() if value is not None}
    whole = json.dumps([shown, known, suggestions], ensure_ascii=False, sort_keys=True)
    return Draft(identity, shown, known, suggestions, hashlib.sha256(whole.encode()).hexdigest()[:16])


def request(
    draft: Draft,
    place: int,
    picture: str | None,
    questions: Mapping[str, str],
    responses: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """What the server is sent for a record: everything, for metadata that is left out would be wiped.

    Args:
        draft: the record.
        place: its place in the order.
        picture: address of its picture.
        questions: ids of the dataset's questions by name.
        responses: responses of the accounts that close records.
    """
    fields = {**draft.fields, "picture": picture} if picture else dict(draft.fields)
    return {
        "external_id": draft.id,
        "fields": fields,
        "metadata": {**draft.metadata, "rank": place, "state": "open", "content": draft.content},
        "suggestions": [
            {"question_id": questions[name], "value": value, "agent": AGENT}
            for name, value in draft.suggestions.items()
        ],
        **({"responses": list(responses)} if responses else {}),
    }
