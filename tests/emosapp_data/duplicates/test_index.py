"""The index finds what the search through all pairs finds, however the pairs come in."""

import os
import subprocess
import sys
from itertools import combinations, islice, pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import emosapp_data.duplicates.index as index_module
from emosapp_data.duplicates import LEAST_SCORE, Difference, DuplicateIndex, Folded, Match, PairText, buckets, score
from emosapp_data.errors import InputError

WORDS = "stress coping memory increases decreases the of a not 15 50 well-being anxiety therapist must may Ünïcode é 😀".split()
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
SHELVES = st.lists(st.tuples(SENTENCES, SENTENCES), max_size=25)
COPING = PairText(
    "coping", "What is coping?", "Coping is all that a person does to deal with demands and strong feelings."
)


def numbered(texts: list[tuple[str, str]]) -> list[PairText]:
    return [PairText(f"pair-{number}", *text) for number, text in enumerate(texts)]


def found(*pairs: PairText) -> list[Match]:
    return DuplicateIndex().add(pairs)


def changed(question: str | None = None, answer: str | None = None, name: str = "changed") -> PairText:
    return PairText(name, question or COPING.question, answer or COPING.answer)


@given(SHELVES, st.lists(st.integers(0, 25), max_size=4))
@example([("a", "b")] * 3, [1, 1])
def test_the_matches_are_the_same_however_the_pairs_are_cut_into_segments(texts, cuts):
    pairs = numbered(texts)
    index = DuplicateIndex()
    bounds = [0, *sorted(min(cut, len(pairs)) for cut in cuts), len(pairs)]
    by_segments = [match for start, stop in pairwise(bounds) for match in index.add(pairs[start:stop])]
    assert by_segments == DuplicateIndex().add(pairs)


@given(SHELVES)
def test_a_match_has_the_score_that_rapidfuzz_gives_and_no_couple_comes_twice(texts):
    pairs = numbered(texts)
    folded = {pair.id: Folded.of(pair) for pair in pairs}
    matches = DuplicateIndex(same_asked=False).add(pairs)
    assert all(match.score == score(folded[match.first], folded[match.second]) >= LEAST_SCORE for match in matches)
    assert len({match[:2] for match in matches}) == len(matches)
    equal = {(one.id, two.id) for one, two in combinations(pairs, 2) if folded[one.id] == folded[two.id]}
    assert equal <= {match[:2] for match in matches}


@given(SHELVES, st.integers(0, 25))
def test_known_pairs_are_compared_with_new_ones_alone(texts, cut):
    pairs = numbered(texts)
    known = {pair.id for pair in pairs[:cut]}
    index = DuplicateIndex()
    index.put(pairs[:cut])
    assert index.add(pairs[cut:]) == [match for match in DuplicateIndex().add(pairs) if match.second not in known]


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (changed(question="WHAT IS “COPING”"), None),
        (
            changed(answer="All that a person does to deal with demands and strong feelings is coping."),
            Difference.ORDER,
        ),
        (changed(answer=COPING.answer.replace("strong", "weak")), Difference.OPPOSITE),
        (changed(answer=COPING.answer.replace("does", "does not")), Difference.NEGATION),
        (changed(answer=COPING.answer.replace("demands", "demnads")), Difference.LOOK_ALIKE),
        (changed(question="Define coping."), Difference.FORM),
    ],
)
def test_a_near_duplicate_is_found_and_labelled_never_merged(other, difference):
    [match] = found(COPING, other)
    assert (match.first, match.second) == ("coping", "changed")
    assert difference in match.differences if difference else match.differences == ()


def test_a_short_answer_is_a_match_only_if_the_questions_are_about_the_same():
    pairs = [
        PairText("1", "Is sleep needed for memory to settle?", "True."),
        PairText("2", "Do all clients who are referred want to change?", "True."),
        PairText("3", "What is denial?", "A defence."),
        PairText("4", "How would you define the term denial?", "A defence."),
    ]
    assert [match[:2] for match in found(*pairs)] == [("3", "4")]


