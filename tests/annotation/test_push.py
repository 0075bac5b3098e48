"""Push: what is put before reviewers, on a real Argilla."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotation.argilla import push as push_module
from annotation.argilla.access import find_access
from annotation.argilla.client import Client
from annotation.argilla.push import Load, push
from annotation.argilla.records import pair_draft
from annotation.argilla.templates import settings
from annotation.item import CheckNote
from annotation.pictures import PagePictures
from annotation.queue import review_items
from annotation.server.access import Access
from annotation.server.processes import Part
from annotation.template import Template
from emosapp_data.config import ReviewConfig
from emosapp_data.errors import EmosappError, InputError
from emosapp_data.ledger import Ledger
from emosapp_data.progress import Advance, Silent
from emosapp_data.schema import ANSWER_SCALES, SCALES, Decision, Issue
from emosapp_data.workspace import Workspace
from tests.annotation.argilla_desk import answer, dataset_id, item, put, records, waiting
from tests.annotation.conftest import ReviewServer

pytest.importorskip("argilla", reason="needs emosapp-data[annotation]")


class KilledUnderWay:
    """A reporter under which the server dies before the first batch, and is started again while the push waits.

    Before the push has spoken to the server it waits for seconds only: none may ever have been there.
    """

    def __init__(self, server: ReviewServer) -> None:
        """Of this server."""
        self._server = server
        self._start = threading.Thread(target=server.serve)

    @contextmanager
    def step(self, name: str, total: int, unit: str) -> Iterator[Advance]:
        """Kill."""
        self._server.kill(Part.SERVER)
        self._start.start()
        yield lambda _: None

    def joined(self) -> None:
        """Wait for the start's end: nobody else may stop the server before."""
        self._start.join(timeout=120)


class Interrupted:
    """A reporter whose user presses Ctrl-C after the first batch."""

    @contextmanager
    def step(self, name: str, total: int, unit: str) -> Iterator[Advance]:
        """Interrupt."""

        def advance(done: int) -> None:
            raise KeyboardInterrupt

        yield advance


def test_reviewers_find_the_pairs_in_the_order_of_review(review_server: ReviewServer) -> None:
    items = [item(number) for number in (5, 3, 9, 1)]
    pushed = put(review_server.access, "ordered", items).datasets[0]
    assert (pushed.dataset, pushed.new, pushed.open) == ("ordered-pairs-1", 4, 4)
    dataset = dataset_id(review_server.access, "ordered-pairs-1")
    assert f"/dataset/{dataset}/annotation-mode" in pushed.address
    assert waiting(review_server.reviewer("anna"), dataset) == [each.id for each in items]


def test_pushing_twice_changes_nothing(review_server: ReviewServer) -> None:
    items = [item(number) for number in range(5)]
    put(review_server.access, "twice", items)
    before = records(review_server.access, "twice")
    pushed = put(review_server.access, "twice", items).datasets[0]
    assert (pushed.new, pushed.changed, pushed.same) == (0, 0, 5)
    assert records(review_server.access, "twice") == before


def test_neither_decision_nor_ratings_are_ever_suggested(review_server: ReviewServer) -> None:
    put(review_server.access, "unswayed", [item(1)])
    record = records(review_server.access, "unswayed")[item(1).id]
    with Client(review_server.access) as client:
        names = {identity: name for name, identity in client.questions(record["dataset_id"]).items()}
    suggested = {names[each["question_id"]]: each["value"] for each in record["suggestions"]}
    assert set(suggested) == {"corrected_question", "corrected_answer", "evidence"}
    assert suggested["evidence"] == [{"start": 26, "end": 55, "label": "evidence"}]


