"""Putting pairs before reviewers: what is new is added, what has changed is updated, and what is gone is closed.

Pushing twice changes nothing. A changed pair has a new id and is a new record; what is shown beside it, its place or its verdicts,
is updated in place. Argilla has no way to take a record off the reviewers' hands without deleting what they said of it; the
only thing that ends the work on a record is enough submitted responses. So accounts of our own submit them, and their responses
are discarded again when the pair comes back. Responses of people are never touched. Each request is one transaction of the
server, so a push may be interrupted anywhere and run again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from annotation.argilla.client import Client, RemoteDataset
from annotation.argilla.datasets import Server, page_path
from annotation.argilla.names import DatasetName, read_name
from annotation.argilla.order import places
from annotation.argilla.records import Draft, request
from annotation.argilla.templates import RATINGS
from annotation.item import ReviewItem
from annotation.server.access import Access
from annotation.template import Template
from emosapp_data.progress import Reporter
from emosapp_data.schema import ANSWER_SCALES, Decision

BATCH = 500
"""Records a request; the server takes no more."""
BATCH_CHARACTERS = 8_000_000
"""Largest request, for records that carry their pictures."""
OPEN, CLOSED, CLOSED_AFTER_REVIEW = "open", "closed", "closed after review"
"""States of a record; one that people had completed needs nobody else's responses to be closed."""
CLOSING_COMMENT = "Closed: this pair is no longer to be reviewed."

Picture = Callable[[ReviewItem, str | None], str | None]
"""Gives the address of a pair's picture, which may have one already."""


class Load(NamedTuple):
    """Records that go into one dataset of one workspace."""

    workspace: str
    reviewers: int
    """Responses that complete a record."""
    drafts: Sequence[Draft]
    """In the order of review."""


class Pushed(NamedTuple):
    """What became of one dataset."""

    workspace: str
    dataset: str
    address: str
    """Where reviewers find it."""
    new: int = 0
    changed: int = 0
    same: int = 0
    closed: int = 0
    reopened: int = 0

    @property
    def open(self) -> int:
        """Records that are to be reviewed, or have been."""
        return self.new + self.changed + self.same + self.reopened


class Push(NamedTuple):
    """What became of a push."""

    datasets: list[Pushed]
    notes: list[str]


class _Existing(NamedTuple):
    place: int | None
    state: str
    content: str
    completed: bool
    picture: str | None
    metadata: dict[str, Any]


class _Change(NamedTuple):
    """A record to be sent."""

    record: dict[str, Any]
    characters: int


def push(
    access: Access,
    name: str,
    template: Template,
    loads: Sequence[Load],
    reporter: Reporter,
    picture: Picture | None = None,
) -> Push:
    """Bring the datasets of these workspaces to what the loads say.

    Args:
        access: the server, and an owner's key.
        name: name of the data, such as 'knowledge'.
        template: what people are asked.
        loads: at most one for each workspace and number of reviewers.
        reporter: shows progress.
        picture: makes pictures; none where there are to be none.

    Raises:
        InputError: the server is none, or the key is no owner's.
        EmosappError: the server stays away, or refuses.
    """
    with Client(access) as client:
        client.check()
        server = Server(access, client)
        present = _present(server, name, template)
        done = [_fill(client, server, name, template, load, reporter, picture) for load in _to_fill(loads, present)]
        notes = _elsewhere(loads, present)
        return Push(done, notes)


def _present(server: Server, name: str, template: Template) -> set[tuple[str, int]]:
    """Workspaces and numbers of reviewers for which there is a dataset already."""
    return {
        (dataset.workspace, read.reviewers)
        for dataset in server.datasets()
        if (read := read_name(dataset.name)) and read == DatasetName(name, template, read.reviewers)
    }


def _to_fill(loads: Sequence[Load], present: set[tuple[str, int]]) -> list[Load]:
    """What is to be brought up to date: also datasets of these workspaces in which nothing is left."""
    given = {(load.workspace, load.reviewers): load for load in loads if load.drafts}
    ours = {load.workspace for load in loads}
    emptied = sorted(key for key in present if key[0] in ours and key not in given)
    return [*given.values(), *(Load(workspace, reviewers, []) for workspace, reviewers in emptied)]


def _elsewhere(loads: Sequence[Load], present: set[tuple[str, int]]) -> list[str]:
    others = {workspace for workspace, _ in present} - {load.workspace for load in loads}
    return [
        f"workspace {name} has pairs of this name too and was left as it is; name it with --workspace to bring it up to date"
        for name in sorted(others)
    ]


