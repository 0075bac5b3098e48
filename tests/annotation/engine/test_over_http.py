"""The application, its worker and the engine together, over real HTTP."""

import json
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.annotation.engine.serving import Api, BareServer, bare_server

PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="

FIELDS = {
    "question": {"type": "text", "use_markdown": False},
    "talk": {"type": "chat", "use_markdown": True},
    "page": {"type": "image"},
    "checks": {"type": "custom", "template": "<b>{{record.fields.checks.note}}</b>", "advanced_mode": False},
}
OPTIONS = [{"value": "yes", "text": "Yes"}, {"value": 'it\'s a "no."', "text": "No"}]
QUESTIONS = {
    "decision": {"type": "label_selection", "options": OPTIONS},
    'the "issues", all.of them': {"type": "multi_label_selection", "options": OPTIONS},
    "safety": {"type": "rating", "options": [{"value": value} for value in range(1, 6)]},
    "corrected": {"type": "text", "use_markdown": False},
    "order": {"type": "ranking", "options": OPTIONS},
    "evidence": {"type": "span", "field": "question", "options": OPTIONS},
}
BOOK = 'the "book".title'
METADATA = {BOOK: "terms", "page number": "integer", "doubt": "float"}

PENDING = [
    {"type": "terms", "scope": {"entity": "response", "property": "status"}, "values": ["pending"]},
    {"type": "terms", "scope": {"entity": "record", "property": "status"}, "values": ["pending"]},
]
"""What the server's own page asks for when a reviewer opens the queue."""


@pytest.fixture(scope="module")
def server(server_environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareServer]:
    with bare_server(server_environment, tmp_path_factory.mktemp("served") / "home") as running:
        yield running


@pytest.fixture
def owner(server: BareServer) -> Api:
    return server.client()


class Dataset:
    """A published data set with every kind of field, question and metadata."""

    def __init__(self, api: Api, name: str, min_submitted: int = 1) -> None:
        self.api = api
        workspace = next(each for each in api("GET", "/me/workspaces")["items"] if each["name"] == "review")
        self.workspace = workspace["id"]
        distribution = {"strategy": "overlap", "min_submitted": min_submitted}
        self.id = api(
            "POST", "/datasets", {"name": name, "workspace_id": self.workspace, "distribution": distribution}
        )["id"]
        self.path = f"/datasets/{self.id}"
        for title, settings in FIELDS.items():
            api(
                "POST",
                f"{self.path}/fields",
                {"name": title, "title": title, "required": title == "question", "settings": settings},
            )
        self.questions = {
            title: api(
                "POST",
                f"{self.path}/questions",
                {"name": title, "title": title, "required": title == "decision", "settings": settings},
            )["id"]
            for title, settings in QUESTIONS.items()
        }
        self.metadata = {
            title: api(
                "POST", f"{self.path}/metadata-properties", {"name": title, "title": title, "settings": {"type": kind}}
            )["id"]
            for title, kind in METADATA.items()
        }
        self.vectors = api(
            "POST", f"{self.path}/vectors-settings", {"name": "meaning", "title": "meaning", "dimensions": 2}
        )["id"]
        api("PUT", f"{self.path}/publish")

    def log(self, numbers: range) -> list[str]:
        items = [self.record(number) for number in numbers]
        return [each["id"] for each in self.api("PUT", f"{self.path}/records/bulk", {"items": items})["items"]]

    def record(self, number: int) -> dict[str, Any]:
        return {
            "external_id": f"pair {number}",
            "fields": {
                "question": f"What helps with fear number {number}?",
                "talk": [{"role": "seeker", "content": f"I feel uneasy{number}"}],
                "page": PIXEL,
                "checks": {"note": f"grounded{number}"},
            },
            "metadata": {BOOK: ["A", f"B{number % 3}"], "page number": number, "doubt": 1 - number / 100},
            "vectors": {"meaning": [1.0, float(number)]},
            "suggestions": [
                {"question_id": self.questions["decision"], "value": "yes", "score": number / 100, "agent": "judge/1"},
                {"question_id": self.questions["safety"], "value": 1 + number % 5},
            ],
        }

    def search(self, api: Api | None = None, mine: bool = False, **asked: Any) -> list[str]:
        parameters = {"limit": 100, "include": ["responses", "suggestions"]}
        path = f"{'/me' if mine else ''}{self.path}/records/search"
        found = (api or self.api)("POST", path, asked, **parameters)
        assert found["total"] == len(found["items"])
        return [item["record"]["external_id"] for item in found["items"]]

    def where(self, scope: dict[str, str], *values: object) -> list[str]:
        return self.search(filters={"and": [{"type": "terms", "scope": scope, "values": list(values)}]})


