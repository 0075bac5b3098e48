"""What a PDF that cannot be read says: one line, what and where, and what to do."""

import random
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from corpus.book import BookDescription
from corpus.pdf import Pdf
from corpus.quality import inspect, page_ranges
from emosapp_data.cli.build import BAD_INPUT
from emosapp_data.errors import BookError
from tests.cli import emosapp


def encrypted(path: Path, source: Path) -> None:
    pymupdf.open(source).save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="owner")


def copying_forbidden(path: Path, source: Path) -> None:
    allowed = pymupdf.PDF_PERM_PRINT
    pymupdf.open(source).save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", permissions=allowed)


def truncated(path: Path, source: Path) -> None:
    path.write_bytes(source.read_bytes()[:2000])


def zeroed(path: Path, source: Path) -> None:
    data = bytearray(source.read_bytes())
    start, end = len(data) // 10, len(data) * 9 // 10
    data[start:end] = bytes(end - start)
    path.write_bytes(data)


def with_a_hole(path: Path, source: Path) -> None:
    pymupdf.open(source).save(path, expand=255, use_objstms=0)
    data = bytearray(path.read_bytes())
    start, end = len(data) * 45 // 100, len(data) * 85 // 100
    data[start:end] = bytes(end - start)
    path.write_bytes(data)


def random_bytes(path: Path, source: Path) -> None:
    path.write_bytes(random.Random(4).randbytes(20_000))


def plain_text(path: Path, source: Path) -> None:
    path.write_text("A chapter on stress.\n" * 100)


def empty(path: Path, source: Path) -> None:
    path.write_bytes(b"")


def missing(path: Path, source: Path) -> None:
    pass


def scanned(path: Path, source: Path) -> None:
    scan = pymupdf.open()
    for page in pymupdf.open(source).pages(4, 7):
        scan.new_page(width=page.rect.width, height=page.rect.height).insert_image(
            page.rect, pixmap=page.get_pixmap(dpi=40)
        )
    scan.save(path)


BAD: dict[Callable[[Path, Path], None], str] = {
    encrypted: "is encrypted; give its password with --password",
    copying_forbidden: "has forbidden copying text",
    truncated: "no pages; the file is truncated or damaged",
    zeroed: "no text on any of its 34 pages: the file is damaged",
    with_a_hole: "of 34 pages have no text",
    random_bytes: "not a readable PDF",
    plain_text: "not a readable PDF",
    empty: "the file is empty",
    missing: "no such file",
    scanned: "no text on any of its 3 pages: a scan",
}


@pytest.mark.parametrize(("make", "message"), BAD.items(), ids=[make.__name__ for make in BAD])
def test_a_bad_pdf_gives_its_own_line_and_exit_code_2(make, message, tmp_path, sample_book):
    path = tmp_path / "bad.pdf"
    make(path, sample_book)
    result = emosapp("build", path, "-o", tmp_path / "workspace", "--quiet")
    lines = result.stderr.strip().splitlines()
    assert result.returncode == BAD_INPUT
    assert len(lines) == 1
    assert str(path) in lines[0]
    assert message in lines[0]
    assert result.stdout == ""


def test_a_build_goes_on_with_the_other_books_and_says_so_at_the_end(tmp_path, sample_book):
    truncated(tmp_path / "bad.pdf", sample_book)
    result = emosapp("build", tmp_path / "bad.pdf", sample_book, "-o", tmp_path / "workspace", "--quiet")
    assert result.returncode == BAD_INPUT
    assert f"not read: {tmp_path / 'bad.pdf'}: no pages" in result.stdout
    assert (tmp_path / "workspace" / "releases" / "knowledge" / "0.1.0" / "README.md").exists()


def test_the_password_opens_an_encrypted_book(tmp_path, sample_book):
    encrypted(tmp_path / "locked.pdf", sample_book)
    with pytest.raises(BookError, match="the password is wrong"):
        Pdf(tmp_path / "locked.pdf", "guess")
    with Pdf(tmp_path / "locked.pdf", "secret") as pdf, Pdf(sample_book) as plain:
        assert [line.text for page in pdf.pages() for line in page.lines] == [
            line.text for page in plain.pages() for line in page.lines
        ]


def test_a_licence_allows_what_the_settings_of_the_file_forbid_with_a_warning(tmp_path, sample_book):
    copying_forbidden(tmp_path / "book.pdf", sample_book)
    with Pdf(tmp_path / "book.pdf") as pdf:
        assert ["forbidden copying" in warning for warning in pdf.check_permission(licensed=True)] == [True]
        with pytest.raises(BookError, match="--licence"):
            pdf.check_permission(licensed=False)


def test_a_damaged_book_is_read_as_far_as_it_goes_when_that_is_asked_for(tmp_path, sample_book):
    with_a_hole(tmp_path / "hole.pdf", sample_book)
    with Pdf(tmp_path / "hole.pdf") as pdf:
        pages = list(pdf.pages())
    with pytest.raises(BookError, match="--allow-empty-pages"):
        inspect(pages, tmp_path / "hole.pdf", damaged=True)
    warnings = inspect(pages, tmp_path / "hole.pdf", damaged=True, allow_empty_pages=True)
    assert any("damaged" in warning for warning in warnings)
    assert any(f"of {len(pages)} pages have no text" in warning for warning in warnings)


def test_page_numbers_are_shown_as_ranges():
    assert page_ranges([5]) == "page 5"
    assert page_ranges([9, 3, 4, 5]) == "pages 3–5, 9"
    assert page_ranges(range(1, 40, 2)) == "pages 1, 3, 5, 7, 9, 11 and 14 more"


def test_a_description_beside_the_book_that_is_wrong_is_named_with_all_its_problems(tmp_path, sample_book):
    (tmp_path / "book.pdf").write_bytes(sample_book.read_bytes())
    (tmp_path / "book.yaml").write_text("title: A Book\nlicence: Creative Commons\nyears: 2024\n")
    result = emosapp("build", tmp_path / "book.pdf", "-o", tmp_path / "workspace", "--quiet")
    assert result.returncode == BAD_INPUT
    assert "book.yaml" in result.stderr
    assert "no SPDX licence" in result.stderr
    assert "years" in result.stderr


def test_options_go_before_the_description_beside_the_book(tmp_path, sample_book):
    from corpus.book import describe  # noqa: PLC0415

    (tmp_path / "book.pdf").write_bytes(sample_book.read_bytes())
    (tmp_path / "book.yaml").write_text("title: From the file\nauthors: One Author\nedition: 2\nlicense: cc-by-4.0\n")
    found = describe(tmp_path / "book.pdf", BookDescription(title="From the command line"))
    assert found == BookDescription(
        title="From the command line", authors=("One Author",), edition="2", licence="CC-BY-4.0"
    )
