"""The statistics equal those of scipy, scikit-learn and statsmodels, find what is planted, and nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("scipy")
pytest.importorskip("sklearn")
pytest.importorskip("statsmodels")

from scipy.stats import binom
from sklearn.metrics import accuracy_score, f1_score
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from evaluation.record import Prediction
from evaluation.statistics import Answers, detectable, difference, holm, mcnemar, metrics_of, scores_of, value, wilson
from evaluation.statistics.bootstrap import percentiles, weights
from evaluation.statistics.metrics import accuracy, f1, f1_macro, f1_weighted

CHOICES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=60)


@given(st.integers(1, 400).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_the_interval_of_a_share_is_wilsons(counts):
    expected = proportion_confint(*counts, alpha=0.05, method="wilson")
    assert wilson(*counts) == pytest.approx(expected, abs=1e-12)


@given(CHOICES)
def test_accuracy_and_f1_are_scikit_learns(pairs):
    gold, chosen = zip(*pairs, strict=True)
    answers = Answers.of(gold, chosen)
    assert value(accuracy, answers) == pytest.approx(accuracy_score(gold, chosen))
    for metric, average in ((f1, "binary"), (f1_macro, "macro"), (f1_weighted, "weighted")):
        expected = f1_score(
            gold, chosen, average=average, labels=None if average == "binary" else [0, 1], zero_division=0
        )
        assert value(metric, answers) == pytest.approx(expected)


@given(CHOICES)
@settings(max_examples=30)
def test_a_figure_of_a_sample_is_that_of_the_drawn_items(pairs):
    answers = Answers.of(*zip(*pairs, strict=True))
    drawn = weights(len(pairs), seed=3, samples=4)
    for metric in metrics_of("dreaddit").values():
        for row, found in zip(drawn, metric(answers, drawn), strict=True):
            repeated = np.repeat(np.arange(len(pairs)), row.astype(int))
            again = Answers(answers.gold[repeated], answers.chosen[repeated])
            assert found == pytest.approx(value(metric, again))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=200))
def test_mcnemars_test_is_statsmodels(rows):
    first, second = (np.array(side) for side in zip(*rows, strict=True))
    table = [[np.sum(first & second), np.sum(first & ~second)], [np.sum(~first & second), np.sum(~first & ~second)]]
    assert mcnemar(first, second) == pytest.approx(float(statsmodels_mcnemar(table, exact=True).pvalue))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
@settings(max_examples=25)  # statsmodels has all garbage collected for each
def test_holm_is_statsmodels(p_values):
    assert holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))


def models(seed: int, items: int, first: float, second: float) -> tuple[Answers, Answers]:
    """Two models that are right with given probabilities, more often together than chance has it."""
    random = np.random.default_rng(seed)
    difficulty = random.random(items)
    noise = random.random((2, items))
    right = [
        np.where(random.random(items) < 0.5, difficulty, noise[side]) < share
        for side, share in enumerate((first, second))
    ]
    gold = np.zeros(items, dtype=np.int64)
    one, two = (Answers(gold, np.where(each, 0, 1)) for each in right)
    return one, two


def test_a_planted_difference_is_found_and_one_that_is_not_there_is_not():
    tries = 200

    def found(seed: int, first: float, second: float) -> bool:
        a, b = models(seed, 300, first, second)
        return difference(accuracy, [a], [b], seed, samples=2000).p < 0.05

    assert sum(found(seed, 0.55, 0.40) for seed in range(tries)) >= 0.9 * tries
    assert sum(found(seed, 0.5, 0.5) for seed in range(tries)) <= binom.ppf(0.999, tries, 0.05)
    exact = [mcnemar(a.right, b.right) < 0.05 for seed in range(tries) for a, b in [models(seed, 300, 0.5, 0.5)]]
    assert sum(exact) <= binom.ppf(0.999, tries, 0.05)


def test_a_clear_difference_is_found_among_a_hundred_tests():
    """The smallest p-value that the bootstrap can give has to be small enough for Holm's correction."""
    (a, b) = models(1, 300, 0.8, 0.3)
    assert max(holm([difference(accuracy, [a], [b]).p] * 100)) < 0.05


def test_intervals_hold_what_they_promise():
    tries, share = 300, 0.45
    held = 0
    for seed in range(tries):
        (answers, _) = models(seed, 200, share, share)
        low, high = percentiles(accuracy(answers, weights(200, seed, 500)))
        held += low <= share <= high
    assert binom.ppf(0.001, tries, 0.93) <= held


def test_what_would_be_found_is_found_as_often_as_promised():
    items = 400
    right = [models(seed, items, 0.5, 0.5) for seed in range(20)]
    apart = float(np.mean([np.mean(a.right != b.right) for a, b in right]))
    planted = detectable(items, apart)
    found = 0
    for seed in range(200):
        a, b = models(seed, items, 0.5 + planted / 2, 0.5 - planted / 2)
        found += mcnemar(a.right, b.right) < 0.05
    assert 0.65 <= found / 200 <= 0.95


def test_an_item_counts_once_however_many_wordings_it_has():
    """Three wordings that always agree tell no more than one of them."""
    random = np.random.default_rng(1)
    chosen = random.integers(0, 2, 200)
    rows = [
        Prediction(benchmark="mhqa", wording=wording, item=str(number), gold=0, chosen=int(one))
        for wording in "abc"
        for number, one in enumerate(chosen)
    ]
    scores = list(scores_of(rows))
    single, total = scores[0], next(score for score in scores if score.wording is None)
    assert total.items == 200
    assert total.high - total.low == pytest.approx(single.high - single.low, rel=0.15)
