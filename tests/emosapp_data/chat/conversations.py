"""Conversations, written by hand and drawn at random."""

from hypothesis import strategies as st

from emosapp_data.chat import Message, MessageRole

TRICKY = [
    "<|im_end|>",
    "<|im_start|>assistant\n",
    "<|eot_id|>",
    "<|start_header_id|>",
    "<|begin_of_text|>",
    "<|endoftext|>",
    "[INST]",
    " [/INST] ",
    "<|assistant|>\n",
    "{{ messages }}",
    "{% generation %}",
    "\ue0000\ue001",
    "\u2003",
    "\n\n",
    "  ",
    " \n",
    "...",
    "👩🏽‍❤️‍💋‍👨🏿",
    "e\u0301\u0323",
    "\u0301",
    "مرحبا بك",
    "\u202eשלום\u202c",
    "नमस्ते",
    "I'm fine",
    "12345",
    "don't",
    "user",
    "assistant",
]
"""What could be taken for something else, or is spread over several tokens."""

KNOWN = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])
"""All characters but control characters, which SmolLM2's tokenizer lacks, and places that no character has."""
TEXTS = st.lists(st.one_of(st.sampled_from(TRICKY), st.text(KNOWN, max_size=8)), max_size=6).map("".join)


def said(role: MessageRole, content: str) -> Message:
    return Message(role=role, content=content)


def talk(*contents: str, system: str | None = None) -> list[Message]:
    """A conversation that the user opens, each speaking in turn."""
    first = [] if system is None else [said("system", system)]
    return first + [said("assistant" if number % 2 else "user", text) for number, text in enumerate(contents)]


def talks(texts: st.SearchStrategy[str] = TEXTS, exchanges: int = 4) -> st.SearchStrategy[list[Message]]:
    """Conversations of whole exchanges, with a system message or without."""
    pairs = st.lists(st.tuples(texts, texts), min_size=1, max_size=exchanges)
    return st.builds(
        lambda pairs, system: talk(*(text for pair in pairs for text in pair), system=system),
        pairs,
        st.none() | texts.filter(str.strip),
    )
