"""Where the answer is a term, it must be that of the evidence, not another of the passage: 'It is suggestibility.'"""

from emosapp_data.checks.reading.words import Word
from emosapp_data.checks.support.case import Case, Finding, is_echoed, is_rewording, stands_in

POINTING = frozenset("it this that these those".split())
LINKING = frozenset("is are was were".split())
LONGEST = 3
"""Content words of a term."""


def find(case: Case) -> Finding | None:
    """A term with which an answer begins, of which the quote has nothing, but the passage around it."""
    term = _term(case)
    if not term or any(is_echoed(word, case.quote) or is_echoed(word, case.question) for word in term):
        return None
    if case.is_prose and all(stands_in(word, case.around) for word in term):
        return Finding(f"{' '.join(word.text for word in term)!r} stands in the passage, not in the evidence", 0)
    return None


def _term(case: Case) -> list[Word]:
    """The particular words of a short phrase behind 'It is', up to a pause."""
    words = case.answer.words
    if len(words) < 3 or words[0].lower not in POINTING or words[1].lower not in LINKING:
        return []
    phrase: list[Word] = []
    for word in words[2:]:
        if word.pause or word.sentence != words[0].sentence:
            break
        phrase.append(word)
    content = [word for word in phrase if word.is_content]
    return [word for word in content if not is_rewording(word)] if len(content) <= LONGEST else []
