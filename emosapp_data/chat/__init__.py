"""Conversations as a model reads them: token ids by the tokenizer's own template, and which of them are learned."""

from emosapp_data.chat.chat_format import DATE, ChatFormat, with_system
from emosapp_data.chat.encoded import IGNORED, Encoded, TurnSpan
from emosapp_data.chat.fitting import Fitted, Keep, Unusable, fit
from emosapp_data.chat.llama import llama_template, llama_tokenizer
from emosapp_data.chat.message import Message, MessageRole
from emosapp_data.chat.packing import Block, pack
from emosapp_data.chat.token_statistics import Lengths, TokenStatistics

__all__ = [
    "DATE",
    "IGNORED",
    "Block",
    "ChatFormat",
    "Encoded",
    "Fitted",
    "Keep",
    "Lengths",
    "Message",
    "MessageRole",
    "TokenStatistics",
    "TurnSpan",
    "Unusable",
    "fit",
    "llama_template",
    "llama_tokenizer",
    "pack",
    "with_system",
]
