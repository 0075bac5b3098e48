"""Matches become groups that a person can look at, and a policy never drops what may mean something else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.duplicates import Difference, DuplicateIndex, Match, PairText, groups, keep_best

ORDER = tuple("abcdefghijklmnopqrstuvwxyz")
SAME = (Difference.FILLER, Difference.ANSWER_ONLY)
OTHER = (Difference.WORDS, Difference.ANSWER_ONLY)
COUPLES = st.tuples(st.sampled_from(ORDER), st.sampled_from(ORDER)).filter(lambda couple: couple[0] < couple[1])
MATCHES = st.dictionaries(COUPLES, st.tuples(st.integers(92, 100), st.sampled_from((SAME, OTHER, ())))).map(
    lambda found: [match(*couple, score, differences) for couple, (score, differences) in found.items()]
)


def match(first: str, second: str, score: float = 95, differences: tuple[Difference, ...] = SAME) -> Match:
    return Match(first, second, score, differences, "", "")


def test_what_is_joined_by_matches_is_one_group_in_the_order_of_the_pairs():
    found = groups([match("d", "e"), match("b", "c"), match("a", "c")], ORDER)
    assert [group.members for group in found] == [("a", "b", "c"), ("d", "e")]
    assert found[0].matches == (match("a", "c"), match("b", "c"))
    assert found[0].id.startswith("group-")


def test_a_group_keeps_its_id_as_long_as_it_keeps_its_members():
    one, other = groups([match("a", "b")], ORDER), groups([match("d", "e", 99), match("a", "b", 93)], ORDER)
    assert one[0].id == other[0].id != other[1].id


def test_a_long_chain_falls_into_groups_at_its_weakest_matches():
    chain = [match(first, second, 92 if second in "in" else 97) for first, second in pairwise(ORDER[:18])]
    found = groups(chain, ORDER, largest=8)
    assert ["".join(group.members) for group in found] == ["abcdefgh", "ijklm", "nopqr"]
    assert [len(group.outward) for group in found] == [1, 2, 1]


def test_a_pair_whose_groups_are_full_is_shown_by_itself():
    found = groups([match("a", "b", 99), match("b", "c", 93)], ORDER, largest=2)
    assert [(group.members, group.matches, group.outward) for group in found] == [
        (("a", "b"), (match("a", "b", 99),), (match("b", "c", 93),)),
        (("c",), (), (match("b", "c", 93),)),
    ]


@given(MATCHES, st.integers(2, 30), st.randoms())
def test_no_match_is_lost_no_group_is_too_large_and_the_order_of_matches_does_not_count(matches, largest, random):
    found = groups(matches, ORDER, largest)
    assert all(len(group.members) <= largest for group in found)
    members = [member for group in found for member in group.members]
    assert len(members) == len(set(members)) == len({member for one in matches for member in one[:2]})
    shown = [one for group in found for one in group.matches] + [one for group in found for one in group.outward]
    assert set(shown) == set(matches)
    assert groups(random.sample(matches, len(matches)), ORDER, largest) == found


def test_the_best_stays_for_those_that_say_the_same():
    [group] = groups([match("a", "b"), match("b", "c"), match("a", "c")], ORDER)
    left_out = keep_best(group, {"a": 1, "b": 3, "c": 2}.__getitem__)
    assert [(one.id, one.survivor) for one in left_out] == [("a", "b"), ("c", "b")]


@pytest.mark.parametrize("difference", ["number", "negation", "opposite", "order", "modality", "words", "look-alike"])
def test_what_may_mean_something_else_is_never_left_out(difference):
    [group] = groups([match("a", "b", differences=(Difference(difference), Difference.ANSWER_ONLY))], ORDER)
    assert keep_best(group, lambda _: 0.0) == []


def test_to_be_joined_by_a_chain_is_not_enough_to_be_left_out():
    [group] = groups([match("a", "b"), match("b", "c")], ORDER)
    left_out = keep_best(group, {"a": 3, "b": 2, "c": 1}.__getitem__)
    assert [(one.id, one.survivor) for one in left_out] == [("b", "a")]


@given(MATCHES, st.dictionaries(st.sampled_from(ORDER), st.integers(0, 3)))
def test_each_pair_left_out_says_the_same_as_its_survivor_which_stays_and_is_no_worse(matches, rank):
    def ranking(member: str) -> float:
        return rank.get(member, 0)

    for group in groups(matches, ORDER):
        left_out = keep_best(group, ranking)
        gone = {one.id for one in left_out}
        for one in left_out:
            assert {one.id, one.survivor} == {one.match.first, one.match.second}
            assert not one.match.may_change_meaning
            assert one.survivor not in gone
            assert ranking(one.survivor) >= ranking(one.id)


def test_from_texts_to_what_is_left_out():
    pairs = [
        PairText("1", "What is coping?", "Coping is all that people do to deal with demands."),
        PairText("2", "Define coping.", "Coping is all that people do to deal with demands."),
        PairText("3", "What is coping?", "Coping is all that people do to deal with the demands."),
        PairText("4", "What is coping?", "Coping is all that people do not to deal with demands."),
    ]
    [group] = groups(DuplicateIndex().add(pairs), [pair.id for pair in pairs])
    assert group.members == ("1", "2", "3", "4")
    assert Difference.NEGATION in group.differences
    assert [one.id for one in keep_best(group, lambda _: 0.0)] == ["2", "3"]
