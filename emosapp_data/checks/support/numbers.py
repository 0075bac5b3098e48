"""Every number of the answer has to stand in the evidence, counting the same thing."""

from itertools import pairwise

from emosapp_data.checks.reading.numbers import ORDINALS, PER_CENT, TIME, Quantity, is_year, quantities, shares
from emosapp_data.checks.support.case import Case, Finding

IN_PASSAGE = 0.7
"""Support of a number that stands elsewhere in the passage, not in the quote."""
UNKNOWN = 0.6
"""Support of a small number that may be a count of what is listed."""
LARGEST_COUNT = 12
COUPLE = "two"
TIMES = TIME | PER_CENT | {"time"}
"""What is measured, and is no list of things to be counted."""
ROUGHLY = 5.0
"""Difference in per cent up to which a fraction may stand for a share: 'nearly half' for 47 per cent."""
CLOSE_SHARE = 1.0
"""Difference in per cent up to which two shares are the same in other words: a third and 33 per cent."""


def find(case: Case) -> Finding | None:
    """The first number that the evidence does not have; or how well the numbers are supported, if not fully."""
    quoted, around, asked = (quantities(reading) for reading in (case.quote, case.around, case.question))
    doubt: Finding | None = None
    for said in quantities(case.answer):
        if said.is_vague and not (said.units and said.word.lower in ("a", "an")):
            continue
        finding = _judge(said, quoted, around, asked, case)
        if finding and finding.support == 0:
            return finding
        doubt = finding or doubt
    return _wrong_share(case) or _wrong_ordinal(case) or doubt


def _wrong_ordinal(case: Case) -> Finding | None:
    """'The third stage' where the quote only has 'the second stage'."""
    ranks = {word.lower for reading in (case.quote, case.question) for word in reading.words} & ORDINALS
    for said, thing in pairwise(case.answer.words):
        if said.lower not in ORDINALS or said.lower in ranks or not thing.is_content or thing.pause:
            continue
        for other, named in pairwise(case.quote.words):
            if other.lower in ORDINALS and not named.pause and thing.keys & named.keys:
                return Finding(f"the answer says {said.text} {thing.text}, the evidence {other.text} {named.text}", 0)
    return None


def _judge(
    said: Quantity,
    quoted: tuple[Quantity, ...],
    around: tuple[Quantity, ...],
    asked: tuple[Quantity, ...],
    case: Case,
) -> Finding | None:
    if said.is_vague:
        return _judge_vague(said, quoted, around, case)
    if any(_same(said, other) for other in quoted) or any(said.equals(other) for other in asked):
        return None
    if _is_same_share(said, case):
        return None
    others = [other for other in quoted if other.counts_the_same(said) or not (said.units or other.units)]
    others = [other for other in others if not said.equals(other) and is_year(other) == is_year(said)]
    if others:
        return Finding(f"the answer says {said.text}, the evidence {_listed(others)}", 0)
    if any(said.equals(other) for other in quoted):
        return Finding(f"{said.text} stands in the quote, but may count something else", IN_PASSAGE)
    if any(_same(said, other) for other in around):
        return Finding(f"{said.text} stands in the passage, not in the quote", IN_PASSAGE)
    if said.value <= LARGEST_COUNT and not said.units & TIMES and _counts_a_list(said, case):
        return Finding(f"{said.text} may be counted from the evidence", UNKNOWN)
    kin = [other for other in quoted if is_year(other) == is_year(said)] or list(quoted)
    evidence = f"the evidence {_listed(kin)}" if kin else "the evidence has no number"
    return Finding(f"the answer says {said.text}, {evidence}", 0)


def _judge_vague(
    said: Quantity, quoted: tuple[Quantity, ...], around: tuple[Quantity, ...], case: Case
) -> Finding | None:
    """'an hour': rejected only where the passage never speaks of hours."""
    if any(other.counts_the_same(said) for other in (*quoted, *around)):
        return None
    if said.units & (case.around.keys | case.question.keys):
        return None
    return Finding(f"the answer says {said.text}, the evidence has no such time", 0)


def _wrong_share(case: Case) -> Finding | None:
    """A fraction, or 'one in five', where the quote gives shares in per cent, and none that is near."""
    given = [share for share, _ in shares(case.quote)]
    exact = {quantity.word.place for quantity in quantities(case.answer) if PER_CENT & quantity.units}
    for share, places in shares(case.answer):
        if given and not places & exact and all(abs(share - other) > ROUGHLY for other in given):
            words = " ".join(case.answer.words[place].text for place in sorted(places))
            return Finding(
                f"the answer says {words}, the evidence {', '.join(f'{other:g} %' for other in given[:4])}", 0
            )
    return None


def _is_same_share(said: Quantity, case: Case) -> bool:
    """Whether a number is part of a share that the quote gives in another form: '20 per cent' for 'one in five'."""
    given = [share for share, _ in shares(case.quote)]
    own = [share for share, places in shares(case.answer) if said.word.place in places]
    return any(abs(share - other) < CLOSE_SHARE for share in own for other in given)


def _same(said: Quantity, other: Quantity) -> bool:
    """Whether two quantities are equal and count the same; large numbers hardly agree by chance."""
    return said.equals(other) and (
        not said.units
        or not other.units
        or said.counts_the_same(other)
        or bool(said.minutes and other.minutes)
        or said.value > LARGEST_COUNT
    )


def _counts_a_list(said: Quantity, case: Case) -> bool:
    """Whether the answer or the quote lists as many things as the number says; two things are seldom listed."""
    if said.word.lower == COUPLE:
        return True
    return any(int(said.value) in _listing(pauses, joints) for pauses, joints in _sentences(case))


def _sentences(case: Case) -> list[tuple[int, int]]:
    found = []
    for reading in (case.answer, case.quote):
        for number in {word.sentence for word in reading.words}:
            words = reading.sentence(number)
            joints = sum(1 for word in words if word.lower in ("and", "or"))
            pauses = sum(1 for word in words[1:] if word.after_pause)
            found.append((pauses, joints))
    return found


def _listing(pauses: int, joints: int) -> range:
    """How many things may be listed: a comma before 'and', or a colon before the list, makes one pause more."""
    return range(pauses - 1, pauses + 3) if joints else range(pauses, pauses + 2)


def _listed(others: list[Quantity]) -> str:
    return ", ".join(dict.fromkeys(other.text for other in others[:4]))
