"""What people said is kept: nothing is lost, and nothing counts twice."""

import json
import stat
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.pseudonyms import Pseudonyms
from annotation.store import Merged, ReviewStore
from emosapp_data.errors import WorkspaceError
from emosapp_data.schema import AnswerRating, Review, ReviewStatus
from emosapp_data.workspace import Workspace
from tests.annotation.reviewing import START, final, said

FIRST, SECOND = said("pair-1", "reviewer-1", "accept"), said("pair-1", "reviewer-2", "reject", 1)


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


@pytest.fixture
def store(workspace):
    return ReviewStore(workspace)


def test_the_same_again_changes_nothing(store, workspace):
    assert store.merge([FIRST, SECOND]) == Merged(new=2)
    before = workspace.reviews.read_bytes()
    assert store.merge([SECOND, FIRST]) == Merged(same=2)
    assert workspace.reviews.read_bytes() == before
    assert store.reviews() == [FIRST, SECOND]


def test_a_later_word_replaces_an_earlier_one_which_goes_into_the_history(store, workspace):
    later = said("pair-1", "reviewer-1", "reject", 30)
    store.merge([FIRST, SECOND])
    assert store.merge([later]) == Merged(changed=1)
    assert store.reviews() == [SECOND, later]
    assert [Review.model_validate_json(line) for line in workspace.review_history.open()] == [FIRST]


def test_an_older_word_is_not_taken(store):
    later = said("pair-1", "reviewer-1", "reject", 30)
    store.merge([later])
    assert store.merge([FIRST]) == Merged(older=1)
    assert store.reviews() == [later]


def test_drafts_and_discarded_pairs_are_kept_apart(store):
    draft = said("pair-2", "reviewer-1", "accept", status=ReviewStatus.DRAFT)
    store.merge([FIRST, draft])
    assert store.reviews() == [FIRST]
    assert store.unfinished() == [draft]
    submitted = draft.model_copy(update={"status": ReviewStatus.SUBMITTED, "submitted": START + timedelta(hours=1)})
    assert store.merge([submitted]) == Merged(changed=1)
    assert (store.reviews(), store.unfinished()) == ([FIRST, submitted], [])


def test_both_rounds_of_one_person_stand_side_by_side(store):
    store.merge([FIRST, final("pair-1", "reject").model_copy(update={"reviewer": FIRST.reviewer})])
    assert len(store.reviews()) == 2


def test_ratings_of_answers_have_files_of_their_own(store, workspace):
    rating = AnswerRating(
        answer="answer-1",
        model="m",
        item="1",
        rater="reviewer-1",
        group="students",
        ratings={"empathy": 4},
        submitted=START,
    )
    assert store.merge_ratings([rating]) == Merged(new=1)
    assert (store.ratings(), store.reviews()) == ([rating], [])


def test_a_damaged_line_is_named(store, workspace):
    store.merge([FIRST])
    with workspace.reviews.open("a") as file:
        file.write('{"pair": 1}\n')
    with pytest.raises(WorkspaceError, match=r"reviews\.jsonl, line 2"):
        store.reviews()


REVIEWS = st.builds(
    said,
    st.sampled_from(["pair-1", "pair-2"]),
    st.sampled_from(["reviewer-1", "reviewer-2"]),
    st.sampled_from(["accept", "reject"]),
    st.integers(0, 5),
    status=st.sampled_from(list(ReviewStatus)),
)


@given(st.lists(st.lists(REVIEWS, max_size=6), max_size=4))
def test_the_latest_word_of_everybody_counts_in_whatever_pieces_it_comes(tmp_path_factory, pieces):
    store = ReviewStore(Workspace(tmp_path_factory.mktemp("store")))
    total = Merged()
    for piece in pieces:
        total = Merged(*(one + other for one, other in zip(total, store.merge(piece), strict=True)))
    everything = [review for piece in pieces for review in piece]
    latest = {}
    for review in everything:
        key = review.pair, review.reviewer
        if key not in latest or review.submitted >= latest[key].submitted:
            latest[key] = review
    kept = {(review.pair, review.reviewer): review for review in (*store.reviews(), *store.unfinished())}
    assert kept == latest
    assert sum(total) == len(everything)
    assert total.new == len(latest)


def test_pseudonyms_are_the_same_for_the_same_person_and_tell_nothing_of_the_name(tmp_path):
    key = tmp_path / "review" / ".reviewer-key"
    one, again = Pseudonyms.of(key), Pseudonyms.of(key)
    assert one("Anna") == again(" anna ") != one("ben")
    assert one("Anna").startswith("reviewer-")
    assert "anna" not in one("Anna")
    assert Pseudonyms.of(tmp_path / "other")("Anna") != one("Anna")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_files_are_plain_json_lines(store, workspace):
    store.merge([FIRST])
    line = json.loads(workspace.reviews.read_text())
    assert line == {
        "pair": "pair-1",
        "reviewer": "reviewer-1",
        "decision": "accept",
        "submitted": "2026-11-02T09:00:00Z",
    }