def answers(decision: str, safety: int = 4) -> dict[str, Any]:
    return {
        "decision": {"value": decision},
        'the "issues", all.of them': {"value": [OPTIONS[1]["value"]]},
        "safety": {"value": safety},
        "corrected": {"value": "Talk to somebody."},
        "order": {"value": [{"value": option["value"], "rank": rank} for rank, option in enumerate(OPTIONS, 1)]},
        "evidence": {"value": [{"label": "yes", "start": 0, "end": 4}]},
    }


def reviewer(owner: Api, server: BareServer, dataset: Dataset, name: str) -> Api:
    body = {"username": name, "first_name": name, "password": f"{name}'s password", "role": "annotator"}
    made = owner("POST", "/users", body)
    owner("POST", f"/workspaces/{dataset.workspace}/users", {"user_id": made["id"]})
    return server.client(made["api_key"])


def checked(server: BareServer) -> None:
    assert json.loads(server.admin("check"))["ok"]


def test_a_review_from_the_first_record_to_the_deleted_data_set(server: BareServer, owner: Api) -> None:
    dataset = Dataset(owner, "whole")
    ids = dataset.log(range(10))
    ada, bo = (reviewer(owner, server, dataset, name) for name in ("ada", "bo"))

    for number, decision, status in (
        (0, "yes", "submitted"),
        (1, OPTIONS[1]["value"], "submitted"),
        (2, "yes", "draft"),
    ):
        ada("POST", f"/records/{ids[number]}/responses", {"values": answers(decision), "status": status})
    bo("POST", f"/records/{ids[3]}/responses", {"values": None, "status": "discarded"})

    assert dataset.where({"entity": "response", "question": "decision"}, OPTIONS[1]["value"]) == ["pair 1"]
    assert dataset.where({"entity": "response", "question": 'the "issues", all.of them'}, OPTIONS[1]["value"]) == [
        "pair 0",
        "pair 1",
        "pair 2",
    ]
    assert dataset.where({"entity": "response", "property": "status"}, "discarded") == ["pair 3"]
    assert dataset.where({"entity": "record", "property": "status"}, "completed") == ["pair 0", "pair 1"]
    assert dataset.where({"entity": "metadata", "metadata_property": BOOK}, "B2") == ["pair 2", "pair 5", "pair 8"]
    assert dataset.where({"entity": "suggestion", "question": "decision", "property": "agent"}, "judge/1") == [
        f"pair {n}" for n in range(10)
    ]
    low = {"type": "range", "scope": {"entity": "metadata", "metadata_property": "doubt"}, "le": 0.92}
    assert dataset.search(filters={"and": [low]}) == ["pair 8", "pair 9"]

    assert dataset.search(query={"text": {"q": "uneasy7"}}) == ["pair 7"]
    assert dataset.search(query={"text": {"q": "uneasy7", "field": "question"}}) == []
    assert dataset.search(query={"text": {"q": '"helps with" -uneasy7 grounded*'}}) == [
        f"pair {n}" for n in range(10) if n != 7
    ]
    nearest = dataset.search(query={"vector": {"name": "meaning", "record_id": ids[5]}})
    assert nearest[:2] == ["pair 6", "pair 4"] or nearest[:2] == ["pair 6", "pair 7"]

    assert ada("GET", f"/me{dataset.path}/metrics")["responses"] == {
        "total": 10,
        "submitted": 2,
        "discarded": 0,
        "draft": 1,
        "pending": 7,
    }
    assert owner("GET", f"{dataset.path}/progress")["completed"] == 2
    assert owner("GET", f"/metadata-properties/{dataset.metadata['page number']}/metrics") == {
        "type": "integer",
        "min": 0,
        "max": 9,
    }
    book = owner("GET", f"/metadata-properties/{dataset.metadata[BOOK]}/metrics")
    assert [(each["term"], each["count"]) for each in book["values"]] == [("A", 10), ("B0", 4), ("B1", 3), ("B2", 3)]

    owner("DELETE", f"/records/{ids[4]}")
    owner("DELETE", f"{dataset.path}/records", ids=",".join(ids[5:7]))
    assert dataset.search() == [f"pair {n}" for n in (0, 1, 2, 3, 7, 8, 9)]
    checked(server)
    owner("DELETE", dataset.path)
    assert dataset.id not in server.admin("check")
    checked(server)


