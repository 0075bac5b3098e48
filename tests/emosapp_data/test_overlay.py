"""The overlay draws every line of every block once, on its own page, and says what was removed and why."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.book import describe, identify
from corpus.extract import read_pages
from corpus.pdf import Pdf
from emosapp_data.errors import BookError
from emosapp_data.report.drawn import DrawnPage, by_page, draw
from emosapp_data.report.overlay import DPI, LOOKS, write_overlay
from emosapp_data.schema import Block, BlockKind, Book, LineBox, Reason

HOSTILE = "</script><b>bold</b> & \u2028 <img src=x onerror=alert(1)>"
A4 = (595.0, 842.0)


class Written(NamedTuple):
    """An overlay and what it was made of."""

    book: Book
    blocks: list[Block]
    folder: Path
    calls: list[int]

    def page(self, number: int) -> DrawnPage:
        """The page as the browser gets it."""
        return read(self.folder, number)


class Summary(HTMLParser):
    """The index: addresses that are fetched, the tags, and the data for the script."""

    def __init__(self, index: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags = Counter[str]()
        self.open: list[str] = []
        self.json = ""
        self._in_data = False
        self.feed(index.read_text(encoding="utf-8"))
        self.book = json.loads(self.json)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self._in_data = ("type", "application/json") in attrs
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action")]
        if tag not in ("meta", "img", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self._in_data = False

    def handle_data(self, data):
        if self._in_data:
            self.json += data


def read(folder: Path, number: int) -> DrawnPage:
    """Read the file of a page."""
    script = (folder / "pages" / f"{number:04d}.js").read_text(encoding="utf-8")
    call = re.fullmatch(r"showPage\((.*)\);\n", script, re.DOTALL)
    assert call
    return DrawnPage.model_validate_json(call[1])


def block(number: int, page: int, text: str = "calm", **fields: object) -> Block:
    """A paragraph of one line, unless the fields say otherwise."""
    given = {
        "id": f"b{number:05d}",
        "book": "a-book",
        "kind": BlockKind.PARAGRAPH,
        "text": text,
        "page": page,
        "last_page": page,
        "lines": (LineBox(0, page, 50, 60, 200, 72),),
    }
    return Block.model_validate(given | fields)


def extracted(path: Path) -> tuple[Book, list[Block]]:
    """Read a book."""
    with Pdf(path) as pdf:
        book = identify(path, describe(path), pdf.title)
        return book, read_pages(list(pdf.pages()), pdf.outline(), book).blocks


def blank_pdf(path: Path, pages: int, **save: object) -> Path:
    """A PDF of empty pages."""
    with pymupdf.open() as document:
        for _ in range(pages):
            document.new_page(width=A4[0], height=A4[1])
        document.save(path, **save)
    return path


def dark_share(picture: pymupdf.Pixmap, line: LineBox) -> float:
    """The share of a line's place in the picture that is not paper."""
    scale = DPI / 72
    left, top, right, bottom = (int(scale * side) for side in (line.x0, line.y0, line.x1, line.y1))
    dots = [
        sum(picture.pixel(x, y)) < 600
        for x in range(left, min(right + 1, picture.width))
        for y in range(top, min(bottom + 1, picture.height))
    ]
    return sum(dots) / len(dots)


@pytest.fixture(scope="module")
def written(sample_book, tmp_path_factory) -> Written:
    """The overlay of the sample book."""
    folder = tmp_path_factory.mktemp("overlay") / "sample"
    book, blocks = extracted(sample_book)
    calls: list[int] = []
    index = write_overlay(sample_book, book, iter(blocks), folder, advance=calls.append)
    assert index == folder / "index.html"
    return Written(book, blocks, folder, calls)


@pytest.fixture
def book(sample_book) -> Book:
    """A description for blocks made by hand."""
    return identify(sample_book, describe(sample_book), None)


def test_every_line_is_drawn_once_on_its_own_page_and_inside_it(written):
    drawn = Counter[tuple[str, int, float, float, float, float]]()
    for number in range(1, len(written.calls) + 1):
        page = written.page(number)
        for part in page.parts:
            for line in part.lines:
                assert 0 <= line.x0 < line.x1 <= page.width
                assert 0 <= line.y0 < line.y1 <= page.height
                drawn[part.id, number, line.x0, line.y0, line.x1, line.y1] += 1
    expected = Counter((block.id, *line[1:]) for block in written.blocks for line in block.lines)
    assert drawn == expected
    assert len(drawn) > 1000


def test_what_is_removed_says_so_and_why(written):
    reasons = {block.id: block.reason for block in written.blocks}
    parts = [part for number in range(1, len(written.calls) + 1) for part in written.page(number).parts]
    assert {part.id: part.reason for part in parts} == reasons
    explanations = Summary(written.folder / "index.html").book["reasons"]
    found = {reason for reason in reasons.values() if reason}
    assert {Reason.RUNNING_HEAD, Reason.PAGE_NUMBER, Reason.CONTENTS, Reason.FRONT_MATTER} <= found
    for reason in found:
        assert explanations[reason.value] == [reason.value.replace("_", " "), reason.explanation]


