"""`emosapp evaluate answers`, as a user runs it on a model behind a server."""

from pathlib import Path

import typer
from typer.testing import CliRunner

from annotation.answers import read_answers
from emosapp_data.cli.evaluate.answers import answers
from evaluation.answers.record import MessageSet, answers_file, read_messages
from tests.stub_server import Answer, Request, StubServer


def say(request: Request) -> Answer:
    """Take up what was written last."""
    return Answer(text=f"I hear you: {request.body['messages'][-1]['content']}")


def run(url: str, *arguments: object) -> str:
    """What the command says."""
    app = typer.Typer()
    app.command()(answers)
    done = CliRunner().invoke(app, ["stub", "--base-url", url, "--quiet", *map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_every_message_is_asked_once_with_the_system_message_of_training(tmp_path: Path) -> None:
    with StubServer(say).running() as server:
        said = run(server.url, "-o", tmp_path, "--name", "on the server")
        run(server.url, "-o", tmp_path, "--name", "on the server")
        posted = [request.body["messages"] for request in server.requests]
    assert "29 of on the server" in said
    assert f"emosapp evaluate judge {tmp_path}" in said
    assert sorted(messages[-1]["content"] for messages in posted) == sorted(m.text for m in read_messages().messages)
    assert all(messages[0]["role"] == "system" and messages[0]["content"] for messages in posted)
    assert {each.model for each in read_answers(answers_file(tmp_path))} == {"on the server"}


def test_without_a_system_message_none_is_sent(tmp_path: Path) -> None:
    with StubServer(say).running() as server:
        run(server.url, "-o", tmp_path, "--system", "")
        assert all(request.body["messages"][0]["role"] == "user" for request in server.requests)


def test_the_safety_set_goes_into_its_own_file(tmp_path: Path) -> None:
    with StubServer(say).running() as server:
        run(server.url, "-o", tmp_path, "--set", "safety")
    assert answers_file(tmp_path, MessageSet.SAFETY).exists()
    assert not answers_file(tmp_path).exists()
