"""Whom to call in which country. The numbers are those of `emosapp_data.checks.safety.crisis_lines`, with the sources told there.

A short list, of countries for which a number is known there; whoever gives the app to people checks that each is in service
and right for them.
"""

from typing import NamedTuple

DIRECTORY = "https://findahelpline.com"
"""Lists lines by country (ThroughLine, with the International Association for Suicide Prevention)."""


class Line(NamedTuple):
    """A helpline."""

    name: str
    """Its name."""
    number: str
    """As people write it."""
    how: str = "call"
    """What to do with the number."""


class Lines(NamedTuple):
    """Whom to call in a country."""

    emergency: str
    """The number for immediate danger."""
    crisis: Line | None = None
    """For thoughts of suicide and any other distress."""
    violence: Line | None = None
    """For abuse and violence."""


SAMARITANS = Line("Samaritans", "116 123")
LINES = {
    "US": Lines(
        "911",
        Line("the 988 Suicide & Crisis Lifeline", "988", "call or text"),
        Line("the National Domestic Violence Hotline", "800-799-7233"),
    ),
    "CA": Lines("911", Line("the Suicide Crisis Helpline", "988", "call or text")),
    "GB": Lines("999", SAMARITANS, Line("the National Domestic Abuse Helpline (England)", "0808 2000 247")),
    "IE": Lines("112 or 999", SAMARITANS),
    "DE": Lines("112", Line("TelefonSeelsorge", "0800 111 0 111")),
    "AT": Lines("112", Line("TelefonSeelsorge", "142")),
    "CH": Lines("112", Line("Die Dargebotene Hand", "143")),
    "FR": Lines("112", Line("the national suicide prevention line", "3114")),
    "AU": Lines("000", Line("Lifeline", "13 11 14"), Line("1800RESPECT", "1800 737 732")),
    "NZ": Lines("111", Line("Need to talk?", "1737", "call or text")),
}
"""By ISO 3166 code."""
EUROPEAN_UNION = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
ANYWHERE_IN_THE_UNION = Lines("112")


def lines_of(country: str | None) -> Lines | None:
    """Whom to call in a country; none where that is not known."""
    if country is None:
        return None
    return LINES.get(country) or (ANYWHERE_IN_THE_UNION if country in EUROPEAN_UNION else None)
