"""Chapters with questions, and what is read from them."""

from corpus.elements.questions import review_questions
from tests.corpus.pages import Sheet, read, words


def chapter(number=1, title="Stress"):
    """The start of a chapter."""
    return Sheet(number).title(f"{number} {title}", 18).set(words(number)).set(words(number + 10))


def questions(*sheets):
    return review_questions(read(*sheets))


def answered(*sheets):
    """The text of each question with its answer."""
    found, strays = questions(*sheets)
    assert strays == []
    return [(question.text, question.answer.text if question.answer else None) for question in found]


def a_quiz(marks, sheet=None, first=1):
    """Two questions of three choices each."""
    sheet = sheet or chapter().title("Review Questions")
    asked = {
        "Which hormone rises under stress?": ("cortisol", "insulin", "melatonin"),
        "Which stage comes last?": ("alarm", "resistance", "exhaustion"),
    }
    for number, (stem, choices) in enumerate(asked.items(), first):
        sheet.set(f"{number}. {stem}", above=4)
        for mark, choice in zip(marks, choices, strict=True):
            sheet.set(f"{mark} {choice}", above=0, indent=15)
    return sheet
