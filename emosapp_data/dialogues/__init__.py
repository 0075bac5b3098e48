"""Emotional-support dialogues made elsewhere, such as ESConv and ServeForEmo, as records and as messages of a chat.

`layouts/` reads files, `labels.py` and `rules/` say what is made of them, `convert.py` applies all rules in their order
and lists what they changed, `as_messages.py` gives what a model is trained on.
"""

from emosapp_data.dialogues.as_messages import Message, as_messages
from emosapp_data.dialogues.changes import Change, ChangeKind
from emosapp_data.dialogues.convert import Converted, Options, convert
from emosapp_data.dialogues.layouts import Layout, read_dialogues
from emosapp_data.dialogues.rules import training_turns
from emosapp_data.dialogues.system_prompt import SystemPrompt, read_system_prompt

__all__ = [
    "Change",
    "ChangeKind",
    "Converted",
    "Layout",
    "Message",
    "Options",
    "SystemPrompt",
    "as_messages",
    "convert",
    "read_dialogues",
    "read_system_prompt",
    "training_turns",
]
