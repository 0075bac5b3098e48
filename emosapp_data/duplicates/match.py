"""Two pairs that a person should see together."""

from typing import NamedTuple

from emosapp_data.duplicates.difference import MAY_CHANGE_MEANING, Difference


class Match(NamedTuple):
    """Two near duplicates, and what differs."""

    first: str
    """Id of the pair that came first."""
    second: str
    """Id of the other."""
    score: float
    """How alike they are, from 0 to 100: the higher of rapidfuzz's `ratio` and `token_sort_ratio`."""
    differences: tuple[Difference, ...]
    """The kinds of difference, in the order of the enumeration; none if the two are equal after folding."""
    only_first: str
    """Words of the first that the second does not have at that place, cut to fit a line."""
    only_second: str
    """Words of the second, likewise."""

    @property
    def may_change_meaning(self) -> bool:
        """Whether the two may mean something else, as far as a machine can tell."""
        return not MAY_CHANGE_MEANING.isdisjoint(self.differences)
