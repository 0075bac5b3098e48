"""Asking a model about a pair, and asking once more where its reply cannot be read."""

import json
from typing import Any

from pydantic import ValidationError

from emosapp_data.generation.drafts import tolerantly
from emosapp_data.models.client import Client
from emosapp_data.models.reply import CallError, Question
from emosapp_data.schema import Passage, QAPair, Record
from emosapp_data.verification.base import ModelCheck, R

VERSION = 1
"""Version of how a model is asked about a pair and its reply read."""


class Checked(Record):
    """What a call about a pair gave, as the ledger keeps it."""

    replies: tuple[str, ...]
    """The replies as they came; the last one was read."""
    found: dict[str, Any]
    """What it says, in its form."""
    tokens_in: int | None = None
    """Tokens sent by the last call, where the server counts them."""
    tokens_out: int | None = None
    """Tokens written by it."""
    seconds: float
    """Time that the calls took."""


async def ask_about(client: Client, check: ModelCheck[R], pair: QAPair, passage: Passage) -> Checked:
    """Ask the model about a pair.

    Raises:
        CallError: the call failed, or no reply could be read.
    """
    messages = check.messages(pair, passage)
    texts: list[str] = []
    seconds = 0.0
    problem = ""
    for _ in range(client.config.repairs + 1):
        reply = await client.ask(Question(messages, check.form))
        texts.append(reply.text)
        seconds += reply.seconds
        try:
            found = check.reply.model_validate(_read(reply.text))
        except (ValidationError, ValueError) as error:
            problem = _short(error)
        else:
            return Checked(
                replies=tuple(texts),
                found=found.model_dump(mode="json"),
                tokens_in=reply.tokens_in,
                tokens_out=reply.tokens_out,
                seconds=round(seconds, 3),
            )
        once_more = f"That could not be used: {problem}. Reply once more, with nothing but the JSON that was asked for."
        messages = [*messages, {"role": "assistant", "content": reply.text or "(nothing)"}]
        messages += [{"role": "user", "content": once_more}]
    raise CallError(f"{check.name}: after {len(texts)} replies: {problem}; the last was {texts[-1][:120]!r}")


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return tolerantly(text)


def _short(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, item['loc'])) or 'reply'}: {item['msg']}" for item in error.errors())
    return str(error)
