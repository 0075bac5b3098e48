"""Bringing back what people said, as often and whenever one likes: nothing is lost and nothing is counted twice.

Records with responses are found by the server's search index, so that a pull moves little. Then the server's database is asked
how many responses each person has given: if fewer have come, because an index lags behind or a response was deleted in
the meantime, all records are read from the database itself.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from annotation.answers import read_stored
from annotation.argilla.client import Client, RemoteDataset
from annotation.argilla.datasets import CLOSER
from annotation.argilla.names import read_name
from annotation.argilla.responses import Oddities, Reader
from annotation.pseudonyms import Pseudonyms
from annotation.server.access import Access
from annotation.store import Merged, ReviewStore
from annotation.template import Template
from emosapp_data.errors import InputError
from emosapp_data.progress import Reporter
from emosapp_data.schema import AnswerRating, AnswerToRate, Review, ReviewStatus, Round
from emosapp_data.workspace import Workspace

ROUNDS = {Template.PAIRS: Round.REVIEW, Template.ADJUDICATION: Round.ADJUDICATION}
UNKNOWN_ANSWER = "rating of an answer that this workspace does not know: left out; was it pushed from another one?"


class Pulled(NamedTuple):
    """What a pull brought."""

    datasets: int
    """Datasets that were read."""
    reviews: Merged
    ratings: Merged
    statuses: Mapping[ReviewStatus, int]
    """How many of all responses are submitted, drafts, or discarded."""
    notes: list[str]


def pull(access: Access, name: str, workspace: Workspace, reporter: Reporter) -> Pulled:
    """Read all responses of all datasets of this name into a workspace.

    Args:
        access: the server, and an owner's key.
        name: name of the data, such as 'knowledge'.
        workspace: where they are kept.
        reporter: shows progress.

    Raises:
        InputError: the server is none, the key is no owner's, or there is no dataset of this name.
        EmosappError: the server stays away; nothing is changed then.
    """
    with Client(access) as client:
        client.check()
        found = [
            (dataset, read.template)
            for dataset in client.datasets()
            if (read := read_name(dataset.name)) and read.name == name
        ]
        if not found:
            raise InputError(
                f"{access.url}: no dataset named {name}-…; 'emosapp review push {workspace.path}' makes one"
            )
        users = {user.id: user for user in client.users()}
        reader = Reader(users, Pseudonyms.of(workspace.reviewer_key), Oddities())
        reading = _Reading(client, reader, workspace, reporter)
        store = ReviewStore(workspace)
        pairs = [(dataset, template) for dataset, template in found if template in ROUNDS]
        rated = [dataset for dataset, template in found if template is Template.RATING]
        reviews = store.merge(reading.reviews(pairs)) if pairs else Merged()
        ratings = store.merge_ratings(reading.ratings(rated)) if rated else Merged()
    return Pulled(len(found), reviews, ratings, reading.statuses, reader.oddities.lines())


class _Reading:
    """Reads the responses of datasets, each once."""

    def __init__(self, client: Client, reader: Reader, workspace: Workspace, reporter: Reporter) -> None:
        self._client, self._reader, self._workspace, self._reporter = client, reader, workspace, reporter
        self.statuses: Counter[ReviewStatus] = Counter()

    def reviews(self, datasets: list[tuple[RemoteDataset, Template]]) -> Iterator[Review]:
        for dataset, template in datasets:
            for record, response in self._responses(dataset):
                yield self._reader.review(record, response, ROUNDS[template])

    def ratings(self, datasets: list[RemoteDataset]) -> Iterator[AnswerRating]:
        answers: dict[str, AnswerToRate] = {answer.id: answer for answer in read_stored(self._workspace.answers)}
        for dataset in datasets:
            for record, response in self._responses(dataset):
                if answer := answers.get(record["external_id"]):
                    yield self._reader.rating(record, response, dataset.workspace, answer)
                else:
                    self._reader.oddities[UNKNOWN_ANSWER] += 1

    def _responses(self, dataset: RemoteDataset) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Records and responses of people to them."""
        expected = self._client.responses_by_user(dataset.id)
        seen: dict[str, str] = {}
        came: Counter[str] = Counter()
        people = sum(number for user, number in expected.items() if not user.startswith(CLOSER))
        with self._reporter.step("pull", people, "responses") as advance:
            yield from self._fresh(self._client.answered(dataset.id), seen, came, advance)
            if any(came[user] < number for user, number in expected.items()):
                yield from self._fresh(self._client.records(dataset.id, include="responses"), seen, came, advance)

    def _fresh(
        self, records: Iterator[dict[str, Any]], seen: dict[str, str], came: Counter[str], advance: Any
    ) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        for record in records:
            for response in record.get("responses") or ():
                if seen.get(response["id"]) == response["updated_at"]:
                    continue
                again = response["id"] in seen
                seen[response["id"]] = response["updated_at"]
                user = self._reader.users.get(response["user_id"])
                if user is None:
                    self._reader.oddities["response of an account made during the pull: pull again"] += 1
                    continue
                came[user.name] += not again
                if not user.name.startswith(CLOSER):
                    advance(not again)
                    self.statuses[ReviewStatus(response["status"])] += not again
                    yield record, response