@pytest.mark.parametrize("template", list(Template))
def test_what_people_are_asked(review_server: ReviewServer, template: Template) -> None:
    import argilla as rg  # noqa: PLC0415

    rg.Argilla(api_url=review_server.access.url, api_key=review_server.access.api_key)
    made = settings(template, 2)
    asked = {question.name: question for question in made.questions}
    if template is Template.RATING:
        assert list(asked) == [*ANSWER_SCALES, "comment"]
        assert all(asked[scale].required for scale in ANSWER_SCALES)
        assert [field.name for field in made.fields] == ["message", "answer"]
    else:
        assert [name for name, question in asked.items() if question.required] == ["decision"]
        assert asked["decision"].labels == [each.value for each in Decision]
        assert asked["issues"].labels == [issue.value for issue in Issue]
        assert {"evidence", "corrected_question", "corrected_answer", *SCALES} < set(asked)
    assert made.distribution.min_submitted == 2
    hidden = {each.name for each in made.metadata if not each.visible_for_annotators}
    assert {"state", "content"} <= hidden
    assert "rank" not in hidden, "reviewers sort by it"


def test_a_new_verdict_is_shown_and_what_people_said_stays(review_server: ReviewServer) -> None:
    items = [item(number) for number in range(3)]
    put(review_server.access, "verdict", items)
    said = answer(
        review_server.reviewer("anna"), records(review_server.access, "verdict")[items[0].id], decision="accept"
    )
    noted = [items[0].model_copy(update={"checks": (CheckNote(check="judge", says="0.40 of 1"),)}), *items[1:]]
    pushed = put(review_server.access, "verdict", noted).datasets[0]
    assert (pushed.new, pushed.changed, pushed.same) == (0, 1, 2)
    record = records(review_server.access, "verdict")[items[0].id]
    assert "0\\.40 of 1" in record["fields"]["notes"]
    assert record["metadata"]["checks"] == ["judge"]
    assert record["metadata"]["book"] == "sleep-1", "an update must send all metadata again"
    # an upsert keeps old responses, and a completed record stays completed
    assert record["responses"] == [said]
    assert record["status"] == "completed"


def test_metadata_that_somebody_wiped_is_put_back(review_server: ReviewServer) -> None:
    put(review_server.access, "wiped", [item(1)])
    dataset = dataset_id(review_server.access, "wiped-pairs-1")
    with Client(review_server.access) as client:
        partial = {"items": [{"external_id": item(1).id, "metadata": {"book": "other"}}]}
        client.ask("PUT", f"/datasets/{dataset}/records/bulk", partial)
    assert records(review_server.access, "wiped")[item(1).id]["metadata"] == {"book": "other"}
    assert put(review_server.access, "wiped", [item(1)]).datasets[0].changed == 1
    metadata = records(review_server.access, "wiped")[item(1).id]["metadata"]
    assert (metadata["book"], metadata["page"], metadata["state"]) == ("sleep-1", 12, "open")


def test_one_new_pair_at_the_top_sends_one_record(review_server: ReviewServer) -> None:
    items = [item(number) for number in range(6)]
    put(review_server.access, "top", items)
    pushed = put(review_server.access, "top", [item(100), *items]).datasets[0]
    assert (pushed.new, pushed.changed, pushed.same) == (1, 0, 6)
    dataset = dataset_id(review_server.access, "top-pairs-1")
    assert waiting(review_server.reviewer("anna"), dataset) == [each.id for each in [item(100), *items]]


def test_a_pair_that_is_gone_is_closed_and_one_that_comes_back_is_open_again(review_server: ReviewServer) -> None:
    items = [item(number) for number in range(3)]
    put(review_server.access, "gone", items, reviewers=2)
    anna, ben = review_server.reviewer("anna"), review_server.reviewer("ben")
    said = answer(anna, records(review_server.access, "gone")[items[1].id], decision="reject")
    dataset = dataset_id(review_server.access, "gone-pairs-1-by-2")

    closed = put(review_server.access, "gone", items[:1], reviewers=2).datasets[0]
    assert (closed.closed, closed.open) == (2, 1)
    assert waiting(ben, dataset) == [items[0].id]
    record = records(review_server.access, "gone")[items[1].id]
    assert (record["status"], record["metadata"]["state"]) == ("completed", "closed")
    assert said in record["responses"], "what people said is never touched"
    assert put(review_server.access, "gone", items[:1], reviewers=2).datasets[0].closed == 0

    reopened = put(review_server.access, "gone", items, reviewers=2).datasets[0]
    assert (reopened.reopened, reopened.same) == (2, 1)
    assert waiting(ben, dataset) == [each.id for each in items]
    record = records(review_server.access, "gone")[items[1].id]
    assert (record["status"], record["metadata"]["state"]) == ("pending", "open")
    assert said in record["responses"]


