"""From a draft to a candidate pair: the model's quote is looked for in the passage, and the passage's own words are kept."""

from emosapp_data.generation.alignment import Nearest, align
from emosapp_data.generation.base import NoPair, cite, quoted
from emosapp_data.generation.drafts import Draft
from emosapp_data.schema import EvidenceRole, Origin, Passage, QAPair, Reason, Verdict

VERSION = 1
CHECK = "quote"
"""Name of the verdict on the quote."""


def ground(draft: Draft, passage: Passage, origin: Origin) -> QAPair | NoPair:
    """Make a candidate pair, or say why the draft is none."""
    if draft.missing:
        return NoPair(Reason.INCOMPLETE_DRAFT, f"without {', '.join(draft.missing)}: {_start(draft)!r}")
    places = align(draft.quote, passage.text)
    if isinstance(places, Nearest):
        return NoPair(Reason.QUOTE_NOT_FOUND, _not_found(draft.quote, places))
    evidence = tuple(quoted(passage, EvidenceRole.ANSWER, place.start, place.end) for place in places)
    similarity = min(place.similarity for place in places)
    verdict = Verdict(
        check=CHECK,
        version=VERSION,
        passed=True,
        score=similarity,
        detail="" if similarity == 1 else f"the model wrote {draft.quote!r}",
    )
    return QAPair.create(
        question=draft.question,
        answer=draft.answer,
        evidence=evidence,
        citation=cite(passage, evidence[0]),
        licence=passage.licence,
        origin=origin,
        verdicts=(verdict,),
    )


def _not_found(quote: str, nearest: Nearest) -> str:
    if not nearest.text:
        return f"{_short(quote)!r} does not stand in the passage"
    return (
        f"{_short(quote)!r} does not stand in the passage; nearest ({nearest.similarity:.0%}): {_short(nearest.text)!r}"
    )


def _start(draft: Draft) -> str:
    return _short(draft.question or draft.answer or draft.quote)


def _short(text: str) -> str:
    return text if len(text) <= 100 else text[:97] + "..."
