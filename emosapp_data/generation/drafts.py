"""From a model's reply to drafts of pairs: strictly where the reply keeps to its form, tolerantly where it does not."""

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from emosapp_data.models.reply import Form

FENCED = re.compile(r"```(?:json|JSON)?\s*(.*?)(?:```|\Z)", re.DOTALL)
THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
"""What reasoning models say to themselves before they reply."""
LONGEST_REPLY = 200_000
"""Characters of a reply that are looked at; the ledger keeps all of it."""


class Draft(NamedTuple):
    """A pair as the model gave it, its quote not yet looked for. An empty field is one that the model did not give."""

    quote: str
    kind: str
    question: str
    answer: str

    @property
    def missing(self) -> list[str]:
        """The fields without which it is no pair."""
        return [name for name in ("quote", "question", "answer") if not getattr(self, name)]


class Parsed(NamedTuple):
    """What was found in a reply."""

    drafts: list[Draft]
    problem: str | None
    """Why there is nothing to be used; none where there is."""
    mended: bool
    """Whether the reply did not keep to its form and was read with tolerance."""


class DraftPair(BaseModel):
    """A pair as the model is to give it; the quote comes first, so that question and answer are written from it."""

    model_config = ConfigDict(extra="forbid")

    quote: str
    kind: str
    question: str
    answer: str


class DraftReply(BaseModel):
    """A reply as the model is to give it."""

    model_config = ConfigDict(extra="forbid")

    pairs: list[DraftPair]


@lru_cache
def reply_form(kinds: tuple[str, ...], longest: int | None) -> Form:
    """The form of a reply: at most one pair of each kind that was asked for.

    Args:
        kinds: the kinds, with repetitions.
        longest: most characters of a text; none for servers that may not take such a bound.
    """
    schema = DraftReply.model_json_schema()
    schema["properties"]["pairs"] |= {"minItems": 1, "maxItems": len(kinds)}
    fields = schema["$defs"][DraftPair.__name__]["properties"]
    fields["kind"]["enum"] = list(dict.fromkeys(kinds))
    if longest:
        for name in ("quote", "question", "answer"):
            fields[name]["maxLength"] = longest
    return Form("pairs", schema)


def parse(text: str, cut_off: bool) -> Parsed:
    """Read a reply.

    Args:
        text: the reply as it came.
        cut_off: whether it ended because it had become too long; its last pair is then not trusted.
    """
    if not text.strip():
        return Parsed([], "the reply was empty", False)
    text = text[:LONGEST_REPLY]
    mended = broken = False
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        body = _json_in(text)
        data, mended, broken = _mend(body), True, cut_off or _breaks_off(body)
    found = _pairs_in(data)
    if found is None:
        return Parsed([], f"it holds no list of pairs: {_start(text)!r}", mended)
    drafts = [_draft(entry) for entry in found]
    if broken and drafts:
        drafts[-1] = drafts[-1]._replace(answer="")
    if not any(not draft.missing for draft in drafts):
        return Parsed(drafts, f"no pair in it is complete: {_start(text)!r}", mended)
    return Parsed(drafts, None, mended)


def tolerantly(text: str) -> Any:
    """Whatever JSON can be made out: between words, in a code fence, with a comma too many, broken off; none if none can."""
    return _mend(_json_in(text))


def _json_in(text: str) -> str:
    """What is JSON in a reply, with what follows it; empty where nothing is."""
    text = THOUGHTS.sub("", text)
    fenced = FENCED.search(text)
    body = fenced[1] if fenced else text
    start = min((at for at in (body.find("{"), body.find("[")) if at >= 0), default=len(body))
    return body[start:]


def _mend(body: str) -> Any:
    import json_repair  # noqa: PLC0415

    if not body:
        return None
    try:
        return json.JSONDecoder().raw_decode(body)[0]
    except (ValueError, RecursionError):
        pass
    try:
        return json_repair.loads(body)
    except (ValueError, RecursionError):
        return None


def _breaks_off(body: str) -> bool:
    """Whether something that was opened is not closed, as far as brackets tell; the server's word goes before it."""
    return any(body.count(opening) > body.count(closing) for opening, closing in ("{}", "[]"))


def _pairs_in(data: Any) -> list[Any] | None:
    """The list of pairs: under 'pairs', under any other single list, the reply itself, or a single pair."""
    if isinstance(data, list):
        entries = [entry for entry in data if isinstance(entry, dict)]
        nested = [found for entry in entries if "question" not in entry and (found := _pairs_in(entry))]
        return nested[0] if nested else (entries or None)
    if not isinstance(data, dict):
        return None
    if "question" in data:
        return [data]
    lists = [value for value in data.values() if isinstance(value, list)]
    wanted = data["pairs"] if isinstance(data.get("pairs"), list) else lists[0] if len(lists) == 1 else None
    return [entry for entry in wanted if isinstance(entry, dict)] if wanted else None


def _draft(entry: dict[str, Any]) -> Draft:
    values = (entry.get(name) for name in Draft._fields)
    return Draft(*(" ".join(value.split()) if isinstance(value, str) else "" for value in values))


def _start(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77] + "..."
