"""What was left out, by step and reason, with examples that say what exactly was found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from emosapp_data.checks.safety.masking import masked
from emosapp_data.generation.alignment import Nearest, align
from emosapp_data.generation.asking import Asked
from emosapp_data.generation.drafts import Draft
from emosapp_data.ledger import Item, Ledger, Outcome
from emosapp_data.schema import Passage, QAPair, Reason, StepCount

LISTED = 40
"""Items listed for one reason; the ledger and `pairs.jsonl` hold all of them."""
FURNITURE = "blocks"
"""The step whose items have a list of their own, `blocks.jsonl`."""


class Example(NamedTuple):
    """Something that was left out. What reaches a private person is masked in it: reports are public."""

    place: str = ""
    """Where in a book it stands, for what is no pair."""
    question: str = ""
    answer: str = ""
    detail: str = ""
    """What exactly was found."""
    quote: str = ""
    """The words that a model gave as a quote and that do not stand in the passage."""
    nearest: str = ""
    """The passage's words that come nearest to them."""
    similarity: float = 0.0
    """How near, from 0 to 1."""


class LeftOut(NamedTuple):
    """What was left out for one reason."""

    step: str
    reason: Reason | None
    """The reason; none for what failed."""
    number: int
    examples: list[Example]


def left_out(
    ledger: Ledger, counts: Iterable[StepCount], pairs: Iterable[QAPair], passages: Mapping[str, Passage]
) -> list[LeftOut]:
    """Gather what was left out, in the order of the flow and the most frequent reason first.

    Args:
        ledger: the ledger.
        counts: its counts.
        pairs: all pairs.
        passages: all passages, by their ids.
    """
    by_id = {pair.id: pair for pair in pairs}
    groups = []
    for count in counts:
        numbers: list[tuple[Reason | None, int]] = [*count.rejected.items()]
        numbers += [(None, count.failed)] if count.failed else []
        if count.step == FURNITURE or not numbers:
            continue
        items: dict[Reason | None, list[Item]] = {reason: [] for reason, _ in numbers}
        for item in ledger.items(count.step):
            if item.result.outcome is not Outcome.KEPT and len(items[item.result.reason]) < LISTED:
                items[item.result.reason].append(item)
        for reason, number in numbers:
            examples = _examples(ledger, count.step, items[reason], by_id, passages)
            groups.append(LeftOut(count.step, reason, number, examples))
    return groups


def _examples(
    ledger: Ledger, step: str, items: Sequence[Item], pairs: Mapping[str, QAPair], passages: Mapping[str, Passage]
) -> list[Example]:
    if step == "ground":
        drafts = _drafts(ledger, {_call(item) for item in items})
        found = [_of_draft(item, drafts[item.input.rpartition("/")[0]], passages) for item in items]
    else:
        found = [_of(item, pairs, passages) for item in items]
    return [_masked(example) for example in found]


def _masked(example: Example) -> Example:
    place, question, answer, detail, quote, nearest = map(masked, example[:-1])
    return Example(place, question, answer, detail, quote, nearest, example.similarity)


def _of(item: Item, pairs: Mapping[str, QAPair], passages: Mapping[str, Passage]) -> Example:
    """An item whose id is a pair's, a passage's, or a passage's with the number of a call."""
    if pair := pairs.get(item.input):
        return Example(question=pair.question, answer=pair.answer, detail=item.result.detail)
    passage = passages.get(item.input.partition("/")[0])
    return Example(str(passage.citation) if passage else "", detail=item.result.detail)


def _of_draft(item: Item, draft: Draft, passages: Mapping[str, Passage]) -> Example:
    example = Example(question=draft.question, answer=draft.answer, detail=item.result.detail)
    if item.result.reason is not Reason.QUOTE_NOT_FOUND:
        return example
    nearest = align(draft.quote, passages[item.input.partition("/")[0]].text)
    if not isinstance(nearest, Nearest):
        return example
    return example._replace(detail="", quote=draft.quote, nearest=nearest.text, similarity=nearest.similarity)


def _call(item: Item) -> str:
    """The call that a draft comes from."""
    return item.input.rsplit("/", 2)[0]


def _drafts(ledger: Ledger, calls: set[str]) -> dict[str, Draft]:
    """The drafts in the replies to these calls, by call and number."""
    replies = (item for item in ledger.items("ask") if item.input in calls)
    return {
        f"{reply.input}/{number}": draft
        for reply in replies
        for number, draft in enumerate(Asked.model_validate(reply.result.output).drafts)
    }
