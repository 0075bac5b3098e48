"""Every name of the answer has to stand in the evidence, the passage or the question."""

from emosapp_data.checks.reading.likeness import groups
from emosapp_data.checks.reading.numbers import SMALL
from emosapp_data.checks.reading.vocabulary import FUNCTION_WORDS
from emosapp_data.checks.reading.words import Reading, Word, kinds
from emosapp_data.checks.support.case import Case, Finding, is_general, stands_in

WEEK_AND_YEAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december english i""".split()
)
SAME_START = 4
"""Letters with which a name and what is made of it begin alike: 'Britain' and 'British'."""


def find(case: Case) -> Finding | None:
    """The first name or abbreviation that stands nowhere in what the pair rests on."""
    starts = {case.answer.sentence(word.sentence)[0].place for word in case.answer.words}
    for word in case.answer.words:
        if _is_name(word, word.place in starts) and not any(
            _stands_in(word, reading) for reading in (case.quote, case.around, case.question)
        ):
            return Finding(f"the name {word.text!r} does not stand in the evidence", 0)
    return None


def _stands_in(word: Word, reading: Reading) -> bool:
    if word.is_abbreviation and word.lower in FUNCTION_WORDS:
        return any(other.text == word.text for other in reading.words)
    return stands_in(word, reading) or any(
        other.text[0].isupper() and other.lower[:SAME_START] == word.lower[:SAME_START]
        for other in reading.words
        if len(word.lower) >= SAME_START
    )


def _is_name(word: Word, starts_sentence: bool) -> bool:
    if not word.text[0].isupper() or word.lower in WEEK_AND_YEAR or not word.is_content:
        return False
    if word.lower[0].isdigit() or all(part in SMALL for part in word.lower.split("-")):
        return False
    if word.is_abbreviation:
        return True
    return not starts_sentence or not (kinds(word.lower) or is_general(word) or groups(word.lower))
