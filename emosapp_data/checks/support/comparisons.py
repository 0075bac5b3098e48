"""In 'A more than B', 'A as much as B', 'from A to B' and 'A causes B', the sides must not change places, nor 'more' turn into 'less'."""

from typing import NamedTuple

from emosapp_data.checks.reading.negation import negations
from emosapp_data.checks.reading.opposites import COMPARATIVES, are_opposite
from emosapp_data.checks.reading.words import Reading, Word
from emosapp_data.checks.support.case import Case, Finding

MORE, LESS = frozenset({"more"}), frozenset({"less", "fewer"})
BEFORE, AFTER = (
    frozenset("before prior precede precedes preceded then".split()),
    frozenset("after follows followed following".split()),
)
"""Words between what comes first and what comes next, and the other way round."""
LEADING = frozenset("cause causes caused causing produce produces produced lead leads led therefore hence thus".split())
"""Words between a cause and its effect."""
CAUSED_BY = frozenset({"because", "due"})
"""Words between an effect and its cause."""
FARTHEST = 6
"""Words before 'than' among which the comparative is."""
SIDES = frozenset("one oneself themselves himself herself myself yourself somebody someone others".split())
"""Function words that may be what is compared."""
ADJUSTING = frozenset("not never twice thrice half times almost nearly n't so such".split())
"""Words before 'as ... as' with which it does not mean 'equally'."""
SAME = frozenset("same equally alike".split())


class Comparison(NamedTuple):
    """The two sides of a comparison, and by what they are compared."""

    kind: str
    """'than', 'as', 'from', 'order' for what comes before what, or 'cause' for what brings about what."""
    quality: Word | None
    """The word that is compared: 'common' in 'less common', 'commoner'; none in 'more than'."""
    rises: bool
    """Whether the left side has more of it."""
    left: tuple[Word, ...]
    right: tuple[Word, ...]


def find(case: Case) -> Finding | None:
    """A comparison whose sides are exchanged, or that is turned round."""
    quoted = _comparisons(case.quote)
    for said in _comparisons(case.answer):
        pairs = [(meant, _turned(said, meant)) for meant in quoted if said.kind == meant.kind]
        if any(turned is False and _are_straight(said, meant) for meant, turned in pairs):
            continue
        if any(turned is not None and _are_exchanged(said, meant, turned) for meant, turned in pairs):
            sides = f"{_text(said.left)!r} and {_text(said.right)!r}"
            return Finding(f"the comparison is turned round, or its sides are exchanged: {sides}", 0)
        if said.kind == "than" and (
            _is_same_in_evidence(said, case) or any(_are_equal(said, meant) for meant in quoted)
        ):
            return Finding(f"{_text(said.left)!r} and {_text(said.right)!r} are the same in the evidence", 0)
    return None


def _are_straight(said: Comparison, meant: Comparison) -> bool:
    """Whether both sides are where the evidence has them."""
    return bool(_shared(said.left, meant.left) and _shared(said.right, meant.right)) and not (
        _like(said.left, meant.right, meant.left) and _like(said.right, meant.left, meant.right)
    )


def _shared(some: tuple[Word, ...], others: tuple[Word, ...]) -> int:
    return sum(any(word.keys & other.keys for other in others) for word in some)


def _turned(said: Comparison, meant: Comparison) -> bool | None:
    """Whether one comparison says 'less' where the other says 'more'; none where they compare different things."""
    one, other = said.quality, meant.quality
    if one is None or other is None:
        return None if (one is None) != (other is None) else said.rises != meant.rises
    if one.keys & other.keys:
        return said.rises != meant.rises
    if are_opposite(one.lower, other.lower):
        return said.rises == meant.rises
    return None


def _are_exchanged(said: Comparison, meant: Comparison, turned: bool) -> bool:
    straight = _like(said.left, meant.left, meant.right), _like(said.right, meant.right, meant.left)
    crossed = _like(said.left, meant.right, meant.left), _like(said.right, meant.left, meant.right)
    if turned:
        return bool(all(straight) and not crossed[1])
    return all(crossed) and not all(straight)


