"""A conversation within a model's context: what does not fit any more leaves by whole exchanges, the oldest first."""

from collections.abc import Sequence
from typing import NamedTuple

from emosapp_data.chat import ChatFormat, Message
from emosapp_data.errors import InputError

ANSWER = Message(role="assistant", content="Hello")
"""Stands for the answer to come, so that the prompt is what training put before an answer."""


class Prompt(NamedTuple):
    """What the model reads before it answers."""

    ids: list[int]
    """Token ids, up to the place where the answer begins."""
    left_out: int
    """Exchanges that have left the conversation for it: a message with its answer each."""


class Exchange(NamedTuple):
    """A message with its answer."""

    user: Message
    """What was said."""
    assistant: Message
    """What was answered."""
    tokens: tuple[int, ...] | None
    """The answer as the model wrote it, without what ended it; none where only the text is known."""


class Conversation:
    """What was said, of which as much is kept as fits into the context beside the room for an answer."""

    def __init__(self, form: ChatFormat, context: int, room: int, system: str | None = None) -> None:
        """Begin.

        Args:
            form: makes tokens of messages
            context: tokens that the model reads at once
            room: tokens that are kept free for an answer; never more than half of the context
            system: what the model is told first, which always stays

        Raises:
            InputError: not even the shortest message fits beside the system prompt.
        """
        self._form, self._system, self._context = form, system, context
        self.room = min(room, context // 2)
        """Tokens that are kept free for an answer."""
        self.exchanges: list[Exchange] = []
        """What was said so far and has not been left out, the oldest first."""
        if (tokens := len(self._ids([], "Hi"))) > context - self.room:
            raise InputError(
                f"the system prompt leaves no room for a message: {tokens} tokens with it, of {context - self.room} "
                f"({context}, less {self.room} for the answer); shorten it, or export with a larger context"
            )

    def prompt(self, text: str) -> Prompt:
        """What the model reads to answer a message; exchanges that do not fit beside it are forgotten.

        Raises:
            InputError: the message is too long by itself; nothing is forgotten for it.
        """
        limit = self._context - self.room
        for left_out in range(len(self.exchanges) + 1):
            ids = self._ids(self.exchanges[left_out:], text)
            if len(ids) <= limit:
                self.exchanges = self.exchanges[left_out:]
                return Prompt(ids, left_out)
        raise InputError(
            f"the message is too long: {len(ids)} tokens with the system prompt, of {limit} ({self._context}, less "
            f"{self.room} for the answer); shorten it by about {len(ids) - limit} tokens"
        )

    def add(self, text: str, answer: str, tokens: Sequence[int] | None = None) -> None:
        """Remember a message and its answer.

        A model may write a text with other tokens than the tokenizer would. With the model's own tokens the answer stays in the
        next prompt as it was written, and is found in the KV cache.

        Args:
            text: the message
            answer: the answer
            tokens: the answer's, without the one that ended it
        """
        user, assistant = Message(role="user", content=text), Message(role="assistant", content=answer)
        self.exchanges.append(Exchange(user, assistant, None if tokens is None else tuple(tokens)))

    def clear(self) -> None:
        """Begin anew, with the same system prompt."""
        self.exchanges = []

    def _ids(self, exchanges: list[Exchange], text: str) -> list[int]:
        said = [message for exchange in exchanges for message in (exchange.user, exchange.assistant)]
        encoded = self._form.encode([*said, Message(role="user", content=text), ANSWER], system=self._system)
        *before, last = sorted(turn for turn in encoded.turns if turn.role == "assistant")
        ids, done = [], 0
        for turn, exchange in zip(before, exchanges, strict=True):
            if exchange.tokens is not None:
                end_mark = encoded.input_ids[turn.end - 1]
                ids += [*encoded.input_ids[done : turn.start], *exchange.tokens, end_mark]
                done = turn.end
        return ids + encoded.input_ids[done : last.start]
