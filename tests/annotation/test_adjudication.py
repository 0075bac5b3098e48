"""From what reviewers said to what becomes of a pair."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.adjudication import Edit, Standing, settle, settle_all, waiting
from emosapp_data.config import ReviewConfig
from emosapp_data.schema import Decision, Issue, Review, ReviewStatus, Span
from tests.annotation.reviewing import final, said

MAJORITY, UNANIMOUS, OWNER = (ReviewConfig(rule=rule) for rule in ("majority", "unanimous", "owner"))


def words(*decisions: str) -> list[Review]:
    return [said("pair-1", f"reviewer-{number}", decision, number) for number, decision in enumerate(decisions, 1)]


@pytest.mark.parametrize(
    ("decisions", "majority", "unanimous"),
    [
        (["accept"], "accepted", "accepted"),
        (["reject"], "rejected", "rejected"),
        (["accept", "accept"], "accepted", "accepted"),
        (["accept", "reject"], "disputed", "disputed"),
        (["accept", "accept", "reject"], "accepted", "disputed"),
        (["reject", "accept", "reject"], "rejected", "disputed"),
        (["accept", "accept", "reject", "reject"], "disputed", "disputed"),
    ],
)
def test_the_rule_decides(decisions, majority, unanimous):
    assert settle(words(*decisions), MAJORITY).standing == majority
    assert settle(words(*decisions), UNANIMOUS).standing == unanimous


def test_it_is_said_who_decided_and_how_the_votes_were():
    settled = settle(words("accept", "accept", "reject"), MAJORITY)
    assert (settled.by, settled.detail, settled.reviewers) == ("majority", "2 accept, 1 reject", 3)
    assert settle(words("accept", "accept"), MAJORITY).by == "unanimous"


def test_the_owner_counts_alone_where_the_rule_says_so_and_otherwise_as_one_of_many():
    reviews = [*words("accept", "accept"), said("pair-1", "reviewer-9", "reject", 5, owner=True)]
    assert settle(reviews, OWNER)[:2] == (Standing.REJECTED, "owner")
    assert settle(reviews, MAJORITY).standing is Standing.ACCEPTED
    assert settle(words("accept", "reject"), OWNER).standing is Standing.DISPUTED
    assert settle(words("accept", "accept"), OWNER).standing is Standing.ACCEPTED


def test_what_is_said_in_adjudication_is_final_and_the_latest_word_counts():
    reviews = [*words("accept", "reject"), final("pair-1", "reject", 60), final("pair-1", "accept", 90)]
    assert settle(reviews[:3], UNANIMOUS)[:2] == (Standing.REJECTED, "adjudication")
    assert settle(reviews, UNANIMOUS)[:2] == (Standing.ACCEPTED, "adjudication")


def test_edits_agree_if_their_texts_say_the_same():
    one = said("pair-1", "reviewer-1", "edit", 1, corrected_answer="A habit is an action.")
    same = said("pair-1", "reviewer-2", "edit", 2, corrected_answer="a habit is an action")
    other = said("pair-1", "reviewer-2", "edit", 2, corrected_answer="A habit is no action.")
    marked = one.model_copy(update={"reviewer": "reviewer-2", "evidence": (Span(start=1, end=2),)})
    assert settle([one, same], UNANIMOUS).edit == Edit(None, "a habit is an action", None)
    assert settle([one, other], MAJORITY).standing is Standing.DISPUTED
    assert settle([one, marked], MAJORITY).standing is Standing.DISPUTED


def test_an_edit_that_changes_nothing_is_for_the_adjudicator():
    settled = settle([said("pair-1", "reviewer-1", "edit")], MAJORITY)
    assert settled.standing is Standing.DISPUTED
    assert settled.detail == "1 edit; the edit changes nothing"


def test_too_few_reviews_decide_nothing():
    settled = settle(words("accept"), ReviewConfig(least_reviewers=2))
    assert (settled.standing, settled.detail) == (Standing.UNREVIEWED, "1 accept")


def test_drafts_and_discarded_pairs_do_not_count():
    draft = said("pair-1", "reviewer-2", "reject", status=ReviewStatus.DRAFT)
    assert settle_all([*words("accept"), draft], MAJORITY)["pair-1"].standing is Standing.ACCEPTED


def test_issues_are_those_of_the_side_that_won_the_most_frequent_first():
    vague, unsafe = (Issue.VAGUE, Issue.UNSAFE), (Issue.UNSAFE,)
    reviews = [said("pair-1", "a", "reject", issues=vague), said("pair-1", "b", "reject", issues=unsafe)]
    reviews.append(said("pair-1", "c", "accept", issues=(Issue.WORDING,)))
    assert settle(reviews, MAJORITY).issues == (Issue.UNSAFE, Issue.VAGUE)


DECISIONS = st.lists(st.sampled_from(["accept", "reject", "edit"]), min_size=1, max_size=6)


@given(DECISIONS, st.randoms(use_true_random=False), st.sampled_from([MAJORITY, UNANIMOUS, OWNER]))
def test_the_order_in_which_reviews_come_in_does_not_matter(decisions, random, config):
    reviews = [
        review.model_copy(update={"corrected_answer": "x"}) if review.decision is Decision.EDIT else review
        for review in words(*decisions)
    ]
    shuffled = random.sample(reviews, len(reviews))
    assert settle(shuffled, config) == settle(reviews, config)


@given(DECISIONS)
def test_whatever_is_unanimous_is_also_decided_by_the_majority(decisions):
    settled = settle(words(*decisions), UNANIMOUS)
    if settled.standing is not Standing.DISPUTED:
        assert settle(words(*decisions), MAJORITY) == settled
    assert waiting({"pair-1": settled}) == (["pair-1"] if settled.standing is Standing.DISPUTED else [])
