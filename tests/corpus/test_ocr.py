"""What Tesseract finds on a scanned page becomes lines like those of any other page."""

from xml.sax.saxutils import escape

import pytest

from corpus.layout.columns import reading_order
from corpus.ocr import POINTS, Recognized, parse
from corpus.page import Page
from emosapp_data.schema import BlockKind, Reason
from tests.corpus.pages import prose, read, words

WIDTH, HEIGHT = 1750, 2500
"""Of the picture, in pixels: a page of 420 by 600 points."""
X_SIZE = 42


def word(text, x, y, height=X_SIZE, certain=95):
    """A word of 20 pixels a letter; `y` is its upper edge."""
    box = f"bbox {x} {y} {x + 20 * len(text)} {y + height}"
    return f"<span class='ocrx_word' title='{box}; x_wconf {certain}'>{escape(text)}</span>"


def row(text, x, y, size=X_SIZE, slope=0.0, certain=95, kind="ocr_line"):
    """A line; its baseline lies 10 pixels above its lower edge."""
    spans, right = [], x
    for part in text.split():
        # A word's box is as high as its letters: without ascenders it is lower.
        low = not set(part) & set("bdfhklt") and part.islower()
        spans.append(word(part, right, y + 12 * low, size - 12 * low, certain))
        right += 20 * len(part) + 15
    box = f"bbox {x} {y} {right - 15} {y + size}"
    return f"<span class='{kind}' title='{box}; baseline {slope} -10; x_size {size}'>{' '.join(spans)}</span>"


def recognized(*paragraphs):
    """A page of paragraphs, each a list of lines."""
    body = "".join(f"<p class='ocr_par'>{''.join(rows)}</p>" for rows in paragraphs)
    return parse(
        "<html xmlns='http://www.w3.org/1999/xhtml'><body>"
        f"<div class='ocr_page' title='image; bbox 0 0 {WIDTH} {HEIGHT}'><div class='ocr_carea'>{body}</div></div>"
        "</body></html>"
    )


def a_page(found: Recognized, number=1):
    """The page that a book has for what was recognized."""
    return Page(number, WIDTH * POINTS, HEIGHT * POINTS, found.lines, noise=found.noise, confidence=found.confidence)


def test_words_of_differing_heights_on_a_row_are_one_line():
    (line,) = recognized([row("a nose has no ears but lashes", 200, 300)]).lines
    assert line.text == "a nose has no ears but lashes"
    assert (line.x0, line.y0) == (pytest.approx(48), pytest.approx(72))
    assert line.base == pytest.approx((300 + X_SIZE - 10) * POINTS)
    assert line.size == pytest.approx(X_SIZE * POINTS, abs=0.25)


def test_lines_come_in_the_order_in_which_they_were_found_from_top_to_bottom():
    lines = recognized([row(f"line {number}", 200, 300 + 60 * number) for number in range(5)]).lines
    assert [line.text for line in lines] == [f"line {number}" for number in range(5)]
    assert [line.base for line in lines] == sorted(line.base for line in lines)


def test_two_columns_do_not_merge_and_are_read_one_after_the_other():
    columns = [
        [row(f"{name} column line {number}", x, 300 + 60 * number) for number in range(6)]
        for name, x in (("left", 200), ("right", 900))
    ]
    found = recognized(*columns)
    assert len(found.lines) == 12
    order = [line.text for run in reading_order(found.lines) for line in run.lines]
    assert order == [f"{name} column line {number}" for name in ("left", "right") for number in range(6)]


def test_type_sizes_that_differ_only_as_measured_are_one_size():
    sizes = (42, 43, 41, 44, 42)
    lines = recognized(*([row(words(size, 8), 200, 60 * n, size)] for n, size in enumerate(sizes, 5))).lines
    assert len({line.size for line in lines}) == 1


def test_a_title_keeps_its_larger_type():
    text = [row(words(number, 8), 200, 400 + 60 * number) for number in range(6)]
    title, *body = recognized([row("Memory and Sleep", 200, 300, 70)], text).lines
    assert title.size == pytest.approx(70 * POINTS, abs=0.25)
    assert {line.size for line in body} == {10.0}


@pytest.mark.parametrize("slope", [0.02, -0.02])
def test_a_page_scanned_askew_is_made_level_with_its_left_edges_below_each_other(slope):
    rows = [
        row("two words of text", int(200 - slope * y) + x, int(y + slope * x), slope=slope)
        for y in (300, 900, 1500, 2100)
        for x in (0, 700)
    ]
    lines = recognized(rows).lines
    for left, right in zip(lines[::2], lines[1::2], strict=True):
        assert left.base == pytest.approx(right.base, abs=1)
    assert max(line.x0 for line in lines[::2]) - min(line.x0 for line in lines[::2]) < 1


def test_uncertain_words_are_noise_and_lower_the_confidence_of_no_page():
    found = recognized([row("certain words", 200, 300, certain=90)], [row("j1l| ;~", 200, 900, certain=12)])
    assert [line.text for line in found.noise] == ["j1l| ;~"]
    assert found.confidence == pytest.approx(0.9)


def test_noise_is_part_of_a_picture_and_not_of_the_text():
    text = [row(words(number, 8), 200, 300 + 60 * number) for number in range(12)]
    blocks = read(a_page(recognized(text, [row("j1l| ;~", 200, 1500, certain=12)])))
    noise = next(block for block in blocks if block.text == "j1l| ;~")
    assert (noise.kind, noise.reason) == (BlockKind.FURNITURE, Reason.FIGURE_TEXT)
    assert not any("j1l" in paragraph for paragraph in prose(blocks))


def test_heads_captions_and_floats_are_lines_too():
    kinds = ("ocr_header", "ocr_caption", "ocr_textfloat")
    found = recognized([row(kind, 200, 300 + 60 * n, kind=kind) for n, kind in enumerate(kinds)])
    assert [line.text for line in found.lines] == list(kinds)


def test_a_page_without_text_has_no_lines_and_nothing_uncertain():
    assert recognized() == ([], frozenset(), 1.0)
    assert recognized([row("", 200, 300)]) == ([], frozenset(), 1.0)


def test_signs_that_mean_something_in_html_come_back_as_printed():
    (line,) = recognized([row("p < .05 & n > 30", 200, 300)]).lines
    assert line.text == "p < .05 & n > 30"
