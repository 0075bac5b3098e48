"""The way from a file to blocks: with other options, with more processes, and what is said of doubtful pages."""

from corpus import reading as module
from corpus.layout.columns import Run
from corpus.layout.doubt import doubtful_pages
from corpus.layout.paragraphs import Draft
from corpus.reading import ReadingOptions, read_book
from emosapp_data.schema import BlockKind
from tests.corpus.pages import line, page


def test_the_blocks_are_the_same_for_any_number_of_processes(sample_book, monkeypatch):
    alone = list(read_book(sample_book).blocks)
    monkeypatch.setattr(module, "LONG", 1)
    monkeypatch.setattr(module, "RANGE", 10)
    counted = []
    together = list(read_book(sample_book, processes=2, advance=counted.append).blocks)
    assert together == alone
    assert counted == [10, 10, 10, 4]


def test_without_the_outline_the_same_headings_are_found(sample_book):
    def headings(options):
        blocks = read_book(sample_book, options=options).blocks
        return {(block.text, block.page) for block in blocks if block.kind is BlockKind.HEADING and block.reason}

    with_outline = headings(ReadingOptions())
    without = headings(ReadingOptions(use_outline=False))
    assert len(with_outline & without) >= 0.95 * len(with_outline | without)


def test_what_changes_the_blocks_is_in_the_fingerprint_and_the_password_is_not():
    plain = ReadingOptions()
    changed = [ReadingOptions(allow_empty_pages=True), ReadingOptions(use_outline=False), ReadingOptions(ocr="eng")]
    assert len({tuple(options.fingerprint()) for options in [plain, *changed]}) == 4
    assert ReadingOptions(password="secret").fingerprint() == plain.fingerprint()


def test_a_page_that_is_read_in_another_order_than_it_is_drawn_is_doubtful():
    lines = [line(f"Line {number} of the page", 60, 100 + 14 * number) for number in range(12)]
    run = Run(lines, 60, 360)

    def doubtful(drawn):
        return doubtful_pages([page(1, drawn)], [Draft(lines, 1, run)])

    assert doubtful(lines) == []
    assert doubtful([*lines[1:], lines[0]]) == []
    assert doubtful([*lines[6:], *lines[:6]]) == [1]