def test_a_gone_pair_that_people_had_finished_gets_no_other_responses(review_server: ReviewServer) -> None:
    put(review_server.access, "finished", [item(1), item(2)])
    said = answer(
        review_server.reviewer("ben"), records(review_server.access, "finished")[item(1).id], decision="accept"
    )
    assert put(review_server.access, "finished", [item(2)]).datasets[0].closed == 1
    record = records(review_server.access, "finished")[item(1).id]
    assert record["responses"] == [said]
    assert put(review_server.access, "finished", [item(1), item(2)]).datasets[0].reopened == 1
    assert records(review_server.access, "finished")[item(1).id]["responses"] == [said]


def test_a_pair_that_more_people_are_to_review_moves_to_their_dataset(review_server: ReviewServer) -> None:
    put(review_server.access, "moved", [item(1)])
    pushed = {each.dataset: each for each in put(review_server.access, "moved", [item(1)], reviewers=2).datasets}
    assert pushed["moved-pairs-1"].closed == 1
    assert pushed["moved-pairs-1-by-2"].new == 1


def test_other_workspaces_are_left_as_they_are_and_named(review_server: ReviewServer) -> None:
    drafts = [pair_draft(item(1))]
    push(review_server.access, "apart", Template.PAIRS, [Load("second", 1, drafts)], Silent())
    pushed = push(review_server.access, "apart", Template.PAIRS, [Load("reviewers", 1, drafts)], Silent())
    assert [each.workspace for each in pushed.datasets] == ["reviewers"]
    assert "workspace second" in pushed.notes[0]


def test_a_push_that_was_interrupted_goes_on(review_server: ReviewServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_module, "BATCH", 2)
    items = [item(number) for number in range(5)]
    with pytest.raises(KeyboardInterrupt):
        put(review_server.access, "interrupted", items, reporter=Interrupted())
    pushed = put(review_server.access, "interrupted", items).datasets[0]
    assert (pushed.new, pushed.same) == (3, 2)
    dataset = dataset_id(review_server.access, "interrupted-pairs-1")
    assert waiting(review_server.reviewer("ben"), dataset) == [each.id for each in items]


def test_a_dataset_that_was_made_by_half_is_made_anew(review_server: ReviewServer) -> None:
    with Client(review_server.access) as client:
        workspace = client.workspaces()["reviewers"]
        client.ask("POST", "/datasets", {"name": "half-pairs-1", "workspace_id": workspace})
    assert put(review_server.access, "half", [item(1)]).datasets[0].new == 1


def test_a_push_goes_on_when_the_server_comes_back(review_server: ReviewServer) -> None:
    access = review_server.access
    put(access, "away", [item(1)])
    returning = KilledUnderWay(review_server)
    assert put(access, "away", [item(1), item(2)], reporter=returning).datasets[0].new == 1
    returning.joined()
    assert set(records(access, "away")) == {item(1).id, item(2).id}


