"""What a book itself asks and answers: key terms with definitions, review questions with choices and answers."""

import pymupdf
import pytest

from corpus.elements.key_terms import key_terms
from corpus.elements.questions import review_questions
from corpus.pdf import Pdf
from emosapp_data.schema import BlockKind
from tests.corpus.pages import Sheet, line, prose, read, texts, words

STRESSOR = "demand that seems to outrun the means of the person who has to meet it"
CORTISOL = "hormone of the adrenal glands"


def chapter(number=1, title="Stress"):
    """The start of a chapter."""
    return Sheet(number).title(f"{number} {title}", 18).set(words(number)).set(words(number + 10))


def terms(*sheets):
    return {term.term: term.definition for term in key_terms(read(*sheets))}


def questions(*sheets):
    return review_questions(read(*sheets))


def answered(*sheets):
    """The text of each question with its answer."""
    found, strays = questions(*sheets)
    assert strays == []
    return [(question.text, question.answer.text if question.answer else None) for question in found]


# Key terms


@pytest.mark.parametrize("title", ["Key Terms", "Chapter Key Terms", "Glossary", "Important Terms", "Vocabulary"])
def test_a_list_of_key_terms_gives_each_term_with_its_definition(title):
    sheet = chapter().title(title).set(STRESSOR, term="stressor", hang=10).set(CORTISOL, term="cortisol")
    assert terms(sheet) == {"stressor": STRESSOR, "cortisol": CORTISOL}


@pytest.mark.parametrize("between", [":", " –", " —"])
def test_a_sign_between_term_and_definition_belongs_to_neither(between):
    bold = (
        chapter().title("Key Terms").set(STRESSOR, term=f"stressor{between}").set(CORTISOL, term=f"cortisol{between}")
    )
    plain = chapter().title("Key Terms").set(f"stressor{between} {STRESSOR}").set(f"cortisol{between} {CORTISOL}")
    assert terms(bold) == terms(plain) == {"stressor": STRESSOR, "cortisol": CORTISOL}


def test_terms_may_be_long_and_hold_signs_of_their_own():
    long = "hypothalamic–pituitary–adrenal (HPA) axis"
    assert terms(chapter().title("Key Terms").set(CORTISOL, term=long)) == {long: CORTISOL}


def test_entries_without_a_gap_are_parted_where_a_line_starts_in_bold():
    sheet = chapter().title("Key Terms").set(STRESSOR, term="stressor").set(CORTISOL, term="cortisol", above=0)
    sheet.set("first stage of the response to lasting stress", term="alarm", above=0)
    assert list(terms(sheet)) == ["stressor", "cortisol", "alarm"]


def test_each_chapter_may_have_its_own_list_and_the_book_a_glossary():
    first = chapter(1).title("Key Terms").set(STRESSOR, term="stressor")
    second = chapter(2, "Sleep").title("Key Terms").set("light sleep at the start of a night", term="doze")
    glossary = Sheet(3).title("Glossary", 18).set(CORTISOL, term="cortisol", hang=10)
    assert list(terms(first, second, glossary)) == ["stressor", "doze", "cortisol"]


def test_a_term_may_stand_as_a_heading_above_its_definition():
    sheet = chapter().title("Glossary")
    sheet.set("Stressor", size=11, bold=True).set(f"{STRESSOR.capitalize()}.", above=0)
    sheet.set("Cortisol", size=11, bold=True).set(f"{CORTISOL.capitalize()}.", above=0)
    assert terms(sheet) == {"Stressor": f"{STRESSOR.capitalize()}.", "Cortisol": f"{CORTISOL.capitalize()}."}


def test_letters_of_the_alphabet_between_entries_are_no_terms():
    sheet = (
        Sheet(2).title("Glossary", 18).set("A", size=12, bold=True).set("first stage of stress", term="alarm", above=2)
    )
    sheet.set("C", size=12, bold=True).set(CORTISOL, term="cortisol", above=2)
    assert list(terms(chapter(), sheet)) == ["alarm", "cortisol"]


def test_terms_are_not_prose_and_prose_in_front_of_them_is_no_term():
    sheet = chapter().title("Key Terms").set("These words were new in this chapter.").set(CORTISOL, term="cortisol")
    blocks = read(sheet)
    assert prose(blocks)[-1] == "These words were new in this chapter."
    assert texts(blocks, BlockKind.KEY_TERM) == [f"cortisol {CORTISOL}"]


def a_page_with_notes(number, notes):
    """A page of text with notes in the margin, each of a bold term and what it means."""
    sheet = Sheet(number, x=40, width=250)
    for paragraph in range(8):
        sheet.set(words(10 * number + paragraph, 25))
    for place, (term, meaning) in enumerate(notes.items()):
        base = 80 + 60 * place
        sheet.lines += [
            line(f"{term} {meaning}", 310, base, size=8, lead=len(term), width=90),
            line("in these pages", 310, base + 10, size=8, width=70),
        ]
    return sheet


