"""Why something was left out. Every rejection in the ledger names one of these."""

from enum import StrEnum


class Reason(StrEnum):
    """A reason for leaving something out."""

    # Blocks of a page that are not part of the text one reads
    RUNNING_HEAD = "running_head"
    RUNNING_FOOT = "running_foot"
    PAGE_NUMBER = "page_number"
    FRONT_MATTER = "front_matter"
    CONTENTS = "contents"
    INDEX = "index"
    HEADING = "heading"
    CAPTION = "caption"
    TABLE = "table"
    FIGURE_TEXT = "figure_text"
    TURNED_TEXT = "turned_text"
    FOOTNOTE = "footnote"
    SIDENOTE = "sidenote"
    REFERENCE = "reference"
    EQUATION = "equation"
    CODE = "code"
    LABEL = "label"
    UNREADABLE = "unreadable"

    # Key terms and review questions from which no pair could be made
    NO_DEFINITION = "no_definition"
    NO_ANSWER = "no_answer"
    NO_QUESTION = "no_question"
    UNKNOWN_CHOICE = "unknown_choice"
    NO_GAP_MATCH = "no_gap_match"

    # Pairs that failed a check
    MALFORMED = "malformed"
    NOT_SELF_CONTAINED = "not_self_contained"
    NOT_GROUNDED = "not_grounded"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_LANGUAGE = "wrong_language"
    EXACT_DUPLICATE = "exact_duplicate"

    NO_DERIVATIVES = "no_derivatives"

    @property
    def explanation(self) -> str:
        """The reason in words, for reports."""
        return EXPLANATIONS[self]


EXPLANATIONS = {
    Reason.RUNNING_HEAD: "repeated at the top of pages",
    Reason.RUNNING_FOOT: "repeated at the bottom of pages",
    Reason.PAGE_NUMBER: "a page number",
    Reason.FRONT_MATTER: "before the first chapter: title, imprint, contents",
    Reason.CONTENTS: "a line of a table of contents",
    Reason.INDEX: "a line of the index",
    Reason.HEADING: "a heading: kept as the section path of what follows it",
    Reason.CAPTION: "a caption: makes no sense without its figure or table",
    Reason.TABLE: "a table",
    Reason.FIGURE_TEXT: "lettering inside a figure",
    Reason.TURNED_TEXT: "text that runs upwards or downwards",
    Reason.FOOTNOTE: "a footnote",
    Reason.SIDENOTE: "a note in the margin",
    Reason.REFERENCE: "an entry of the bibliography",
    Reason.EQUATION: "a displayed equation",
    Reason.CODE: "computer code or what it prints",
    Reason.LABEL: "a label of a box or a list, such as 'Learning objectives'",
    Reason.UNREADABLE: "characters that could not be decoded, or letters that stand for others",
    Reason.NO_DEFINITION: "a key term without a definition",
    Reason.NO_ANSWER: "a review question that the book does not answer",
    Reason.NO_QUESTION: "an answer whose question was not found",
    Reason.UNKNOWN_CHOICE: "the answer key names a choice that the question does not have",
    Reason.NO_GAP_MATCH: "the answer does not fit the gaps of its question",
    Reason.MALFORMED: "question or answer is not a well-formed text",
    Reason.NOT_SELF_CONTAINED: "cannot be understood without the page",
    Reason.NOT_GROUNDED: "the quote does not stand in the passage",
    Reason.TOO_SHORT: "question or answer is too short",
    Reason.TOO_LONG: "question or answer is too long",
    Reason.WRONG_LANGUAGE: "not in the language of the dataset",
    Reason.EXACT_DUPLICATE: "says the same as an earlier pair, letter case, spaces and punctuation aside",
    Reason.NO_DERIVATIVES: "the book's licence forbids making a dataset from it",
}
