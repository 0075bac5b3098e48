"""From a key term and its definition to a question and an answer that a person would say.

Definitions in glossaries are phrases ("period of initial learning ..."). Where the phrase is of a kind that can be put
into a sentence safely, the answer is a sentence; otherwise it is the definition as the book has it, which answers the
question just as well. The question takes the article that the book itself uses; where the book shows none, it asks
what the term means, which is right for every word.
"""

import re
from typing import NamedTuple

from emosapp_data.generation.nouns import ABSTRACT, COUNTABLE, DEFINITE, FACULTIES, MASS_BEHAVIOUR, STATED, UNIQUE
from emosapp_data.generation.usage import (
    TermUse,
    Usage,
    head_noun,
    indefinite_article,
    is_noun,
    is_plural,
)

ALIAS = re.compile(r"^\((?:also|also called|also known as|or),?\s+([^)]+)\)[,;]?\s+", re.IGNORECASE)
POSTMODIFIER = re.compile(
    r"[a-z][\w-]*(?:[,;:.]? (?:of|in|that|which|who|whom|whose|where|when|used|to|for|by|with|between|from|about|on|at|as|made|developed"
    r"|created|caused|based|consisting|involving|designed|aimed|together|attached|set)$|[,;:] |\.?\s?$| \()"
)
"""A noun, and what may follow the noun that a definition is about."""
MOST_MODIFIERS = 4
"""Most words before the noun."""
DETERMINED = re.compile(r"^(?:a|an|the|any|one|each|every|someone|something|anything|anyone)\s", re.IGNORECASE)
NOT_MODIFIERS = re.compile(
    r"(?:is|are|was|were|of|in|that|which|who|to|and|a|an|the|has|have|can|we|you|they|it|something|somebody|how|what)[,;:]?"
)
CLAUSE = re.compile(
    r"^(?:(?!that\b|which\b|who\b|where\b|when\b|how\b|what\b)[\w’'-]+\s+){1,8}(?:must|can|cannot|may|might|will|should)\s"
)
"""A definition that is a sentence of its own: a modal verb before any relative clause."""
SETTINGS = frozenset(
    "therapy treatment schedule conditioning procedure technique method design task test experiment paradigm".split()
)
"""Nouns that name a setting in which something happens, so that one can say 'In family therapy, ...'."""
SETTING_CLAUSE = re.compile(
    r"^(?:(?P<person>therapist|client|patient|person|individual|participant|observer|researcher|organism|learner|clinician)\s"
    r"(?:and\s)?(?:[a-z]+s|can|cannot|may|must|will)\s|(?!.*\b(?:that|which|who)\s(?:is|are)\b)(?:[a-z]+\s){1,2}(?:is|are)\s(?:[a-z]+ed|given|shown|taught)\s)"
)
"""A definition that says what happens there."""
PREDICATE = re.compile(
    r"^(?:has|holds|uses|refers|occurs|involves|includes|describes|means|states|contains|allows|helps|consists|suggests|explains|proposes|measures|happens)\s"
)
GERUND = re.compile(
    r"^(?!thing|something|nothing|anything|king|ring|string|spring|being\b)[a-z]{3,}ing\s+"
    r"(?!(?:of|in|that|which|from|by|to|about|with|when|where|without)\b)"
)


class Wording(NamedTuple):
    """A question and its answer, and the rule that formed them."""

    question: str
    answer: str
    pattern: str


def word_definition(term: str, definition: str, usage: Usage, stated: bool = False) -> Wording:
    """Form the question and the answer for a key term.

    Args:
        term: the term as printed.
        definition: its definition as printed.
        usage: how the book uses words.
        stated: whether the definition is a sentence already.
    """
    term = _spelled(term, usage)
    if stated:
        subject, verb, pattern = _subject(term, usage)
        question = f"What {verb} {subject}?" if subject else f"What does “{term}” mean?"
        return Wording(question, _finish(definition), f"{pattern}-stated")
    alias = ALIAS.match(definition)
    gloss = definition[alias.end() :] if alias else definition
    subject, verb, pattern = _subject(term, usage)
    sentence = _sentence(subject or term, verb, gloss, usage) if subject else None
    answer = _finish(sentence or gloss)
    if alias:
        answer += (
            f" It is also called {alias[1].strip()}." if verb == "is" else f" They are also called {alias[1].strip()}."
        )
    if subject is None:
        return Wording(f"What does “{term}” mean?", answer, "meaning")
    return Wording(f"What {verb} {subject}?", answer, pattern + ("-sentence" if sentence else "-gloss"))