def test_changes_to_records_suggestions_and_responses_are_found_at_once(server: BareServer, owner: Api) -> None:
    dataset = Dataset(owner, "changes")
    ids = dataset.log(range(3))
    owner("PATCH", f"/records/{ids[0]}", {"metadata": {"page number": 77}})
    number = {"entity": "metadata", "metadata_property": "page number"}
    assert dataset.where(number, 77) == ["pair 0"]
    assert dataset.where({"entity": "metadata", "metadata_property": BOOK}, "A") == ["pair 1", "pair 2"]

    decision = {"entity": "suggestion", "question": "decision"}
    body = {"question_id": dataset.questions["decision"], "value": OPTIONS[1]["value"]}
    suggestion = owner("PUT", f"/records/{ids[1]}/suggestions", body)
    assert dataset.where(decision, OPTIONS[1]["value"]) == ["pair 1"]
    owner("DELETE", f"/records/{ids[1]}/suggestions", ids=suggestion["id"])
    assert dataset.where(decision, "yes", OPTIONS[1]["value"]) == ["pair 0", "pair 2"]

    answered = {"entity": "response", "question": "decision"}
    response = owner("POST", f"/records/{ids[2]}/responses", {"values": answers("yes"), "status": "submitted"})
    owner("PUT", f"/responses/{response['id']}", {"values": answers(OPTIONS[1]["value"]), "status": "submitted"})
    assert dataset.where(answered, "yes") == []
    assert dataset.where(answered, OPTIONS[1]["value"]) == ["pair 2"]
    assert dataset.where({"entity": "record", "property": "status"}, "completed") == ["pair 2"]
    owner("DELETE", f"/responses/{response['id']}")
    assert dataset.where(answered, OPTIONS[1]["value"]) == []
    assert dataset.where({"entity": "record", "property": "status"}, "completed") == []
    checked(server)


def test_a_reviewers_queue_comes_in_the_order_of_logging_and_loses_what_is_done(server: BareServer, owner: Api) -> None:
    dataset = Dataset(owner, "queue")
    ids = dataset.log(range(20)) + dataset.log(range(20, 30))
    cy, di = (reviewer(owner, server, dataset, name) for name in ("cy", "di"))
    expected = [f"pair {number}" for number in range(30)]
    for api in (cy, di):
        assert dataset.search(api, mine=True, query={}, filters={"and": PENDING}) == expected
    cy("POST", f"/records/{ids[0]}/responses", {"values": answers("yes"), "status": "submitted"})
    di("POST", f"/records/{ids[1]}/responses", {"values": answers("yes"), "status": "draft"})
    assert dataset.search(cy, mine=True, query={}, filters={"and": PENDING}) == expected[1:]
    assert dataset.search(di, mine=True, query={}, filters={"and": PENDING}) == expected[2:]


def test_a_filter_that_cannot_be_read_is_the_clients_error(server: BareServer, owner: Api) -> None:
    dataset = Dataset(owner, "unreadable")
    wrong = {"type": "terms", "scope": {"entity": "metadata", "metadata_property": "page number"}, "values": ["two"]}
    answer = owner.http.post(f"{dataset.path}/records/search", json={"filters": {"and": [wrong]}})
    assert answer.status_code == 422
    assert "'two' is not a number" in answer.text


