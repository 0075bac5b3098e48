"""The quantities of a text: digits, number words, per cent, ranges, fractions, years, each with what it counts."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from emosapp_data.checks.reading.likeness import groups
from emosapp_data.checks.reading.vocabulary import FUNCTION_WORDS
from emosapp_data.checks.reading.words import Reading, Word, keys

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: float(value) for value, word in enumerate(UNITS)} | {
    word: 10.0 * (2 + place) for place, word in enumerate(TENS)
}
LARGE = {"hundred": 100.0, "thousand": 1000.0, "million": 1e6, "billion": 1e9, "dozen": 12.0}
NAMED = {"fortnight": 2.0, "decade": 10.0, "twice": 2.0, "double": 2.0, "doubled": 2.0, "doubles": 2.0} | {
    "triple": 3.0, "tripled": 3.0, "thrice": 3.0, "quarter": 0.25, "quarters": 0.25, "half": 0.5, "halves": 0.5, "halved": 0.5
}  # fmt: skip
PARTS = {
    "third": 3,
    "thirds": 3,
    "fourth": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
    "tenths": 10,
}
COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "nine": 9}
ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth".split())
MEASURED = {"fortnight": "week", "decade": "year", "twice": "time", "thrice": "time"}
"""What a word counts that is number and unit at once."""
FRACTIONS = frozenset(
    "half halves halved quarter quarters third thirds fifth fifths tenth tenths two-thirds three-quarters".split()
)
TIME = frozenset("second minute hour day night week month year decade century".split())
DAY = 24 * 60.0
MINUTES = {"second": 1 / 60, "minute": 1.0, "hour": 60.0, "day": DAY, "week": 7 * DAY, "month": 365.25 / 12 * DAY}
MINUTES |= {"year": 365.25 * DAY, "decade": 3652.5 * DAY, "century": 36525 * DAY}
"""How long units of time are, in minutes."""
CLOSE_DURATION = 0.03
"""Share by which the same duration may differ in other units: three months and twelve weeks are not the same, but 90 minutes and 1.5 hours."""
PER_CENT = frozenset({"per-cent", "percent", "percentage"})
DIGITS = re.compile(r"(\d+(?:[.,:]\d+)*)(?:['’]?s)?(st|nd|rd|th)?")
CLOCK = re.compile(r"(\d{1,2}):(\d\d)")
"""A time of the day, or a duration in hours and minutes."""
YEAR = range(1500, 2100)
AGE = frozenset("age aged".split())
"""Words before a number of years: 'at the age of four'."""
FARTHEST_UNIT = 3
"""Words behind a number among which is what it counts."""
COMPOUND = re.compile(r"[a-z]+-[a-z]+")


class Quantity(NamedTuple):
    """A number and what it counts."""

    value: float
    """The number."""
    units: frozenset[str]
    """Keys of the words that may name what it counts; empty where nothing does."""
    text: str
    """As written, with the word that follows."""
    word: Word
    """The word that the number ends with."""
    is_vague: bool
    """Whether the word need not be a number: 'one', 'an hour', 'half'."""

    def counts_the_same(self, other: "Quantity") -> bool:
        """Whether both count the same thing, as far as their words tell."""
        return bool(self.units & other.units or self._kin & other._kin)

    def equals(self, other: "Quantity") -> bool:
        """Whether both are the same amount: equal, equal when rounded, or the same time in other units."""
        if self.minutes and other.minutes and not self.units & other.units:
            return abs(self.minutes - other.minutes) <= CLOSE_DURATION * other.minutes
        return self.value == other.value or (not other.value.is_integer() and self.value == round(other.value))

    @property
    def minutes(self) -> float:
        """The time in minutes; 0 for what is no time."""
        return next((self.value * MINUTES[unit] for unit in sorted(self.units) if unit in MINUTES), 0.0)

    @property
    def _kin(self) -> frozenset[int]:
        return frozenset().union(*(groups(unit) for unit in self.units))


@lru_cache(maxsize=512)
def quantities(reading: Reading) -> tuple[Quantity, ...]:
    """All quantities of a text, in order."""
    words = reading.words
    found: list[Quantity] = []
    place = 0
    while place < len(words):
        value, used = _number(words, place)
        if value is None:
            place += 1
            continue
        last = words[place + used - 1]
        half = _and_a_half(words, place + used)
        named = MEASURED.get(last.lower)
        units = keys(named) if named else _unit(words, place + used)
        if not units and {word.lower for word in words[max(0, place - 2) : place]} & AGE:
            units = keys("year")
        vague = used == 1 and not half and (words[place].lower in ("one", "a", "an") or last.lower in FRACTIONS)
        shown = " ".join(word.text for word in words[place : place + used + (1 if units and not named else 0)])
        if half:
            value, units = value + NAMED["half"], units or _unit(words, place + used + half)
        found.append(Quantity(value, units, shown.replace("per-cent", "%"), last, vague))
        place += used + half
    return tuple(_share_units(found, words))


def _and_a_half(words: Sequence[Word], place: int) -> int:
    """How many words 'and a half' takes, behind a number or behind its unit; 0 where it does not stand."""
    for start in (place, place + 1):
        if [word.lower for word in words[start : start + 3]] == ["and", "a", "half"]:
            return start + 3 - place
    return 0


def _number(words: Sequence[Word], place: int) -> tuple[float | None, int]:
    """The number that starts at a place, and how many words it takes."""
    word, following, third, fourth = (words[at].lower if at < len(words) else "" for at in range(place, place + 4))
    if word in ("half", "quarter"):
        if following in ("a", "an") and third in TIME:
            return NAMED[word], 2
        if following == "of" and third in ("a", "an") and fourth in TIME:
            return NAMED[word], 3
    if word in ("a", "an"):
        if following in LARGE:
            return LARGE[following], 2
        return (1.0, 1) if following in TIME else (None, 0)
    if match := DIGITS.fullmatch(word):
        value = _digits(match[1])
        return (None, 0) if match[2] else (value * LARGE[following], 2) if following in LARGE else (value, 1)
    if word in NAMED:
        return NAMED[word], 1
    return _spelled(words, place)


def _spelled(words: Sequence[Word], place: int) -> tuple[float | None, int]:
    """The number that words spell from a place on: 'two hundred and five'."""
    total = _word_value(words[place].lower)
    if total is None:
        return None, 0
    used = 1
    while place + used < len(words):
        step = words[place + used].lower
        behind = words[place + used + 1].lower if place + used + 1 < len(words) else ""
        value = _word_value(step)
        if step in LARGE:
            total *= LARGE[step]
        elif value is not None and total >= 20 and value < (10 if total < 100 else 100):
            total += value
        elif not (total >= 100 and step == "and" and _word_value(behind)):
            break
        used += 1
    return total, used


def _digits(text: str) -> float:
    if match := CLOCK.fullmatch(text):
        return int(match[1]) + int(match[2]) / 60
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        text = text.replace(",", "")
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float(re.sub(r"\D", "", text))


@lru_cache(maxsize=512)
def _word_value(word: str) -> float | None:
    if word in SMALL:
        return SMALL[word]
    if COMPOUND.fullmatch(word):
        tens, units = word.split("-")
        if tens in TENS and units in UNITS:
            return SMALL[tens] + SMALL[units]
    return None


def _unit(words: Sequence[Word], place: int) -> frozenset[str]:
    """The keys of the words behind a number, up to the next that ends the phrase."""
    found: set[str] = set()
    start = words[place - 1]
    for word in words[place : place + FARTHEST_UNIT]:
        if word.sentence != start.sentence or word.after_pause:
            break
        if word.lower in PER_CENT:
            return keys("per-cent")
        if word.lower in FUNCTION_WORDS or word.lower[0].isdigit() or _word_value(word.lower) is not None:
            break
        found |= word.keys
    return frozenset(found)


def _share_units(found: list[Quantity], words: Sequence[Word]) -> list[Quantity]:
    """Give the first number of a range the unit of the second: '20 to 40 minutes', 'between 18 and 254'."""
    shared = list(found)
    for number in range(len(found) - 2, -1, -1):
        one, other = shared[number], shared[number + 1]
        gap = words[one.word.place + 1 : other.word.place]
        if not one.units and len(gap) == 1 and gap[0].lower in ("to", "and", "or"):
            shared[number] = one._replace(units=other.units)
    return shared


def is_year(quantity: Quantity) -> bool:
    """Whether a number is a year."""
    return (
        not quantity.is_vague
        and quantity.value.is_integer()
        and int(quantity.value) in YEAR
        and quantity.word.text[:4].isdigit()
    )


@lru_cache(maxsize=512)
def shares(reading: Reading) -> tuple[tuple[float, frozenset[int]], ...]:
    """The shares that a text gives, in per cent, each with the places of its numbers: '20 per cent', 'one in five', 'a fifth'."""
    found = []
    known = quantities(reading)
    for quantity in known:
        if PER_CENT & quantity.units:
            found.append((quantity.value, frozenset({quantity.word.place})))
        elif quantity.word.lower in ("half", "quarter"):
            found.append((100 * quantity.value, frozenset({quantity.word.place})))
    for one, other in pairwise(known):
        between = [word.lower for word in reading.words[one.word.place + 1 : other.word.place]]
        if between and between[-1] in ("in", "of") and len(between) <= 3 and 0 < one.value <= other.value:
            found.append((100 * one.value / other.value, frozenset({one.word.place, other.word.place})))
    for word, part in pairwise(reading.words):
        if (size := PARTS.get(part.lower)) and word.lower in COUNTS and not part.pause:
            found.append((100 * COUNTS[word.lower] / size, frozenset({word.place})))
    return tuple(found)
