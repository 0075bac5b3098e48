"""What a question asks for."""

import re

from emosapp_data.checks.reading.words import Reading, Word

POLAR = frozenset("is are was were do does did has have had can could may might must should will would".split())
"""Words with which a question begins that is answered by yes or no."""
ASKING = frozenset("what which who whom whose when where why how".split())
STATEMENT = re.compile(r"\btrue or false\b|\bcomplete the sentence\b|_{2,}", re.IGNORECASE)
"""A task about a statement that the question has to contain."""


def asked(question: Reading) -> tuple[Word, ...]:
    """The last sentence of a question: the one that asks, where others set the scene."""
    return question.sentence(question.words[-1].sentence) if question.words else ()


def is_polar(question: Reading) -> bool:
    """Whether a question is answered by yes or no."""
    words = asked(question)
    return bool(words) and words[0].lower in POLAR and not offers_choice(question)


def offers_choice(question: Reading) -> bool:
    """Whether a question names the answers among which to choose."""
    return any(word.lower in ("or", "following") for word in asked(question))


def is_about_statement(question: str) -> bool:
    """Whether a question is a task about a statement: true or false, or a sentence to complete."""
    return bool(STATEMENT.search(question))
