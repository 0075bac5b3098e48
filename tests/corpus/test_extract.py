"""Extraction, on the sample book of the project and on real books beside it."""

import json
import subprocess
import sys
from collections import Counter

import pytest

from corpus.book import describe, identify
from corpus.elements.key_terms import key_terms
from corpus.elements.questions import review_questions
from corpus.extract import read_pages
from corpus.passages import make_passages
from corpus.pdf import Pdf
from emosapp_data.schema import BlockKind, PassageKind, Reason


def read(path):
    with Pdf(path) as pdf:
        pages = list(pdf.pages())
        book = identify(path, describe(path), pdf.title)
        return pages, book, read_pages(pages, pdf.outline(), book)


@pytest.fixture(scope="module")
def sample(sample_book):
    return read(sample_book)


def test_every_printed_line_is_in_exactly_one_block(sample):
    pages, _, extraction = sample
    # The fonts of the sample book give a soft hyphen for every hyphen.
    printed = "".join("".join(line.text.split()) for page in pages for line in page.lines)
    letters = Counter(printed.replace("\u00ad", "-"))
    found = Counter("".join("".join(f"{block.marker or ''}{block.text}".split()) for block in extraction.blocks))
    # Hyphens at line ends and the marks of footnotes are all that may be missing; nothing may be added.
    assert found - letters == Counter()
    missing = letters - found
    assert set(missing) <= set("-0123456789")
    assert sum(missing.values()) <= 60


def test_the_headings_are_those_of_the_outline_at_their_levels(sample, sample_book):
    _, _, extraction = sample
    with Pdf(sample_book) as pdf:
        outline = [(entry.level, entry.title, entry.page) for entry in pdf.outline()]
    headings = {(block.level, block.text, block.page) for block in extraction.blocks if block.kind is BlockKind.HEADING}
    assert set(outline) <= headings
    sections = {
        block.section for block in extraction.blocks if block.kind is BlockKind.PARAGRAPH and block.reason is None
    }
    assert ("1 Stress", "1.2 The Body under Stress") in sections


def test_running_heads_and_feet_are_listed_and_nowhere_in_the_text(sample):
    _, _, extraction = sample
    assert not [block for block in extraction.blocks if "Coping · free to share" in block.text and block.reason is None]
    assert Counter(block.reason for block in extraction.blocks)[Reason.RUNNING_FOOT] >= 30


def test_footnotes_stand_apart_and_their_marks_are_not_in_the_text(sample):
    _, _, extraction = sample
    notes = [block for block in extraction.blocks if block.kind is BlockKind.FOOTNOTE]
    assert [note.marker for note in notes] == ["1", "2", "3", "4", "5", "6"]
    memory = next(
        block.text for block in extraction.blocks if "about four" in block.text and block.kind is BlockKind.PARAGRAPH
    )
    assert "5" not in memory


def test_pages_have_the_numbers_that_are_printed_on_them(sample):
    _, _, extraction = sample
    assert extraction.labels == dict(enumerate(("i", "ii", "iii", "iv"), 1)) | {
        page: str(page - 4) for page in range(5, 35)
    }


def test_the_book_gives_its_key_terms_questions_and_answers(sample):
    _, _, extraction = sample
    terms = {term.term: term.definition for term in key_terms(extraction.blocks)}
    questions, strays = review_questions(extraction.blocks)
    assert len(terms) == 70
    assert terms["hypothalamic–pituitary–adrenal (HPA) axis"].endswith("which releases cortisol")
    assert terms["two-factor theory"].startswith("(also, Schachter–Singer theory)")
    assert [len(question.choices) for question in questions].count(4) == 34
    assert all(question.answer for question in questions)
    assert strays == []
    haste = next(question for question in questions if question.text.startswith("Why does advice given early"))
    assert haste.answer is not None
    assert haste.answer.text.startswith("In Hill’s account, action comes last.")


def test_two_columns_are_read_in_order_and_their_paragraphs_joined(sample):
    _, _, extraction = sample
    text = "\n".join(block.text for block in extraction.blocks if block.kind is BlockKind.PARAGRAPH)
    assert "These are the two processes" in text or "Sleep is not the brain switched off" in text
    columns = [
        block
        for block in extraction.blocks
        if block.kind is BlockKind.PARAGRAPH and block.page in (21, 22) and not block.reason
    ]
    assert [block.text for block in columns if block.text[:1].islower() and "=" not in block.text] == []


def test_passages_are_stretches_of_the_reading_text_and_know_their_pages(sample):
    _, book, extraction = sample
    passages = list(make_passages(extraction.blocks, book, extraction.labels))
    text = "\n\n".join(block.printed for block in extraction.blocks if block.reason is None)
    for passage in passages:
        assert text[passage.citation.span.start : passage.citation.span.end] == passage.text
        assert passage.page_starts[0].start == 0
        assert passage.citation.first_page.pdf <= passage.citation.last_page.pdf
    assert "\n\n".join(passage.text for passage in passages) == text
    assert {passage.kind for passage in passages} == set(PassageKind)
    by_block = {block.id: block for block in extraction.blocks}
    assert all(
        passage.page_at(mark.start).pdf == by_block[mark.block].page for passage in passages for mark in passage.blocks
    )


def test_the_real_textbook_is_read_as_its_truth_says(shared, tmp_path):
    path = shared / "data" / "textbooks" / "openstax-psychology-ch06-08-16.pdf"
    _, _, extraction = read(path)
    (tmp_path / "blocks.jsonl").write_text("".join(block.to_json() + "\n" for block in extraction.blocks))
    score = subprocess.run(
        [
            sys.executable,
            shared / "tools" / "score_extraction.py",
            path.with_suffix(".truth.json"),
            tmp_path / "blocks.jsonl",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(score.stdout)
    assert found["furniture_leaks"] == 0
    least = {
        "paragraph_recall": 0.97,
        "paragraph_precision": 0.97,
        "reading_order": 0.985,
        "heading_f1": 0.98,
        "heading_level_f1": 0.98,
        "section_accuracy": 0.98,
        "page_accuracy": 0.99,
        "key_term_f1": 0.99,
        "question_f1": 0.99,
        "choice_f1": 0.99,
        "answer_f1": 0.99,
    }
    assert {name: found[name] for name, limit in least.items() if found[name] < limit} == {}


@pytest.mark.parametrize(
    "chapter", ["C1_What_is_Cognition", "C2_Mental_Imagery", "C3_Eugenics", "C7_Information_Processing"]
)
def test_books_with_notes_in_the_margin_keep_them_out_of_the_text(shared, tmp_path, chapter):
    path = shared / "data" / "textbooks" / f"cognition-{chapter}.pdf"
    _, _, extraction = read(path)
    (tmp_path / "blocks.jsonl").write_text("".join(block.to_json() + "\n" for block in extraction.blocks))
    score = subprocess.run(
        [sys.executable, shared / "tools" / "score_sentences.py", path.with_suffix(".qmd"), tmp_path / "blocks.jsonl"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(score.stdout)
    assert found["found_whole"] >= 0.96
    assert found["order_errors"] == found["sidenotes_in_paragraphs"] == 0
