"""Asking a model about one passage: the question, the reply, and asking once more where the reply cannot be used."""

from collections.abc import Mapping
from typing import Any

from emosapp_data.config import ModelConfig
from emosapp_data.generation.drafts import Draft, Parsed, parse, reply_form
from emosapp_data.generation.prompt import Prompt
from emosapp_data.generation.selection import Call
from emosapp_data.ledger import Outcome, Result
from emosapp_data.models.client import Client
from emosapp_data.models.reply import Message, Question, Reply
from emosapp_data.schema import Passage, Reason, Record

VERSION = 1
"""Version of how a passage is asked about and its reply read; a new one asks anew."""
LONGEST_TEXT = 700
"""Bound on each text of a reply, for servers known to take one: a small model may not come to an end by itself."""


class Asked(Record):
    """What a call gave, as the ledger keeps it."""

    replies: tuple[str, ...]
    """The replies as they came: the first, and those to being asked once more."""
    model: str
    """Name of the model as the server gives it."""
    drafts: tuple[Draft, ...] = ()
    """The pairs found in the last reply."""
    mended: bool = False
    """Whether the last reply did not keep to its form."""
    tokens_in: int | None = None
    """Tokens sent, where the server counts them."""
    tokens_out: int | None = None
    """Tokens written, where the server counts them."""
    seconds: float
    """Time that the calls took, without attempts that failed."""


def sampling(config: ModelConfig) -> dict[str, str | int | float | bool]:
    """The parameters on which a reply depends, besides model and question."""
    return {
        "temperature": config.temperature,
        "top_p": config.top_p,
        "max_tokens": config.max_tokens,
        "seed": config.seed,
        **config.extra,
    }


class Asker:
    """Asks one model about passages."""

    def __init__(self, client: Client, prompt: Prompt, pairs: int) -> None:
        """Set what is asked, for how many pairs a call."""
        self._client = client
        self._prompt = prompt
        self._pairs = pairs

    async def ask(self, call: Call, passage: Passage) -> Result:
        """Ask about a passage.

        Raises:
            CallError: the call failed.
            ServerError: the server cannot be used.
        """
        kinds = self._prompt.turn(first_kind(call, self._pairs), self._pairs)
        config = self._client.config
        form = reply_form(tuple(kind.name for kind in kinds), LONGEST_TEXT if config.local else None)
        messages = self._prompt.messages(passage, kinds)
        replies: list[Reply] = []
        parsed = Parsed([], None, False)
        for _ in range(config.repairs + 1):
            reply = await self._client.ask(Question(messages, form, call.round))
            replies.append(reply)
            if reply.refused:
                said = reply.refusal or "the server's content filter"
                return Result(Outcome.REJECTED, Reason.REFUSED, said, _asked(replies, parsed))
            parsed = parse(reply.text, reply.finish == "length")
            if parsed.problem is None:
                return Result(Outcome.KEPT, output=_asked(replies, parsed), makes=len(parsed.drafts))
            messages = [*messages, *self._once_more(reply, parsed.problem)]
        detail = f"after {len(replies)} replies: {parsed.problem}"
        return Result(Outcome.REJECTED, Reason.NO_USABLE_REPLY, detail, _asked(replies, parsed))

    def _once_more(self, reply: Reply, problem: str) -> list[Message]:
        return [
            {"role": "assistant", "content": reply.text or "(nothing)"},
            {"role": "user", "content": self._prompt.once_more(problem)},
        ]


def first_kind(call: Call, pairs: int) -> int:
    """The kind that a call begins with: passages begin with different ones, and go on in the next round."""
    return int(call.passage.rpartition("-")[2], 16) + call.round * pairs


def _asked(replies: list[Reply], parsed: Parsed) -> Mapping[str, Any]:
    return Asked(
        replies=tuple(reply.text for reply in replies),
        model=replies[-1].model,
        drafts=tuple(parsed.drafts),
        mended=parsed.mended,
        tokens_in=_total([reply.tokens_in for reply in replies]),
        tokens_out=_total([reply.tokens_out for reply in replies]),
        seconds=round(sum(reply.seconds for reply in replies), 3),
    ).model_dump(mode="json", exclude_defaults=True)


def _total(counts: list[int | None]) -> int | None:
    return sum(count for count in counts if count is not None) if None not in counts else None
