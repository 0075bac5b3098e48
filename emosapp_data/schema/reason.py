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

    # Passages that no model was asked about
    NOT_PROSE = "not_prose"
    TOO_LITTLE_TEXT = "too_little_text"
    NOT_DRAWN = "not_drawn"

    # Replies of a model, and the drafts of pairs in them
    NO_USABLE_REPLY = "no_usable_reply"
    REFUSED = "refused"
    INCOMPLETE_DRAFT = "incomplete_draft"
    QUOTE_NOT_FOUND = "quote_not_found"

    # Pairs that failed a check
    MALFORMED = "malformed"
    NOT_SELF_CONTAINED = "not_self_contained"
    NOT_GROUNDED = "not_grounded"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    WRONG_LANGUAGE = "wrong_language"
    UNSUPPORTED = "unsupported"
    LEAKED_ANSWER = "leaked_answer"
    VAGUE = "vague"
    OFF_QUESTION = "off_question"
    INCOMPLETE_ANSWER = "incomplete_answer"
    PERSONAL_DATA = "personal_data"
    INCONSISTENT = "inconsistent"
    JUDGED_WRONG = "judged_wrong"
    CONTAMINATED = "contaminated"
    EXACT_DUPLICATE = "exact_duplicate"
    NEAR_DUPLICATE = "near_duplicate"

    # Pairs that people left out, or on which they do not agree
    REJECTED_IN_REVIEW = "rejected_in_review"
    DISPUTED = "disputed"
    EDIT_FAILS_CHECK = "edit_fails_check"

    # Pairs that a release leaves out
    NOT_REVIEWED = "not_reviewed"
    AWAITS_REVIEW = "awaits_review"
    OVER_TARGET = "over_target"
    NO_DERIVATIVES = "no_derivatives"

    # Dialogues that are left out
    NOT_A_DIALOGUE = "not_a_dialogue"
    UNKNOWN_SPEAKER = "unknown_speaker"
    NO_EXCHANGE = "no_exchange"
    REPEATED_DIALOGUE = "repeated_dialogue"
    FAILED_DIALOGUE = "failed_dialogue"

    # Conversations that a mixture leaves out
    LIKE_HELD_OUT = "like_held_out"
    OVER_CAP = "over_cap"
    UNDER_WEIGHT = "under_weight"
    NOT_FAILED = "not_failed"

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
    Reason.NOT_PROSE: "a list of key terms, questions or answers, which give pairs without a model",
    Reason.TOO_LITTLE_TEXT: "too short to ask about",
    Reason.NOT_DRAWN: "not drawn: the budget is spread over all books and sections",
    Reason.NO_USABLE_REPLY: "the model's reply holds no pair, also after it was asked again",
    Reason.REFUSED: "the model, or the server's filter, refused to answer",
    Reason.INCOMPLETE_DRAFT: "the model gave a pair without its question, answer or quote, or it breaks off",
    Reason.QUOTE_NOT_FOUND: "the quote that the model gave does not stand in the passage",
    Reason.MALFORMED: "question or answer is not a well-formed text",
    Reason.NOT_SELF_CONTAINED: "cannot be understood without the page",
    Reason.NOT_GROUNDED: "the quote does not stand in the passage",
    Reason.TOO_SHORT: "question or answer is too short",
    Reason.TOO_LONG: "question or answer is too long",
    Reason.WRONG_LANGUAGE: "not in the language of the dataset",
    Reason.UNSUPPORTED: "the answer says what its evidence does not: a number, a negation, a term, a claim",
    Reason.LEAKED_ANSWER: "the question gives its answer away",
    Reason.VAGUE: "the question can be answered in too many ways",
    Reason.OFF_QUESTION: "the answer is to another question",
    Reason.INCOMPLETE_ANSWER: "the answer is a fragment, or leaves out what was asked",
    Reason.PERSONAL_DATA: "reaches or identifies a private person",
    Reason.INCONSISTENT: "a model that answers the question from the passage answers otherwise",
    Reason.JUDGED_WRONG: "a model that saw passage, quote, question and answer found the pair wrong",
    Reason.CONTAMINATED: "holds an item of a benchmark on which models are to be measured",
    Reason.NEAR_DUPLICATE: "much like a better pair of its group, and the policy keeps the best only",
    Reason.REJECTED_IN_REVIEW: "people rejected it",
    Reason.DISPUTED: "reviewers do not agree; adjudication decides",
    Reason.EDIT_FAILS_CHECK: "as a reviewer edited it, it fails a check; adjudication decides",
    Reason.NOT_REVIEWED: "nobody has reviewed it, and the release takes reviewed pairs only",
    Reason.AWAITS_REVIEW: "about something that a person has to decide on first",
    Reason.OVER_TARGET: "more pairs than the release asks for",
    Reason.EXACT_DUPLICATE: "says the same as another pair, letter case, spaces and punctuation aside",
    Reason.NO_DERIVATIVES: "the book's licence forbids making a dataset from it",
    Reason.NOT_A_DIALOGUE: "a record without turns where its layout has them",
    Reason.UNKNOWN_SPEAKER: "somebody speaks of whom it is not known whether they seek or give support",
    Reason.NO_EXCHANGE: "nothing that the seeker says is answered by the supporter",
    Reason.REPEATED_DIALOGUE: "the same turns as an earlier dialogue",
    Reason.FAILED_DIALOGUE: "did not help the seeker, and such dialogues are left out",
    Reason.LIKE_HELD_OUT: "much like a conversation that is held out in another dataset of the mixture",
    Reason.OVER_CAP: "more conversations of its dataset than the mixture asks for",
    Reason.NOT_FAILED: "only dialogues that failed are asked for",
    Reason.UNDER_WEIGHT: "not drawn: the weight of its dataset is less than 1",
}
