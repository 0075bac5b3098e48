"""Checks held against people: what counts as right, and what can be said of what was missed."""

import pytest

from annotation.agreement import check_confusion
from annotation.agreement.checks import ISSUES
from annotation.agreement.people import words
from emosapp_data.checks import ExactDuplicate, all_checks
from emosapp_data.config import ChecksConfig
from emosapp_data.generation.grounding import CHECK as QUOTE
from emosapp_data.schema import Flag, Issue, PairStatus, QAPair, Reason, Verdict
from emosapp_data.steps.near_duplicates import CHECK as NEAR_DUPLICATE
from emosapp_data.verification import judge, round_trip
from tests.annotation.reviewing import final, said
from tests.emosapp_data.test_near_duplicates_step import a_pair


def with_verdict(number: int, passed: bool, **fields: object) -> QAPair:
    reason = None if passed else Reason.VAGUE
    given = {"check": "vague", "version": 1, **fields}
    verdict = Verdict(passed=passed, reason=reason, **given)  # type: ignore[arg-type]
    status = PairStatus.KEPT if passed else PairStatus.REJECTED
    pair = a_pair(f"What is number {number}?", f"It is {number}.")
    return pair.model_copy(update={"verdicts": (verdict,), "status": status})


def test_peoples_word_is_that_of_adjudication_or_of_most_reviewers_and_a_tie_is_none():
    found = words(
        [
            *(
                said("most", reviewer, decision)
                for reviewer, decision in zip("abc", ("accept", "edit", "reject"), strict=True)
            ),
            said("tie", "a", "accept"),
            said("tie", "b", "reject"),
            said("settled", "a", "accept", issues=(Issue.WORDING,)),
            said("settled", "b", "reject"),
            final("settled", "accept", 60),
            final("settled", "reject", 61, issues=(Issue.VAGUE,)).model_copy(update={"reviewer": "reviewer-1"}),
        ]
    )
    assert found.decided["most"].rejected is False
    assert found.decided["settled"] == (True, frozenset({Issue.VAGUE}))
    assert found.undecided == {"tie"}


def test_an_issue_counts_if_half_of_the_reviewers_name_it():
    found = words(
        [
            said("one", "a", "reject", issues=(Issue.VAGUE,)),
            said("one", "b", "reject"),
            said("two", "a", "reject", issues=(Issue.VAGUE,)),
            said("two", "b", "reject"),
            said("two", "c", "reject"),
        ]
    )
    assert found.decided["one"].issues == {Issue.VAGUE}
    assert found.decided["two"].issues == frozenset()


def test_a_check_was_right_where_people_reject_the_pair_or_name_what_it_looks_for():
    rejected = [with_verdict(number, passed=False) for number in range(5)]
    reviews = [
        said(rejected[0].id, "a", "reject"),
        said(rejected[1].id, "a", "edit", issues=(Issue.VAGUE,)),
        said(rejected[2].id, "a", "accept"),
        said(rejected[3].id, "a", "accept"),
        said(rejected[3].id, "b", "reject"),
    ]
    (found,) = check_confusion(reviews, rejected)
    assert found.check == "vague"
    outcome = found.rejected
    assert (outcome.pairs, outcome.judged, outcome.undecided) == (5, 3, 1)
    assert (outcome.rejected, outcome.named, outcome.faulted) == (1, 1, 2)
    assert (found.precision.hits, found.precision.of) == (2, 3)
    assert found.precision.interval.low < 2 / 3 < found.precision.interval.high


def test_what_a_check_marked_is_told_from_what_it_let_pass_in_silence():
    pairs = [
        with_verdict(1, passed=True, check="sensitive", flags=(Flag.SUICIDE,)),
        with_verdict(2, passed=True, check="sensitive"),
        with_verdict(3, passed=True, check="near_duplicate", group="group-1", score=0.9),
        with_verdict(4, passed=True, check="supported", score=0.5),
        with_verdict(5, passed=True, check="supported", score=1.0),
        with_verdict(6, passed=True, check="leaked_answer", score=0.5),
    ]
    found = {check.check: check for check in check_confusion([], pairs)}
    assert {name: (check.doubted.pairs, check.passed.pairs) for name, check in found.items()} == {
        "sensitive": (1, 1),
        "near_duplicate": (1, 0),
        "supported": (1, 1),
        "leaked_answer": (0, 1),
    }


def test_recall_counts_both_samples_up_to_all_pairs():
    rejected = [with_verdict(number, passed=False) for number in range(20)]
    passed = [with_verdict(number, passed=True) for number in range(20, 120)]
    reviews = [said(pair.id, "a", "reject", issues=(Issue.VAGUE,)) for pair in rejected[:8]]
    reviews += [said(pair.id, "a", "accept") for pair in rejected[8:10]]
    reviews += [said(pair.id, "a", "reject", issues=(Issue.VAGUE,)) for pair in passed[:5]]
    reviews += [said(pair.id, "a", "reject", issues=(Issue.WORDING,)) for pair in passed[5:50]]
    (found,) = check_confusion(reviews, [*rejected, *passed])
    assert found.recall.value == pytest.approx(20 * 0.8 / (20 * 0.8 + 100 * 0.1))
    assert found.recall.interval.low < found.recall.value < found.recall.interval.high


def test_there_is_no_recall_where_nobody_has_seen_what_the_check_left_out_or_let_pass():
    pairs = [with_verdict(1, passed=False), with_verdict(2, passed=True)]
    named = [said(pair.id, "a", "reject", issues=(Issue.VAGUE,)) for pair in pairs]
    for seen in (named[:1], named[1:], []):
        (found,) = check_confusion(seen, pairs)
        assert found.recall is None
    (found,) = check_confusion(named, pairs)
    assert found.recall.value == 0.5


def test_reject_rates_go_by_score_and_a_full_score_stands_alone():
    scores = [0.0, 0.19, 0.2, 0.6, 0.8, 0.99, 1.0, 1.0]
    pairs = [with_verdict(number, passed=True, check="judge", score=score) for number, score in enumerate(scores)]
    reviews = [
        said(pair.id, "a", "reject" if score < 0.5 else "accept") for pair, score in zip(pairs, scores, strict=True)
    ]
    (found,) = check_confusion(reviews, pairs)
    assert [(score.name, score.rejected.hits, score.rejected.of) for score in found.scores] == [
        ("below 0.2", 2, 2),
        ("0.2 to 0.4", 1, 1),
        ("0.4 to 0.6", 0, 0),
        ("0.6 to 0.8", 0, 1),
        ("0.8 to 1", 0, 2),
        ("1", 0, 2),
    ]


def test_every_check_is_known_and_every_issue_that_a_check_can_find_has_one():
    names = {check.name for check in all_checks(ChecksConfig(), [])}
    names |= {ExactDuplicate.name, NEAR_DUPLICATE, QUOTE, judge.Judge.name, round_trip.RoundTrip.name}
    assert ISSUES.keys() <= names
    assert names - ISSUES.keys() <= {"language", "length", "licence", "contaminated"}
    assert {issue for issues in ISSUES.values() for issue in issues} == set(Issue) - {Issue.TRIVIAL}
