"""A conversation with an exported model on this machine, with notices that do not depend on the model."""

from export.chat.conversation import Conversation, Prompt
from export.chat.notice import Help, after_answer, before_answer, country_of, opening
from export.chat.session import Chat, Display, Options, open_chat
from export.chat.terminal import Terminal, typed_lines
from export.chat.tokenizer import ChatTokenizer

__all__ = [
    "Chat",
    "ChatTokenizer",
    "Conversation",
    "Display",
    "Help",
    "Options",
    "Prompt",
    "Terminal",
    "after_answer",
    "before_answer",
    "country_of",
    "open_chat",
    "opening",
    "typed_lines",
]
