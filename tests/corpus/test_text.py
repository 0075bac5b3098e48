"""Lines are joined as a reader would, and hyphens at line ends resolved by the book's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import SOFT_HYPHEN, Vocabulary, ends_sentence, join_lines

BOOK = Vocabulary(
    [
        "Learning is a change in behavior. Well-being depends on many things.",
        "The stimulus-outcome association was learned; the outcome mattered.",
        "Self-efficacy, well-being and stress. Conditioning takes time.",
        "Working memory and long-term memory. Short-term memory is small.",
        "The control group slept; the control group waited for the group session.",
    ]
)


@pytest.mark.parametrize(
    ("text", "line", "joined"),
    [
        ("a change in behav-", "ior over time", "a change in behavior over time"),
        ("they report more well-", "being than before", "they report more well-being than before"),
        ("the stimulus-out-", "come association", "the stimulus-outcome association"),
        ("the Atkinson-", "Shiffrin model", "the Atkinson-Shiffrin model"),
        ("in long-", "term memory", "in long-term memory"),
        ("the con" + SOFT_HYPHEN, "ditioning", "the conditioning"),
        ("unheard-of zyg-", "omatic words", "unheard-of zygomatic words"),
        ("pages 12-", "14 of the book", "pages 12-14 of the book"),
        ("an end—", "and a start", "an end—and a start"),
        ("two words", "and more", "two words and more"),
    ],
)
def test_hyphens_at_line_ends_are_kept_or_taken_away(text, line, joined):
    assert join_lines(text, line, BOOK) == joined


words = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=2, max_size=9)


@given(st.lists(words, min_size=2, max_size=12), st.integers(1, 11))
def test_lines_without_a_hyphen_are_joined_by_one_space(parts, cut):
    cut = min(cut, len(parts) - 1)
    assert join_lines(" ".join(parts[:cut]), " ".join(parts[cut:]), Vocabulary([])) == " ".join(parts)


@given(words, st.integers(1, 8))
def test_a_word_that_the_book_knows_is_put_together_again(word, cut):
    cut = min(cut, len(word) - 1)
    assert join_lines(word[:cut] + "-", word[cut:], Vocabulary([f"the {word} again"])) == word


@pytest.mark.parametrize(
    ("text", "ends"),
    [("It ended.", True), ("“Did it?”", True), ("(it did.)", True), ("and then", False), ("one, two,", False)],
)
def test_the_end_of_a_sentence_is_seen_through_quotes_and_brackets(text, ends):
    assert ends_sentence(text) is ends
