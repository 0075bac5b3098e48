"""Models behind a server with the OpenAI protocol, which tell what they write and no probabilities."""

import asyncio
import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from lm_eval.api.model import LM

from emosapp_data.config import ModelConfig
from emosapp_data.config.model import ServerConfig
from emosapp_data.errors import EmosappError, InputError
from emosapp_data.models.access import problems
from emosapp_data.models.client import Client
from emosapp_data.models.reply import Question, Reply
from evaluation.models.opened import Opened, Wanted
from evaluation.record import Kind, TestedModel

SIDE_BY_SIDE = 8
"""Questions under way at a time."""


class EndpointLM(LM):
    """A server as an lm-eval model: it writes; what asks for probabilities is refused."""

    def __init__(self, config: ModelConfig) -> None:
        """Ask a server by the project's own client, which tries again what may succeed."""
        super().__init__()
        self._config = config
        self.done = lambda _: None

    def generate_until(self, requests: Iterable[Any], disable_tqdm: bool = False) -> list[str]:
        """What the model writes to each text, as one message of a user."""
        return asyncio.run(self._all(list(requests)))

    async def _all(self, requests: list[Any]) -> list[str]:
        async with Client(self._config) as client:
            if wrong := await problems(client):
                raise InputError(wrong[0])
            answers: list[str] = []
            for start in range(0, len(requests), SIDE_BY_SIDE):
                some = requests[start : start + SIDE_BY_SIDE]
                replies = await asyncio.gather(*(self._ask(client, request.args[0]) for request in some))
                for request, reply in zip(some, replies, strict=True):
                    answers.append(reply.text)
                    self.cache_hook.add_partial("generate_until", request.args, reply.text)
                self.done(len(some))  # type: ignore[no-untyped-call]
            return answers

    async def _ask(self, client: Client, text: str) -> Reply:
        return await client.ask(Question([{"role": "user", "content": text}]))

    def answer(self, system: str | None, message: str, longest: int) -> str:
        """The answer to a message."""
        told = [{"role": "system", "content": system}] if system else []
        question = Question([*told, {"role": "user", "content": message}])

        async def ask() -> str:
            async with Client(self._config.model_copy(update={"max_tokens": max(16, longest)})) as client:
                return (await client.ask(question)).text

        return asyncio.run(ask())

    def loglikelihood(self, requests: Any, disable_tqdm: bool = False) -> Any:
        """Refused.

        Raises:
            EmosappError: always.
        """
        raise EmosappError("a server tells no probabilities; its models are asked in the wording 'write'")

    loglikelihood_rolling = loglikelihood


def open_endpoint(wanted: Wanted) -> Opened:
    """A model at a server.

    Raises:
        InputError: no address is given.
    """
    if not wanted.base_url:
        raise InputError("kind endpoint: give the server's address with --base-url")
    config = ModelConfig(
        name=wanted.model,
        temperature=0.0,
        max_tokens=64,
        server=ServerConfig(base_url=wanted.base_url),
        structure="none",
    )
    lm = EndpointLM(config)
    host = urlsplit(wanted.base_url).netloc
    tested = TestedModel(
        name=wanted.name or wanted.model,
        kind=Kind.ENDPOINT,
        source=host,
        sha256=hashlib.sha256(f"{wanted.base_url}\n{wanted.model}".encode()).hexdigest(),
    )
    return Opened(tested, lm, lambda: lm)
