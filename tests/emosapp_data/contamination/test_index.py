"""A benchmark's item is found in a pair whatever its dress, and frequent phrases are no items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.contamination import BenchmarkItem, ContaminationIndex, OverlapKind

LONG = "After losing her job Mara stays in bed until noon and refuses every call; which kind of support would help her first?"
MIDDLE = "Which hormone do the adrenal glands release during an alarm reaction?"
SHORT = "What calms a racing heart?"
THREE = "What is anxiety?"
UNCLEAR = "Which statement is true?"
POST = (
    "I moved to a new town in March and since then I have hardly spoken to anyone outside work. My sister says that I "
    "should join a choir, but whenever I stand in front of the door my hands begin to shake and I walk home again."
)
ITEMS = [
    BenchmarkItem("made-up", str(number), text, ("Sleep heals.", "Sleep harms.") if text is UNCLEAR else ())
    for number, text in enumerate([LONG, MIDDLE, SHORT, THREE, UNCLEAR, POST, "dresser"], 1)
]
INDEX = ContaminationIndex(ITEMS)
OTHER = "That depends on many things."


def found(question, answer=OTHER):
    """Text of the item found, and how."""
    overlap = INDEX.find(question, answer)
    return overlap and (overlap.item.text, overlap.kind)


PUNCTUATION = st.text(" \n\t.,;:!?()[]“”\"'–—_…", min_size=1, max_size=4).map(lambda marks: f" {marks} ")


@given(st.sampled_from([LONG, MIDDLE, SHORT, THREE, POST]), st.data())
def test_every_item_is_found_however_case_spaces_and_punctuation_are_changed(text, data):
    dressed = "".join(
        data.draw(st.sampled_from([word.upper(), word.lower(), word.title()])) + data.draw(PUNCTUATION)
        for word in text.replace(";", "").replace(",", "").split()
    )
    assert found(dressed) == (text, OverlapKind.EXACT)
    assert found("What did they write?", dressed) == (text, OverlapKind.EXACT)


@given(st.text(), st.text())
def test_any_pair_is_judged_and_judged_alike_again(question, answer):
    assert INDEX.find(question, answer) == INDEX.find(question, answer)


@pytest.mark.parametrize("text", [LONG, MIDDLE, SHORT, THREE])
def test_choices_behind_the_question_do_not_hide_it(text):
    assert found(f"{text}\nA. a walk\nB. a pill") == (text, OverlapKind.CONTAINED)


@pytest.mark.parametrize("text", [LONG, MIDDLE, SHORT, THREE])
def test_a_longer_question_around_it_does_not_hide_it(text):
    assert found(f"A student asks: {text} What would you say?") == (text, OverlapKind.CONTAINED)


@pytest.mark.parametrize("text", [LONG, MIDDLE])
@pytest.mark.parametrize("place", range(11))
def test_one_word_changed_does_not_hide_an_item_of_eight_words_and_more(text, place):
    changed = text.split()
    changed[place] = "zebra"
    assert found(" ".join(changed)) == (text, OverlapKind.NGRAM)


def test_a_run_of_thirteen_words_of_a_post_is_found_in_an_answer_and_named():
    run = "whenever I stand in front of the door my hands begin to shake and"
    overlap = INDEX.find("What did the person write?", f"They wrote that {run} that they felt ashamed.")
    assert overlap is not None
    assert (overlap.item.text, overlap.kind, overlap.where) == (POST, OverlapKind.NGRAM, "answer")
    assert overlap.shared == run.lower()
    assert 0.1 < overlap.share < 0.5


def test_the_shared_words_show_what_was_changed():
    overlap = INDEX.find(MIDDLE.replace("hormone", "substance"), OTHER)
    assert overlap is not None
    assert overlap.shared == "which … do the adrenal glands release during an alarm reaction"
    assert overlap.share == pytest.approx(6.25 / 7.25, abs=1e-4)


def test_a_question_that_says_nothing_by_itself_is_found_by_its_choices_only():
    assert found(UNCLEAR, "Grief has five stages.") is None
    assert found(UNCLEAR, "It is true that sleep heals.") == (UNCLEAR, OverlapKind.EXACT)
    assert found(f"{UNCLEAR}\nA. Sleep heals.\nB. Sleep harms.") == (UNCLEAR, OverlapKind.CONTAINED)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is anxiety disorder?", "Anxiety that lasts."),
        ("What is stage fright?", "It is what anxiety does on a stage."),
        ("What is locus of control?", "The degree to which a person believes that they are in control."),
        ("Which hormone does the pineal gland release during the night?", "Melatonin."),
        ("Which glands act in stress?", "During an alarm reaction the adrenal glands release adrenaline."),
        ("What calms?", "Slow breathing is what calms a racing heart."),
        ("Which statement about sleep is true?", "Sleep heals."),
        ("dresser", "A piece of furniture."),
        ("", ""),
    ],
)
def test_a_frequent_phrase_or_the_same_subject_is_no_item(question, answer):
    assert found(question, answer) is None


def test_an_item_is_found_whatever_other_benchmarks_are_given():
    many = [
        BenchmarkItem("template", str(number), f"Which hormone do the adrenal glands of animal {number} release?")
        for number in range(500)
    ]
    overlap = ContaminationIndex([*many, *ITEMS]).find(MIDDLE.replace("hormone", "substance"), OTHER)
    assert overlap is not None
    assert overlap.item.text == MIDDLE


def test_an_index_without_items_finds_nothing():
    assert ContaminationIndex([]).find(MIDDLE, OTHER) is None