def _spelled(term: str, usage: Usage) -> str:
    """The term without the capitals that only the list of key terms gives it: 'Dependent Variable', but 'Stroop effect'."""
    return re.sub(r"(?<![\w-])[A-Z][a-z]+(?:-[a-z]+)*(?![\w])", lambda match: _uncapitalized(match[0], usage), term)


def _uncapitalized(word: str, usage: Usage) -> str:
    return word if usage.is_proper(word) else word[0].lower() + word[1:]


def _subject(term: str, usage: Usage) -> tuple[str | None, str, str]:
    """The term with its article, the verb that goes with it, and the name of the rule; no term where usage tells nothing."""
    use = usage.of(term)
    head = head_noun(term)
    if not is_noun(head):
        return None, "is", "meaning"
    if is_plural(head):
        return term, "are", "plural"
    if " " in term and head in UNIQUE and use.definite > use.bare and not use.indefinite:
        return f"the {term}", "is", "definite"
    if _takes_article(head, use):
        return f"{use.article or indefinite_article(term)} {term}", "is", "indefinite"
    if use.definite > 1 and not use.bare:
        return f"the {term}", "is", "definite"
    if use.bare:
        return term, "is", "bare"
    of_head = usage.of(head)
    if " " in term and of_head.bare > 2 * (of_head.indefinite + of_head.plural):
        return term, "is", "bare"
    if head.endswith(ABSTRACT):
        return term, "is", "bare"
    if use.definite and " " in term:
        return f"the {term}", "is", "definite"
    return None, "is", "meaning"


def _takes_article(head: str, use: TermUse) -> bool:
    """Whether one says 'a' of the term, as the book's use of it tells."""
    if head in FACULTIES or head.endswith("ing"):
        return use.indefinite > use.bare
    if use.indefinite:
        return head in COUNTABLE or 2 * use.indefinite >= use.bare
    return use.plural >= 3 * use.bare and use.plural > 0


def _sentence(subject: str, verb: str, gloss: str, usage: Usage) -> str | None:
    """The definition as a sentence about the subject; none where the phrase is of no safe kind."""
    start = subject[0].upper() + subject[1:]
    first = gloss.split(maxsplit=1)[0]
    if first[1:] == first[1:].lower():
        gloss = _uncapitalized(first, usage) + gloss[len(first) :]
    if PREDICATE.match(gloss):
        return f"{start} {gloss}" if verb == "is" else None
    if clause := SETTING_CLAUSE.match(gloss):
        article = "the " if clause["person"] else ""
        return f"In {subject}, {article}{gloss}" if head_noun(subject) in SETTINGS else None
    if CLAUSE.match(gloss):
        return None
    if DETERMINED.match(gloss):
        return f"{start} {verb} {gloss}"
    needed = _article(gloss, usage)
    if GERUND.match(gloss) and not needed:
        return f"{start} {'means' if verb == 'is' else 'mean'} {gloss}"
    return f"{start} is {needed} {gloss}" if needed and verb == "is" else None


def _article(gloss: str, usage: Usage) -> str | None:
    """The article that a noun phrase without one needs to stand in a sentence; none where that is not sure."""
    words = gloss.split()
    for count in range(min(MOST_MODIFIERS, len(words) - 1) + 1):
        if count and NOT_MODIFIERS.fullmatch(words[count - 1]):
            return None
        noun, following = words[count], words[count + 1] if count + 1 < len(words) else ""
        if not POSTMODIFIER.match(f"{noun} {following}"):
            continue
        noun = noun.rstrip(",;:.")
        if (noun in DEFINITE and following in ("of", "to")) or (noun in STATED and following == "that"):
            return "the"
        gerund = bool(count) and words[0].endswith("ing")
        if noun not in MASS_BEHAVIOUR and (noun in COUNTABLE or (not gerund and _is_counted(noun, usage))):
            return indefinite_article(gloss)
    return None


def _is_counted(noun: str, usage: Usage) -> bool:
    """Whether the book puts 'a' before the noun more often than nothing."""
    use = usage.of(noun)
    return use.indefinite > 2 * use.bare and not is_plural(noun)


def _finish(text: str) -> str:
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ".”", ".)")) else text + "."
