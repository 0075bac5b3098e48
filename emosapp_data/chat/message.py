"""A message of a conversation, as chat templates know it."""

from typing import Literal

from emosapp_data.schema.base import Record

MessageRole = Literal["system", "user", "assistant"]


class Message(Record):
    """What one side says, or what the model is told before the conversation."""

    role: MessageRole
    """Who speaks."""
    content: str
    """What is said. It is data: nothing in it is taken for a template's mark or a special token."""
