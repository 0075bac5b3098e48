"""What the tests of push and pull share: pairs, and reviewers who answer as Argilla's page does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from annotation.argilla.client import Client
from annotation.argilla.push import Load, Picture, Push, push
from annotation.argilla.records import pair_draft
from annotation.item import ReviewItem
from annotation.server.access import Access
from annotation.template import Template
from emosapp_data.progress import Reporter, Silent
from emosapp_data.schema import Span

if TYPE_CHECKING:
    import httpx

PASSAGE = "Worry keeps people awake. Slow breathing calms the body, and so it often helps with sleep."


def item(number: int, **changes: Any) -> ReviewItem:
    """A pair about sleep."""
    fields: dict[str, Any] = {
        "id": f"pair-{number:016x}",
        "question": f"What calms the body in case {number}?",
        "answer": "Slow breathing calms the body.",
        "passage": PASSAGE,
        "evidence": (Span(start=26, end=55),),
        "citation": "A Book of Sleep, p. 12",
        "book": "sleep-1",
        "section": ("1 Sleep", "1.1 Breathing"),
        "pdf_page": 12,
        "generator": "textbook",
        "rank": number,
        "doubt": 0.5,
    }
    return ReviewItem(**{**fields, **changes})


def put(
    access: Access,
    name: str,
    items: Sequence[ReviewItem],
    reviewers: int = 1,
    template: Template = Template.PAIRS,
    reporter: Reporter | None = None,
    picture: Picture | None = None,
) -> Push:
    """Push pairs into the workspace in which anna and ben are."""
    load = Load("reviewers", reviewers, [pair_draft(each) for each in items])
    return push(access, name, template, [load], reporter or Silent(), picture)


def records(access: Access, name: str, include: str = "responses,suggestions") -> dict[str, dict[str, Any]]:
    """The records of the datasets whose name begins so, by the id of their pair."""
    with Client(access) as client:
        return {
            record["external_id"]: record
            for dataset in client.datasets()
            if dataset.name.startswith(f"{name}-")
            for record in client.records(dataset.id, include=include)
        }


def dataset_id(access: Access, name: str) -> str:
    """The id of a dataset."""
    with Client(access) as client:
        return next(dataset.id for dataset in client.datasets() if dataset.name == name)


def waiting(reviewer: "httpx.Client", dataset: str) -> list[str]:
    """The pairs that Argilla's page puts before a reviewer, in its order."""
    ask = {"type": "terms", "scope": {"entity": "response", "property": "status"}, "values": ["pending"]}
    open_ones = {"type": "terms", "scope": {"entity": "record", "property": "status"}, "values": ["pending"]}
    query = {
        "filters": {"type": "and", "and": [ask, open_ones]},
        "sort": [{"scope": {"entity": "metadata", "metadata_property": "rank"}, "order": "asc"}],
    }
    answer = reviewer.post(f"/me/datasets/{dataset}/records/search", params={"limit": 100}, json=query)
    answer.raise_for_status()
    return [entry["record"]["external_id"] for entry in answer.json()["items"]]


def answer(
    reviewer: "httpx.Client", record: dict[str, Any], status: str = "submitted", **values: Any
) -> dict[str, Any]:
    """Respond to a record as the page does: what was suggested is sent with it, unless it was changed."""
    dataset = record["dataset_id"]
    questions = {entry["id"]: entry["name"] for entry in reviewer.get(f"/datasets/{dataset}/questions").json()["items"]}
    prefilled = {questions[each["question_id"]]: each["value"] for each in record.get("suggestions") or ()}
    content = {name: {"value": value} for name, value in {**prefilled, **values}.items() if value is not None}
    sent = {"items": [{"record_id": record["id"], "status": status, "values": content}]}
    done = reviewer.post("/me/responses/bulk", json=sent)
    done.raise_for_status()
    found: dict[str, Any] = done.json()["items"][0]["item"]
    assert found, done.text
    return found
