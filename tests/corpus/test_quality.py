"""Text that cannot be trusted: found, reported, and not passed on."""

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pdf import Pdf
from corpus.quality import inspect, unreadable
from corpus.reading import ReadingOptions, read_book
from emosapp_data.errors import BookError
from emosapp_data.schema import Reason

TEXT = (
    "The quick student wonders whether stress is always harmful, and what a person might do about it when the"
    " examinations come near and sleep is short. Coping means many things to many people, says the old book, and"
)


def shifted(text):
    """The text as fonts without a map to Unicode often give it: each letter is another one."""
    return "".join(chr(ord(sign) - 29) if sign.isalpha() else sign for sign in text)


def book(path, pages):
    """A PDF with the words of each text on a page, so that no two lines are alike."""
    with pymupdf.open() as document:
        for number, text in enumerate(pages):
            page = document.new_page()
            words = text.split()
            for row in range(12):
                line = " ".join(words[(5 * row + 3 * number + step * (row + 1)) % len(words)] for step in range(9))
                page.insert_text((60, 100 + 14 * row), line, fontsize=10)
        document.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, False),
        (TEXT.upper(), False),
        (shifted(TEXT), True),
        ("Größe, Öl, naïve façade: " + TEXT, False),
        ("Ã©tÃ©, crÃ¨me brÃ»lÃ©e, dÃ©jÃ  vu", True),
        ("She said â€œstopâ€\u009d and leftâ€¦", True),
        ("\ufffd\ufffd\ufffd \ufffd\ufffd is", True),
        ("The \ufffd of 2019 was measured in many students of psychology.", False),
        ("\uf129Note", False),
        ("0.12 0.55 1.33 2.08 " * 20, False),
        ("Стресс — это реакция организма на требования, которые превышают его возможности. " * 3, False),
    ],
)
def test_what_is_no_language_is_told_from_what_is(text, expected):
    assert unreadable(text) is expected


@given(st.permutations(TEXT.split()))
def test_the_order_of_words_does_not_matter(words):
    assert not unreadable(" ".join(words))
    assert unreadable(shifted(" ".join(words)))


def test_a_page_that_cannot_be_decoded_is_reported_and_left_out(tmp_path):
    path = book(tmp_path / "book.pdf", [TEXT, shifted(TEXT), TEXT, TEXT])
    reading = read_book(path)
    blocks = list(reading.blocks)
    assert [
        warning for warning in reading.warnings if "1 of 4 pages cannot be decoded" in warning and "page 2" in warning
    ]
    garbled = [block for block in blocks if block.page == 2]
    assert garbled
    assert {block.reason for block in garbled} == {Reason.UNREADABLE}
    assert not [block for block in blocks if block.reason is None and any(box.page == 2 for box in block.lines)]


def test_single_characters_that_cannot_be_decoded_are_counted_with_their_pages(tmp_path):
    path = book(tmp_path / "book.pdf", [TEXT, TEXT, TEXT])
    with Pdf(path) as pdf:
        pages = pdf.pages()
    pages[1].lines[3].text += " \ufffd"
    assert "1 character could not be decoded (page 2)" in inspect(pages, path)


def test_a_book_half_of_whose_pages_are_empty_is_refused_until_that_is_allowed(tmp_path):
    path = tmp_path / "book.pdf"
    book(path, [TEXT, TEXT])
    with pymupdf.open(path) as document:
        document.new_page()
        document.new_page()
        document.saveIncr()
    with pytest.raises(BookError, match="2 of 4 pages have no text \\(pages 3–4\\)"):
        read_book(path)
    reading = read_book(path, options=ReadingOptions(allow_empty_pages=True))
    assert [warning for warning in reading.warnings if "2 of 4 pages have no text" in warning]
