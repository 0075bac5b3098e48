"""A conversation as token ids, with the tokens that a model learns to write."""

from typing import NamedTuple

from emosapp_data.chat.message import MessageRole

IGNORED = -100
"""Label of a token that adds nothing to the loss, as PyTorch's cross entropy and transformers understand it."""


class TurnSpan(NamedTuple):
    """Where a message's tokens are."""

    message: int
    """The message, counted from 0."""
    role: MessageRole
    """Who speaks."""
    start: int
    """Its first token, which may begin with a blank of the template's; of an answer, the first behind the header."""
    end: int
    """Behind its last token; an assistant's answer includes the end mark."""


class Encoded(NamedTuple):
    """A conversation as a model reads it."""

    input_ids: list[int]
    """Token ids, of the template's own marks and of what is said."""
    loss_mask: list[bool]
    """Whether each token is one that the model learns to write."""
    turns: tuple[TurnSpan, ...]
    """The messages in the order in which the template writes them."""

    @property
    def labels(self) -> list[int]:
        """The token ids, with -100 in place of those that are only read; not shifted, as transformers expects."""
        return [token if learned else IGNORED for token, learned in zip(self.input_ids, self.loss_mask, strict=True)]

    @property
    def learned(self) -> int:
        """How many tokens the model learns to write."""
        return sum(self.loss_mask)
