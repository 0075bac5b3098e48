"""What files of pairs and dialogues call things: who speaks, what is said, where the dialogue is."""

import re
from enum import StrEnum


class Speaker(StrEnum):
    """Which part a turn plays."""

    USER = "user"
    ASSISTANT = "assistant"
    SYSTEM = "system"
    UNKNOWN = "unknown"


ASKING_KEYS = tuple(
    "question q instruction prompt query input user human student seeker client patient context".split()
)
"""Fields that hold what is asked, the surest first: 'context' asks only where nothing else does."""
ANSWERING_KEYS = tuple(
    "answer a output response completion reply assistant gpt bot chatbot supporter counselor counsellor therapist".split()
)
"""Fields that hold what is answered, the surest first."""
SYSTEM_KEYS = ("system", "system_prompt")
ROLE_KEYS = ("role", "from", "speaker", "author", "sender")
"""Fields of a turn that name the speaker."""
TEXT_KEYS = ("content", "value", "text", "message", "utterance")
"""Fields of a turn that hold what is said."""
DIALOGUE_KEYS = tuple(
    "messages conversations conversation dialogue dialogues dialog dialogs turns utterances chat pairs qa_pairs qas qa questions".split()
)
"""Fields of an entry that hold its turns or pairs, the surest first."""
PAIR_LIST_KEYS = frozenset("pairs qa_pairs qas qa questions".split())
"""Those of them in which bare texts would not be question and answer in turn."""
HISTORY = "history"
"""Field that holds the pairs before the one that stands beside it, as in the Alpaca layout of LLaMA-Factory."""
NAME_KEYS = ("dialogue_id", "dialog_id", "conversation_id", "conv_id", "id", "name")
"""Fields that hold a dialogue's own name."""
SPLIT_NAMES = frozenset("train training validation valid val dev test data rows items examples pairs".split())
"""Names of lists that are parts of a file rather than dialogues."""

SPEAKERS = {
    **dict.fromkeys((*ASKING_KEYS[:-1], "usr", "questioner", "asker", "learner", "help_seeker"), Speaker.USER),
    **dict.fromkeys((*ANSWERING_KEYS, "model", "ai", "chatgpt", "llm", "agent", "helper"), Speaker.ASSISTANT),
    **dict.fromkeys((*SYSTEM_KEYS, "developer"), Speaker.SYSTEM),
}
"""Speakers by the names that files give them."""
NUMBER_BEHIND = re.compile(r"[\W_]*\d+$")


def plain(name: str) -> str:
    """A name in small letters, with underscores, and without a number behind it: 'Question 12' is 'question'."""
    return NUMBER_BEHIND.sub("", "_".join(name.strip().lower().replace("-", " ").split()))


def speaker_named(name: str) -> Speaker:
    """Who a file means by a name."""
    return SPEAKERS.get(plain(name), Speaker.UNKNOWN)


def speaker_of_field(name: str) -> Speaker | None:
    """Who says what stands in a field; none for fields that hold something else."""
    key = plain(name)
    if key in ASKING_KEYS:
        return Speaker.USER
    if key in ANSWERING_KEYS:
        return Speaker.ASSISTANT
    return Speaker.SYSTEM if key in SYSTEM_KEYS else None
