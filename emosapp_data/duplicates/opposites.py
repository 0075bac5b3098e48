"""Words and their opposites: the list that the checks read with, and prefixes that turn a word round."""

from emosapp_data.checks.reading.opposites import are_opposite

PREFIXES = (
    "hyper/hypo retro/antero retro/pro over/under pre/post ante/post intro/extro intro/extra intra/extra "
    "intra/inter inter/exter in/ex im/ex in/de in/out up/down en/de af/ef pro/anti macro/micro endo/exo homo/hetero "
    "mono/poly uni/multi uni/bi mini/maxi sub/super ab/ad fore/hind ortho/hetero eu/dys exo/endo syn/a eu/a pro/re "
    "as/des con/di ac/de"
).split()
TURNING = "un in im il ir dis non anti counter mal mis de ab a an under over re".split()
"""Prefixes that turn a word round by themselves: aware, unaware."""
SHORTEST = 3
"""Letters that must follow the prefixes, so that 'in' and 'ex' are not opposites by themselves."""
SHORTEST_TURNED = 4
"""Letters of a word that a prefix alone turns round."""


def _both_ways(couples: list[str]) -> frozenset[tuple[str, str]]:
    split = [tuple(couple.split("/")) for couple in couples]
    return frozenset((pair[way], pair[1 - way]) for pair in split for way in (0, 1))


SWAPPED = _both_ways(PREFIXES)


def are_opposites(one: str, other: str) -> bool:
    """Whether two folded words are opposites, by the list or by their prefixes. It errs on the side of saying so."""
    if are_opposite(one, other):
        return True
    shared = _common_end(one, other)
    for length in range(shared, SHORTEST - 1, -1):
        front, back = one[: len(one) - length], other[: len(other) - length]
        if (front, back) in SWAPPED:
            return True
        if length >= SHORTEST_TURNED and ((not front and back in TURNING) or (not back and front in TURNING)):
            return True
    return False


def _common_end(one: str, other: str) -> int:
    """How many letters two words share at their ends."""
    length = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        length += 1
    return length
