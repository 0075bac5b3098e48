"""Agreement of reviewers: what counts, for whom, and on which issue."""

from datetime import timedelta

import pytest

from annotation.agreement import agreement
from emosapp_data.schema import Decision, Issue, Review, ReviewStatus
from tests.annotation.reviewing import START, final, said


def of_pairs(**decisions: str) -> list[Review]:
    """Reviews of pairs by reviewers a, b, c ...: 'accept edit' is one each of a and b."""
    return [
        said(pair, reviewer, decision, minute)
        for minute, (pair, given) in enumerate(decisions.items())
        for reviewer, decision in zip("abc", given.split(), strict=False)
    ]


def test_only_what_was_submitted_in_the_first_round_counts():
    reviews = of_pairs(one="accept accept", two="reject")
    draft = said("two", "b", "reject", status=ReviewStatus.DRAFT)
    discarded = said("two", "c", "reject", status=ReviewStatus.DISCARDED)
    found = agreement([*reviews, draft, discarded, final("two", "accept")])
    assert (found.reviews, found.pairs, found.shared) == (3, 2, 1)
    assert [(count.decision, count.number) for count in found.decisions] == [
        (Decision.ACCEPT, 2),
        (Decision.EDIT, 0),
        (Decision.REJECT, 1),
    ]


def test_plain_agreement_is_averaged_over_pairs_and_an_edited_pair_is_kept():
    found = agreement(of_pairs(one="accept edit", two="reject reject", three="accept accept reject"))
    assert found.decision.raw.value == pytest.approx((0 + 1 + 1 / 3) / 3)
    assert found.side.raw.value == pytest.approx((1 + 1 + 1 / 3) / 3)
    assert found.side.raw.of == 3


def test_ratings_agree_exactly_or_within_a_point_and_missing_ones_are_no_judgement():
    found = agreement(
        [
            said("one", "a", "accept", ratings={"factuality": 4, "safety": 5}),
            said("one", "b", "accept", ratings={"factuality": 5, "safety": 5}),
            said("two", "a", "accept", ratings={"factuality": 1}),
            said("two", "b", "accept", ratings={"factuality": 5}),
        ]
    )
    factuality, empathy, safety = found.scales
    assert (factuality.raw.hits, factuality.within_one.hits, factuality.raw.of) == (0, 1, 2)
    assert (safety.raw.hits, safety.raw.of) == (1, 1)
    assert (empathy.raw.value, empathy.alpha.value) == (None, None)
    assert factuality.alpha.level == "ordinal"
    assert found.decision.alpha.level == "nominal"


def test_a_reviewer_is_held_against_the_others_of_the_same_pairs():
    reviews = of_pairs(one="accept accept reject", two="reject accept accept", three="accept", four="reject reject")
    first, second, third = agreement(reviews).reviewers
    assert (first.reviewer, first.reviews, first.shared) == ("a", 4, 3)
    assert first.same_decision.value == pytest.approx((0.5 + 0 + 1) / 3)
    assert first.same_decision.of == 3
    assert first.same_decision.interval.low < first.same_decision.value < first.same_decision.interval.high
    assert second.same_decision.value == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert (third.reviews, third.shared, third.same_decision.value) == (2, 2, 0.25)


def test_alpha_without_a_reviewer_rises_where_they_alone_differ():
    reviews = [
        said(f"pair-{number}", reviewer, decision)
        for number in range(20)
        for reviewer, decision in (
            ("a", "accept" if number % 2 else "reject"),
            ("b", "accept" if number % 2 else "reject"),
            ("other", "accept" if number % 3 else "reject"),
        )
    ]
    found = agreement(reviews)
    without = {reviewer.reviewer: reviewer.alpha_without for reviewer in found.reviewers}
    assert without["other"] == 1 > found.decision.alpha.value > without["a"]


def test_ratings_of_a_reviewer_lie_above_or_below_those_of_the_others():
    found = agreement(
        [
            said("one", "a", "accept", ratings={"empathy": 5}),
            said("one", "b", "accept", ratings={"empathy": 3}),
            said("one", "c", "accept", ratings={"empathy": 2}),
            said("two", "a", "accept", ratings={"empathy": 1}),
        ]
    )
    deviations = {reviewer.reviewer: reviewer.deviations[1] for reviewer in found.reviewers}
    assert (deviations["a"].scale, deviations["a"].mean, deviations["a"].pairs) == ("empathy", 2.5, 1)
    assert deviations["c"].mean == -2


def test_pace_is_the_median_between_submissions_without_pauses_and_without_files():
    seconds = [0, 20, 50, 90, 90, 90 + 601, 90 + 601 + 600]
    reviews = [
        said(f"pair-{number}", "a", "accept").model_copy(update={"submitted": START + timedelta(seconds=second)})
        for number, second in enumerate(seconds)
    ]
    pace = agreement([*reversed(reviews), said("pair-0", "b", "accept")]).pace
    assert (pace.median_seconds, pace.steps, pace.pauses) == (35, 4, 1)


def test_an_issue_is_counted_and_its_agreement_rests_on_pairs_with_two_reviews():
    found = agreement(
        [
            said("one", "a", "reject", issues=(Issue.VAGUE, Issue.WORDING)),
            said("one", "b", "reject", issues=(Issue.VAGUE,)),
            said("two", "a", "reject", issues=(Issue.VAGUE,)),
            said("two", "b", "accept"),
            said("three", "a", "reject", issues=(Issue.VAGUE,)),
        ]
    )
    issues = {figures.issue: figures for figures in found.issues}
    assert list(issues) == list(Issue)
    vague = issues[Issue.VAGUE]
    assert (vague.reviews, vague.pairs, vague.shared) == (4, 3, 2)
    assert vague.positive == pytest.approx(2 / 3)
    assert vague.alpha.units == 2
    assert issues[Issue.WORDING].positive == 0
    assert issues[Issue.UNSAFE].positive is None


def test_nothing_at_all_is_no_error():
    found = agreement([])
    assert (found.reviews, found.reviewers, found.decision.alpha.value) == (0, (), None)
    assert found.decision.alpha.note == "nothing was judged by two people"