def test_a_block_over_two_pages_shows_on_each_page_what_stands_there(written):
    over = next(block for block in written.blocks if block.last_page > block.page and block.reason is None)
    first, second = (
        next(part for part in written.page(number).parts if part.id == over.id)
        for number in (over.page, over.last_page)
    )
    assert first.text + second.text == over.text
    assert first.text
    assert second.text
    assert second.before.removeprefix("… ") in first.text
    assert first.after.removesuffix(" …") in second.text
    assert (first.last_page, second.first_page) == (over.last_page, over.page)
    assert second.lines[0].start == 0


def test_the_list_of_pages_gives_labels_and_counts(written):
    rows = Summary(written.folder / "index.html").book["pages"]
    assert [number for number, *_ in rows] == list(range(1, len(written.calls) + 1))
    for number, label, blocks, removed in rows:
        page = written.page(number)
        assert (label, blocks) == (page.label, len(page.parts))
        assert removed == sum(part.reason is not None for part in page.parts)
    assert rows[2][1] == "iii"


def test_every_page_has_a_picture_in_its_proportions(written, sample_book):
    with Pdf(sample_book) as pdf:
        assert written.calls == [1] * len(pdf)
        for number in range(1, len(pdf) + 1):
            picture = pymupdf.Pixmap(written.folder / "pages" / f"{number:04d}.jpg")
            width, height = pdf.size(number)
            assert picture.width == pytest.approx(width * DPI / 72, abs=1)
            assert picture.height == pytest.approx(height * DPI / 72, abs=1)
    assert len(list((written.folder / "pages").iterdir())) == 2 * len(written.calls)


def test_the_boxes_lie_over_print(written):
    for number in (5, 12):
        picture = pymupdf.Pixmap(written.folder / "pages" / f"{number:04d}.jpg")
        lines = [line for block in written.blocks for line in block.lines if line.page == number]
        assert len(lines) > 10
        assert all(dark_share(picture, line) > 0.02 for line in lines)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_boxes_of_turned_and_cropped_pages_lie_over_print(tmp_path, turned):
    path = tmp_path / "cropped.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=400, height=600)
        for row in range(8):
            page.insert_text((100, 200 + 14 * row), "Effort changes what a person remembers of sleep.", fontsize=10)
        page.set_cropbox(pymupdf.Rect(60, 120, 390, 560))
        page.set_rotation(turned)
        document.save(path)
    book, blocks = extracted(path)
    write_overlay(path, book, blocks, tmp_path / "overlay")
    picture = pymupdf.Pixmap(tmp_path / "overlay" / "pages" / "0001.jpg")
    lines = [line for block in blocks for line in block.lines]
    assert lines
    assert all(dark_share(picture, line) > 0.05 for line in lines)


def test_the_index_is_whole_and_fetches_nothing_but_its_pages(written):
    index = Summary(written.folder / "index.html")
    assert index.open == []
    assert index.addresses == []
    assert index.tags["link"] == index.tags["iframe"] == 0
    text = (written.folder / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^\s\"'<]+", text)) == {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"url\((.)", text)) == {"#"}
    assert "innerHTML" not in text


def test_text_is_never_markup(book, tmp_path):
    pdf = blank_pdf(tmp_path / "blank.pdf", 1)
    hostile = block(0, 1, HOSTILE, kind=BlockKind.TABLE, section=(HOSTILE,), rows=((HOSTILE,),), label=HOSTILE)
    named = book.model_copy(update={"title": HOSTILE, "authors": (HOSTILE,), "file_name": HOSTILE})
    index = write_overlay(pdf, named, [hostile], tmp_path / "overlay")
    part = read(tmp_path / "overlay", 1).parts[0]
    assert (part.text, part.section, part.rows) == (HOSTILE, (HOSTILE,), ((HOSTILE,),))
    assert Summary(index).book["title"] == HOSTILE
    for file in (index, tmp_path / "overlay" / "pages" / "0001.js"):
        content = file.read_text(encoding="utf-8")
        assert "<b>bold" not in content
        assert "<img src=x" not in content
    assert Summary(index).tags["script"] == 2


def test_only_the_pages_asked_for_are_written(written, sample_book, tmp_path):
    calls: list[int] = []
    index = write_overlay(sample_book, written.book, written.blocks, tmp_path, pages={7, 3}, advance=calls.append)
    assert [number for number, *_ in Summary(index).book["pages"]] == [3, 7]
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == [
        "0003.jpg",
        "0003.js",
        "0007.jpg",
        "0007.js",
    ]
    assert read(tmp_path, 7) == written.page(7)
    assert calls == [1, 1]


