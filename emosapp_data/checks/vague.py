"""Would two readers answer the question alike?"""

import re

from emosapp_data.checks.base import TextCheck
from emosapp_data.checks.reading.questions import is_about_statement, is_polar
from emosapp_data.checks.reading.vocabulary import GENERAL, REWORDING
from emosapp_data.checks.reading.words import Word, kinds, read
from emosapp_data.schema import Reason, Verdict

OPEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bwhat (?:can|could|might) (?:be said|one say|we say|you say|be learned|be noted) (?:about|of|on|from)\b",
        r"\bwhat (?:is|are|was|were|makes?) (?:so |particularly |especially |most )?"
        r"(?:important|interesting|notable|remarkable|noteworthy|significant|special|worth knowing)\b(?! (?:for|than))",
        r"\b(?:some|a few|any|interesting|important) (?:facts|points|details|information|thoughts|aspects|things)\b",
        r"\b(?:tell|say) (?:me |us )?(?:something|anything|more) (?:about|on|of)\b",
        r"\b(?:keep|bear) in mind\b(?! (?:when|while|before|if|about|in|with|as)\b)",
        r"\b(?:should|must|do|need to) (?:we |one |you |people |students |i )?(?:need to )?know about\b",
        r"^(?:what|how) about\b",
        r"\bwhat (?:do|does|did) (?:you|we|one) (?:think|feel|make) (?:about|of)\b",
        r"\bwhat (?:is|are) (?:generally |already )?(?:known|there to know|there to say|worth saying) (?:about|on|of)\b",
        r"\bwhat (?:do|did) we (?:know|learn) (?:about|from)\b(?! (?:how|why|when|where|whether|what))",
        r"^(?:can|could|would) you (?:tell|explain|describe|talk|say|elaborate)\b[^?]{0,20}\b(?:about|on) [\w’' -]{1,30}\?$",
        r"^why (?:is|are|does|do) [\w’' -]{1,40} (?:so |really |very )?(?:important|interesting|relevant|matter|useful)"
        r"(?: (?:in|to|for) (?:us|life|people|everyday life|psychology))?\?$",
        r"\bhow (?:does|do|can|might|is|are) [\w’' -]{1,40} (?:affect|influence|shape|change|matter to|relevant to)"
        r" (?:us|you|people|a person|someone|life|our lives|everyday life|daily life|everyone|things)\?$",
        r"\bhow does (?:it|this|that|everything|all of this|all this) (?:all )?work\?$",
    )
)
"""Questions to which anything about the subject is an answer."""
DEFINITION = re.compile(
    r"what (?:is|are|does|do) (?:meant by )?(?:an? |the )?"
    r"(?!life\b|people\b|the mind\b|important\b|it\b|this\b|that\b)[\w’-]+(?: (?:of )?[\w’-]+){0,2}(?: mean)?\?$",
    re.IGNORECASE,
)
"""A question for what a term means, which is particular whatever the term."""
MOST_GENERAL, MOST_GENERAL_POLAR = 4, 2
"""General words in a question of which more say together what it is about; fewer are enough where yes or no is the answer."""
ENOUGH = 3
"""Particular words from which on a question surely says what it is about."""
ANYBODY = frozenset(
    """body mind life world everyday daily human woman man girl boy child teenager adult family friend somebody society
    science psychology research chapter text book author expert professional animal nature universe
    study experiment researcher participant subject result finding passage author example figure theory concept topic term""".split()
)
"""Nouns of which anything can be asked; a question about nothing else does not say what it is about."""


class Vague(TextCheck):
    """Rejects a question that fits many answers: it asks for anything about a subject, or names no subject."""

    name = "vague"
    version = 2

    def judge_text(self, question: str, answer: str) -> Verdict:
        """Judge a question and its answer."""
        for pattern in OPEN:
            if match := pattern.search(question):
                return self.reject(Reason.VAGUE, f"anything would be an answer: {match[0]!r}")
        if is_about_statement(question) or "“" in question or '"' in question or DEFINITION.match(question):
            return self.passed()
        asked = read(question)
        specific = [word for word in asked.words if _is_specific(word)]
        weak = [word for word in asked.words if _is_weak(word)]
        named = len(specific) + sum(not word.keys & GENERAL for word in weak) / 2
        if named < 1 and len(weak) <= (MOST_GENERAL_POLAR if is_polar(asked) else MOST_GENERAL):
            return self.reject(Reason.VAGUE, "the question names no subject of its own", 0.0)
        return self.passed(min(1.0, named / ENOUGH))


def _is_specific(word: Word) -> bool:
    if not word.is_content or word.lower[0].isdigit():
        return False
    if (word.place and word.text[0].isupper()) or "-" in word.lower:
        return True
    return not (word.keys & ANYBODY or (word.keys & REWORDING and not _names(word)))


def _is_weak(word: Word) -> bool:
    """Whether a word says a little of what a question is about."""
    return word.is_content and not word.lower[0].isdigit() and not word.keys & ANYBODY and not _is_specific(word)


def _names(word: Word) -> bool:
    """Whether a word of wide use can name a subject: a noun that is not general ('conformity', 'sleep'), not a verb."""
    return (
        not word.keys & GENERAL
        and kinds(word.lower) <= {"NOUN"}
        and word.lower.endswith(("tion", "ity", "ism", "ment"))
    )
