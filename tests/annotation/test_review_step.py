"""People's word changes the release: what they reject leaves it, what they edit is a new pair and is checked again."""

import json

import pyarrow.parquet as pq
import pytest

from annotation.queue import adjudication_items, audit_sample, review_items
from annotation.store import ReviewStore
from emosapp_data.audit import audit
from emosapp_data.config import BuildConfig
from emosapp_data.config.load import load_config
from emosapp_data.ledger import Ledger
from emosapp_data.pipeline import release
from emosapp_data.schema import Issue, PairStatus, QAPair, Reason, Round, Span
from emosapp_data.steps.review import reviewed
from tests.annotation.reviewing import final, said
from tests.cli import emosapp


@pytest.fixture
def pairs(built) -> dict[str, QAPair]:
    """The pairs that are left, by their question."""
    found = map(QAPair.model_validate_json, built.pairs.read_text().splitlines())
    return {pair.question: pair for pair in found if pair.status is PairStatus.KEPT}


@pytest.fixture
def habit(pairs) -> QAPair:
    return pairs["What is a habit?"]


def released(workspace, reviews, **config):
    """The rows of the release that these reviews give, by id, and its manifest."""
    ReviewStore(workspace).merge(reviews)
    with Ledger.write(workspace.path) as ledger:
        made = release(ledger, workspace, load_config(None, config))
        assert audit(ledger.counts()) == []
    rows = [row for path in sorted((made.path / "data").glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return {row["id"]: row for row in rows}, json.loads((made.path / "manifest.json").read_text())


def left_out(workspace) -> dict[str, Reason | None]:
    with Ledger.read(workspace.path) as ledger:
        return {entry.original: entry.reason for entry in reviewed(ledger) if entry.reason}


def test_without_reviews_the_release_says_that_nobody_has_looked(built):
    rows, manifest = released(built, [])
    assert {row["review"] for row in rows.values()} == {"unreviewed"}
    assert manifest["review"] is None


def test_what_people_reject_leaves_the_release_and_what_they_accept_is_marked(built, pairs, habit):
    other = pairs["What are switch costs?"]
    rows, manifest = released(
        built, [said(habit.id, "reviewer-1", "reject", issues=(Issue.TRIVIAL,)), said(other.id, "reviewer-1", "accept")]
    )
    assert len(rows) == len(pairs) - 1
    assert habit.id not in rows
    assert rows[other.id]["review"] == "accepted"
    assert left_out(built) == {habit.id: Reason.REJECTED_IN_REVIEW}
    step = next(step for step in manifest["steps"] if step["step"] == "review")
    assert step["rejected"] == {"rejected_in_review": 1}
    assert (manifest["review"]["accepted"], manifest["review"]["unreviewed"]) == (1, len(pairs) - 2)


def test_an_edited_pair_is_a_new_pair_that_names_its_parent_and_is_checked(built, pairs, habit):
    answer = "A habit is an action that a familiar cue sets off, with little thought."
    rows, manifest = released(built, [said(habit.id, "reviewer-1", "edit", corrected_answer=answer)])
    (new,) = (row for row in rows.values() if row["parent"])
    assert (new["parent"], new["answer"], new["review"]) == (habit.id, answer, "edited")
    assert habit.id not in rows
    assert len(rows) == len(pairs)
    assert new["evidence"][0]["quote"] == habit.evidence[0].quote
    assert manifest["review"]["edited"] == 1
    with Ledger.read(built.path) as ledger:
        (entry,) = (entry for entry in reviewed(ledger) if entry.pair.parent)
    assert {"grounded", "supported", "sensitive"} <= {verdict.check for verdict in entry.pair.verdicts}
    story = emosapp("explain", new["id"], "-w", built.path).stdout
    assert f"replaces  {habit.id}" in story
    assert "people    edited: 1 edit (unanimous)" in story


def test_evidence_that_a_reviewer_marks_replaces_the_old(built, habit):
    span = Span(start=habit.evidence[0].start, end=habit.evidence[0].end - 5)
    rows, _ = released(built, [said(habit.id, "reviewer-1", "edit", evidence=(span,))])
    (new,) = (row for row in rows.values() if row["parent"])
    assert new["evidence"][0]["quote"] == habit.evidence[0].quote[:-5]


def test_an_edit_that_the_book_does_not_support_waits_for_adjudication(built, habit):
    wrong = "A habit is an action that 37 neurons set off in Vienna."
    reviews = [said(habit.id, "reviewer-1", "edit", corrected_answer=wrong)]
    rows, manifest = released(built, reviews)
    assert not {habit.answer, wrong} & {row["answer"] for row in rows.values()}
    assert left_out(built) == {habit.id: Reason.EDIT_FAILS_CHECK}
    assert manifest["review"]["disputed"] == 1
    with Ledger.read(built.path) as ledger:
        (item,) = adjudication_items(ledger, BuildConfig(), reviews)
    assert (item.answer, item.round) == (wrong, Round.ADJUDICATION)
    assert "as edited, fails supported" in item.why
    assert [opinion.corrected_answer for opinion in item.opinions] == [wrong]

    rows, _ = released(built, [final(item.id, "accept")])
    assert rows[item.id]["answer"] == wrong, "a person who has seen what the check said may overrule it"


def test_nobody_can_accept_what_identifies_a_private_person(built, habit):
    private = "A habit is an action; write to jane.doe@example.com or call 0171 2345678."
    reviews = [said(habit.id, "reviewer-1", "edit", corrected_answer=private)]
    released(built, reviews)
    with Ledger.read(built.path) as ledger:
        (item,) = adjudication_items(ledger, BuildConfig(), reviews)
    rows, _ = released(built, [final(item.id, "accept")])
    assert item.id not in rows
    assert left_out(built) == {habit.id: Reason.EDIT_FAILS_CHECK}


def test_an_edit_that_makes_two_pairs_the_same_keeps_one_whatever_people_say(built, pairs, habit):
    other = pairs["What are switch costs?"]
    texts = {"corrected_question": habit.question, "corrected_answer": habit.answer}
    reviews = [said(other.id, "reviewer-1", "edit", **texts)]
    released(built, reviews)
    with Ledger.read(built.path) as ledger:
        (item,) = adjudication_items(ledger, BuildConfig(), reviews)
    rows, _ = released(built, [final(item.id, "accept")])
    assert [row["id"] for row in rows.values() if row["question"] == habit.question] == [habit.id]
    assert left_out(built) == {other.id: Reason.EDIT_FAILS_CHECK}


def test_a_disputed_pair_goes_to_adjudication_and_its_outcome_into_the_release(built, habit):
    reviews = [said(habit.id, "reviewer-1", "accept"), said(habit.id, "reviewer-2", "reject", comment="too easy")]
    rows, manifest = released(built, reviews)
    assert habit.id not in rows
    assert left_out(built) == {habit.id: Reason.DISPUTED}
    assert (manifest["review"]["shared"], manifest["review"]["agreement"]) == (1, 0)
    with Ledger.read(built.path) as ledger:
        (item,) = adjudication_items(ledger, BuildConfig(), reviews)
    assert item.id == habit.id
    assert sorted(opinion.decision for opinion in item.opinions) == ["accept", "reject"]
    assert not {"reviewer-1", "reviewer-2"} & set(item.to_json().split('"'))
    rows, _ = released(built, [final(habit.id, "accept")])
    assert rows[habit.id]["review"] == "accepted"


def test_a_release_may_take_reviewed_pairs_only(built, habit):
    rows, manifest = released(built, [said(habit.id, "reviewer-1", "accept")], release={"only_reviewed": True})
    assert set(rows) == {habit.id}
    assert next(step for step in manifest["steps"] if step["step"] == "release")["rejected"]["not_reviewed"] == 118


def test_a_person_s_decision_frees_a_pair_that_waits_for_one(built, pairs):
    config = {"release": {"hold": ["suicide"]}}
    rows, _ = released(built, [], **config)
    waiting = next(pair.id for pair in pairs.values() if pair.id not in rows)
    rows, manifest = released(built, [said(waiting, "reviewer-1", "accept")], **config)
    assert waiting in rows
    assert manifest["review"]["undecided_flags"] == 1, "the pair on self-harm is not held, and nobody has decided on it"


def test_the_same_reviews_give_the_same_bytes(built, habit):
    reviews = [said(habit.id, "reviewer-1", "edit", corrected_answer="A habit is an action that a cue sets off.")]
    released(built, reviews)
    with Ledger.write(built.path) as ledger:
        assert not release(ledger, built, load_config(None)).new


def test_reviews_of_pairs_that_are_gone_change_nothing(built):
    _, before = released(built, [])
    _, after = released(built, [said("pair-of-another-book", "reviewer-1", "reject")])
    assert after["rows"] == before["rows"]
    assert after["review"] is None


def test_the_card_tells_what_people_had_to_do_with_it(built, habit):
    released(built, [said(habit.id, "reviewer-1", "accept"), said(habit.id, "reviewer-2", "accept", 1)])
    (*_, latest) = sorted(built.releases.glob("knowledge/*/README.md"))
    card = latest.read_text()
    assert "**People have reviewed 1 of these 119 pairs** (column `review`)" in card
    assert "2 people submitted 2 reviews, each without seeing the others'." in card
    assert "Nobody has decided on 5 of these pairs yet" in card


def test_pairs_come_in_the_order_of_doubt_with_all_that_helps_to_judge_them(built):
    with Ledger.read(built.path) as ledger:
        items = review_items(ledger, BuildConfig().review)
    queue = [json.loads(line) for line in built.review_queue.read_text().splitlines()]
    assert [item.id for item in items] == [entry["id"] for entry in queue]
    assert [item.rank for item in items] == list(range(len(items)))
    for item in items:
        assert all(item.passage[span.start : span.end].strip() for span in item.evidence)
    first = items[0]
    assert first.flags
    assert [note.says for note in first.checks] == [flag.explanation for flag in first.flags]
    assert first.link == "https://example.org/feeling-and-coping" or first.link is None


def test_reviewers_may_be_kept_from_knowing_what_the_checks_said(built):
    with Ledger.read(built.path) as ledger:
        items = review_items(ledger, load_config(None, {"review": {"show_checks": False}}).review)
    assert not any(item.checks or item.reasons for item in items)


def test_pairs_that_a_check_left_out_are_strewn_in_without_a_sign(built):
    config = load_config(None, {"review": {"audit": 3}}).review
    with Ledger.read(built.path) as ledger:
        items = review_items(ledger, config)
    (audited,) = (item for item in items if item.audited)
    assert not any(note.rejects for note in audited.checks)
    assert 0 < audited.rank < len(items) - 1
    pairs = map(QAPair.model_validate_json, built.pairs.read_text().splitlines())
    assert [pair.id for pair in audit_sample(list(pairs), config)] == [audited.id]
