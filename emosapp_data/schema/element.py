"""What a textbook itself offers as question and answer: key terms with definitions, and review questions."""

from typing import ClassVar

from emosapp_data.schema.base import IdentifiedRecord, Record


class Choice(Record):
    """One choice of a multiple-choice question."""

    letter: str
    """Its letter, in lower case."""
    text: str
    """Its text, without the letter."""
    block: str
    """Id of the block that holds it."""


class Answer(Record):
    """An entry of the answer key."""

    text: str
    """The answer without its number: a letter, or a text."""
    block: str
    """Id of the block that holds it."""


class KeyTerm(IdentifiedRecord):
    """A term with its definition, from a list of key terms, a glossary, the margin, or the text itself."""

    ID_PREFIX: ClassVar = "term"
    ID_FIELDS: ClassVar = ("book", "block", "term", "definition")

    book: str
    """Id of the book."""
    block: str
    """Id of the block that holds the entry."""
    term: str
    """The term as printed."""
    definition: str
    """The definition as printed."""
    stated: bool = False
    """Whether the definition is a sentence of the text that says what the term is, rather than an entry of a list."""


class ReviewQuestion(IdentifiedRecord):
    """A question at the end of a section or chapter, with what the book answers."""

    ID_PREFIX: ClassVar = "question"
    ID_FIELDS: ClassVar = ("book", "block", "number", "text", "choices", "answer")

    book: str
    """Id of the book."""
    block: str
    """Id of the block that holds the question."""
    number: str
    """Its number, as the answer key names it; its position in the list where the book prints none."""
    text: str
    """The question without its number."""
    choices: tuple[Choice, ...] = ()
    """The choices of a multiple-choice question."""
    answer: Answer | None = None
    """The book's answer; none where it gives none."""


Element = KeyTerm | ReviewQuestion
