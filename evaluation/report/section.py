"""A part of the page that another step has written."""

from typing import NamedTuple


class Section(NamedTuple):
    """A part of the page."""

    title: str
    """Its heading."""
    html: str
    """Its content, as markup in which everything foreign is escaped."""
