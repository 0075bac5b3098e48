"""Who does what to whom: the two sides of a verb must not change places, its passive voice considered."""

from typing import NamedTuple

from emosapp_data.checks.reading.words import Reading, Word, kinds
from emosapp_data.checks.support.case import Case, Finding
from emosapp_data.checks.support.news import is_used_as_noun

BE = frozenset("is are was were be been being gets get got".split())
FARTHEST = 7
"""Words on either side of a verb among which its sides are."""
TWO_WAY = frozenset(
    "differ compare relate associate link connect interact share meet resemble combine equal say include do have see".split()
)
"""Verbs whose sides may change places."""


class Action(NamedTuple):
    """A verb and the content words before and behind it, as if it stood in the active voice."""

    verb: Word
    doer: tuple[Word, ...]
    done_to: tuple[Word, ...]


def find(case: Case) -> Finding | None:
    """A verb of the quote that the answer has with its sides exchanged."""
    quoted = _actions(case.quote)
    for said in _actions(case.answer):
        same = [meant for meant in quoted if said.verb.keys & meant.verb.keys]
        if any(_are_exchanged(said, meant) for meant in same) and not any(_are_straight(said, meant) for meant in same):
            sides = (
                f"{' '.join(word.text for word in said.doer)!r} and {' '.join(word.text for word in said.done_to)!r}"
            )
            return Finding(f"the sides of {said.verb.text!r} are exchanged: {sides}", 0)
    return None


def _are_straight(said: Action, meant: Action) -> bool:
    return bool(_like(said.doer, meant.doer, meant.done_to) or _like(said.done_to, meant.done_to, meant.doer))


def _are_exchanged(said: Action, meant: Action) -> bool:
    crossed = _like(said.doer, meant.done_to, meant.doer), _like(said.done_to, meant.doer, meant.done_to)
    return all(crossed)


def _actions(reading: Reading) -> list[Action]:
    found = []
    for word in reading.words:
        if (
            "VERB" not in kinds(word.lower)
            or not word.is_content
            or word.keys & TWO_WAY
            or is_used_as_noun(word, reading)
        ):
            continue
        before, behind = _side(reading, word, -1), _side(reading, word, 1)
        passive = any(reading.words[place].lower in BE for place in range(max(0, word.place - 2), word.place))
        by = next((number for number, other in enumerate(behind) if other.lower == "by"), None)
        if passive and by is not None:
            before, behind = behind[by:], before
        sides = [tuple(one for one in side if one.is_content) for side in (before, behind)]
        if all(sides):
            found.append(Action(word, sides[0], sides[1]))
    return found


def _side(reading: Reading, word: Word, step: int) -> list[Word]:
    """The words before or behind a verb, up to a pause."""
    found: list[Word] = []
    place = word.place + step
    while 0 <= place < len(reading.words) and len(found) < FARTHEST:
        other = reading.words[place]
        edge = other if step > 0 else reading.words[place + 1]
        if edge.pause or other.sentence != word.sentence:
            break
        found.append(other)
        place += step
    return found[::step]


def _like(some: tuple[Word, ...], others: tuple[Word, ...], contrast: tuple[Word, ...]) -> int:
    """Words of some that are one of the others and like none of the contrast."""
    return sum(
        1
        for word in some
        if any(word.keys & other.keys for other in others) and not any(word.keys & other.keys for other in contrast)
    )
