"""The measures of a judge, on judgements made by hand."""

from itertools import product
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, spearmanr

from evaluation.judge.controls import Quality
from evaluation.judge.figures import model_differences, model_means, swapping_test
from evaluation.judge.judgement import Compared, Rated
from evaluation.judge.lengths import by_length
from evaluation.judge.measures import measure, proportion

Better = Literal["first", "second", "same"] | None


def rated(
    item: str, by: str, points: int | None, *, control: bool = False, again: bool = False, length: int = 9
) -> Rated:
    """A rating that is the same on all scales."""
    scales = ("empathy", "coherence", "relevance", "safety")
    given = None if points is None else dict.fromkeys(scales, points)
    return Rated(item=item, by=by, control=control, again=again, id=f"{item}-{by}", length=length, points=given)


def compared(item: str, first: str, second: str, better: Better) -> Compared:
    """A comparison of two controls."""
    return Compared(item=item, first=first, second=second, control=True, better=better)


def test_unreadable_replies_are_counted_and_nothing_is_put_in_their_place() -> None:
    judgements = [rated("a", "m", None), rated("b", "m", 4), compared("a", "good", "cold", None)]
    found = measure(judgements)
    assert (found.readable.hits, found.readable.of) == (1, 3)
    (mean, *_) = model_means([each for each in judgements if isinstance(each, Rated)])
    assert mean.points is not None
    assert (mean.points.value, mean.points.number, mean.unread) == (4, 1, 1)


def test_a_call_that_failed_is_no_unreadable_reply() -> None:
    failed = rated("a", "m", None).model_copy(update={"failed": "500: down"})
    found = measure([failed, rated("b", "m", 4)])
    assert (found.readable.hits, found.readable.of, found.failed) == (1, 1, 1)


def test_equal_ratings_do_not_tell_good_from_bad() -> None:
    items = "abcdefghij"
    judgements = [rated(item, quality, 3, control=True) for item, quality in product(items, Quality)]
    found = measure(judgements)
    for each in found.discrimination[:4]:
        assert each.right.hits == 0
        assert each.ties == each.right.of > 0


@pytest.mark.parametrize(
    ("one", "two", "contradictory", "right"),
    [
        ("first", "second", 0, 1),  # the good one wins in both orders
        ("second", "first", 0, 0),  # the bad one does
        ("first", "first", 1, 0),
        ("second", "second", 1, 0),
        ("same", "same", 0, 0),
        ("same", "second", 0, 1),
    ],
)
def test_a_couple_is_contradictory_where_the_same_place_wins_in_both_orders(
    one: Better, two: Better, contradictory: int, right: int
) -> None:
    found = measure([compared("a", "good", "cold", one), compared("a", "cold", "good", two)])
    assert (found.contradictory.hits, found.contradictory.of) == (contradictory, 1)
    assert (found.discrimination[-1].right.hits, found.discrimination[-1].right.of) == (right, 1)


def test_a_couple_of_which_one_order_could_not_be_read_says_nothing_of_order() -> None:
    found = measure([compared("a", "good", "cold", "first"), compared("a", "cold", "good", None)])
    assert found.contradictory.of == 0
    assert found.contradictory.value is None


@given(st.integers(0, 40), st.integers(1, 40))
def test_shares_are_tested_as_scipy_tests_them(hits: int, of: int) -> None:
    hits = min(hits, of)
    found = proportion(hits, of, test=True)
    interval = binomtest(hits, of).proportion_ci(method="wilson")
    assert found.p == pytest.approx(binomtest(hits, of).pvalue)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_with_one_model_length_is_correlated_as_spearman_does() -> None:
    draw = np.random.default_rng(0)
    lengths, points = draw.integers(20, 900, 29), draw.integers(1, 6, 29)
    judged = [
        rated(f"i{at}", "m", int(p), length=int(n)) for at, (n, p) in enumerate(zip(lengths, points, strict=True))
    ]
    found, within = by_length(judged, 0)
    assert not within
    assert found is not None
    assert found.value == pytest.approx(spearmanr(lengths, points).statistic)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_within_messages_what_the_message_does_to_length_does_not_count() -> None:
    """Long messages get long answers and good ratings, but of two answers to one the longer is no better."""
    judged = [
        each
        for at in range(20)
        for longer in (at % 2,)
        for each in (
            rated(f"i{at}", "a", 1 + at // 5 + longer, length=100 * at + 20),
            rated(f"i{at}", "b", 2 + at // 5 - longer, length=100 * at + 10),
        )
    ]
    found, within = by_length(judged, 0)
    assert within
    assert found is not None
    assert abs(found.value) < 0.2
    one_model, _ = by_length([each for each in judged if each.by == "a"], 0)
    assert one_model is not None
    assert one_model.value > 0.8


def test_a_planted_difference_is_found_and_none_where_there_is_none() -> None:
    draw = np.random.default_rng(1)
    points = draw.integers(1, 4, 29)
    better = [rated(f"i{at}", "better", int(p) + 1) for at, p in enumerate(points)]
    worse = [rated(f"i{at}", "worse", int(p)) for at, p in enumerate(points)]
    (first, *_) = model_differences([*better, *worse])
    assert first.points.value == 1
    assert first.p_holm < 0.01
    same = [each.model_copy(update={"by": "same"}) for each in worse]
    assert all(each.p_holm == 1 for each in model_differences([*same, *worse]))


def test_under_the_null_small_p_values_are_as_rare_as_they_should_be() -> None:
    draw = np.random.default_rng(2)
    p_values = [swapping_test(list(draw.normal(size=20)), 0) for _ in range(200)]
    assert 0.01 < float(np.mean(np.asarray(p_values) < 0.05)) < 0.1
