"""A model server that the tests have in hand: it speaks the real protocol over HTTP, and misbehaves as it is told to.

It writes sensible pairs about the passage that it is given: the quote is a sentence of the passage, and so is the answer.
"""

import hashlib
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

PASSAGE = re.compile(r"<passage>\n(.*)\n</passage>", re.DOTALL)
KINDS = re.compile(r'kind "([^"]+)"')
SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Request(NamedTuple):
    """A request as the server saw it."""

    number: int
    """How many came before it."""
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def key(self) -> str:
        """What tells questions apart."""
        return _hash(self.body["messages"])

    @property
    def subject(self) -> str:
        """What tells questions apart, except that being asked once more is the same question."""
        return _hash(self.body["messages"][:2])

    @property
    def passage(self) -> str:
        """The passage that it asks about."""
        found = PASSAGE.search(self.body["messages"][1]["content"])
        return found[1] if found else ""


class Answer(NamedTuple):
    """What the server does."""

    status: int = 200
    text: str = ""
    """Text of the reply; for a failure, of the error message."""
    headers: tuple[tuple[str, str], ...] = ()
    finish: str = "stop"
    refusal: str | None = None
    raw: bytes | None = None
    """Bytes sent in place of a body."""
    silent: bool = False
    """Close the connection without a word."""
    delay: float = 0.0
    """Seconds before the answer."""


Behaviour = Callable[[Request], Answer]


def good_pairs(request: Request, quote: Callable[[str], str] = str) -> str:
    """A reply with a pair for each kind that was asked for, about different sentences."""
    sentences = [one for one in SENTENCE.split(request.passage.replace("\n\n", " ")) if len(one) > 40]
    kinds = KINDS.findall(request.body["messages"][1]["content"])
    pairs = [
        {"quote": quote(sentence), "kind": kind, "question": _question(sentence), "answer": sentence}
        for kind, sentence in zip(kinds, sentences, strict=False)
    ]
    return json.dumps({"pairs": pairs})


def good(request: Request) -> Answer:
    """Answer as a good model does."""
    return Answer(text=good_pairs(request))


class _Quiet(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """A client that was killed is no error."""


class StubServer:
    """A running server."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.requests: list[Request] = []
        self.finished: Counter[str] = Counter()
        """How often each question was answered to the end."""
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._http = _Quiet(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    @contextmanager
    def running(self) -> Iterator["StubServer"]:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def _handler(server: "StubServer") -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                self._send(200, {"object": "list", "data": [{"id": "stub", "object": "model"}]})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with server._lock:
                    request = Request(len(server.requests), body, {k.lower(): v for k, v in self.headers.items()})
                    server.requests.append(request)
                    server._at_once += 1
                    server.most_at_once = max(server.most_at_once, server._at_once)
                try:
                    self._answer(request, server.behaviour(request))
                finally:
                    with server._lock:
                        server._at_once -= 1

            def _answer(self, request: Request, answer: Answer) -> None:
                time.sleep(answer.delay)
                if answer.silent:
                    self.close_connection = True
                    return
                if answer.status != 200:
                    self._send(answer.status, {"error": {"message": answer.text, "type": "x"}}, answer.headers)
                    return
                message = {"role": "assistant", "content": answer.text, "refusal": answer.refusal}
                choice = {"index": 0, "finish_reason": answer.finish, "message": message}
                usage = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150}
                body = {"id": "c", "object": "chat.completion", "created": 0, "model": "stub", "choices": [choice]}
                if self._send(200, {**body, "usage": usage}, answer.headers, answer.raw):
                    with server._lock:
                        server.finished[request.key] += 1

            def _send(
                self, status: int, body: Any, headers: tuple[tuple[str, str], ...] = (), raw: bytes | None = None
            ) -> bool:
                data = json.dumps(body).encode() if raw is None else raw
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(data)))
                    for name, value in headers:
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(data)
                except ConnectionError:
                    return False
                return True

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


def _hash(messages: list[dict[str, str]]) -> str:
    return hashlib.sha256(json.dumps(messages, sort_keys=True).encode()).hexdigest()


def _question(sentence: str) -> str:
    words = sentence.strip("“”").rstrip(".!?").split()
    return f"What is said of {' '.join(words[:4]).lower().strip(',;:')} and {words[-1].lower()}?"