def test_a_page_that_the_book_has_not_is_refused(written, sample_book, tmp_path):
    with pytest.raises(BookError, match="there is no page 35; the PDF has pages 1 to 34"):
        write_overlay(sample_book, written.book, written.blocks, tmp_path, pages=[1, 35])


def test_a_page_is_written_before_the_blocks_of_later_pages_come(book, tmp_path):
    pdf = blank_pdf(tmp_path / "blank.pdf", 4)
    there: list[bool] = []

    def stream() -> Iterator[Block]:
        for page in range(1, 5):
            yield block(2 * page, page)
            there.append((tmp_path / "pages" / f"{page - 1:04d}.jpg").exists())
            yield block(2 * page + 1, page)

    write_overlay(pdf, book, stream(), tmp_path)
    assert there == [False, True, True, True]


def test_an_unfinished_overlay_has_no_index(book, tmp_path):
    pdf = blank_pdf(tmp_path / "blank.pdf", 2)
    index = write_overlay(pdf, book, [block(0, 1)], tmp_path)
    assert index.exists()
    with pytest.raises(BookError, match="block b00001 comes after blocks of later pages"):
        write_overlay(pdf, book, [block(0, 2), block(1, 1)], tmp_path)
    assert not index.exists()


def test_pages_without_blocks_and_blocks_without_lines_are_shown(book, tmp_path):
    pdf = blank_pdf(tmp_path / "blank.pdf", 2)
    index = write_overlay(pdf, book, [block(0, 2, lines=())], tmp_path)
    assert Summary(index).book["pages"] == [[1, None, 0, 0], [2, None, 1, 0]]
    assert read(tmp_path, 2).parts[0].text == "calm"


def test_an_encrypted_book_opens_with_its_password(book, tmp_path):
    pdf = blank_pdf(tmp_path / "locked.pdf", 1, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="own")
    with pytest.raises(BookError, match="--password"):
        write_overlay(pdf, book, [], tmp_path / "overlay")
    assert write_overlay(pdf, book, [], tmp_path / "overlay", password="open").exists()


def test_a_poster_is_drawn_in_a_picture_of_bearable_size(book, tmp_path):
    with pymupdf.open() as document:
        document.new_page(width=6000, height=14400)
        document.save(tmp_path / "poster.pdf")
    write_overlay(tmp_path / "poster.pdf", book, [], tmp_path)
    assert pymupdf.Pixmap(tmp_path / "pages" / "0001.jpg").height <= 2400


def test_every_kind_has_a_colour_of_its_own_that_white_type_can_be_read_on():
    assert set(LOOKS) == set(BlockKind)
    assert len({look.colour for look in LOOKS.values()}) == len({look.sign for look in LOOKS.values()}) == len(LOOKS)
    assert all(1.05 / (luminance(look.colour) + 0.05) >= 4.5 for look in LOOKS.values())


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@st.composite
def streams(draw_from) -> list[Block]:
    """Blocks in the order of the pages on which they start, with lines on these and later pages, and over the edge."""
    side = st.floats(-50, 900, allow_nan=False).map(lambda value: round(value, 1))
    blocks = []
    for number, start in enumerate(sorted(draw_from(st.lists(st.integers(1, 6), max_size=12)))):
        pages = sorted(draw_from(st.lists(st.integers(start, 6), min_size=1, max_size=4)))
        pages[0] = start
        words = [f"word{place}" for place in range(len(pages))]
        lines = tuple(
            LineBox(6 * place, page, *draw_from(st.tuples(side, side, side, side))) for place, page in enumerate(pages)
        )
        blocks.append(block(number, start, " ".join(words), last_page=pages[-1], lines=lines))
    return blocks


@settings(max_examples=60)
@given(streams(), st.sets(st.integers(1, 6), min_size=1))
def test_no_line_of_any_stream_of_blocks_is_lost_or_drawn_twice(blocks, chosen):
    pages = [draw(found, A4) for found in by_page(iter(blocks), sorted(chosen))]
    assert [page.number for page in pages] == sorted(chosen)
    drawn = Counter((part.id, page.number) for page in pages for part in page.parts for _ in part.lines)
    assert drawn == Counter((block.id, line.page) for block in blocks for line in block.lines if line.page in chosen)
    for page in pages:
        for part in page.parts:
            assert all(0 <= side <= A4[0] for line in part.lines for side in (line.x0, line.x1))
            assert all(0 <= side <= A4[1] for line in part.lines for side in (line.y0, line.y1))
    if len(chosen) == 6:
        texts = {block.id: "" for block in blocks}
        for page in pages:
            for part in page.parts:
                texts[part.id] += part.text
        assert texts == {block.id: block.text for block in blocks}
