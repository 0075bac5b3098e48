"""Figures as the page prints them. A dash stands where there is none."""

import math

from annotation.agreement import Alpha, Interval, Share

NONE = "–"
ROUNDING = 1e-6
"""What a computed per cent may lie beside the whole number that it is."""


def percent(value: float | None) -> str:
    """A share: '84 %'; what is neither all nor nothing is never printed as such."""
    if value is None:
        return NONE
    if 0 < value < 0.005:
        return "< 1 %"
    if 0.995 <= value < 1:
        return "> 99 %"
    return f"{100 * value:.0f} %"


def span_of_percents(interval: Interval | None) -> str:
    """An interval of a share, rounded outwards: '71–92 %'."""
    if interval is None:
        return NONE
    return f"{math.floor(100 * interval.low + ROUNDING)}–{math.ceil(100 * interval.high - ROUNDING)} %"


def share_text(share: Share) -> str:
    """A share with its interval: '84 % (71–92 %)'."""
    return f"{percent(share.value)} ({span_of_percents(share.interval)})" if share.of else NONE


def number(value: float | None, digits: int = 2) -> str:
    """A number with a minus sign that is as wide as a plus."""
    if value is None:
        return NONE
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def signed(value: float | None, digits: int = 2) -> str:
    """A number with its sign; none for zero."""
    text = number(value, digits)
    return f"+{text}" if value is not None and float(f"{value:.{digits}f}") > 0 else text


def span(interval: Interval | None) -> str:
    """An interval: '0.61 to 0.78'."""
    return f"{number(interval.low)} to {number(interval.high)}" if interval else ""


def alpha_text(alpha: Alpha) -> str:
    """Alpha with its interval, or why there is none."""
    if alpha.value is None:
        return alpha.note
    return f"{number(alpha.value)} ({span(alpha.interval) or alpha.note})"


def duration(seconds: float | None) -> str:
    """A time in the unit that fits: '41 s', '2 min 5 s', '3.4 hours', '120 hours'."""
    if seconds is None:
        return NONE
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min" + (f" {whole % 60} s" if whole % 60 and whole < 600 else "")
    hours = seconds / 3600
    return f"{hours:,.0f} hours" if hours >= 10 else f"{hours:.1f} hours"


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: '1 pair', '1,204 pairs'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