def test_a_long_answer_is_a_match_whatever_is_asked():
    other = changed(question="How do people live through hard times?")
    [match] = found(COPING, other)
    assert match.score < LEAST_SCORE
    assert Difference.QUESTION_ONLY in match.differences


def test_a_question_answered_in_two_ways_is_a_match():
    other = changed(answer="A word for giving up.")
    [match] = found(COPING, other)
    assert Difference.ANSWER_ONLY in match.differences
    assert not DuplicateIndex(same_asked=False).add([COPING, other])


def test_a_question_asked_a_hundred_times_gives_a_hundred_matches_not_thousands():
    answers = ["".join(chr(97 + (number * 7 + at * at) % 26) for at in range(30)) for number in range(101)]
    pairs = [PairText(str(number), COPING.question, answer) for number, answer in enumerate(answers)]
    links = [match for match in found(*pairs) if match.score < LEAST_SCORE]
    assert len(links) <= 100
    assert {match.first for match in links} == {"0"}


def test_many_pairs_of_one_form_are_no_near_duplicates():
    terms = [chr(97 + one) + chr(97 + two) + "ception" for one in range(26) for two in range(26)]
    pairs = [PairText(term, f"What is {term}?", f"The {term[::-1]} of the {term}.") for term in terms]
    folded = {pair.id: Folded.of(pair) for pair in pairs}
    assert all(score(folded[match.first], folded[match.second]) >= LEAST_SCORE for match in DuplicateIndex().add(pairs))


def test_the_matches_are_the_same_in_small_steps_and_in_large_ones(monkeypatch):
    random = Random(1)
    pairs = numbered([(" ".join(random.choices(WORDS[:4], k=6)), random.choice(WORDS)) for _ in range(120)])
    in_large_steps = found(*pairs)
    for at_once, dense in ((1, 0), (40, 0), (40, 1000)):
        monkeypatch.setattr(index_module, "AT_ONCE", 7)
        monkeypatch.setattr(buckets, "AT_ONCE", at_once)
        monkeypatch.setattr(buckets, "DENSE", dense)
        assert found(*pairs) == in_large_steps
    assert len(in_large_steps) > 50


def test_pairs_without_words_and_with_very_long_answers_are_taken():
    pairs = [PairText("1", "?", "…"), PairText("2", "", "!"), PairText("3", "What?", "very long " * 5000), COPING]
    assert [match[:2] for match in found(*pairs)] == [("1", "2")]
    assert DuplicateIndex().add([]) == []


def test_a_pair_that_comes_twice_is_named_and_nothing_is_added():
    index = DuplicateIndex()
    index.add([COPING])
    for again in ([COPING], [changed(), changed()]):
        with pytest.raises(InputError, match=f"{again[0].id} came in twice"):
            index.add(again)
        assert len(index) == 1


def test_the_matches_do_not_depend_on_the_seed_of_pythons_hashes():
    script = (
        "from emosapp_data.duplicates.signature import band_keys;"
        "print(band_keys(['coping is dealing with demands', 'naïve ünïcode', '']).tolist())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_on_real_questions_the_index_finds_what_the_search_through_all_pairs_finds(shared):
    from benchmarks.near_duplicates import all_pairs, distinct, with_changes  # noqa: PLC0415 - reads what is beside the project
    from benchmarks.pair_texts import known_pairs  # noqa: PLC0415

    pairs, injected = with_changes(distinct(islice(known_pairs(), 2600)), 2400, Random(3))
    assert len(injected) == 13 * 80
    expected = all_pairs(pairs)
    matches = DuplicateIndex().add(pairs)
    assert len(expected) > 900
    assert len(expected & {match[:2] for match in matches}) >= 0.985 * len(expected)
    folded = {pair.id: Folded.of(pair) for pair in pairs}
    changing = {one.changed.id: one.original for one in injected if one.change.changes_meaning}
    assert len(changing) == 6 * 80
    assert not any(folded[changed] == folded[original] for changed, original in changing.items())
    assert all(match.may_change_meaning for match in matches if changing.get(match.second) == match.first)
