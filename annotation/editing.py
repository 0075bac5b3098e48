"""The pair that a reviewer's edit makes: a new pair, which names the one it replaces."""

from collections.abc import Mapping
from itertools import chain

from annotation.adjudication import Edit
from emosapp_data.generation.base import cite, quoted
from emosapp_data.schema import Evidence, EvidenceRole, Passage, QAPair, Span


def edited(pair: QAPair, edit: Edit, passages: Mapping[str, Passage]) -> QAPair:
    """Change a pair as a reviewer wants it.

    What supports the answer is replaced by the characters that the reviewer marked in the passage of the first quote; quotes in
    other roles, such as the question as the book prints it, stay.

    Raises:
        ValueError: the evidence lies outside the passage.
    """
    evidence = pair.evidence
    if edit.evidence:
        passage = passages[pair.evidence[0].passage]
        marked = (_quote(passage, span) for span in sorted(edit.evidence, key=lambda span: span.start))
        evidence = tuple(chain(marked, (quote for quote in evidence if quote.role is not EvidenceRole.ANSWER)))
    return QAPair.create(
        question=edit.question or pair.question,
        answer=edit.answer or pair.answer,
        evidence=evidence,
        citation=cite(passages[evidence[0].passage], evidence[0]),
        licence=pair.licence,
        origin=pair.origin,
        parent=pair.id,
    )


def _quote(passage: Passage, span: Span) -> Evidence:
    if span.end > len(passage.text) or span.start == span.end:
        raise ValueError(
            f"characters {span.start} to {span.end} are not in {passage.id}, which has {len(passage.text)}"
        )
    return quoted(passage, EvidenceRole.ANSWER, span.start, span.end)
