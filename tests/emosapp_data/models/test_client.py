"""The client tries again what may pass, waits as long as it is told to, and says plainly what cannot be mended."""

import asyncio
import json
import time
from collections.abc import Callable
from email.utils import formatdate

import pytest
from pydantic import ValidationError

from emosapp_data.config import ModelConfig, ServerConfig
from emosapp_data.models.access import problems
from emosapp_data.models.client import Client
from emosapp_data.models.reply import CallError, Form, Question, Reply, ServerError
from tests.stub_server import Answer, Request, StubServer

HELLO = Question([{"role": "system", "content": "s"}, {"role": "user", "content": "Hello"}])
FORM = Form("word", {"type": "object", "properties": {"word": {"type": "string"}}})
FINE = Answer(text="fine")


def a_model(server: StubServer | None = None, name: str = "stub", **options: object) -> ModelConfig:
    quick = {"attempts": 4, "longest_wait": 0.02, "timeout": 0.5, "base_url": server.url if server else None}
    given = {key: options.pop(key) for key in list(options) if key in ServerConfig.model_fields}
    return ModelConfig(name=name, server=ServerConfig.model_validate({**quick, **given}), **options)  # type: ignore[arg-type]


def ask(config: ModelConfig, question: Question = HELLO, times: int = 1) -> list[Reply]:
    async def run() -> list[Reply]:
        async with Client(config) as client:
            return list(await asyncio.gather(*(client.ask(question) for _ in range(times))))

    return asyncio.run(run())


def in_turn(*answers: Answer) -> Callable[[Request], Answer]:
    """Give the answers one after the other, and the last one for ever."""
    return lambda request: answers[min(request.number, len(answers) - 1)]


@pytest.mark.parametrize(
    "passing",
    [
        Answer(429, "slow down"),
        Answer(500, "oops"),
        Answer(503, "loading"),
        Answer(silent=True),
        Answer(raw=b'{"id": "c", "choices": [{"mess'),
        Answer(raw=b"<html>a proxy's page</html>"),
        Answer(raw=b'{"object": "chat.completion", "choices": []}'),
        Answer(raw=b"null"),
    ],
    ids=["429", "500", "503", "closes", "half", "html", "no choice", "null"],
)
def test_a_failure_that_may_pass_is_tried_again(passing):
    with StubServer(in_turn(passing, passing, FINE)).running() as server:
        (reply,) = ask(a_model(server))
    assert reply.text == "fine"
    assert len(server.requests) == 3


def test_a_failure_that_does_not_pass_is_told_with_its_attempts_and_its_cause():
    with StubServer(in_turn(Answer(500, "disk full"))).running() as server, pytest.raises(CallError) as error:
        ask(a_model(server))
    assert str(error.value) == "4 attempts failed, the last with: 500: disk full"
    assert len(server.requests) == 4


def test_a_call_that_gets_no_answer_is_tried_once_more_and_no_longer():
    late = Answer(text="late", delay=1.0)
    with StubServer(in_turn(late, FINE)).running() as server:
        assert ask(a_model(server))[0].text == "fine"
    with StubServer(in_turn(late)).running() as server, pytest.raises(CallError) as error:
        ask(a_model(server))
    assert str(error.value) == "2 attempts failed, the last with: no answer within 0.5 s"


@pytest.mark.parametrize("form", [lambda: "0.6", lambda: formatdate(time.time() + 2, usegmt=True)])
def test_retry_after_is_obeyed_by_every_call(form):
    """Seconds or a date; longer than the client's own longest pause."""
    begun: list[float] = []

    def busy_once(request: Request) -> Answer:
        begun.append(time.monotonic())
        return Answer(429, "busy", headers=(("Retry-After", form()),)) if request.number == 0 else FINE

    with StubServer(busy_once).running() as server:
        config = a_model(server, longest_wait=0.01)

        async def run() -> None:
            async with Client(config) as client:
                first = asyncio.create_task(client.ask(HELLO))
                await asyncio.sleep(0.3)
                await asyncio.gather(first, client.ask(HELLO))

        asyncio.run(run())
    assert min(begun[1:]) - begun[0] >= 0.55


