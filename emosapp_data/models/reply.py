"""What is asked of a model, and what it says."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from emosapp_data.errors import EmosappError, InputError

Message = dict[str, str]
"""Role and content of a message, as the protocol has them."""


class Form(NamedTuple):
    """The form that a reply is to have."""

    name: str
    """A name for it, as the protocol wants one."""
    schema: Mapping[str, Any]
    """JSON schema of the reply."""


class Question(NamedTuple):
    """What a model is asked."""

    messages: Sequence[Message]
    form: Form | None = None
    """Form of the reply; none for plain text."""
    seed_shift: int = 0
    """Added to the seed, so that the same question may be asked again and not be answered alike."""


class Reply(NamedTuple):
    """What a model said."""

    text: str
    """The reply as it came; empty where there was none."""
    finish: str
    """Why it ended: 'stop', 'length' where it was cut off, 'content_filter' where the server refused."""
    refusal: str | None
    """What the model said instead, where it refused."""
    model: str
    """Name of the model as the server gives it."""
    tokens_in: int | None
    """Tokens of the question, where the server counts them."""
    tokens_out: int | None
    """Tokens of the reply, where the server counts them."""
    seconds: float
    """Time from the sending of the question to the end of the reply, without earlier attempts."""

    @property
    def refused(self) -> bool:
        """Whether the model, or the filter before it, refused."""
        return bool(self.refusal) or self.finish == "content_filter"


class CallError(EmosappError):
    """One call failed, also when it was tried again; others may succeed."""


class ServerError(InputError):
    """The server cannot be used at all: not there, no such model, a key that it does not take."""
