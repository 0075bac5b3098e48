"""The client: asks any OpenAI-compatible server, tries again what may succeed, and says plainly what cannot."""

import json
import logging
import os
import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from typing import Any

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential_jitter

from emosapp_data.config import ModelConfig
from emosapp_data.models.pace import Pace
from emosapp_data.models.reply import CallError, Form, Question, Reply, ServerError

CHARACTERS_A_TOKEN = 4
"""Of English prose, by the tokenizers of Llama 3 and GPT-4; only for limits and plans, never for results."""
NO_KEY = "none"
"""What servers of one's own are sent, which ask for no key but for the header."""
RATE_LIMITED = 429
USELESS = {401: "does not take the key", 403: "does not allow this key to use it", 404: "does not know it"}
"""Answers after which no other call can succeed either."""
LIMIT, NEWER_LIMIT = "max_tokens", "max_completion_tokens"
"""How a request bounds the reply: most servers know the first name, some models of OpenAI's only the second."""
STRUCTURES = ("json_schema", "json_object", "none")
LATE_ATTEMPTS = 2
LONGEST_MESSAGE = 300
LONG_PAUSE = 30.0
"""Seconds of waiting about which a person is told."""

log = logging.getLogger(__name__)


class Client:
    """Asks one model. Use as an asynchronous context manager, in one event loop."""

    def __init__(self, config: ModelConfig, base_url: str | None = None) -> None:
        """Prepare; `base_url` goes before the configuration's, for a server of our own."""
        self.config = config
        self._server = config.server
        self._base_url = base_url or self._server.base_url
        self._structures: Sequence[str] = STRUCTURES if config.structure == "auto" else (config.structure,)
        self._proven = len(self._structures) == 1
        self._limit = LIMIT

    async def __aenter__(self) -> "Client":
        """Open the connections."""
        import openai  # noqa: PLC0415

        key = os.environ.get(self._server.api_key_variable) or NO_KEY
        # A proxy of the environment knows nothing of this computer's loopback.
        own = openai.DefaultAsyncHttpxClient(trust_env=False) if self.config.local else None
        self._api = openai.AsyncOpenAI(
            api_key=key, base_url=self._base_url, timeout=self._server.timeout, max_retries=0, http_client=own
        )
        self._pace = Pace(self._server)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self._api.close()

    @property
    def address(self) -> str:
        """Where the server is."""
        return str(self._api.base_url)

    async def models(self) -> list[str]:
        """The models that the server offers; none where it does not tell.

        Raises:
            ServerError: there is no such server, or it does not take the key.
        """
        from openai import APIConnectionError, APIStatusError, OpenAIError  # noqa: PLC0415

        try:
            return [model.id async for model in self._api.models.list()]
        except APIConnectionError as error:
            raise ServerError(f"no server answers at {self.address} ({_said(error)})") from None
        except APIStatusError as error:
            if error.status_code in (401, 403):
                raise ServerError(self._useless(error.status_code, _said(error))) from None
            return []
        except (OpenAIError, ValueError, TypeError):
            return []

    async def ask(self, question: Question) -> Reply:
        """Ask; attempts that may succeed later are repeated, after the pause that the server asks for.

        Raises:
            CallError: the call failed at every attempt, or the server finds fault with it.
            ServerError: no call to this server can succeed.
        """
        if question.form is None:
            return await self._try(question, "none")
        problem: CallError | None = None
        for structure in self._structures:
            try:
                reply = await self._try(question, structure)
            except _BadRequestError as error:
                # Some servers answer 400 to a form that they do not know, but so they do to a question that is too long.
                problem = problem or error
                if self._proven:
                    break
                continue
            if not self._proven:
                self._structures, self._proven = (structure,), True
            return reply
        raise problem or CallError("the model was asked in no form at all")

    async def _try(self, question: Question, structure: str) -> Reply:
        backoff = wait_exponential_jitter(initial=1, max=self._server.longest_wait, jitter=1)

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.retry_after if isinstance(error, _PassingError) else None
            seconds = min(backoff(state), self._server.longest_wait) if asked is None else asked
            if isinstance(error, _PassingError) and error.busy:
                self._pace.pause(seconds)
            if seconds >= LONG_PAUSE:
                log.warning("%s asks for a pause of %.0f seconds", self.address, seconds)
            return seconds

        retrying = AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, _PassingError)),
            wait=wait,
            stop=self._enough,
            reraise=True,
        )
        try:
            return await retrying(self._once, question, structure)
        except _PassingError as error:
            attempts = retrying.statistics["attempt_number"]
            raise CallError(f"{attempts} attempts failed, the last with: {error}") from None

    def _enough(self, state: RetryCallState) -> bool:
        """Whether a call has been tried often enough; one that gets no answer at all takes long each time."""
        error = state.outcome.exception() if state.outcome else None
        late = isinstance(error, _PassingError) and error.late
        return state.attempt_number >= (min(LATE_ATTEMPTS, self._server.attempts) if late else self._server.attempts)

    async def _once(self, question: Question, structure: str) -> Reply:
        from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError  # noqa: PLC0415

        length = sum(len(message["content"]) for message in question.messages)
        await self._pace.wait(length // CHARACTERS_A_TOKEN + self.config.max_tokens)
        start = time.monotonic()
        try:
            answer = await self._api.chat.completions.create(**self._request(question, structure))
        except APIStatusError as error:
            raise self._judged(error) from None
        except APITimeoutError:
            raise _PassingError(f"no answer within {self._server.timeout:g} s", late=True) from None
        except APIConnectionError as error:
            raise _PassingError(_said(error)) from None
        except (OpenAIError, ValueError, TypeError) as error:
            raise _PassingError(f"an answer that is no answer: {_said(error)}") from None
        return _read(answer, time.monotonic() - start)

    def _request(self, question: Question, structure: str) -> dict[str, Any]:
        config = self.config
        # The form goes into the body as it is: openai's client would walk through the whole schema, at a millisecond a call.
        body: dict[str, Any] = dict(config.extra)
        if question.form and (form := _response_format(question.form, structure)):
            body["response_format"] = form
        return {
            "extra_body": body,
            "model": config.name,
            "messages": list(question.messages),
            "temperature": config.temperature,
            "top_p": config.top_p,
            self._limit: config.max_tokens,
            "seed": config.seed + question.seed_shift,
        }

    def _judged(self, error: Any) -> Exception:
        status, said = error.status_code, _said(error)
        if status in USELESS:
            return ServerError(self._useless(status, said))
        if status == RATE_LIMITED or status in (408, 409, 425) or status >= 500:
            busy = status in (RATE_LIMITED, 503)
            return _PassingError(f"{status}: {said}", _retry_after(error.response.headers), busy)
        if NEWER_LIMIT in said:
            self._limit = NEWER_LIMIT
            return _PassingError(f"{status}: {said}", retry_after=0)
        return _BadRequestError(f"{status}: {said}")

    def _useless(self, status: int, said: str) -> str:
        variable = self._server.api_key_variable
        remedy = {
            401: f"set {variable} to a valid key"
            if os.environ.get(variable)
            else f"the variable {variable} is not set",
            403: f"see what the key in {variable} may do",
            404: "see that the address ends where the server's API begins, often in /v1, and that the name is right",
        }[status]
        return f"model {self.config.name!r}: the server at {self.address} {USELESS[status]} ({said}); {remedy}"


class _BadRequestError(CallError):
    """The server finds fault with this call."""


class _PassingError(CallError):
    """A failure that may pass."""

    def __init__(self, message: str, retry_after: float | None = None, busy: bool = False, late: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that the server asks to wait."""
        self.busy = busy
        """Whether other calls should wait too."""
        self.late = late
        """Whether there was no answer in time."""


def _response_format(form: Form, structure: str) -> dict[str, Any] | None:
    if structure == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": form.name, "strict": True, "schema": form.schema}}
    return {"type": "json_object"} if structure == "json_object" else None


def _read(answer: Any, seconds: float) -> Reply:
    choices: Sequence[Any] = getattr(answer, "choices", None) or ()
    if not choices:
        raise _PassingError("an answer without a reply")
    message, usage = choices[0].message, answer.usage
    return Reply(
        text=message.content or "",
        finish=choices[0].finish_reason or "stop",
        refusal=getattr(message, "refusal", None),
        model=answer.model or "",
        tokens_in=usage.prompt_tokens if usage else None,
        tokens_out=usage.completion_tokens if usage else None,
        seconds=seconds,
    )


def _retry_after(headers: Any) -> float | None:
    """Seconds that Retry-After asks for: a number, or a date (RFC 9110, section 10.2.3)."""
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _said(error: Any) -> str:
    """What a server or a connection said, on one line."""
    body = getattr(error, "body", None)
    text = body.get("message") if isinstance(body, dict) else None
    if not isinstance(text, str):
        cause = error.__cause__
        text = str(error) if not cause or not str(cause) else f"{str(error).rstrip('.')}: {cause}"
    if not text and body:
        text = json.dumps(body)
    return " ".join(text.split())[:LONGEST_MESSAGE] or type(error).__name__