def _fill(
    client: Client,
    server: Server,
    name: str,
    template: Template,
    load: Load,
    reporter: Reporter,
    picture: Picture | None,
) -> Pushed:
    dataset = server.dataset(load.workspace, DatasetName(name, template, load.reviewers))
    filling = _Filling(client, server, template, dataset, load, picture)
    unit = "answers" if template is Template.RATING else "pairs"
    with reporter.step("push", filling.total, unit) as advance:
        for batch in _batches(filling.changes()):
            client.ask("PUT", f"/datasets/{dataset.id}/records/bulk", {"items": batch})
            advance(len(batch))
    return filling.pushed


class _Filling:
    """Finds what is to be sent for one dataset."""

    def __init__(
        self,
        client: Client,
        server: Server,
        template: Template,
        dataset: RemoteDataset,
        load: Load,
        picture: Picture | None,
    ) -> None:
        self._server, self._template, self._load, self._picture = server, template, load, picture
        self._questions = client.questions(dataset.id)
        existing = {record["external_id"]: _existing(record) for record in client.records(dataset.id)}
        known = [existing.get(draft.id) for draft in load.drafts]
        order = places([old.place if old else None for old in known])
        self._new = [(draft, place) for draft, place, old in zip(load.drafts, order, known, strict=True) if old is None]
        self._old = [(draft, place, old) for draft, place, old in zip(load.drafts, order, known, strict=True) if old]
        wanted = {draft.id for draft in load.drafts}
        self._gone = {
            identity: old for identity, old in existing.items() if identity not in wanted and old.state == OPEN
        }
        self.pushed = Pushed(load.workspace, dataset.name, client.url + page_path(dataset.id))
        self.total = len(self._new) + sum(map(self._differs, self._old)) + len(self._gone)

    def changes(self) -> Iterator[_Change]:
        """The records to be sent; as they are taken, they are counted."""
        for draft, place in self._new:
            self._count("new")
            yield self._change(draft, place, self._picture_of(draft, None))
        for draft, place, old in self._old:
            shown = self._picture_of(draft, old.picture)
            if old.state != OPEN:
                self._count("reopened")
                responses = self._responses("discarded") if old.state == CLOSED else []
                yield self._change(draft, place, shown, responses)
            elif self._differs((draft, place, old)) or shown != old.picture:
                self._count("changed")
                yield self._change(draft, place, shown)
            else:
                self._count("same")
        for identity, old in self._gone.items():
            self._count("closed")
            yield self._close(identity, old)

    @staticmethod
    def _differs(entry: tuple[Draft, int, _Existing]) -> bool:
        draft, place, old = entry
        return old.state != OPEN or old.content != draft.content or old.place != place

    def _change(
        self, draft: Draft, place: int, picture: str | None, responses: Sequence[dict[str, Any]] = ()
    ) -> _Change:
        return _Change(request(draft, place, picture, self._questions, responses), len(picture or ""))

    def _close(self, identity: str, old: _Existing) -> _Change:
        state = CLOSED_AFTER_REVIEW if old.completed else CLOSED
        record: dict[str, Any] = {"external_id": identity, "metadata": {**old.metadata, "state": state}}
        if not old.completed:
            record["responses"] = self._responses("submitted")
        return _Change(record, 0)

    def _responses(self, status: str) -> list[dict[str, Any]]:
        """Responses of the accounts that close records."""
        if self._template is Template.RATING:
            values: dict[str, Any] = {scale: {"value": RATINGS[0]} for scale in ANSWER_SCALES}
        else:
            values = {"decision": {"value": Decision.REJECT.value}}
        values["comment"] = {"value": CLOSING_COMMENT}
        return [
            {"user_id": account, "status": status, "values": values}
            for account in self._server.closers(self._load.reviewers)
        ]

    def _picture_of(self, draft: Draft, present: str | None) -> str | None:
        if draft.item is None or self._picture is None:
            return present
        return self._picture(draft.item, present)

    def _count(self, what: str) -> None:
        self.pushed = self.pushed._replace(**{what: getattr(self.pushed, what) + 1})


def _existing(record: dict[str, Any]) -> _Existing:
    metadata = record.get("metadata") or {}
    return _Existing(
        place=metadata.get("rank"),
        state=metadata.get("state", OPEN),
        content=metadata.get("content", ""),
        completed=record["status"] == "completed",
        picture=record["fields"].get("picture"),
        metadata=metadata,
    )


def _batches(changes: Iterable[_Change]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    characters = 0
    for change in changes:
        if batch and (len(batch) == BATCH or characters + change.characters > BATCH_CHARACTERS):
            yield batch
            batch, characters = [], 0
        batch.append(change.record)
        characters += change.characters
    if batch:
        yield batch
