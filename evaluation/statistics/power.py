"""What could have been found at all."""


def detectable(items: int, disagreeing: float, level: float = 0.05, power: float = 0.8) -> float:
    """The smallest difference of two shares that a paired test of so many items finds with this power.

    By the normal approximation of McNemar's test (Connor 1987, Biometrics 43:207), solved for the difference: with the share of
    items on which just one model is right, the difference's standard deviation is the root of that share over the items.

    Args:
        items: that both models answered
        disagreeing: share of them that just one of the two has right, from 0 to 1
        level: of the test, two-sided
        power: probability of finding it

    Returns:
        the difference, from 0 to 1, at most the share of disagreeing items where it is larger
    """
    from scipy.stats import norm  # noqa: PLC0415

    if items < 1 or disagreeing <= 0:
        return 1.0
    reach = norm.ppf(1 - level / 2) + norm.ppf(power)
    return float(min(1.0, reach * (disagreeing / items) ** 0.5))
