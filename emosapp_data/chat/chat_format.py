"""From messages to token ids and loss mask, by any tokenizer's own chat template."""

from collections.abc import Sequence
from typing import Any

from emosapp_data.chat.encoded import Encoded, TurnSpan
from emosapp_data.chat.message import Message
from emosapp_data.chat.template import ChatTemplate
from emosapp_data.chat.text_tokens import TextTokenizer

DATE = "26 Jul 2024"
"""The date that Llama 3.2's template writes where it is not told today's."""


class ChatFormat:
    """How a model reads conversations.

    The text is what the tokenizer's own chat template writes. Learned are the assistant's answers with the special token
    that ends each, and nothing else: not the header, which the model is given. What belongs to an answer is known from
    the places of the messages in the text, so that the template needs no `{% generation %}` marks.

    Token ids are those of transformers' `apply_chat_template`, with two exceptions. What a message says is only text: a
    special token's name in it is tokenized as letters. And the text is cut where an answer begins, so that the tokens
    before it are those of the prompt that the model is given when it answers.
    """

    def __init__(self, tokenizer: Any, *, template: str | None = None, date: str = DATE, **values: Any) -> None:
        """Take a tokenizer.

        Args:
            tokenizer: a fast tokenizer of transformers
            template: a chat template in Jinja, instead of the tokenizer's own
            date: given to templates that write the date (`date_string`), which would otherwise change from day to day
            values: further variables for the template

        Raises:
            InputError: the tokenizer knows no offsets.
        """
        self._tokens = TextTokenizer(tokenizer)
        self._template = ChatTemplate(tokenizer, self._tokens.special, template, {"date_string": date, **values})

    def text(self, messages: Sequence[Message]) -> str:
        """The conversation as the template writes it."""
        return self._template.lay_out(messages).text

    def encode(self, messages: Sequence[Message], *, system: str | None = None) -> Encoded:
        """Token ids and loss mask of a conversation.

        Args:
            messages: the conversation
            system: what the model is told first, where the conversation does not begin with a system message

        Raises:
            InputError: the template refuses a message, which is named, or is of a kind that is not supported; or a message
                holds a character that the tokenizer does not know.
        """
        messages = with_system(messages, system)
        layout = self._template.lay_out(messages)
        sample = self._template.fill(tuple(message.role for message in messages), ["Hello"] * len(messages))
        tokens = self._tokens.encode(layout, sample)
        mask = [False] * len(tokens.ids)
        turns = []
        for place in layout.places:
            start, end = tokens.span(place.start, place.end)
            turns.append(TurnSpan(place.message, place.role, start, end))
            if place.role == "assistant":
                mask[start:end] = [True] * (end - start)
        return Encoded(tokens.ids, mask, tuple(turns))


def with_system(messages: Sequence[Message], system: str | None) -> list[Message]:
    """The conversation with a system message first, if it has none and one is given."""
    if system is None or (messages and messages[0].role == "system"):
        return list(messages)
    return [Message(role="system", content=system), *messages]