def test_pictures_show_the_evidence_on_its_page_and_are_drawn_once(
    review_server: ReviewServer, built: Workspace
) -> None:
    import httpx  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    access = review_server.access
    with Ledger.read(built.path) as ledger:
        items = review_items(ledger, ReviewConfig())[:4]
    with PagePictures(built, access) as pictures:
        put(access, "pictured", items, picture=pictures)
        assert (pictures.made, pictures.missing) == (4, [])
        put(access, "pictured", items, picture=pictures)
        assert pictures.made == 4
    address = records(access, "pictured")[items[0].id]["fields"]["picture"]
    assert address.startswith(f"{access.url}/pictures/")
    assert items[0].id not in address
    content = httpx.get(address, trust_env=False)
    content.raise_for_status()
    assert pictures._access.pictures is not None
    with Image.open(pictures._access.pictures / address.rpartition("/")[2]) as image:
        red, _, blue = image.convert("RGB").split()
    # the marker is yellow: much red, little blue
    assert sum(1 for r, b in zip(red.tobytes(), blue.tobytes(), strict=True) if r > 200 and b < 160) > 100


def test_a_missing_pdf_is_told_once_and_pairs_are_pushed_without_a_picture(
    review_server: ReviewServer, built: Workspace
) -> None:
    sources = dict.fromkeys(json.loads(built.sources.read_text(encoding="utf-8")), "/nowhere/book.pdf")
    built.sources.write_text(json.dumps(sources), encoding="utf-8")
    with Ledger.read(built.path) as ledger:
        items = review_items(ledger, ReviewConfig())[:3]
    with PagePictures(built, review_server.access) as pictures:
        assert put(review_server.access, "blind", items, picture=pictures).datasets[0].new == 3
        assert len(pictures.missing) == 1
        assert "/nowhere/book.pdf: no such file" in pictures.missing[0]


def test_another_machine_gets_pictures_as_part_of_the_record(review_server: ReviewServer, built: Workspace) -> None:
    remote = Access(review_server.access.url, review_server.access.api_key)
    with Ledger.read(built.path) as ledger:
        items = review_items(ledger, ReviewConfig())[:1]
    with PagePictures(built, remote) as pictures:
        put(remote, "carried", items, picture=pictures)
    assert records(remote, "carried")[items[0].id]["fields"]["picture"].startswith("data:image/webp;base64,")


def test_a_wrong_key_is_told_in_one_line_without_the_key(review_server: ReviewServer) -> None:
    wrong = Access(review_server.access.url, "not-the-key-at-all")
    with pytest.raises(InputError) as error:
        put(wrong, "never", [item(1)])
    assert "ARGILLA_API_KEY" in str(error.value)
    assert "not-the-key" not in str(error.value) + repr(wrong)
    assert "\n" not in str(error.value)


def test_a_reviewers_key_is_not_enough(review_server: ReviewServer) -> None:
    key = review_server.reviewer("anna").get("/me").json()["api_key"]
    with pytest.raises(InputError, match="owner"):
        put(Access(review_server.access.url, key), "never", [item(1)])


def test_a_proxy_never_comes_between_this_machine_and_itself(
    review_server: ReviewServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert put(review_server.access, "direct", [item(1)]).datasets[0].new == 1


def test_a_server_that_stays_away_is_told_in_one_line() -> None:
    with (
        Client(Access("http://127.0.0.1:9", "key"), patience=0.5) as client,
        pytest.raises(EmosappError, match="no answer"),
    ):
        client.check()


def test_where_no_argilla_is_named_both_ways_to_one_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARGILLA_API_URL", raising=False)
    monkeypatch.delenv("ARGILLA_API_KEY", raising=False)
    with pytest.raises(InputError, match=r"emosapp review serve.*ARGILLA_API_KEY"):
        find_access(None, tmp_path)
    with pytest.raises(InputError, match="its key is missing"):
        find_access("https://argilla.example", tmp_path)
    monkeypatch.setenv("ARGILLA_API_KEY", "secret")
    assert find_access("https://argilla.example/", tmp_path) == Access("https://argilla.example", "secret")


def test_the_local_server_is_found_by_its_home(review_server: ReviewServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARGILLA_API_URL", "https://argilla.example")
    assert find_access(None, review_server.home) == review_server.access
