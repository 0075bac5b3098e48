"""Bounds of a date as a client writes them: ISO 8601 from the year down to fractions of a second, or milliseconds since 1970.

As with Elasticsearch, what is left out is filled up: month and day with 01, the time of day with its first moment for a lower bound and its
last for an upper one. "2024-05-01" to "2024-05-01" is that whole day. Expressions such as "now-1d" are not understood.
"""

import re
from datetime import UTC, datetime, timedelta

from emosapp_argilla.index.documents import microseconds

PARTS = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<hour>\d\d)(?::(?P<minute>\d\d)(?::(?P<second>\d\d)"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?)?)?"
)
MILLISECONDS = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")


class UnreadableDateError(ValueError):
    """A bound that is no date."""


def bound(written: str | float, upper: bool) -> int:
    """Microseconds since 1970 of a lower or an upper bound. Raises UnreadableDateError."""
    text = str(written).strip()
    found = PARTS.fullmatch(text)
    try:
        if found is None:
            if not MILLISECONDS.fullmatch(text):
                raise UnreadableDateError(f"{text!r} is not a date such as 2024-05-31 or 2024-05-31T08:30:00")
            return int(float(text) * 1000)
        return _moment(found, upper)
    except UnreadableDateError:
        raise
    except (ValueError, OverflowError) as error:
        raise UnreadableDateError(f"{text!r} is not a date: {error}") from error


def _moment(found: re.Match[str], upper: bool) -> int:
    parts = found.groupdict()

    def part(name: str, first: int, last: int) -> int:
        return int(parts[name]) if parts[name] is not None else last if upper else first

    # What is written of a fraction counts as far as the database's microseconds go.
    micros = int((parts["fraction"] + "000000")[:6]) if parts["fraction"] else 999_999 if upper else 0
    moment = datetime(
        int(parts["year"]),
        part("month", 1, 1),
        part("day", 1, 1),
        part("hour", 0, 23),
        part("minute", 0, 59),
        part("second", 0, 59),
        micros,
        tzinfo=UTC,
    )
    return microseconds(moment) - _offset(parts["zone"]) // timedelta(microseconds=1)


def _offset(zone: str | None) -> timedelta:
    if zone in (None, "Z"):
        return timedelta()
    assert zone is not None  # noqa: S101 (for the type checker)
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return -offset if zone[0] == "-" else offset
