"""Asking a judge many questions: side by side, every reply on record before the next question takes its place."""

import asyncio
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from emosapp_data.config import ModelConfig
from emosapp_data.errors import InputError
from emosapp_data.generation.asking import sampling
from emosapp_data.generation.drafts import tolerantly
from emosapp_data.models.access import identity, problems, reached
from emosapp_data.models.client import Client
from emosapp_data.models.reply import CallError, Question, Reply, ServerError
from emosapp_data.progress import Advance, Reporter

CACHE = "replies.sqlite"
"""Name of the file of replies, in a folder of results."""
LONGEST = 600
"""Tokens of a reply: a reason in a few sentences, and the figures."""
TABLE = "CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID"


def judge_model(name: str, base_url: str | None = None, longest: int = LONGEST) -> ModelConfig:
    """A judge as it is asked: without chance, as far as the server allows.

    Raises:
        InputError: the address is none.
    """
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        return ModelConfig.model_validate(
            {"name": name, "temperature": 0.0, "max_tokens": longest, "server": {"base_url": base_url}}
        )
    except ValidationError as error:
        raise InputError(f"judge {name!r}: {error.errors()[0]['msg']}") from None


def ask_all(
    config: ModelConfig, questions: Sequence[Question], cache: Path, show: Reporter, log: Path | None = None
) -> list[Reply | CallError]:
    """The replies to questions, in their order; what is on record is not asked again.

    A call that fails stands as its error in the place of the reply, and is not on record: the next run asks it again.

    Args:
        config: the model, a server's or of this computer.
        questions: what it is asked; the same question twice is asked once.
        cache: an SQLite file of replies, made where there is none.
        show: shows progress.
        log: where a server of our own writes what it has to say.

    Raises:
        ServerError: the server cannot be used, or too many calls in a row failed; what was said is on record.
        InputError: the file holds something else.
    """
    keys = [_key(config, question) for question in questions]
    with closing(_open(cache)) as db:
        found: dict[str, Reply | CallError] = dict(_known(db, keys))
        left = {key: question for key, question in zip(keys, questions, strict=True) if key not in found}
        with show.step("judge", len(set(keys)), "replies") as advance:
            advance(len(found))
            if left:
                with reached(config, log) as client:
                    asyncio.run(_Asking(client, db, found, advance).run(left))
    return [found[key] for key in keys]


def json_of(reply: Reply) -> Any:
    """The JSON that a reply holds, between words or in a code fence too; none where it holds none or was cut off."""
    if reply.finish == "length" or reply.refused:
        return None
    try:
        return json.loads(reply.text)
    except (ValueError, RecursionError):
        return tolerantly(reply.text)


class _Asking:
    """One run of questions."""

    def __init__(
        self, client: Client, db: sqlite3.Connection, found: dict[str, Reply | CallError], advance: Advance
    ) -> None:
        self._client = client
        self._db = db
        self._found = found
        self._advance = advance
        self._failures = 0

    async def run(self, left: dict[str, Question]) -> None:
        waiting = iter(left.items())
        async with self._client:
            if found := await problems(self._client):
                raise ServerError(found[0])
            try:
                async with asyncio.TaskGroup() as group:
                    for _ in range(min(len(left), self._client.config.server.concurrency)):
                        group.create_task(self._work_off(waiting))
            except BaseExceptionGroup as errors:
                # a ServerError of one worker cancels the others, and is told by itself
                raise next((error for error in errors.exceptions if isinstance(error, ServerError)), errors) from None

    async def _work_off(self, waiting: Iterator[tuple[str, Question]]) -> None:
        for key, question in waiting:
            try:
                reply = await self._client.ask(question)
            except CallError as error:
                self._found[key] = error
                self._give_up_after(error)
            else:
                self._failures = 0
                with self._db:
                    self._db.execute("INSERT OR REPLACE INTO reply VALUES (?, ?)", (key, json.dumps(reply)))
                self._found[key] = reply
            self._advance(1)

    def _give_up_after(self, error: CallError) -> None:
        self._failures += 1
        if self._failures >= self._client.config.server.give_up_after:
            raise ServerError(
                f"{self._failures} calls in a row failed, the last with: {error};"
                " what was said is on record, and the same command goes on from there"
            )


def _key(config: ModelConfig, question: Question) -> str:
    """What a reply depends on. The address belongs to it: many servers call whatever they serve by one name."""
    asked = [question.messages, question.form and [question.form.name, question.form.schema], question.seed_shift]
    model = [identity(config), config.server.base_url, sampling(config), config.structure]
    text = json.dumps([model, asked], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _open(cache: Path) -> sqlite3.Connection:
    cache.parent.mkdir(parents=True, exist_ok=True)
    try:
        db = sqlite3.connect(cache, timeout=30)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute(
            "PRAGMA synchronous = NORMAL"
        )  # a killed process loses nothing; a power cut at worst the last replies
        with db:
            db.execute(TABLE)
    except sqlite3.DatabaseError as error:
        raise InputError(f"{cache}: holds no replies ({error}); move it away and run the command again") from None
    return db


def _known(db: sqlite3.Connection, keys: Sequence[str]) -> Iterator[tuple[str, Reply]]:
    for key in dict.fromkeys(keys):
        row = db.execute("SELECT content FROM reply WHERE key = ?", (key,)).fetchone()
        if row is not None:
            yield key, Reply(*json.loads(row[0]))
