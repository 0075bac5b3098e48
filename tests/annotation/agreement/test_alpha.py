"""Krippendorff's alpha is what its author publishes, what the reference package computes, and honest where there is none."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotation.agreement.alpha import alpha, specific_agreement
from emosapp_data.errors import InputError

LEVELS = ("nominal", "ordinal", "interval", "ratio")
POINTS = (1, 2, 3, 4, 5)


def units_of(*raters: str) -> list[dict[int, str]]:
    """Units from what each rater said, one character a unit; a dot where they said nothing."""
    return [
        {rater: said[place] for rater, said in enumerate(raters) if said[place] != "."}
        for place in range(len(raters[0]))
    ]


def numbers(units: list[dict[int, str]]) -> list[dict[int, int]]:
    return [{rater: int(value) for rater, value in unit.items()} for unit in units]


FOUR_OBSERVERS = numbers(
    units_of("1233214 12...".replace(" ", ""), "1233224125.3", ".33323422 51.".replace(" ", ""), "12332441251.")
)


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_four_observers(level, expected):
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sections C and D."""
    found = alpha(FOUR_OBSERVERS, POINTS, level)
    assert round(found.value, 3) == expected
    assert (found.units, found.raters, found.values) == (11, 4, 40)


def test_krippendorffs_two_observers_of_binary_data():
    """Section A: ten articles, read by Meg and Owen."""
    assert round(alpha(units_of("0100000010", "1110010000"), "01", "nominal").value, 3) == 0.095


def test_krippendorffs_two_observers_of_nominal_data():
    """Section B: Ben and Gerry, five categories."""
    assert round(alpha(units_of("aabbdcccedda", "babbbccceddd"), "abcde", "nominal").value, 3) == 0.692


@pytest.mark.parametrize(("level", "expected"), [("nominal", 0.691), ("interval", 0.811)])
def test_three_coders_of_fifteen_units(level, expected):
    """The worked example of the English Wikipedia's article on alpha, also used by other packages."""
    coders = units_of(".....34121133.3", "1.213343.......", "..21344.21133.4")
    assert round(alpha(numbers(coders), POINTS, level).value, 3) == expected


@given(
    st.lists(st.dictionaries(st.integers(0, 5), st.sampled_from(POINTS), max_size=6), max_size=25),
    st.sampled_from(LEVELS),
)
def test_alpha_is_the_reference_packages(units, level):
    krippendorff = pytest.importorskip("krippendorff", reason="needs the package krippendorff")
    found = alpha(units, POINTS, level, resamples=0)
    said = {value for unit in units if len(unit) > 1 for value in unit.values()}
    if len(said) < 2:
        assert found.value is None
        assert found.note
        return
    table = np.array([[unit.get(rater, np.nan) for unit in units] for rater in range(6)])
    reference = krippendorff.alpha(table, value_domain=POINTS, level_of_measurement=level)
    assert found.value == pytest.approx(reference, abs=1e-9)


def test_where_nothing_was_judged_twice_there_is_no_alpha_and_it_says_so():
    found = alpha([{"a": 1}, {"b": 2}, {}], POINTS, "ordinal")
    assert (found.value, found.interval, found.units) == (None, None, 0)
    assert found.note == "nothing was judged by two people"


def test_where_everybody_always_said_the_same_there_is_no_alpha_and_it_says_so():
    found = alpha([{"a": 5, "b": 5}] * 30, POINTS, "ordinal")
    assert (found.value, found.units) == (None, 30)
    assert "always said the same" in found.note


def test_where_nobody_disagreed_alpha_is_one_without_an_interval_that_would_look_sure():
    found = alpha([{"a": 1, "b": 1}, {"a": 2, "b": 2}], POINTS, "nominal")
    assert (found.value, found.interval) == (1, None)
    assert "nobody disagreed" in found.note


def test_too_little_variation_gives_no_interval():
    found = alpha([{"a": 1, "b": 1}] * 20 + [{"a": 1, "b": 2}], POINTS, "nominal")
    assert found.value is not None
    assert found.interval is None
    assert "too little variation" in found.note


def test_the_interval_holds_alpha_is_the_same_each_time_and_narrows_with_more_units():
    few = alpha(FOUR_OBSERVERS, POINTS, "ordinal")
    assert few == alpha(FOUR_OBSERVERS, POINTS, "ordinal")
    assert few != alpha(FOUR_OBSERVERS, POINTS, "ordinal", seed=1)
    many = alpha(FOUR_OBSERVERS * 20, POINTS, "ordinal")
    assert few.interval.low < few.value < few.interval.high
    assert few.interval.low < many.interval.low < many.value < many.interval.high <= few.interval.high


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    generator = np.random.default_rng(1)

    def sample(size: int) -> list[dict[int, int]]:
        truth = generator.choice(2, size, p=(0.7, 0.3))
        wrong = generator.random((size, 2)) < 0.15
        return [
            {0: int(true ^ first), 1: int(true ^ second)} for true, (first, second) in zip(truth, wrong, strict=True)
        ]

    true = alpha(sample(100_000), (0, 1), "nominal", resamples=0).value
    found = [alpha(sample(120), (0, 1), "nominal", resamples=500).interval for _ in range(200)]
    assert 0.88 <= sum(interval.low <= true <= interval.high for interval in found) / 200 <= 0.99


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_positive_agreement_of_two_is_twice_the_joint_naming_by_all_naming(judgements):
    units = [{"a": int(one), "b": int(other)} for one, other in judgements]
    both, all_named = sum(one and other for one, other in judgements), sum(one + other for one, other in judgements)
    assume(all_named)
    assert specific_agreement(units, 1) == pytest.approx(2 * both / all_named)


def test_positive_agreement_of_what_nobody_names_is_unknown():
    assert specific_agreement([{"a": 0, "b": 0}], 1) is None


def test_a_value_that_cannot_be_is_an_error_in_one_line():
    with pytest.raises(InputError, match="said 7, which is none of 1, 2, 3, 4, 5"):
        alpha([{"a": 7, "b": 1}], POINTS, "ordinal")
