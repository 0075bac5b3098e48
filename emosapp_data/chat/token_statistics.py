"""How long conversations are for a model, and how much of them it learns."""

from collections.abc import Iterable
from typing import Self

from emosapp_data.chat.encoded import Encoded
from emosapp_data.schema.base import Record

PERCENTS = (50, 90, 95, 99)


class Lengths(Record):
    """How a number of tokens is spread: each percentile is the number that so many per cent do not exceed (nearest rank)."""

    least: int = 0
    """The smallest number."""
    p50: int = 0
    """The median."""
    p90: int = 0
    """90 per cent are not above it."""
    p95: int = 0
    """95 per cent are not above it."""
    p99: int = 0
    """99 per cent are not above it."""
    most: int = 0
    """The largest number."""

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Self:
        """How these numbers are spread; all zeros where there are none."""
        ranked = sorted(numbers)
        if not ranked:
            return cls()
        nearest = {f"p{percent}": ranked[-(-len(ranked) * percent // 100) - 1] for percent in PERCENTS}
        return cls(least=ranked[0], most=ranked[-1], **nearest)


class TokenStatistics(Record):
    """Tokens of a set of conversations."""

    conversations: int
    """How many conversations there are."""
    messages: int
    """How many messages they have, system messages included."""
    answers: int
    """How many of those are the assistant's."""
    tokens: int
    """All tokens, those of the template included."""
    learned: int
    """Tokens that the model learns to write."""
    learned_share: float
    """Share of these in all tokens, from 0 to 1."""
    limit: int | None
    """Most tokens that a conversation may have, if there is a limit."""
    over_limit: int
    """Conversations that have more."""
    conversation_tokens: Lengths
    """Tokens of a conversation."""
    answer_tokens: Lengths
    """Tokens of an answer, with its end mark."""

    @classmethod
    def of(cls, encoded: Iterable[Encoded], limit: int | None = None) -> Self:
        """Count the tokens of conversations, which are read once."""
        lengths, answers, messages, learned = [], [], 0, 0
        for conversation in encoded:
            lengths.append(len(conversation.input_ids))
            answers += [turn.end - turn.start for turn in conversation.turns if turn.role == "assistant"]
            messages += len(conversation.turns)
            learned += conversation.learned
        tokens = sum(lengths)
        return cls(
            conversations=len(lengths),
            messages=messages,
            answers=len(answers),
            tokens=tokens,
            learned=learned,
            learned_share=learned / tokens if tokens else 0.0,
            limit=limit,
            over_limit=sum(length > limit for length in lengths) if limit is not None else 0,
            conversation_tokens=Lengths.of(lengths),
            answer_tokens=Lengths.of(answers),
        )
