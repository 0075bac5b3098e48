"""Which answers of a key belong to which review questions."""

import pytest

from tests.corpus.pages import Sheet, words
from tests.corpus.quizzes import a_quiz, answered, chapter, questions


def test_questions_without_an_answer_in_the_book_have_none():
    assert answered(chapter().title("Review Questions").set("1. What is stress?")) == [("What is stress?", None)]


def test_a_key_at_the_end_of_the_chapter_answers_its_questions():
    sheet = a_quiz(["a.", "b.", "c."]).title("Answers").set("1. a", above=4).set("2. c", above=0)
    assert answered(sheet) == [("Which hormone rises under stress?", "a"), ("Which stage comes last?", "c")]


@pytest.mark.parametrize(
    "key",
    [
        "1. a 2. c",
        "1. A, 2. C",
        "1-a 2-c",
        "1 a 2 c",
        "1: a; 2: c",
        "1a 2c",
        "(1) a (2) c",
        "1.a | 2.c",
        "1) (a) 2) (c)",
    ],
)
def test_answers_may_stand_on_one_line_or_have_no_sign(key):
    one_line = a_quiz(["a.", "b.", "c."]).title("Answers").set(key, above=4)
    found, strays = questions(one_line)
    assert strays == []
    assert [question.answer.text.strip("()").lower() for question in found] == ["a", "c"]
    assert len({question.answer.block for question in found}) == 2


@pytest.mark.parametrize("sign", [":", "", " –", "."])
def test_a_key_may_have_a_line_for_each_answer_and_any_sign(sign):
    sheet = a_quiz(["a.", "b.", "c."]).title("Answers").set(f"1{sign} a", above=4).set(f"2{sign} c", above=0)
    assert [answer for _, answer in answered(sheet)] == ["a", "c"]


def test_letters_in_columns_answer_one_group_of_questions():
    sheet = chapter().title("True or False")
    for number in range(1, 5):
        sheet.set(f"{number}. {words(number, 8)}", above=4)
    sheet.title("Answers").set("1. T 3. F", above=4).set("2. F 4. T", above=0)
    assert [answer for _, answer in answered(sheet)] == ["T", "F", "F", "T"]


def test_a_key_of_many_answers_goes_on_over_the_end_of_a_line():
    sheet = chapter().title("True or False")
    for number in range(1, 21):
        sheet.set(f"{number}. {words(number, 5)}", above=0)
    sheet.title("Answers").set(" ".join(f"{number}. {'TF'[number % 2]}" for number in range(1, 21)), above=4)
    assert [answer for _, answer in answered(sheet)] == ["F", "T"] * 10


def test_short_answers_may_share_a_line():
    sheet = chapter().title("Review Questions").set("1. What rises?").set("2. Who saw it?").set("3. When?")
    sheet.title("Answers").set("1. cortisol 2. Hans Selye", above=4).set("3. in 1936", above=0)
    assert [answer for _, answer in answered(sheet)] == ["cortisol", "Hans Selye", "in 1936"]


@pytest.mark.parametrize("answer", ["Of two kinds: 1. acute 2. chronic", "Both: 1) acute 2) chronic", "In 2. place."])
def test_an_answer_may_count_something_itself(answer):
    sheet = chapter().title("Review Questions").set("1. What is stress?").set("2. What is sleep?")
    sheet.title("Answers").set(f"1. {answer}", above=4).set("2. A state of rest.", above=0)
    assert [found for _, found in answered(sheet)] == [answer, "A state of rest."]


@pytest.mark.parametrize("label", ["Answer:", "Ans.", "ANSWER:", "Correct answer:"])
def test_an_answer_may_stand_below_its_question(label):
    sheet = a_quiz(["a.", "b.", "c."]).set(f"{label} b", above=0)
    sheet.set("3. What is stress?", above=4).set(f"{label} A demand on us.", above=0)
    assert [answer for _, answer in answered(sheet)] == [None, "b", "A demand on us."]


def test_true_or_false_is_answered_in_words():
    sheet = chapter().title("True or False").set("1. Cortisol is a hormone.").set("2. Stress is always harmful.")
    sheet.title("Answers").set("1. True", above=4).set("2. False", above=0)
    assert answered(sheet) == [("Cortisol is a hormone.", "True"), ("Stress is always harmful.", "False")]


