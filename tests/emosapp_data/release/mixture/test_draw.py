"""What is drawn: exact numbers, nothing lost, and the same conversations while a dataset grows."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.config.mixture import ComponentConfig
from emosapp_data.release.mixture.draw import draw, in_order
from emosapp_data.schema import Reason
from tests.emosapp_data.release.mixture.mixing import conversation

NUMBERS = st.integers(0, 60)
WEIGHTS = st.integers(1, 350).map(lambda hundredths: hundredths / 100)
CAPS = st.none() | st.integers(1, 70)
SEEDS = st.integers(0, 5)


def some(number, held_out=0):
    training = [conversation("set", f"dialogue-{each}") for each in range(number)]
    return training + [conversation("set", f"held-{each}", "test") for each in range(held_out)]


def wanted(weight=1.0, cap=None):
    return ComponentConfig(name="set", weight=weight, cap=cap)


def origins(drawn):
    return {each.conversation.origin for each in drawn if each.conversation.split == "train"}


@given(NUMBERS, NUMBERS, WEIGHTS, CAPS, SEEDS)
def test_every_conversation_is_drawn_or_left_out_and_none_is_both(number, held_out, weight, cap, seed):
    given_ = some(number, held_out)
    drawn, left_out = draw(given_, wanted(weight, cap), seed)
    inside = {each.conversation.origin for each in drawn}
    assert inside | {each.origin for each in left_out} == {each.origin for each in given_}
    assert inside.isdisjoint(each.origin for each in left_out)
    assert len({each.id for each in drawn}) == len(drawn)


@given(NUMBERS, WEIGHTS, CAPS, SEEDS)
def test_rows_are_the_weight_times_the_conversations_under_the_cap(number, weight, cap, seed):
    drawn, left_out = draw(some(number), wanted(weight, cap), seed)
    under = min(number, cap or number)
    assert len(drawn) == (2 * round(weight * 100) * under + 100) // 200  # rounded, a half up
    assert Counter(each.reason for each in left_out)[Reason.OVER_CAP] == number - under
    copies = Counter(each.conversation.origin for each in drawn)
    assert set(copies.values()) <= {int(weight), int(weight) + 1}
    for origin, times in copies.items():
        assert {each.copy for each in drawn if each.conversation.origin == origin} == set(range(1, times + 1))


@given(NUMBERS, NUMBERS, WEIGHTS, CAPS, SEEDS)
def test_what_is_held_out_is_there_once_whatever_weight_and_cap(number, held_out, weight, cap, seed):
    drawn, left_out = draw(some(number, held_out), wanted(weight, cap), seed)
    held = [each for each in drawn if each.conversation.split == "test"]
    assert (len(held), {each.copy for each in held} - {1}) == (held_out, set())
    assert {each.split for each in left_out} <= {"train"}


@given(NUMBERS, st.integers(1, 20), CAPS, SEEDS)
def test_a_dataset_that_grows_gives_way_to_new_conversations_alone(number, more, cap, seed):
    before = origins(draw(some(number), wanted(cap=cap), seed).drawn)
    after = origins(draw(some(number + more), wanted(cap=cap), seed).drawn)
    new = after - {each.origin for each in some(number)}
    assert len(before - after) <= len(new)
    assert after - new <= before


@given(st.integers(1, 60), WEIGHTS, SEEDS)
def test_the_order_in_which_conversations_come_says_nothing(number, weight, seed):
    given_ = some(number, 3)
    one, other = (draw(each, wanted(weight, 20), seed) for each in (given_, given_[::-1]))
    assert in_order(one.drawn, seed) == in_order(other.drawn, seed)
    assert {each.origin for each in one.left_out} == {each.origin for each in other.left_out}


@given(st.integers(2, 60), st.integers(1, 60))
def test_a_greater_weight_keeps_what_a_smaller_one_drew(number, hundredths):
    less = origins(draw(some(number), wanted(hundredths / 100), 0).drawn)
    assert less <= origins(draw(some(number), wanted((hundredths + 20) / 100), 0).drawn)


def test_another_seed_draws_others_and_orders_them_otherwise():
    one, other = (draw(some(200), wanted(0.5), seed).drawn for seed in (0, 1))
    assert 25 < len(origins(one) & origins(other)) < 75  # of a hundred each, half by chance
    everyone = draw(some(200), wanted(), 0).drawn
    assert in_order(everyone, 0) != in_order(everyone, 1)
    assert set(in_order(everyone, 0)) == set(everyone)


def test_datasets_are_mixed_from_the_first_rows_on():
    rows = [
        row
        for name in ("one", "two")
        for row in draw([conversation(name, str(n)) for n in range(300)], wanted(), 0).drawn
    ]
    first = Counter(row.conversation.dataset for row in in_order(rows, 0)[:100])
    assert 30 < first["one"] < 70


def test_a_half_is_rounded_up_however_it_is_written():
    assert [
        len(draw(some(number), wanted(weight), 0).drawn) for number, weight in ((3, 0.5), (10, 1.15), (1, 0.01))
    ] == [
        2,
        12,
        0,
    ]