def test_the_worker_writes_into_the_index_and_ends_when_it_is_told_to(server: BareServer, owner: Api) -> None:
    dataset = Dataset(owner, "worked", min_submitted=2)
    ids = dataset.log(range(4))
    for record_id in ids[:2]:
        owner("POST", f"/records/{record_id}/responses", {"values": answers("yes"), "status": "submitted"})
    completed = {"entity": "record", "property": "status"}
    assert dataset.where(completed, "completed") == []
    server.work()
    assert server.worker is not None
    # As the server does when somebody changes the overlap, which it forbids here because there are responses.
    with closing(sqlite3.connect(server.home / "argilla.db")) as database, database:
        database.execute(
            "UPDATE datasets SET distribution = json_set(distribution, '$.min_submitted', 1) WHERE name = 'worked'"
        )
    server.run_inside(
        "import emosapp_argilla, uuid; from argilla_server.jobs.dataset_jobs import update_dataset_records_status_job as job;"
        f"job.delay(uuid.UUID({dataset.id!r}))"
    )
    deadline = time.monotonic() + 60
    while dataset.where(completed, "completed") != ["pair 0", "pair 1"]:
        assert time.monotonic() < deadline, server.log()[-3000:]
        time.sleep(0.2)
    server.worker.send_signal(signal.SIGTERM)
    assert server.worker.wait(30) == 0
    checked(server)


def test_a_kill_in_the_middle_of_logging_loses_nothing_that_the_server_had_taken(
    server: BareServer, owner: Api
) -> None:
    dataset = Dataset(owner, "killed")
    taken: list[int] = []
    ended = threading.Event()

    def push() -> None:
        try:
            for batch in range(100):
                dataset.log(range(batch * 20, batch * 20 + 20))
                taken.append(batch)
        except (httpx.TransportError, AssertionError):
            pass
        ended.set()

    pushing = threading.Thread(target=push)
    pushing.start()
    while len(taken) < 5:
        time.sleep(0.01)
    server.kill()
    assert ended.wait(30)
    pushing.join()
    server.serve()
    again = server.client()
    found = again("POST", f"{dataset.path}/records/search", {}, limit=1)["total"]
    assert found == again("GET", f"{dataset.path}/records", limit=1)["total"]
    assert found >= 20 * len(taken)
    assert found % 20 == 0
    checked(server)


def test_pictures_are_served_without_a_listing_and_nothing_beside_them(server: BareServer) -> None:
    (server.pictures / "page 1.png").write_bytes(b"\x89PNG picture")
    (server.home / "secret.txt").write_text("secret")
    (server.pictures / "link.txt").symlink_to(server.home / "secret.txt")
    get = httpx.Client(base_url=server.url, trust_env=False).get
    assert get("/pictures/page 1.png").content == b"\x89PNG picture"
    assert get("/pictures/page 1.png").headers["content-type"] == "image/png"
    for path in (
        "/pictures/",
        "/pictures",
        "/pictures/absent.png",
        "/pictures/link.txt",
        "/pictures/%2e%2e/secret.txt",
        "/pictures/..%2fsecret.txt",
    ):
        answer = get(path)
        assert answer.status_code in (307, 404, 405) or "page 1.png" not in answer.text
        assert "secret" not in answer.text


def test_every_page_tells_the_browser_to_contact_no_other_host(server: BareServer) -> None:
    for path in ("/", "/sign-in", "/datasets", "/api/v1/version", "/pictures/absent.png"):
        policy = httpx.get(f"{server.url}{path}", trust_env=False).headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy


def test_nothing_secret_is_in_what_the_processes_print(server: BareServer) -> None:
    printed = server.log()
    for secret in ("the owner's key", "the password", "ada's password"):
        assert secret not in printed
    assert os.path.getsize(server.home / "log.txt") > 0
