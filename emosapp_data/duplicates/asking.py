"""What a question asks for, whichever way it is asked."""

import re

from emosapp_data.duplicates.vocabulary import SAYING_LITTLE

ARTICLE = r"(?:(?:a|an|the) )?"
NAMED = r"(?:(?:the )?(?:term|word|concept|concept of|notion|notion of) )?"
DEFINITIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:please )?define {NAMED}{ARTICLE}(?P<term>.+)",
        rf"(?:please )?(?:give|state|provide) (?:a|the) definition of {NAMED}{ARTICLE}(?P<term>.+)",
        rf"(?:please )?explain what (?:is )?{NAMED}{ARTICLE}(?P<term>.+?) (?:is|are|means?)",
        rf"(?:please )?explain what is meant by {NAMED}{ARTICLE}(?P<term>.+)",
        rf"what (?:is|are) meant by {NAMED}{ARTICLE}(?P<term>.+)",
        rf"what do(?:es)? {NAMED}{ARTICLE}(?P<term>.+?) (?:mean|refer to|stand for)",
        rf"what is the (?:definition|meaning) of {NAMED}{ARTICLE}(?P<term>.+)",
        rf"how (?:would|do|can|could) (?:you|we|one|psychologists) define {NAMED}{ARTICLE}(?P<term>.+)",
        rf"how (?:is|are) {NAMED}{ARTICLE}(?P<term>.+?) defined",
        rf"what(?: is| are|'s) {NAMED}{ARTICLE}(?P<term>.+)",
    )
)
"""Ways to ask what something is, after folding; the most general comes last."""


def defined_term(question: str) -> str | None:
    """What a folded question wants defined; none if it asks for something else."""
    for pattern in DEFINITIONS:
        if match := pattern.fullmatch(question):
            return match["term"]
    return None


def topic(question: str) -> str:
    """What a folded question is about: the term to be defined, or the words that say something, in their order."""
    return defined_term(question) or " ".join(word for word in question.split() if word not in SAYING_LITTLE)
