"""What a chat template writes around messages, found out by rendering marked ones.

Each message is replaced by a unique mark between two blanks. What stands between the marks is the template's; a missing
blank shows that the template strips. Nothing depends on what a message says, so an answer that occurs twice, or that
looks like a header, is never taken for another.
"""

import re
from typing import NamedTuple

BLANK = "\u2003"
"""White space that no template writes by itself."""
_MARK = re.compile(f"({BLANK}?)\ue000([0-9]+)\ue001({BLANK}?)")


class Slot(NamedTuple):
    """Where a template puts a message."""

    message: int
    """The message, counted from 0."""
    before: str
    """What the template writes between the message before and this one."""
    strips_left: bool
    """Whether white space at the message's start is left out."""
    strips_right: bool
    """Whether white space at its end is left out."""

    def written(self, content: str) -> str:
        """The message as the template writes it."""
        content = content.lstrip() if self.strips_left else content
        return content.rstrip() if self.strips_right else content


class Skeleton(NamedTuple):
    """A rendered conversation without what is said."""

    slots: tuple[Slot, ...]
    """The messages, in the order in which the template writes them."""
    after: str
    """What the template writes behind the last one."""

    def times(self, message: int) -> int:
        """How often the template writes a message."""
        return sum(slot.message == message for slot in self.slots)


def marked(number: int) -> str:
    """What stands for the message of that number, counted from 0."""
    return f"{BLANK}\ue000{number}\ue001{BLANK}"


def read_skeleton(rendered: str) -> Skeleton:
    """Take apart a conversation that was rendered with marks for its messages."""
    slots, behind = [], 0
    for mark in _MARK.finditer(rendered):
        slots.append(Slot(int(mark[2]), rendered[behind : mark.start()], not mark[1], not mark[3]))
        behind = mark.end()
    return Skeleton(tuple(slots), rendered[behind:])


def prompt_length(before: str, prompt: str) -> int:
    """How much of what precedes an answer is there before the model begins to write.

    A template may write a blank between its header and the answer that the prompt for a new answer lacks, as Mistral's
    `[/INST]` does: that blank is the model's to write, and the tokenizer joins it to the first word.

    Args:
        before: what the template writes before an answer
        prompt: what it writes in the same place when it asks for one; empty where that is not known
    """
    header, asked = before.rstrip(), prompt.rstrip()
    blank = prompt[len(asked) :]
    if asked and header.endswith(asked) and before.startswith(blank, len(header)):
        return len(header) + len(blank)
    return len(before)
