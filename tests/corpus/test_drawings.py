"""Drawn figures: where shapes stand close together, and what of the lettering around them is no text to be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.layout.drawings import find_drawings, is_area, is_rule
from corpus.layout.figures import figure_lettering, lettering_families
from corpus.page import Shape
from emosapp_data.schema import BlockKind, Reason
from tests.corpus.pages import HEIGHT, WIDTH, WORDS, box, line, page, prose, read, rule, words


def bars(x, y, count=6):
    """The bars of a plot, 20 points apart."""
    return [box(x + 20 * number, y, x + 20 * number + 10, y + 60) for number in range(count)]


def text_lines(x=60, base=60, rows=6, number=0):
    return [line(words(number + row, 10), x, base + 13 * row, width=300) for row in range(rows)]


def lettering(lines, shapes, taken=(), families=frozenset()):
    found = figure_lettering(page(1, lines, shapes), set(taken), families)
    return [item.text for item in lines if item in found]


def test_shapes_that_stand_close_together_are_one_drawing():
    assert find_drawings(bars(100, 200), WIDTH, HEIGHT) == [(100, 200, 210, 260)]


def test_two_plots_far_apart_are_two_drawings():
    found = find_drawings(bars(100, 100) + bars(100, 300), WIDTH, HEIGHT)
    assert sorted(found) == [(100, 100, 210, 160), (100, 300, 210, 360)]


def test_a_shape_between_two_groups_makes_them_one_drawing():
    between = box(150, 155, 160, 305)
    assert find_drawings([*bars(100, 100), *bars(100, 300), between], WIDTH, HEIGHT) == [(100, 100, 210, 360)]


@given(st.permutations(range(12)))
def test_the_order_in_which_shapes_are_drawn_does_not_matter(order):
    shapes = bars(100, 100) + bars(100, 300)
    assert set(find_drawings([shapes[at] for at in order], WIDTH, HEIGHT)) == set(find_drawings(shapes, WIDTH, HEIGHT))


@pytest.mark.parametrize(
    "shapes",
    [
        pytest.param([box(60, 60, 360, 200)], id="a coloured box"),
        pytest.param([rule(60, 60, 360, 61), rule(60, 70, 360, 71), rule(60, 80, 360, 81)], id="rules across the text"),
        pytest.param(bars(100, 200, 2), id="two shapes"),
        pytest.param([box(100 + 9 * n, 100, 105 + 9 * n, 110) for n in range(9)], id="a row of small signs"),
        pytest.param([box(0, 0, WIDTH, HEIGHT), *bars(100, 200, 2)], id="two shapes on a coloured page"),
    ],
)
def test_what_is_too_little_to_be_a_drawing(shapes):
    assert find_drawings(shapes, WIDTH, HEIGHT) == []


def test_a_page_full_of_shapes_is_not_searched():
    assert find_drawings([box(x, 100, x + 1, 190) for x in range(3001)], WIDTH, HEIGHT) == []


@pytest.mark.parametrize(
    ("shape", "rules", "areas"),
    [
        (Shape(60, 100, 360, 101, False), True, False),
        (Shape(60, 100, 61, 300, False), True, False),
        (Shape(60, 100, 64, 104, True), False, False),
        (Shape(60, 100, 160, 140, True), False, True),
        (Shape(60, 100, 160, 112, True), False, False),
    ],
    ids=["a line across", "a line down", "a dot", "a box for text", "a bar too low for text"],
)
def test_a_shape_is_a_rule_an_area_for_text_or_neither(shape, rules, areas):
    assert (is_rule(shape), is_area(shape)) == (rules, areas)


def test_labels_inside_a_figure_are_its_lettering():
    labels = [line("before", 102, 215, size=7), line("after", 185, 215, size=7)]
    assert lettering([*text_lines(), *labels], bars(100, 200)) == ["before", "after"]


def test_numbers_and_the_name_of_an_axis_stand_outside_of_what_is_drawn():
    numbers = [line(str(10 * step), 85, 210 + 12 * step, size=7) for step in range(5)]
    name = line("weeks", 146, 275, size=7)
    assert lettering([*text_lines(), *numbers, name], bars(100, 200)) == ["0", "10", "20", "30", "40", "weeks"]


def test_a_caption_below_a_figure_is_no_lettering():
    caption = line("Figure 1.1", 135, 275, size=8, width=40)
    assert lettering([*text_lines(), line("before", 102, 215, size=7), caption], bars(100, 200)) == ["before"]


def test_text_in_a_box_with_ornaments_is_no_lettering():
    ornaments = [box(60, 300, 360, 400), *(box(340, 310 + 12 * n, 350, 320 + 12 * n) for n in range(4))]
    inside = [line(words(n, 10), 66, 330 + 13 * n, width=260) for n in range(4)]
    assert lettering([*text_lines(), *inside], ornaments) == []


def test_what_a_table_has_taken_is_not_taken_again():
    label = line("before", 102, 215, size=7)
    assert lettering([*text_lines(), label], bars(100, 200), taken=[label]) == []


def test_a_font_for_figures_only_is_lettering_even_where_nothing_is_drawn():
    pages = [
        page(
            number,
            [
                *text_lines(number=10 * number),
                *(line(str(step), 60 + 20 * step, 300, size=7, font="Plot-Regular") for step in range(8)),
                line("reaction time", 140, 320, size=7, font="Plot-Bold"),
            ],
        )
        for number in range(1, 6)
    ]
    assert lettering_families(pages) == {"Plot"}
    found = figure_lettering(pages[0], set(), lettering_families(pages))
    assert len(found) == 9
    assert all(item.font.startswith("Plot") for item in found)


def test_a_font_that_also_sets_running_text_is_not_for_figures_only():
    pages = [
        page(
            number,
            [
                line(words(number), 60, 80, width=300, font="Plot-Regular"),
                *(line(str(step), 60 + 20 * step, 300, size=7, font="Plot-Regular") for step in range(8)),
            ],
        )
        for number in range(1, 6)
    ]
    assert lettering_families(pages) == set()


def test_a_font_of_words_without_numbers_is_not_for_figures_only():
    pages = [
        page(
            number,
            [
                *text_lines(number=10 * number),
                *(line(name, 60, 300 + 20 * n, font="Label") for n, name in enumerate(WORDS)),
            ],
        )
        for number in range(1, 6)
    ]
    assert lettering_families(pages) == set()


def test_a_paragraph_that_a_figure_with_its_caption_cuts_in_two_is_one_paragraph_without_the_lettering():
    above = [line("The longer they slept the less they", 60, 100, width=300)]
    caption = line("Figure 1.1 Sleep and worry in a group of students", 60, 276, size=8)
    below = [line("worried in the week behind it.", 60, 300, width=150)]
    labels = [line("before", 102, 215, size=7), line("after", 185, 215, size=7)]
    blocks = read(page(1, [*text_lines(rows=2), *above, *labels, caption, *below], bars(100, 200)))
    assert prose(blocks)[-1].endswith("The longer they slept the less they worried in the week behind it.")
    kinds = [(block.text, block.kind, block.reason) for block in blocks if block.reason is Reason.FIGURE_TEXT]
    assert kinds == [(text, BlockKind.FURNITURE, Reason.FIGURE_TEXT) for text in ("before", "after")]
