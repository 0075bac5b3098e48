"""Asking a judge: every reply is on record, an interrupted run goes on, a failure is one line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from emosapp_data.config import ModelConfig
from emosapp_data.errors import InputError
from emosapp_data.models.reply import CallError, Question, Reply, ServerError
from emosapp_data.progress import Silent
from evaluation.judge.asking import ask_all, json_of, judge_model
from tests.stub_server import Answer, Request, StubServer

ASKER = """
import sys
from pathlib import Path
from emosapp_data.models.reply import Question
from emosapp_data.progress import Silent
from evaluation.judge.asking import ask_all, judge_model
questions = [Question([{"role": "user", "content": f"question {n}"}]) for n in range(40)]
ask_all(judge_model("stub", sys.argv[1]), questions, Path(sys.argv[2]), Silent())
"""


def questions(number: int) -> list[Question]:
    """As many different questions."""
    return [Question([{"role": "user", "content": f"question {at}"}]) for at in range(number)]


def echo(request: Request) -> Answer:
    """Say what was asked."""
    return Answer(text=f"to {request.body['messages'][-1]['content']}")


def quick(url: str, **server: object) -> ModelConfig:
    """A judge that is not asked again for long."""
    config = judge_model("stub", url)
    return config.model_copy(
        update={"server": config.server.model_copy(update={"attempts": 1, "longest_wait": 0.0, **server})}
    )


def test_replies_come_in_the_order_of_the_questions_and_are_asked_once(tmp_path: Path) -> None:
    asked = [*questions(30), *questions(5)]
    with StubServer(echo).running() as server:
        replies = ask_all(judge_model("stub", server.url), asked, tmp_path / "r.sqlite", Silent())
        again = ask_all(judge_model("stub", server.url), asked, tmp_path / "r.sqlite", Silent())
        assert len(server.requests) == 30
        assert server.most_at_once > 1
    assert [reply.text for reply in replies if isinstance(reply, Reply)] == [
        f"to {question.messages[0]['content']}" for question in asked
    ]
    assert again == replies


def test_the_same_question_with_another_seed_is_another_question(tmp_path: Path) -> None:
    one = questions(1)[0]
    with StubServer(echo).running() as server:
        ask_all(judge_model("stub", server.url), [one, one._replace(seed_shift=1)], tmp_path / "r.sqlite", Silent())
        assert sorted(request.body["seed"] for request in server.requests) == [0, 1]


def test_another_judge_is_asked_anew(tmp_path: Path) -> None:
    with StubServer(echo).running() as server, StubServer(echo).running() as other:
        for config in (
            judge_model("stub", server.url),
            judge_model("stub", server.url, longest=99),
            judge_model("stub", other.url),
        ):
            ask_all(config, questions(3), tmp_path / "r.sqlite", Silent())
        assert (len(server.requests), len(other.requests)) == (6, 3)


def test_a_killed_run_goes_on_without_asking_again(tmp_path: Path) -> None:
    cache = tmp_path / "r.sqlite"

    def slow(request: Request) -> Answer:
        return Answer(text="said", delay=0.05)

    with StubServer(slow).running() as server:
        with subprocess.Popen([sys.executable, "-c", ASKER, server.url, str(cache)]) as process:
            while server.finished.total() < 10:
                time.sleep(0.01)
            os.kill(process.pid, signal.SIGKILL)
        before = len(server.requests)
        replies = ask_all(judge_model("stub", server.url), questions(40), cache, Silent())
        asked_twice = len(server.requests) - 40
    assert all(isinstance(reply, Reply) for reply in replies)
    assert before < 40
    assert asked_twice <= 8  # what was under way when it was killed


def test_a_failed_call_stands_in_its_place_and_is_asked_again_next_time(tmp_path: Path) -> None:
    broken = True

    def behaviour(request: Request) -> Answer:
        bad = broken and request.body["messages"][-1]["content"] == "question 2"
        return Answer(status=500, text="out of cheese") if bad else echo(request)

    with StubServer(behaviour).running() as server:
        first = ask_all(quick(server.url), questions(5), tmp_path / "r.sqlite", Silent())
        broken = False
        second = ask_all(quick(server.url), questions(5), tmp_path / "r.sqlite", Silent())
    assert isinstance(first[2], CallError)
    assert "out of cheese" in str(first[2])
    assert [isinstance(reply, Reply) for reply in first] == [True, True, False, True, True]
    assert all(isinstance(reply, Reply) for reply in second)


def test_a_server_that_only_fails_ends_the_run_in_one_line(tmp_path: Path) -> None:
    with StubServer(lambda _: Answer(status=500, text="down")).running() as server:
        with pytest.raises(ServerError, match="4 calls in a row failed") as raised:
            ask_all(quick(server.url, give_up_after=4, concurrency=2), questions(50), tmp_path / "r.sqlite", Silent())
        assert len(server.requests) < 10
    assert "\n" not in str(raised.value)


def test_where_no_server_is_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=r"no server answers at http://127\.0\.0\.1:1/"):
        ask_all(judge_model("stub", "http://127.0.0.1:1/v1"), questions(1), tmp_path / "r.sqlite", Silent())


def test_a_judge_that_the_server_does_not_offer_is_named(tmp_path: Path) -> None:
    with StubServer(echo).running() as server, pytest.raises(ServerError, match="does not offer it; it offers stub"):
        ask_all(judge_model("gpt", server.url), questions(1), tmp_path / "r.sqlite", Silent())


def test_a_file_that_holds_no_replies_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    path.write_text("certainly no database, of which the first bytes would tell" * 20)
    with pytest.raises(InputError, match="holds no replies"):
        ask_all(judge_model("stub", "http://127.0.0.1:1/v1"), questions(1), path, Silent())


def test_a_wrong_address_is_named() -> None:
    with pytest.raises(InputError, match="http://"):
        judge_model("stub", "localhost:8000")


@pytest.mark.parametrize(
    ("text", "finish", "found"),
    [
        ('{"a": 1}', "stop", {"a": 1}),
        ('Sure!\n```json\n{"a": 1}\n```', "stop", {"a": 1}),
        ('{"a": 1}', "length", None),
        ("no idea", "stop", None),
    ],
)
def test_json_is_read_between_words_but_never_from_a_reply_that_was_cut_off(
    text: str, finish: str, found: object
) -> None:
    assert json_of(Reply(text, finish, None, "stub", None, None, 0.1)) == found


def test_a_reply_on_record_is_the_reply_that_came(tmp_path: Path) -> None:
    text = json.dumps({"reason": "»so« \u2028 \U0001f642"}, ensure_ascii=False)
    with StubServer(lambda _: Answer(text=text)).running() as server:
        for _ in range(2):
            (reply,) = ask_all(judge_model("stub", server.url), questions(1), tmp_path / "r.sqlite", Silent())
            assert isinstance(reply, Reply)
            assert reply.text == text
