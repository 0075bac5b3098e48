"""Key terms with their definitions, from lists, glossaries, margins, and from the text itself."""

import pymupdf
import pytest

from corpus.elements.key_terms import key_terms
from corpus.pdf import Pdf
from emosapp_data.schema import BlockKind, Reason
from tests.corpus.pages import Sheet, line, prose, read, texts, words
from tests.corpus.quizzes import chapter

STRESSOR = "demand that seems to outrun the means of the person who has to meet it"
CORTISOL = "hormone of the adrenal glands"


def terms(*sheets):
    return {term.term: term.definition for term in key_terms(read(*sheets))}


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


@pytest.mark.parametrize("marks", [("•", "•"), ("1.", "2."), ("–", "–")])
def test_entries_may_have_bullets_or_numbers(marks):
    plain, bold = chapter().title("Key Terms"), chapter().title("Key Terms")
    for mark, (term, meaning) in zip(marks, {"stressor": STRESSOR, "cortisol": CORTISOL}.items(), strict=True):
        plain.set(f"{mark} {term}: {meaning}", hang=10)
        bold.set(f"{mark} {term} {meaning}", hang=10, bold_phrase=term)
    assert terms(plain) == terms(bold) == {"stressor": STRESSOR, "cortisol": CORTISOL}


def test_a_list_within_a_definition_is_no_list_of_terms():
    sheet = chapter().title("Key Terms").set("hormone of either of two kinds:", term="cortisol")
    sheet.set("• one: of the glands", indent=15).set(STRESSOR, term="stressor")
    assert list(terms(sheet)) == ["cortisol", "stressor"]


def test_letters_of_the_alphabet_between_entries_are_no_terms():
    sheet = (
        Sheet(2).title("Glossary", 18).set("A", size=12, bold=True).set("first stage of stress", term="alarm", above=2)
    )
    sheet.set("C", size=12, bold=True).set(CORTISOL, term="cortisol", above=2)
    assert list(terms(chapter(), sheet)) == ["alarm", "cortisol"]


def test_letters_of_the_alphabet_between_entries_are_labels_and_no_prose():
    sheet = chapter().title("Glossary").set("A", size=12, bold=True).set("first stage of stress", term="alarm", above=2)
    sheet.set("B–C", size=12, bold=True).set(CORTISOL, term="cortisol", above=2)
    blocks = read(sheet)
    assert [block.text for block in blocks if block.reason is Reason.LABEL] == ["A", "B–C"]
    assert not {"A", "B–C"} & set(prose(blocks))


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


def a_page_with_notes_below_titles(number, notes):
    """A page of text with notes in the margin, each below a line in bold."""
    sheet = a_page_with_notes(number, {})
    for place, (title, meaning) in enumerate(notes):
        base = 80 + 60 * place
        sheet.lines += [line(title, 310, base, size=8, bold=True), line(meaning, 310, base + 10, size=8, width=90)]
    return sheet


def test_notes_in_the_margin_may_have_their_term_on_a_line_above():
    notes = {"alarm": "first stage of stress", "cortisol": "a hormone", "doze": "light sleep"}
    assert terms(a_page_with_notes(1, {}), a_page_with_notes_below_titles(3, notes.items())) == notes


@pytest.mark.parametrize("titles", [["Think about it"] * 3, ["Why sleep?", "Why stress?", "Why coping?"]])
def test_titles_of_notes_in_the_margin_are_no_terms(titles):
    notes = zip(titles, ("Ask your friends.", "Ask your parents.", "Ask yourself."), strict=True)
    assert terms(a_page_with_notes(1, {}), a_page_with_notes_below_titles(3, notes)) == {}


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
