"""Why something was left out. Every rejection in the ledger names one of these."""

from enum import StrEnum


class Reason(StrEnum):
    """A reason for leaving something out, with the sentence that reports show for it."""

    explanation: str

    def __new__(cls, value: str, explanation: str) -> "Reason":
        """Make a member that also holds the sentence shown to people."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.explanation = explanation
        return member

    # Blocks of a page that are not part of the text one reads
    RUNNING_HEAD = "running_head", "repeated at the top of pages"
    RUNNING_FOOT = "running_foot", "repeated at the bottom of pages"
    PAGE_NUMBER = "page_number", "a page number"
    FRONT_MATTER = "front_matter", "before the first chapter: title, imprint, contents"
    CONTENTS = "contents", "a line of a table of contents"
    INDEX = "index", "a line of the index"
    HEADING = "heading", "a heading: kept as the section path of what follows it"
    CAPTION = "caption", "a caption: makes no sense without its figure or table"
    TABLE = "table", "a table"
    FIGURE_TEXT = "figure_text", "lettering inside a figure"
    FOOTNOTE = "footnote", "a footnote"
    SIDENOTE = "sidenote", "a note in the margin"
    REFERENCE = "reference", "an entry of the bibliography"
    EQUATION = "equation", "a displayed equation"
    LABEL = "label", "a label of a box or a list, such as 'Learning objectives'"

    # Key terms and review questions from which no pair could be made
    NO_DEFINITION = "no_definition", "a key term without a definition"
    NO_ANSWER = "no_answer", "a review question that the book does not answer"
    NO_QUESTION = "no_question", "an answer whose question was not found"
    UNKNOWN_CHOICE = "unknown_choice", "the answer key names a choice that the question does not have"
    NO_GAP_MATCH = "no_gap_match", "the answer does not fit the gaps of its question"

    # Pairs that failed a check
    MALFORMED = "malformed", "question or answer is not a well-formed text"
    NOT_SELF_CONTAINED = "not_self_contained", "cannot be understood without the page"
    NOT_GROUNDED = "not_grounded", "the quote does not stand in the passage"
    TOO_SHORT = "too_short", "question or answer is too short"
    TOO_LONG = "too_long", "question or answer is too long"
    WRONG_LANGUAGE = "wrong_language", "not in the language of the dataset"
    EXACT_DUPLICATE = "exact_duplicate", "says the same as an earlier pair, letter case, spaces and punctuation aside"

    # Pairs that passed every check and are not released
    NO_DERIVATIVES = "no_derivatives", "the book's licence forbids making a dataset from it"
