"""What differs between two near duplicates is named, and the words are shown."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from emosapp_data.checks.exact_duplicate import fold
from emosapp_data.duplicates import MAY_CHANGE_MEANING, Difference, Folded, compare

QUESTION = "what does it show"
TEXTS = st.lists(st.sampled_from("men women score not lower than the 5 a few may".split()), max_size=8).map(" ".join)


def kinds(one: str, other: str) -> set[Difference]:
    """The kinds of difference between two answers to a question."""
    found = set(compare(Folded(QUESTION, fold(one)), Folded(QUESTION, fold(other))).differences)
    return found - {Difference.ANSWER_ONLY}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("About 15 % agreed.", "About 50 % agreed.", Difference.NUMBER),
        ("It takes two weeks.", "It takes three weeks.", Difference.NUMBER),
        ("All people forget.", "Some people forget.", Difference.NUMBER),
        ("A few people forget.", "Few people forget.", Difference.NUMBER),
        ("p < 5", "p > 5", Difference.NUMBER),
        ("It does work.", "It does not work.", Difference.NEGATION),
        ("They do sleep.", "They don't sleep.", Difference.NEGATION),
        ("A life with stress.", "A life without stress.", Difference.NEGATION),
        ("Stress increases memory.", "Stress decreases memory.", Difference.OPPOSITE),
        ("Retrograde amnesia", "Anterograde amnesia", Difference.OPPOSITE),
        ("A dopamine agonist", "A dopamine antagonist", Difference.OPPOSITE),
        ("Hyperthyroidism", "Hypothyroidism", Difference.OPPOSITE),
        ("They were aware of it.", "They were unaware of it.", Difference.OPPOSITE),
        ("A helpful friend", "A helpless friend", Difference.OPPOSITE),
        ("A typical reaction", "Atypical reaction", Difference.OPPOSITE),
        ("Men score lower than women.", "Women score lower than men.", Difference.ORDER),
        ("A therapist must tell.", "A therapist may tell.", Difference.MODALITY),
        ("A course about plants.", "A course about planets and rocks.", Difference.WORDS),
        ("An important change", "A significant change", Difference.WORDS),
        ("A disorder was listed.", "A disorder is listed.", Difference.WORDS),
        ("A causal link", "A casual link", Difference.LOOK_ALIKE),
        ("Anxiety grows.", "Anxeity grows.", Difference.LOOK_ALIKE),
    ],
)
def test_what_may_change_the_meaning_is_named(one, other, kind):
    assert kind in kinds(one, other)
    assert kind in MAY_CHANGE_MEANING


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Human behaviour", "Human behavior", Difference.SPELLING),
        ("Well-being grows.", "Wellbeing grows.", Difference.SPELLING),
        ("A symptom of stress", "Symptoms of stress", Difference.INFLECTION),
        ("Children play.", "Child play.", Difference.INFLECTION),
        ("The stress is very high.", "Stress is high.", Difference.FILLER),
    ],
)
def test_what_does_not_change_the_meaning_is_told_apart(one, other, kind):
    assert kind in kinds(one, other)
    assert kinds(one, other).isdisjoint(MAY_CHANGE_MEANING)


@pytest.mark.parametrize("question", ["define coping", "what does coping mean", "how would you define the term coping"])
def test_two_ways_to_ask_for_a_definition_are_one_question_if_the_answers_are_the_same(question):
    asked = Folded("what is coping", "dealing with demands")
    assert compare(asked, Folded(question, "dealing with demands")).differences == (
        Difference.FORM,
        Difference.QUESTION_ONLY,
    )
    assert Difference.FORM not in compare(asked, Folded(question, "dealing with feelings")).differences


def test_other_questions_are_never_taken_for_another_form():
    for question in ("why is coping", "what is not coping", "define denial", "when is coping"):
        found = compare(Folded("what is coping", "an effort"), Folded(question, "an effort")).differences
        assert not MAY_CHANGE_MEANING.isdisjoint(found), question


def test_the_differing_words_are_shown_side_by_side_and_fit_a_line():
    found = compare(
        Folded("how does stress act", "it increases attention"), Folded("how does stress act", "it decreases attention")
    )
    assert (found.only_one, found.only_other) == ("increases", "decreases")
    assert found.differences == (Difference.OPPOSITE, Difference.ANSWER_ONLY)
    long = compare(Folded("why", "one " * 99), Folded("why", "other " * 99))
    assert len(long.only_one) <= 80
    assert long.only_one.endswith("…")


def test_nothing_differs_between_equal_pairs():
    pair = Folded("what is coping", "dealing with demands")
    assert compare(pair, pair) == ((), "", "")


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@example("men men women", "women men men", "men women score", "women men men")
def test_what_differs_does_not_depend_on_which_pair_comes_first(question, answer, other_question, other_answer):
    one, other = Folded(question, answer), Folded(other_question, other_answer)
    forth, back = compare(one, other), compare(other, one)
    assert bool(forth.differences) == (one != other)
    assert back == (forth.differences, forth.only_other, forth.only_one)
