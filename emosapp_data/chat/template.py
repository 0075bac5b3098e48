"""A tokenizer's chat template: the text of a conversation, and where in it each message and each answer stands."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from jinja2 import TemplateError, TemplateSyntaxError

from emosapp_data.chat.message import Message, MessageRole
from emosapp_data.chat.skeleton import Skeleton, marked, prompt_length, read_skeleton
from emosapp_data.errors import InputError

SKELETONS = 4096
"""Sequences of roles whose skeleton is remembered; dialogues differ little in their roles."""


class Place(NamedTuple):
    """Where a message stands in the rendered text; offsets are in characters."""

    message: int
    """The message, counted from 0."""
    role: MessageRole
    """Who speaks."""
    start: int
    """Its first character; of an answer, the first that the model writes."""
    end: int
    """Behind its last character; an answer includes its end mark."""


class Layout(NamedTuple):
    """A rendered conversation."""

    text: str
    """The text that the tokenizer's own template writes."""
    places: tuple[Place, ...]
    """The messages, in the order of the text."""
    marks: tuple[tuple[int, int], ...]
    """Start and end of the special tokens that the template writes; what a message says is never among them."""


class ChatTemplate:
    """A chat template of transformers, with the values that it is rendered with."""

    def __init__(self, tokenizer: Any, special: re.Pattern[str], text: str | None, values: dict[str, Any]) -> None:
        """Take a template.

        Args:
            tokenizer: transformers' tokenizer, which renders
            special: finds the tokenizer's special tokens in a text
            text: a template in Jinja; without one, the tokenizer's own
            values: further variables of the template
        """
        self._tokenizer, self._special, self._text, self._values = tokenizer, special, text, values
        self._skeleton_of = lru_cache(SKELETONS)(self._find_skeleton)
        self._prompt_of = lru_cache(SKELETONS)(self._find_prompt)

    def lay_out(self, messages: Sequence[Message]) -> Layout:
        """Render a conversation, and find its messages in the text.

        Raises:
            InputError: the template forbids the conversation, or writes it in a way in which its messages cannot be told
                from the template's own text.
        """
        if not messages:
            raise InputError("a conversation without messages cannot be formatted")
        try:
            text = self._render([message.model_dump() for message in messages])
        except TemplateError as error:
            raise self._refused(messages, error) from error
        layout = self.fill(tuple(message.role for message in messages), [message.content for message in messages])
        if layout.text != text:
            raise InputError(
                "the chat template changes what a message says, or writes something that depends on it, so that what is "
                "learned cannot be told; use another template"
            )
        return layout

    def fill(self, roles: tuple[MessageRole, ...], contents: Sequence[str]) -> Layout:
        """Write messages into the skeleton that the template has for their roles."""
        skeleton = self._skeleton_of(roles)
        text, places, marks = "", [], []
        behind = [slot.before for slot in skeleton.slots[1:]] + [skeleton.after]
        for slot, after in zip(skeleton.slots, behind, strict=True):
            marks += [
                (len(text) + mark.start(), len(text) + mark.end()) for mark in self._special.finditer(slot.before)
            ]
            content = slot.written(contents[slot.message])
            start = len(text) + len(slot.before)
            end = start + len(content)
            role = roles[slot.message]
            if role == "assistant":
                start = len(text) + prompt_length(slot.before, self._prompt_of(roles[: slot.message]))
                end += self._end_mark(after)
            text += slot.before + content
            places.append(Place(slot.message, role, start, end))
        marks += [(len(text) + mark.start(), len(text) + mark.end()) for mark in self._special.finditer(skeleton.after)]
        return Layout(text + skeleton.after, tuple(places), tuple(marks))

    def _end_mark(self, after: str) -> int:
        """Length of the end mark with which the text behind an answer begins."""
        blank = len(after) - len(after.lstrip())
        if mark := self._special.match(after, blank):
            return mark.end()
        raise InputError(
            f"the chat template writes {after[:30]!r} behind an answer, which is no special token, so a model could not learn "
            "where to stop; let the template end answers with the end-of-turn token"
        )

    def _find_skeleton(self, roles: tuple[MessageRole, ...]) -> Skeleton:
        skeleton = read_skeleton(self._render(_marked(roles)))
        for number, role in enumerate(roles):
            if (times := skeleton.times(number)) != 1:
                what = "repeats" if times else "leaves out"
                raise InputError(f"the chat template {what} message {number + 1} ({role}); use another template")
        return skeleton

    def _find_prompt(self, roles: tuple[MessageRole, ...]) -> str:
        """What the template writes behind these messages to ask for an answer; empty where it cannot."""
        before = roles or ("user",)  # a conversation that the assistant opens: its header is like any other
        try:
            return read_skeleton(self._render(_marked(before), add_generation_prompt=True)).after
        except TemplateError:
            return ""

    def _render(self, conversation: list[dict[str, Any]], *, add_generation_prompt: bool = False) -> str:
        try:
            rendered: str = self._tokenizer.apply_chat_template(
                conversation,
                tokenize=False,
                chat_template=self._text,
                add_generation_prompt=add_generation_prompt,
                **self._values,
            )
        except TemplateSyntaxError as error:
            raise InputError(f"the chat template is not valid Jinja: {error.message} in line {error.lineno}") from error
        except (TypeError, ValueError) as error:
            raise InputError(f"the chat template cannot be used ({_first_line(error)}); give another") from error
        return rendered

    def _refused(self, messages: Sequence[Message], error: TemplateError) -> InputError:
        """Which message the template refuses: the last of the shortest beginning that it does not render."""
        system = len(messages) > 1 and messages[0].role == "system"
        if system and self._renders(messages[1:]):
            number = 0
        else:
            lengths = range(2 if system else 1, len(messages) + 1)
            number = next(length for length in lengths if not self._renders(messages[:length])) - 1
        who = f"message {number + 1} ({messages[number].role})"
        return InputError(f"the chat template refuses {who}: {_first_line(error)}")

    def _renders(self, messages: Sequence[Message]) -> bool:
        try:
            self._render([message.model_dump() for message in messages])
        except TemplateError:
            return False
        return True


def _marked(roles: Sequence[MessageRole]) -> list[dict[str, Any]]:
    return [{"role": role, "content": marked(number)} for number, role in enumerate(roles)]


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
