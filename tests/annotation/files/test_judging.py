"""What counts of that which people filled in, and how often."""

import os
import shutil
from datetime import UTC, datetime

import pytest

from annotation.store import Merged
from annotation.template import Template
from emosapp_data.schema import (
    Decision,
    Issue,
    ReviewStatus,
    Round,
)
from tests.annotation.files.desk import CHANGED, ITEM, OTHER, PSEUDONYMS


def test_a_row_in_which_nothing_is_filled_in_is_not_reviewed_yet(either):
    taken = either.exported().filled({"decision": "accept"}, {"reviewed_at": "2026-01-01"}).take()
    assert (taken.counts, taken.untouched) == ({ReviewStatus.SUBMITTED: 1}, 1)


def test_text_without_a_decision_is_a_draft_and_discard_is_no_judgement(either):
    either.exported().filled({"comment": "hm"}, {"decision": "discard"})
    assert either.take().counts == {ReviewStatus.DRAFT: 1, ReviewStatus.DISCARDED: 1}
    assert either.store.reviews() == []


@pytest.mark.parametrize("word", ["Accept", "ACCEPT", " accept "])
def test_the_case_of_a_decision_does_not_matter(either, word):
    assert either.exported().filled({"decision": word}).review().decision is Decision.ACCEPT


def test_a_text_that_was_copied_and_not_changed_is_no_correction(either):
    review = either.exported().filled({"decision": "edit", "corrected_answer": "Sleep.\r\n"}).review()
    assert (review.decision, review.corrected_answer) == (Decision.EDIT, None)


def test_accept_with_a_changed_text_counts_as_edit_and_that_is_said(either):
    taken = either.exported().filled({"decision": "accept", "corrected_answer": "Sleep, mostly."}).take()
    (review,) = either.store.reviews()
    assert (review.decision, review.corrected_answer) == (Decision.EDIT, "Sleep, mostly.")
    assert taken.notes[0].endswith("'accept' with a correction counts as edit")


def test_reject_keeps_what_else_was_said(either):
    said = {
        "decision": "reject",
        "corrected_answer": "No.",
        "issues": "vague; Off question",
        "factuality": "2,0",
        "empathy": "5.00",
    }
    review = either.exported().filled(said).review()
    assert (review.corrected_answer, review.issues) == ("No.", (Issue.VAGUE, Issue.OFF_QUESTION))
    assert review.ratings == {"factuality": 2, "empathy": 5}


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("", CHANGED),
        ("2026-10-31 14:30", datetime(2026, 10, 31, 14, 30, tzinfo=UTC)),
        ("2026-10-31T14:30:05+02:00", datetime(2026, 10, 31, 12, 30, 5, tzinfo=UTC)),
        ("31.10.2026 14:30", datetime(2026, 10, 31, 14, 30, tzinfo=UTC)),
        ("31.10.2026", datetime(2026, 10, 31, tzinfo=UTC)),
    ],
)
def test_the_time_is_what_was_filled_in_or_else_that_of_the_file(either, typed, time):
    either.exported().filled({"decision": "accept", "reviewed_at": typed})
    assert either.review().submitted == time
    assert either.take().untimed == (not typed)


@pytest.mark.parametrize("typed", ["10/11/2026", "yesterday", "2026-13-01", "31.02.2026", "2999-01-01"])
def test_a_time_that_could_be_read_in_two_ways_or_in_none_is_a_problem(either, typed):
    assert "reviewed_at: " in either.exported().filled({"decision": "accept", "reviewed_at": typed}).take().problems[0]


def test_the_second_round_and_the_owner_are_known_from_the_file_or_the_option(either):
    item = ITEM.model_copy(update={"round": Round.ADJUDICATION})
    first = either.exported(item, template=Template.ADJUDICATION).filled({"decision": "accept"}).review()
    assert (first.round, first.owner) == (Round.ADJUDICATION, True)
    either.exported().filled({"decision": "accept"}).take(owner=True)
    second = either.store.reviews()[-1]
    assert (second.round, second.owner) == (Round.REVIEW, True)


def test_a_reviewer_is_named_in_the_file_or_by_the_option_and_otherwise_missed(either):
    either.exported(reviewer="").filled({"decision": "accept"})
    assert "reviewer: empty; fill in who reviewed this, or give --reviewer" in either.take().problems[0]
    either.take(reviewer=" BERND ")
    assert either.store.reviews()[0].reviewer == PSEUDONYMS("Bernd")


def test_no_name_is_written_into_the_workspace(either):
    either.exported(reviewer="Annegret").filled({"decision": "accept"}, {"comment": "x"}).take()
    files = [path for path in either.workspace.path.rglob("*") if path.is_file()]
    assert files
    assert not any(b"annegret" in path.read_bytes().lower() for path in files)


def test_importing_again_in_parts_or_from_a_copy_changes_nothing(either):
    either.exported().filled({"decision": "accept"}, {"decision": "reject"})
    assert either.take().merged == Merged(new=2)
    assert either.take().merged == Merged(same=2)
    copy = either.path.with_name(f"copy{either.path.suffix}")
    shutil.copyfile(either.path, copy)
    before = either.workspace.reviews.read_bytes()
    assert either.take(copy).merged == Merged(same=2), "the copy has a later time, but says nothing new"
    either.exported(OTHER).filled({"decision": "reject"})
    assert either.take().merged == Merged(same=1)
    assert either.workspace.reviews.read_bytes() == before


def test_a_later_file_replaces_what_the_same_person_said_before(desk):
    desk.exported().filled({"decision": "accept"}).take()
    desk.saved(fill=({"decision": "reject"},))
    os.utime(desk.path, (CHANGED.timestamp() + 60, CHANGED.timestamp() + 60))
    assert desk.take().merged == Merged(changed=1)
    assert [review.decision for review in desk.store.reviews()] == [Decision.REJECT]


def test_two_words_of_one_person_of_the_same_pair_in_one_file_are_a_problem_if_they_differ(either):
    either.exported(ITEM, ITEM).filled({"decision": "accept"}, {"decision": "accept"})
    assert either.take().problems == ()
    either.filled({}, {"decision": "reject"})
    taken = either.take(skip_bad=True)
    assert [problem.split(": ", 1)[1] for problem in taken.problems] == [
        f"id: {'1 and 2' if either.path.suffix == '.jsonl' else '2 and 3'} are of the same by one person and differ; keep one"
    ] * 2
