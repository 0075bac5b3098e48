"""Review questions and their choices."""

import re

import pytest

from tests.corpus.pages import words
from tests.corpus.quizzes import a_quiz, chapter, questions


@pytest.mark.parametrize(
    "title",
    [
        "Review Questions",
        "Test Yourself",
        "Multiple Choice",
        "Chapter 1 Review Questions",
        "Fill in the Blanks",
        "Matching",
        "True/False Questions",
    ],
)
def test_numbered_paragraphs_below_such_a_title_are_questions(title):
    found, _ = questions(chapter().title(title).set("1. What is stress?").set("2. Who is ever free of it?"))
    assert [(question.number, question.text) for question in found] == [
        ("1", "What is stress?"),
        ("2", "Who is ever free of it?"),
    ]


@pytest.mark.parametrize("number", ["{}.", "{})", "({})"])
def test_questions_are_numbered_in_one_of_three_ways(number):
    sheet = chapter().title("Review Questions")
    for at, stem in enumerate(("What is stress?", "What is sleep?"), 9):
        sheet.set(f"{number.format(at)} {stem}")
    assert [(question.number, question.text) for question in questions(sheet)[0]] == [
        ("9", "What is stress?"),
        ("10", "What is sleep?"),
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1", "2"),
        ("9", "10"),
        ("1.1", "1.2"),
        ("3.9.", "3.10."),
        ("___ 1.", "____2."),
        ("Q1.", "Q2."),
        ("Question 8:", "Question 9:"),
    ],
)
@pytest.mark.parametrize("above", [0, 8])
def test_numbers_without_a_sign_count_up_and_may_have_room_in_front(numbers, above):
    stems = (f"What is said of {words(3, 20)[:-1].lower()}?", "What is sleep?")
    sheet = chapter().title("Review Questions")
    for number, stem in zip(numbers, stems, strict=True):
        sheet.set(f"{number} {stem}", above=above)
    found, _ = questions(sheet)
    assert [question.text for question in found] == list(stems)
    assert [question.number for question in found] == [re.sub(r"[^\d.]|\.$", "", number) for number in numbers]


@pytest.mark.parametrize("mark", ["• ", "– ", ""])
def test_questions_without_a_number_are_counted(mark):
    sheet = chapter().title("Discussion Questions").set("Talk about these with a friend.")
    sheet.set(f"{mark}What is stress?").set(f"{mark}Who is ever free of it?")
    found, _ = questions(sheet)
    assert [(question.number, question.text) for question in found] == [
        ("1", "What is stress?"),
        ("2", "Who is ever free of it?"),
    ]


def test_most_items_of_a_list_ask_something_where_its_bullets_mark_questions():
    sheet = chapter().title("Review Questions").set("• What is stress?").set("• Who is free of it?")
    assert len(questions(sheet.set("• Name three hormones."))[0]) == 3
    sheet = chapter().title("Assessment").set("• Ask people.").set("• Look at them.").set("• Do they sleep?")
    assert questions(sheet) == ([], [])


def test_prose_below_a_title_of_questions_is_no_question():
    sheet = chapter().title("Assessment").set(words(5)).set("12 People slept well.").set("20 People did not.")
    assert questions(sheet.set("Who knows why?").set(words(6))) == ([], [])


def test_lists_below_a_numbered_question_are_no_questions():
    sheet = chapter().title("Review Questions").set("1. What do these have in common?")
    sheet.set("• Who sleeps?", indent=15).set("• Who does not?", indent=15).set("2. What is stress?")
    assert [question.text for question in questions(sheet)[0]] == [
        "What do these have in common?",
        "What is stress?",
    ]


@pytest.mark.parametrize("marks", ["A. B. C.", "a. b. c.", "a) b) c)", "(a) (b) (c)", "(A) (B) (C)"])
def test_lettered_choices_belong_to_the_question_above_them(marks):
    found, _ = questions(a_quiz(marks.split()))
    assert [[(choice.letter, choice.text) for choice in question.choices] for question in found] == [
        [("a", "cortisol"), ("b", "insulin"), ("c", "melatonin")],
        [("a", "alarm"), ("b", "resistance"), ("c", "exhaustion")],
    ]


@pytest.mark.parametrize(
    ("marks", "letters"), [("A B C", "A B C"), ("i. ii. iii.", "i ii iii"), ("(i) (ii) (iii)", "i ii iii")]
)
def test_choices_without_a_sign_or_with_roman_numbers_count_up(marks, letters):
    found, _ = questions(a_quiz(marks.split()))
    assert [[(choice.letter, choice.text) for choice in question.choices] for question in found] == [
        list(zip(letters.lower().split(), ("cortisol", "insulin", "melatonin"), strict=True)),
        list(zip(letters.lower().split(), ("alarm", "resistance", "exhaustion"), strict=True)),
    ]


def test_a_sentence_that_starts_with_a_is_no_choice():
    sheet = chapter().title("Review Questions").set("1. What is stress?").set("A stressor stands behind it.")
    found, _ = questions(sheet.set("2. What is sleep?").set("A state of rest, perhaps."))
    assert [question.choices for question in found] == [(), ()]


def test_roman_numbers_above_lettered_choices_are_statements():
    sheet = chapter().title("Review Questions").set("1. Which of these are true?")
    sheet.set("i. Stress is bad.", above=0, indent=15).set("ii. Sleep is good.", above=0, indent=15)
    sheet.set("a. only i", above=0, indent=15).set("b. i and ii", above=0, indent=15)
    (question,), _ = questions(sheet)
    assert [choice.text for choice in question.choices] == ["only i", "i and ii"]


def test_a_question_and_a_choice_may_run_over_several_lines():
    stem = f"Which of these is said of people who {words(3, 20)[:-1].lower()}?"
    choice = f"they {words(4, 20)[:-1].lower()}"
    sheet = chapter().title("Review Questions").set(f"1. {stem}", hang=12)
    sheet.set(f"a. {choice}", above=0, indent=12, hang=24).set("b. nothing at all", above=0, indent=12)
    (question,), _ = questions(sheet)
    assert question.text == stem
    assert [found.text for found in question.choices] == [choice, "nothing at all"]


def test_a_numbered_list_in_the_text_is_no_question():
    assert questions(chapter().set("1. Sleep enough.").set("2. Talk to people.")) == ([], [])