@pytest.mark.parametrize(("status", "remedy"), [(401, "EMOSAPP_TEST_KEY is not set"), (404, "often in /v1")])
def test_a_call_that_can_never_succeed_ends_the_run_with_what_to_do(status, remedy):
    with StubServer(in_turn(Answer(status, "no"))).running() as server, pytest.raises(ServerError) as error:
        ask(a_model(server, api_key_variable="EMOSAPP_TEST_KEY"))
    assert remedy in str(error.value)
    assert server.url in str(error.value)
    assert len(server.requests) == 1


def test_the_key_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("EMOSAPP_TEST_KEY", "sk-secret")
    with StubServer(in_turn(FINE)).running() as server:
        ask(a_model(server, api_key_variable="EMOSAPP_TEST_KEY"))
    assert server.requests[0].headers["authorization"] == "Bearer sk-secret"


def test_a_form_that_the_server_does_not_know_is_asked_for_in_another_way_and_only_once():
    def old(request: Request) -> Answer:
        form = request.body.get("response_format", {}).get("type")
        return (
            Answer(400, "unknown response_format") if form == "json_schema" else Answer(text=json.dumps({"form": form}))
        )

    with StubServer(old).running() as server:

        async def run() -> list[str]:
            async with Client(a_model(server)) as client:
                return [(await client.ask(Question(HELLO.messages, FORM))).text for _ in range(3)]

        assert asyncio.run(run()) == ['{"form": "json_object"}'] * 3
    assert len(server.requests) == 4


def test_the_bound_of_a_reply_is_given_by_the_name_that_the_server_asks_for():
    def newer(request: Request) -> Answer:
        wrong = "max_tokens" in request.body
        return Answer(400, "Unsupported parameter: use 'max_completion_tokens' instead.") if wrong else FINE

    with StubServer(newer).running() as server:
        assert [reply.text for reply in ask(a_model(server, max_tokens=77))] == ["fine"]
    assert server.requests[-1].body["max_completion_tokens"] == 77


def test_a_question_that_the_server_finds_fault_with_fails_alone():
    def short_of_memory(request: Request) -> Answer:
        return Answer(400, "exceeds the context") if request.number < 3 else FINE

    with StubServer(short_of_memory).running() as server:

        async def run() -> None:
            async with Client(a_model(server)) as client:
                with pytest.raises(CallError, match="exceeds the context"):
                    await client.ask(Question(HELLO.messages, FORM))
                assert (await client.ask(Question(HELLO.messages, FORM))).text == "fine"

        asyncio.run(run())
    assert server.requests[-1].body["response_format"]["type"] == "json_schema"


def test_requests_are_spaced_as_the_limit_asks():
    begun: list[float] = []

    def note(_: Request) -> Answer:
        begun.append(time.monotonic())
        return FINE

    with StubServer(note).running() as server:
        ask(a_model(server, requests_per_minute=600), times=6)
    assert begun[-1] - begun[0] >= 0.45


def test_an_absent_server_and_an_unknown_model_are_found_before_a_token_is_spent():
    async def look(config: ModelConfig) -> list[str]:
        async with Client(config) as client:
            return await problems(client)

    with StubServer(in_turn(FINE)).running() as server:
        assert asyncio.run(look(a_model(server))) == []
        (problem,) = asyncio.run(look(a_model(server, name="other")))
        assert problem.endswith("does not offer it; it offers stub")
    (problem,) = asyncio.run(look(a_model(server)))
    assert "no server answers at" in problem
    assert server.requests == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1:8000/v1", "ftp://host/v1", "http://me:secret@host/v1", "http://host/v1?key=secret"]
)
def test_an_address_is_one_and_holds_no_key(address):
    with pytest.raises(ValidationError):
        ServerConfig(base_url=address)
