"""From a key term and its definition to a question and an answer that a person would say.

Definitions in glossaries are phrases ("period of initial learning ..."). Where the phrase is of a kind that can be put
into a sentence safely, the answer is a sentence; otherwise it is the definition as the book has it, which answers the
question just as well. The question takes the article that the book itself uses; where the book shows none, it asks
what the term means, which is right for every word.
"""

import re
from typing import NamedTuple

from emosapp_data.generation.usage import (
    TermUse,
    Usage,
    head_noun,
    indefinite_article,
    is_noun,
    is_plural,
)

ALIAS = re.compile(r"^\((?:also|also called|also known as|or),?\s+([^)]+)\)[,;]?\s+", re.IGNORECASE)
POSTMODIFIER = (
    r"(?=\s+(?:of|in|that|which|who|whom|whose|where|when|used|to|for|by|with|between|from|about|on|at|as|made|developed"
    r"|created|caused|based|consisting|involving|designed|aimed)\b|[,;:.]|\s*\(|$)"
)
"""What may follow the noun that a definition starts with."""
COUNTABLE = (
    "form type kind sort period picture response reaction stimulus person individual someone institution technique method approach orientation "
    "model theory hypothesis perspective device tool drug substance chemical structure region area part system network pattern sequence series "
    "set group collection measure measurement test scale score condition disorder disease syndrome symptom state stage phase level process procedure "
    "trace tendency mechanism strategy skill trait characteristic feature quality emotion feeling thought belief idea concept principle rule "
    "recollection decrease increase change failure lapse meeting setting setup therapist student client organism animal cell neuron hormone gland "
    "nerve receptor molecule signal message cue event experience situation place relationship study experiment design variable term word name "
    "statement question answer judgment judgement evaluation assessment interpretation explanation attitude motive need drive goal habit behavior "
    "behaviour action movement reflex sensation perception illusion image representation schema framework category member family role norm "
    "standard error mistake bias effect consequence outcome reward cost threat challenge demand resource source factor cause"
).split()
FACULTIES = frozenset(
    "memory therapy treatment behavior behaviour emotion attention intelligence language thought experience interference perception "
    "personality motivation stress anxiety support care health empathy".split()
)
"""Nouns that, with or without a plural, name a faculty, a practice or a state: 'episodic memory', 'family therapy'."""
MASS_BEHAVIOUR = frozenset({"behavior", "behaviour", "feeling", "thought", "experience"})
"""Nouns that stand with and without an article, so that none is put before them."""
DEFINITE = (
    "ability inability act loss return input output implementation formulation creation repetition storage recall encoding retrieval study use "
    "tendency process practice capacity degree extent belief idea view willingness readiness application expression "
    "reduction removal release absence presence lack feeling"
).split()
"""Nouns that take "the" before "of" and "to"."""
STATED = frozenset(
    {
        "view",
        "belief",
        "idea",
        "notion",
        "claim",
        "theory",
        "assumption",
        "principle",
        "hypothesis",
        "fact",
        "feeling",
        "sense",
    }
)
"""Nouns that take "the" before "that"."""
MODIFIERS = r"(?:[a-z][\w’'-]*,?\s+){0,4}?"
PHRASE = re.compile(
    rf"^(?:(?P<modifiers>{MODIFIERS}))(?P<noun>{'|'.join(sorted({*COUNTABLE, *DEFINITE, *STATED}, key=len, reverse=True))}){POSTMODIFIER}"
)
DETERMINED = re.compile(r"^(?:a|an|the|any|one|each|every|someone|something|anything|anyone)\s", re.IGNORECASE)
NOT_MODIFIERS = re.compile(
    r"\b(?:is|are|was|were|of|in|that|which|who|to|and|or|a|an|the|has|have|can|we|you|they|it)\b"
)
CLAUSE = re.compile(
    r"^(?:(?!that\b|which\b|who\b|where\b|when\b|how\b|what\b)[\w’'-]+\s+){1,8}(?:must|can|cannot|may|might|will|should)\s"
)
"""A definition that is a sentence of its own: a modal verb before any relative clause."""
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


def word_definition(term: str, definition: str, usage: Usage) -> Wording:
    """Form the question and the answer for a key term."""
    term = _spelled(term, usage)
    alias = ALIAS.match(definition)
    gloss = definition[alias.end() :] if alias else definition
    subject, verb, pattern = _subject(term, usage)
    sentence = _sentence(subject or term, verb, gloss) if subject else None
    answer = _finish(sentence or gloss)
    if alias:
        answer += (
            f" It is also called {alias[1].strip()}." if verb == "is" else f" They are also called {alias[1].strip()}."
        )
    if subject is None:
        return Wording(f"What does “{term}” mean?", answer, "meaning")
    return Wording(f"What {verb} {subject}?", answer, pattern + ("-sentence" if sentence else "-gloss"))


def _spelled(term: str, usage: Usage) -> str:
    """The term in lower case where only the list of key terms writes it with a capital."""
    first = term.split(maxsplit=1)[0]
    return (
        term
        if not first[:1].isupper() or first[1:] != first[1:].lower() or usage.is_proper(first)
        else term[0].lower() + term[1:]
    )


def _subject(term: str, usage: Usage) -> tuple[str | None, str, str]:
    """The term with its article, the verb that goes with it, and the name of the rule; no term where usage tells nothing."""
    use = usage.of(term)
    head = head_noun(term)
    if not is_noun(head):
        return None, "is", "meaning"
    if is_plural(head):
        return term, "are", "plural"
    if _takes_article(head, use):
        return f"{use.article or indefinite_article(term)} {term}", "is", "indefinite"
    if use.definite > 1 and not use.bare and not use.indefinite:
        return f"the {term}", "is", "definite"
    if use.bare:
        return term, "is", "bare"
    of_head = usage.of(head)
    if " " in term and of_head.bare > 2 * (of_head.indefinite + of_head.plural):
        return term, "is", "bare"
    return None, "is", "meaning"


def _takes_article(head: str, use: TermUse) -> bool:
    """Whether one says 'a' of the term, as the book's use of it tells."""
    if head in FACULTIES or head.endswith("ing"):
        return use.indefinite > use.bare
    if use.indefinite:
        return head in COUNTABLE or 2 * use.indefinite >= use.bare
    return use.plural >= 3 * use.bare and use.plural > 0


def _sentence(subject: str, verb: str, gloss: str) -> str | None:
    """The definition as a sentence about the subject; none where the phrase is of no safe kind."""
    start = subject[0].upper() + subject[1:]
    if PREDICATE.match(gloss):
        return f"{start} {gloss}" if verb == "is" else None
    if CLAUSE.match(gloss):
        return None
    if DETERMINED.match(gloss):
        return f"{start} {verb} {gloss}"
    match = PHRASE.match(gloss)
    if match is None or NOT_MODIFIERS.search(match["modifiers"]):
        return f"{start} {'means' if verb == 'is' else 'mean'} {gloss}" if GERUND.match(gloss) else None
    if verb == "are":
        return None
    following = gloss[match.end() :].split(maxsplit=1)
    before_of = bool(following) and following[0] in ("of", "to")
    if (match["noun"] in DEFINITE and before_of) or (match["noun"] in STATED and following[:1] == ["that"]):
        return f"{start} {verb} the {gloss}"
    if match["noun"] in COUNTABLE and match["noun"] not in MASS_BEHAVIOUR:
        return f"{start} {verb} {indefinite_article(gloss)} {gloss}"
    return None


def _finish(text: str) -> str:
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ".”", ".)")) else text + "."
