"""Conversations that are too long: whole exchanges are left out, and what is left out is counted."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from emosapp_data.chat.chat_format import ChatFormat, with_system
from emosapp_data.chat.encoded import Encoded
from emosapp_data.chat.message import Message

Keep = Literal["beginning", "end"]


class Unusable(StrEnum):
    """Why nothing of a conversation can be trained on."""

    NO_ANSWER = "no_answer"
    """The assistant never speaks."""
    TOO_LONG = "too_long"
    """Not even the shortest form, one exchange behind the system message, fits."""


class Fitted(NamedTuple):
    """A conversation within a limit."""

    encoded: Encoded | None
    """What fits; None where nothing does."""
    left_out: int
    """Messages that were left out: all of them where nothing fits."""
    tokens: int
    """Tokens of the whole conversation."""
    reason: Unusable | None = None
    """Why nothing fits."""


def fit(
    chat: ChatFormat, messages: Sequence[Message], limit: int, *, system: str | None = None, keep: Keep = "beginning"
) -> Fitted:
    """Encode a conversation in at most `limit` tokens, leaving out whole exchanges.

    An exchange is what is said before an answer, with the answer, so that no answer is cut and none stands without its
    question. The system message always stays. By default the end is left out: each answer that stays then has before it
    all that its writer knew. With `keep="end"` the oldest exchanges go, as in an app whose context is full. What follows
    the last answer teaches nothing, and goes first when the conversation is too long.

    Args:
        chat: encodes
        messages: the conversation
        limit: most tokens, those of the template included
        system: what the model is told first, where the conversation does not begin with a system message
        keep: which part stays

    Raises:
        InputError: the template refuses the conversation.
    """
    messages = with_system(messages, system)
    encoded = chat.encode(messages)
    tokens = len(encoded.input_ids)
    if not any(message.role == "assistant" for message in messages):
        return Fitted(None, len(messages), tokens, Unusable.NO_ANSWER)
    if tokens <= limit:
        return Fitted(encoded, 0, tokens)
    head = [messages[0]] if messages[0].role == "system" else []
    exchanges = _exchanges(messages[len(head) :])
    sizes = [turn.end - turn.start for turn in sorted(encoded.turns)]
    for number in range(_promising(sizes[len(head) :], exchanges, limit, keep), 0, -1):
        stay = exchanges[:number] if keep == "beginning" else exchanges[-number:]
        shorter = [*head, *(message for exchange in stay for message in exchange)]
        encoded = chat.encode(shorter)
        if len(encoded.input_ids) <= limit:
            return Fitted(encoded, len(messages) - len(shorter), tokens)
    return Fitted(None, len(messages), tokens, Unusable.TOO_LONG)


def _exchanges(messages: Sequence[Message]) -> list[list[Message]]:
    """The messages up to each answer; several answers in a row stay together, as do messages that nobody answers."""
    exchanges: list[list[Message]] = []
    current: list[Message] = []
    for message in messages:
        if current and current[-1].role == "assistant" and message.role != "assistant":
            exchanges.append(current)
            current = []
        current.append(message)
    return [*exchanges, current] if current and current[-1].role == "assistant" else exchanges


def _promising(sizes: Sequence[int], exchanges: Sequence[Sequence[Message]], limit: int, keep: Keep) -> int:
    """How many exchanges to try first: one more is too long already without what the template writes around messages."""
    borders = accumulate(map(len, exchanges), initial=0)
    lengths = [sum(sizes[start:end]) for start, end in pairwise(borders)]
    sums = accumulate(lengths if keep == "beginning" else reversed(lengths))
    return sum(length <= limit for length in sums)
