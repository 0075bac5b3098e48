"""From a dialogue to the messages of a chat, as templates and trainers take them."""

from collections.abc import Collection
from typing import Literal

from pydantic import Field

from emosapp_data.dialogues.labels import strategy_title
from emosapp_data.dialogues.rules.merging import messages_of, separator_of
from emosapp_data.dialogues.rules.training_view import LEFT_OUT, training_turns
from emosapp_data.dialogues.system_prompt import SystemPrompt
from emosapp_data.schema import Dialogue, PlatformTalk, Record, Role, Turn


class Message(Record):
    """A message of a chat."""

    role: Literal["system", "user", "assistant"]
    """Who speaks."""
    content: str = Field(min_length=1)
    """What is said."""


def as_messages(
    dialogue: Dialogue,
    system: str | SystemPrompt | None = None,
    strategies: bool = False,
    leave_out: Collection[PlatformTalk] = LEFT_OUT,
) -> list[Message]:
    """The messages that a model is trained on: user first, assistant last, in turn.

    Args:
        dialogue: the dialogue.
        system: what the model is told first; nothing without it.
        strategies: show the model the supporter's strategies: each message of the supporter begins with its strategy in
            square brackets, "[Question] What happened then?", where it is another than that of the message before it.
        leave_out: which talk about the platform is left out.

    Returns:
        The messages; none where nothing that the seeker says is answered.
    """
    turns = training_turns(dialogue, leave_out)
    if not turns:
        return []
    text = system.text if isinstance(system, SystemPrompt) else system
    first = [Message(role="system", content=text)] if text else []
    return [*first, *(_message(turn, strategies) for turn in turns)]


def _message(turn: Turn, strategies: bool) -> Message:
    if turn.role is Role.SEEKER:
        return Message(role="user", content=turn.text)
    return Message(role="assistant", content=_with_strategies(turn) if strategies else turn.text)


def _with_strategies(turn: Turn) -> str:
    parts = []
    before: tuple[str, ...] = ()
    for message in messages_of([turn]):
        names = ", ".join(map(strategy_title, message.strategies))
        parts.append(f"[{names}] {message.text}" if names and message.strategies != before else message.text)
        before = message.strategies
    return separator_of([turn]).join(parts)