def test_notes_in_the_margin_that_start_with_a_bold_term_define_it():
    notes = {"alarm": "first stage of stress", "cortisol": "a hormone", "doze": "light sleep"}
    found = terms(a_page_with_notes(1, {}), a_page_with_notes(3, notes))
    assert found == {term: f"{meaning} in these pages" for term, meaning in notes.items()}


def test_one_or_two_such_notes_are_notes_like_others():
    assert terms(a_page_with_notes(1, {}), a_page_with_notes(3, {"alarm": "first stage", "doze": "sleep"})) == {}


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("A stressor is an event that seems to outrun our means.", "stressor"),
        ("Coping refers to all that people do against stress.", "Coping"),
        ("An event that seems to outrun our means is called a stressor.", "stressor"),
        ("In medicine, a stressor is any event that outruns us.", "stressor"),
    ],
)
def test_a_book_without_lists_defines_its_bold_terms_in_a_sentence(sentence, term):
    sheet = chapter().set(f"{words(5, 6)} {sentence} {words(6, 6)}", bold_phrase=term)
    (found,) = key_terms(read(sheet))
    assert (found.term, found.definition, found.stated) == (term, sentence, True)


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("A stressor may be large or small.", "stressor"),
        ("This stressor is an event that outruns our means.", "stressor"),
        ("People say that a stressor is an event.", "stressor"),
        ("A stressor is also an event that outruns our means.", "stressor"),
    ],
)
def test_emphasis_in_a_sentence_that_defines_nothing_is_no_key_term(sentence, term):
    assert terms(chapter().set(f"{words(5, 6)} {sentence} {words(6, 6)}", bold_phrase=term)) == {}


def test_a_term_is_defined_where_a_sentence_first_says_what_it_is():
    sheet = chapter().set("Nobody likes a stressor very much.", bold_phrase="stressor")
    sheet.set("A stressor is an event that outruns our means.", bold_phrase="stressor")
    sheet.set("A stressor is a demand on our means.", bold_phrase="stressor")
    assert terms(sheet) == {"stressor": "A stressor is an event that outruns our means."}


def test_a_book_with_a_list_of_key_terms_needs_no_bold_terms():
    sheet = chapter().set("A stressor is an event that outruns our means.", bold_phrase="stressor")
    assert list(terms(sheet.title("Key Terms").set(CORTISOL, term="cortisol"))) == ["cortisol"]


def test_a_bold_term_may_go_over_the_end_of_a_line_in_a_real_pdf(tmp_path):
    document = pymupdf.open()
    text = "People who cannot sleep worry more than others do, and worse. <b>Two-factor<br>theory</b> is the view that emotion needs two things."
    document.new_page().insert_htmlbox((50, 50, 350, 200), f"<p>{text}</p>")
    document.save(tmp_path / "book.pdf")
    with Pdf(tmp_path / "book.pdf") as pdf:
        pages = list(pdf.pages())
    assert not any("Two-factor theory" in item.text for item in pages[0].lines)
    (found,) = key_terms(read(*pages))
    assert (found.term, found.definition) == (
        "Two-factor theory",
        "Two-factor theory is the view that emotion needs two things.",
    )


# Review questions


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


@pytest.mark.parametrize(
    "title", ["Review Questions", "Test Yourself", "Multiple Choice", "Chapter 1 Review Questions"]
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


@pytest.mark.parametrize("marks", ["A. B. C.", "a. b. c.", "a) b) c)", "(a) (b) (c)", "(A) (B) (C)"])
def test_lettered_choices_belong_to_the_question_above_them(marks):
    found, _ = questions(a_quiz(marks.split()))
    assert [[(choice.letter, choice.text) for choice in question.choices] for question in found] == [
        [("a", "cortisol"), ("b", "insulin"), ("c", "melatonin")],
        [("a", "alarm"), ("b", "resistance"), ("c", "exhaustion")],
    ]


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


def test_questions_without_an_answer_in_the_book_have_none():
    assert answered(chapter().title("Review Questions").set("1. What is stress?")) == [("What is stress?", None)]


def test_a_key_at_the_end_of_the_chapter_answers_its_questions():
    sheet = a_quiz(["a.", "b.", "c."]).title("Answers").set("1. a", above=4).set("2. c", above=0)
    assert answered(sheet) == [("Which hormone rises under stress?", "a"), ("Which stage comes last?", "c")]


def test_true_or_false_is_answered_in_words():
    sheet = chapter().title("True or False").set("1. Cortisol is a hormone.").set("2. Stress is always harmful.")
    sheet.title("Answers").set("1. True", above=4).set("2. False", above=0)
    assert answered(sheet) == [("Cortisol is a hormone.", "True"), ("Stress is always harmful.", "False")]


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