def _are_equal(said: Comparison, meant: Comparison) -> bool:
    """Whether the evidence says 'as well as' of the two sides."""
    straight = _like(said.left, meant.left, meant.right), _like(said.right, meant.right, meant.left)
    return meant.kind == "as" and all(straight)


def _is_same_in_evidence(said: Comparison, case: Case) -> bool:
    """Whether a sentence of the evidence about both sides calls them the same and compares nothing."""
    for sentence in case.quote.sentences.values():
        if not any(word.lower in SAME for word in sentence) or any(
            word.lower in COMPARATIVES or word.lower == "than" for word in sentence
        ):
            continue
        if any(negation.negator.sentence == sentence[0].sentence for negation in negations(case.quote)):
            continue
        rest = (*said.left, *said.right)
        if sum(any(word.keys & other.keys for other in sentence) for word in rest) >= 2:
            return True
    return False


def _comparisons(reading: Reading) -> list[Comparison]:
    found = []
    for word in reading.words:
        before = _stretch(reading, word, -1)
        behind = _stretch(reading, word, 1)
        if word.lower == "than":
            found += _than(before, behind)
        elif word.lower == "as" and (start := next((one for one in before[-FARTHEST:] if one.lower == "as"), None)):
            found.append(
                Comparison("as", None, True, _side([one for one in before if one is not start]), _side(behind))
            )
        elif word.lower in BEFORE | AFTER:
            found += _order(word, before, behind)
        elif word.lower in LEADING | CAUSED_BY:
            passive = bool(behind) and behind[0].lower == "by"
            forward = word.lower in LEADING and not passive
            found.append(Comparison("cause", None, forward, _side(before[-FARTHEST:]), _side(behind[:FARTHEST])))
        elif word.lower in ("to", "into") and (
            start := next((one for one in before[-FARTHEST:] if one.lower == "from"), None)
        ):
            between = [one for one in before if one.place > start.place]
            found.append(Comparison("from", None, True, _side(between), _side(behind)[:2]))
    return [comparison for comparison in found if comparison.left and comparison.right]


def _order(word: Word, before: list[Word], behind: list[Word]) -> list[Comparison]:
    """What comes before what: 'A before B', 'A prior to B', 'A and then B'; not 'before' at the beginning of a sentence."""
    return [Comparison("order", None, word.lower in BEFORE, _side(before[-FARTHEST:]), _side(behind[:FARTHEST]))]


def _than(before: list[Word], behind: list[Word]) -> list[Comparison]:
    near = before[-FARTHEST:]
    degree = next((one for one in reversed(near) if one.lower in MORE | LESS or one.lower in COMPARATIVES), None)
    if degree is None:
        return []
    quality: Word | None = degree
    if degree.lower in MORE | LESS:
        quality = next(
            (one for one in near if one.place > degree.place and (one.is_content or one.lower == "often")), None
        )
    left = _side([one for one in before if one is not degree and one is not quality])
    return [Comparison("than", quality, degree.lower not in LESS, left, _side(behind))]


def _stretch(reading: Reading, word: Word, step: int) -> list[Word]:
    """The words before or behind a word, up to a pause."""
    found: list[Word] = []
    place = word.place + step
    last = word
    while 0 <= place < len(reading.words):
        other = reading.words[place]
        if other.sentence != word.sentence or (last if step < 0 else other).pause:
            break
        found.append(other)
        last = other
        place += step
    return found[::step]


def _side(words: list[Word]) -> tuple[Word, ...]:
    return tuple(word for word in words if word.is_content or word.lower in SIDES)


def _like(some: tuple[Word, ...], others: tuple[Word, ...], contrast: tuple[Word, ...]) -> int:
    """Words of some that are one of the others and like none of the contrast."""
    return sum(
        1
        for word in some
        if any(word.keys & other.keys for other in others) and not any(word.keys & other.keys for other in contrast)
    )


def _text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words[:4])
