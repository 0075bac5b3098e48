"""Pull: what people said comes back, on a real Argilla, as often and whenever one likes."""

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from annotation.answers import in_order, read_answers, store
from annotation.argilla.client import Client
from annotation.argilla.pull import Pulled, pull
from annotation.argilla.push import Load, push
from annotation.argilla.records import answer_draft
from annotation.store import ReviewStore
from annotation.template import Template
from emosapp_data.errors import InputError
from emosapp_data.progress import Silent
from emosapp_data.schema import Decision, Issue, Review, ReviewStatus, Round, Span
from emosapp_data.workspace import Workspace
from tests.annotation.argilla_desk import PASSAGE, answer, item, put, records
from tests.annotation.conftest import ReviewServer

pytest.importorskip("argilla", reason="needs emosapp-data[annotation]")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace without anything in it."""
    return Workspace(tmp_path / "workspace")


def fetch(server: ReviewServer, name: str, workspace: Workspace) -> Pulled:
    """Pull."""
    return pull(server.access, name, workspace, Silent())


def only(workspace: Workspace) -> Review:
    """The only review of a workspace."""
    (review,) = ReviewStore(workspace).reviews()
    return review


def test_what_was_submitted_comes_back_and_drafts_are_kept_apart(
    review_server: ReviewServer, workspace: Workspace
) -> None:
    put(review_server.access, "said", [item(number) for number in range(4)])
    there = records(review_server.access, "said")
    anna = review_server.reviewer("anna")
    said = answer(
        anna,
        there[item(0).id],
        decision="reject",
        issues=["unsafe", "wording"],
        factuality=2,
        safety=1,
        comment=" No.\r\nNever. ",
    )
    answer(anna, there[item(1).id], status="draft", corrected_answer="Perhaps")
    answer(anna, there[item(2).id], status="discarded")
    pulled = fetch(review_server, "said", workspace)
    assert pulled.reviews.new == 3
    assert dict(pulled.statuses) == {
        ReviewStatus.SUBMITTED: 1,
        ReviewStatus.DRAFT: 1,
        ReviewStatus.DISCARDED: 1,
    }
    review = only(workspace)
    assert (review.pair, review.decision, review.round, review.owner) == (
        item(0).id,
        Decision.REJECT,
        Round.REVIEW,
        False,
    )
    assert review.issues == (Issue.UNSAFE, Issue.WORDING)
    assert review.ratings == {"factuality": 2, "safety": 1}
    assert review.comment == "No.\nNever."
    assert review.submitted.isoformat().startswith(said["updated_at"])
    assert [each.status for each in ReviewStore(workspace).unfinished()] == ["draft", "discarded"]


def test_a_prefilled_text_that_was_sent_along_is_no_correction(
    review_server: ReviewServer, workspace: Workspace
) -> None:
    put(review_server.access, "prefilled", [item(1)])
    sent = answer(
        review_server.reviewer("anna"), records(review_server.access, "prefilled")[item(1).id], decision="accept"
    )
    assert sent["values"]["corrected_answer"]["value"] == item(1).answer, "the page sends what it has suggested"
    pulled = fetch(review_server, "prefilled", workspace)
    review = only(workspace)
    assert (review.decision, review.corrected_question, review.corrected_answer, review.evidence) == (
        Decision.ACCEPT,
        None,
        None,
        None,
    )
    assert pulled.notes == []


def test_a_change_of_spaces_and_line_ends_is_no_correction(review_server: ReviewServer, workspace: Workspace) -> None:
    put(review_server.access, "spaces", [item(1, answer="First line.\nSecond line.")])
    record = records(review_server.access, "spaces")[item(1).id]
    answer(review_server.reviewer("ben"), record, decision="accept", corrected_answer=" First line.\r\nSecond line.\n")
    fetch(review_server, "spaces", workspace)
    assert only(workspace).corrected_answer is None


def test_accepting_with_a_changed_text_counts_as_an_edit_and_is_told(
    review_server: ReviewServer, workspace: Workspace
) -> None:
    put(review_server.access, "changed", [item(1)])
    record = records(review_server.access, "changed")[item(1).id]
    answer(review_server.reviewer("anna"), record, decision="accept", corrected_answer="It often helps.")
    pulled = fetch(review_server, "changed", workspace)
    assert (only(workspace).decision, only(workspace).corrected_answer) == (Decision.EDIT, "It often helps.")
    assert "counts as an edit" in pulled.notes[0]


def test_an_edit_without_a_change_is_kept_as_it_is(review_server: ReviewServer, workspace: Workspace) -> None:
    put(review_server.access, "unchanged", [item(1)])
    answer(review_server.reviewer("anna"), records(review_server.access, "unchanged")[item(1).id], decision="edit")
    fetch(review_server, "unchanged", workspace)
    assert (only(workspace).decision, only(workspace).corrected_answer) == (Decision.EDIT, None)


def test_marked_evidence_comes_back_in_characters_also_behind_an_emoji(
    review_server: ReviewServer, workspace: Workspace
) -> None:
    passage = f"😀 Let 𝑥 be the mood. {PASSAGE}"
    start = passage.index("Slow")
    put(review_server.access, "emoji", [item(1, passage=passage, evidence=(Span(start=start, end=start + 14),))])
    record = records(review_server.access, "emoji")[item(1).id]
    marks = [{"start": start + 2, "end": start + 16, "label": "evidence"}]
    assert marks in [each["value"] for each in record["suggestions"]], "a browser counts an emoji as two"
    # all of the passage from its last sentence on, as a browser marks it, with the line's end
    page = passage.encode("utf-16-le")
    last = [{"start": len(passage[:start].encode("utf-16-le")) // 2, "end": len(page) // 2, "label": "evidence"}]
    answer(review_server.reviewer("anna"), record, decision="edit", evidence=last)
    answer(review_server.reviewer("ben"), record, decision="accept")
    fetch(review_server, "emoji", workspace)
    by_decision = {review.decision: review for review in ReviewStore(workspace).reviews()}
    assert by_decision[Decision.EDIT].evidence == (Span(start=start, end=len(passage)),)
    assert by_decision[Decision.ACCEPT].evidence is None


def test_pulling_twice_changes_nothing_and_a_later_word_replaces(
    review_server: ReviewServer, workspace: Workspace
) -> None:
    put(review_server.access, "again", [item(1), item(2)])
    there = records(review_server.access, "again")
    anna = review_server.reviewer("anna")
    answer(anna, there[item(1).id], decision="accept")
    answer(anna, there[item(2).id], decision="accept")
    assert fetch(review_server, "again", workspace).reviews.new == 2
    before = workspace.reviews.read_bytes()
    twice = fetch(review_server, "again", workspace).reviews
    assert (twice.new, twice.changed, twice.same) == (0, 0, 2)
    assert workspace.reviews.read_bytes() == before
    answer(anna, there[item(1).id], decision="reject")
    later = fetch(review_server, "again", workspace).reviews
    assert (later.new, later.changed, later.same) == (0, 1, 1)
    assert {review.decision for review in ReviewStore(workspace).reviews()} == {Decision.ACCEPT, Decision.REJECT}


def test_names_of_reviewers_stay_on_the_server(review_server: ReviewServer, workspace: Workspace) -> None:
    put(review_server.access, "names", [item(1)], reviewers=2)
    there = records(review_server.access, "names")
    for name in ("anna", "ben"):
        answer(review_server.reviewer(name), there[item(1).id], decision="accept")
    answer(review_server.owner(), there[item(1).id], decision="reject")
    fetch(review_server, "names", workspace)
    reviews = ReviewStore(workspace).reviews()
    assert len({review.reviewer for review in reviews}) == 3
    assert [review.decision for review in reviews if review.owner] == [Decision.REJECT]
    for path in workspace.path.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not any(secret in text for secret in ("anna", "ben", review_server.access.api_key)), path


def test_what_closes_a_pair_is_never_taken_for_a_review(review_server: ReviewServer, workspace: Workspace) -> None:
    put(review_server.access, "closing", [item(1), item(2)])
    answer(review_server.reviewer("anna"), records(review_server.access, "closing")[item(1).id], decision="accept")
    put(review_server.access, "closing", [])
    pulled = fetch(review_server, "closing", workspace)
    assert (pulled.reviews.new, sum(pulled.statuses.values())) == (1, 1)
    assert only(workspace).pair == item(1).id


def test_adjudication_is_another_round(review_server: ReviewServer, workspace: Workspace) -> None:
    put(review_server.access, "rounds", [item(1)])
    put(review_server.access, "rounds-settled", [item(1, round=Round.ADJUDICATION)], template=Template.ADJUDICATION)
    answer(review_server.owner(), records(review_server.access, "rounds-settled")[item(1).id], decision="accept")
    fetch(review_server, "rounds-settled", workspace)
    assert (only(workspace).round, only(workspace).owner) == (Round.ADJUDICATION, True)


def test_what_comes_in_during_a_pull_is_neither_lost_nor_doubled(
    review_server: ReviewServer, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotation.argilla.client.PAGE", 3)
    items = [item(number) for number in range(30)]
    put(review_server.access, "busy", items, reviewers=2)
    there = list(records(review_server.access, "busy").values())
    people = {name: review_server.reviewer(name) for name in ("anna", "ben")}
    # from the last to the first: every response moves the records that a pull has still to come to
    working = [
        threading.Thread(target=lambda who=who: [answer(who, record, decision="accept") for record in reversed(there)])
        for who in people.values()
    ]
    for thread in working:
        thread.start()
    new = 0
    while any(thread.is_alive() for thread in working):
        new += fetch(review_server, "busy", workspace).reviews.new
    new += fetch(review_server, "busy", workspace).reviews.new
    reviews = ReviewStore(workspace).reviews()
    assert new == len(reviews) == 60
    assert len({(review.pair, review.reviewer) for review in reviews}) == 60


def test_a_response_that_the_search_index_does_not_know_comes_from_the_database(
    review_server: ReviewServer, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(review_server.access, "unindexed", [item(1)])
    answer(review_server.reviewer("anna"), records(review_server.access, "unindexed")[item(1).id], decision="accept")

    def finds_nothing(self: Client, dataset: str) -> Any:
        return iter(())

    monkeypatch.setattr(Client, "answered", finds_nothing)
    assert fetch(review_server, "unindexed", workspace).reviews.new == 1


def test_a_name_without_datasets_is_told(review_server: ReviewServer, workspace: Workspace) -> None:
    with pytest.raises(InputError, match=r"no dataset named nothing-….*emosapp review push"):
        fetch(review_server, "nothing", workspace)


def test_ratings_find_their_model_again_which_raters_never_see(
    review_server: ReviewServer, workspace: Workspace, tmp_path: Path
) -> None:
    lines = [
        {
            "message": f"I feel low {number}.",
            "answer": f"I hear you, {model[-1]}{number}.",
            "model": model,
            "id": f"{model}/{number}",
        }
        for number in range(2)
        for model in ("secret-model-a", "secret-model-b")
    ]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    answers = read_answers(file)
    store(workspace.answers, answers)
    drafts = [answer_draft(each) for each in in_order(answers, 0)]
    loads = [Load("reviewers", 2, drafts), Load("professionals", 1, drafts)]
    push(review_server.access, "rated", Template.RATING, loads, Silent())
    with Client(review_server.access) as client:
        everything = json.dumps(
            [
                record
                for each in client.datasets()
                if each.name.startswith("rated")
                for record in client.records(each.id)
            ]
        )
        there = {
            record["external_id"]: record
            for each in client.datasets()
            if each.name == "rated-rating-1-by-2"
            for record in client.records(each.id)
        }
    assert "secret-model" not in everything
    ratings = {"empathy": 5, "coherence": 4, "relevance": 3, "safety": 2}
    answer(review_server.reviewer("anna"), there[answers[0].id], **ratings, comment="Kind")
    answer(review_server.reviewer("anna"), there[answers[1].id], status="discarded")
    pulled = fetch(review_server, "rated", workspace)
    assert pulled.ratings.new == 2
    (rating,) = ReviewStore(workspace).ratings()
    assert (rating.model, rating.group, rating.ratings, rating.comment) == (
        "secret-model-a",
        "reviewers",
        ratings,
        "Kind",
    )
    assert len(ReviewStore(workspace).unfinished_ratings()) == 1


def test_ratings_of_answers_of_another_workspace_are_told(
    review_server: ReviewServer, workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps({"message": "Hello", "answer": "Hello to you", "model": "m"}), encoding="utf-8")
    answers = read_answers(file)
    push(review_server.access, "foreign", Template.RATING, [Load("reviewers", 1, [answer_draft(answers[0])])], Silent())
    record = records(review_server.access, "foreign")[answers[0].id]
    answer(review_server.reviewer("ben"), record, empathy=1, coherence=1, relevance=1, safety=1)
    pulled = fetch(review_server, "foreign", workspace)
    assert pulled.ratings.new == 0
    assert "another one" in pulled.notes[0]


WORK = """
import sys, typer
from emosapp_data.cli.errors import run
from emosapp_data.cli.review import work
app = typer.Typer()
app.command()(work.push)
app.command()(work.pull)
sys.exit(run(app))
"""


def command(server: ReviewServer, *arguments: object) -> str:
    """Run push or pull as a person does, against the server of this machine; gives what was printed."""
    environment = {**os.environ, "EMOSAPP_REVIEW_HOME": str(server.home)}
    line = [sys.executable, "-c", WORK, *map(str, arguments)]
    ran = subprocess.run(line, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout + ran.stderr
    assert not any(secret in said for secret in (server.access.api_key, server.password("anna"))), said
    return said


def test_from_a_workspace_to_reviewers_and_back_and_what_they_disagree_on_to_the_owner(
    review_server: ReviewServer, built: Workspace
) -> None:
    said = command(review_server, "push", built.path, "--name", "whole", "--share", 1, "--overlap", 2)
    assert "whole-pairs-1-by-2" in said
    assert review_server.access.url in said
    assert f"emosapp review pull {built.path}" in said
    assert "share: 1.0" in built.config.read_text(encoding="utf-8"), (
        "another push gives the same pairs to the same people"
    )
    there = list(records(review_server.access, "whole").values())
    anna, ben = review_server.reviewer("anna"), review_server.reviewer("ben")
    for person, decision in ((anna, "accept"), (ben, "reject")):
        answer(person, there[0], decision=decision)
        answer(person, there[1], decision="accept")
    said = command(review_server, "pull", built.path, "--name", "whole")
    assert "4 new" in said
    assert f"2 of {len(there)} reviewed" in said
    said = command(review_server, "push", built.path, "--name", "whole", "--template", "adjudication")
    assert "whole-adjudication-1" in said
    with Client(review_server.access) as client:
        dataset = next(each for each in client.datasets() if each.name == "whole-adjudication-1")
        (record,) = client.records(dataset.id)
    assert record["external_id"] == there[0]["external_id"]
    assert "1 accept, 1 reject" in record["fields"]["opinions"]
    again = command(review_server, "push", built.path, "--name", "whole")
    assert re.search(rf"whole-pairs-1-by-2 +{len(there)} +0 +0 +{len(there)} +0 +0", again)
    for path in built.review.rglob("*"):
        assert not path.is_file() or "anna" not in path.read_text(encoding="utf-8"), path


def test_answers_are_pushed_from_a_file(review_server: ReviewServer, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps({"message": "Hello", "answer": "Hi", "model": "m"}), encoding="utf-8")
    groups = ("--workspace", "reviewers", "--workspace", "professionals")
    options = ("--template", "rating", "--answers", file, "--raters", 3, "--name", "file", *groups)
    said = command(review_server, "push", tmp_path / "workspace", *options)
    assert said.count("file-rating-1-by-3:") == 2