def test_true_or_false_may_be_answered_by_a_letter():
    sheet = chapter().title("True or False").set("1. Cortisol is a hormone.").set("2. Stress is always harmful.")
    sheet.title("Answers").set("1. T", above=4).set("2. F", above=0)
    assert answered(sheet) == [("Cortisol is a hormone.", "T"), ("Stress is always harmful.", "F")]


def test_a_letter_for_true_or_false_answers_no_question():
    sheet = chapter().title("Short Answer").set("1. What is stress?").title("True or False").set("1. Sleep is rest.")
    assert answered(sheet.title("Answers").set("1. T", above=4)) == [("What is stress?", None), ("Sleep is rest.", "T")]


def test_a_short_answer_may_run_over_several_lines():
    answer = f"Alarm, resistance and exhaustion: {words(5, 25)[:-1].lower()}."
    sheet = chapter().title("Short Answer").set("1. Name the stages of stress.").set("2. Who described them?")
    sheet.title("Answers").set(f"1. {answer}", above=4, hang=12).set("2. Hans Selye.", above=0, hang=12)
    assert answered(sheet) == [("Name the stages of stress.", answer), ("Who described them?", "Hans Selye.")]


def test_numbers_that_go_on_in_the_next_kind_of_questions_are_one_key():
    sheet = a_quiz(["a.", "b.", "c."]).title("Short Answer", 12).set("3. Name the stages of stress.")
    sheet.title("Answers").set("1. a", above=4).set("2. c", above=0).set("3. Alarm and the rest.", above=0)
    assert [answer for _, answer in answered(sheet)] == ["a", "c", "Alarm and the rest."]


def test_numbers_that_start_anew_with_each_kind_of_questions_are_told_apart():
    sheet = a_quiz(["a.", "b.", "c."]).title("Short Answer", 12).set("1. Name two hormones.").set("2. Name two stages.")
    sheet.title("Answers").set("1. a", above=4).set("2. c", above=0)
    sheet.set("1. Cortisol and insulin.", above=0).set("2. Alarm and resistance.", above=0)
    assert [answer for _, answer in answered(sheet)] == ["a", "c", "Cortisol and insulin.", "Alarm and resistance."]


def a_book_of_questions(key):
    """Two chapters with one question each, and a key at the end of the book."""
    first = chapter(1, "Stress").title("Review Questions").set("1. What is stress?")
    second = chapter(2, "Sleep").title("Review Questions").set("1. What is sleep?")
    return first, second, key(Sheet(3).title("Answer Key", 18))


def test_a_key_at_the_end_of_a_chapter_does_not_answer_the_chapter_before():
    first, second, _ = a_book_of_questions(lambda sheet: sheet)
    second.title("Answers").set("1. A state of rest.", above=4)
    assert answered(first, second) == [("What is stress?", None), ("What is sleep?", "A state of rest.")]


def test_a_key_at_the_end_of_the_book_names_its_chapters():
    def key(sheet):
        sheet.title("Chapter 2").set("1. A state of rest.", above=4)
        return sheet.title("Chapter 1").set("1. A demand on us.", above=4)

    assert answered(*a_book_of_questions(key)) == [
        ("What is stress?", "A demand on us."),
        ("What is sleep?", "A state of rest."),
    ]


def test_a_key_without_the_names_of_chapters_follows_the_order_of_the_book():
    def key(sheet):
        return sheet.set("1. A demand on us.", above=4).set("1. A state of rest.", above=4)

    assert answered(*a_book_of_questions(key)) == [
        ("What is stress?", "A demand on us."),
        ("What is sleep?", "A state of rest."),
    ]


def test_an_answer_to_a_question_that_the_book_does_not_ask_is_a_stray():
    sheet = chapter(1).title("Review Questions").set("1. What is stress?")
    sheet.title("Answers").set("1. A demand on us.", above=4)
    without = chapter(2, "Sleep").title("Answers").set("1. A state of rest.", above=4)
    found, strays = questions(sheet, without)
    assert [question.answer.text for question in found if question.answer] == ["A demand on us."]
    assert [block.text for block in strays] == ["1. A state of rest."]


def test_a_letter_is_no_answer_to_a_question_without_choices():
    sheet = chapter().title("Review Questions").set("1. What is stress?").title("Answers").set("1. c", above=4)
    found, strays = questions(sheet)
    assert [question.answer for question in found] == [None]
    assert [block.text for block in strays] == ["1. c"]
