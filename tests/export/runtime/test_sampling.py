"""How tokens are drawn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from export.runtime import Sampling
from export.runtime.sampling import Sampler

logits = st.lists(st.floats(-20, 20, width=32), min_size=1, max_size=30).map(lambda x: np.array(x, dtype=np.float32))


@given(logits)
def test_at_temperature_zero_the_likeliest_is_taken(values: np.ndarray) -> None:
    assert Sampler(Sampling(0.0)).pick(values) == int(values.argmax())


@given(logits)
def test_the_smallest_nucleus_is_the_likeliest_token(values: np.ndarray) -> None:
    drawn = Sampler(Sampling(1.0, 1e-9, 0)).pick(values)
    assert np.exp(float(values[drawn]) - float(values.max())) == 1.0  # of equal probability, as far as numbers tell


@given(logits, st.floats(0.1, 3), st.floats(0.05, 1), st.integers(0, 1000))
def test_a_token_outside_the_nucleus_is_never_drawn(
    values: np.ndarray, temperature: float, top_p: float, seed: int
) -> None:
    drawn = Sampler(Sampling(temperature, top_p, seed)).pick(values)
    weights = np.exp((values.astype(float) - values.max()) / temperature)
    likelier = weights[weights > weights[drawn]].sum() / weights.sum()
    assert likelier <= top_p + 1e-9


def test_tokens_come_as_often_as_their_probability_says() -> None:
    probabilities = np.array([0.5, 0.3, 0.2])
    sampler = Sampler(Sampling(1.0, 1.0, 7))
    drawn = [sampler.pick(np.log(probabilities).astype(np.float32)) for _ in range(4000)]
    np.testing.assert_allclose(np.bincount(drawn, minlength=3) / 4000, probabilities, atol=0.03)
