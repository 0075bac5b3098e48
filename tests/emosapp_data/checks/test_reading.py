"""How the checks read English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.checks.reading.likeness import are_alike
from emosapp_data.checks.reading.negation import negations
from emosapp_data.checks.reading.numbers import quantities, shares
from emosapp_data.checks.reading.opposites import are_opposite
from emosapp_data.checks.reading.words import keys, read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("About 1,500 of 3,000 people", [1500, 3000]),
        ("some twenty to forty minutes", [20, 40]),
        ("two hundred and five rats", [205]),
        ("forty-two per cent", [42]),
        ("half an hour", [0.5]),
        ("an hour and a half", [1.5]),
        ("twice a week", [2]),
        ("1.5 million people", [1500000]),
        ("in the 1960s", [1960]),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text, values):
    assert [quantity.value for quantity in quantities(read(text)) if quantity.text != "a week"] == values


def test_a_number_knows_what_it_counts_and_a_range_shares_its_unit():
    first, second = quantities(read("between 18 and 254 days"))
    assert first.counts_the_same(second)
    six, two = quantities(read("six hours, two weeks"))
    assert not six.counts_the_same(two)


def test_the_same_time_in_other_units_is_equal():
    (half,), (minutes,), (weeks,), (fortnight,) = (
        quantities(read(text)) for text in ("half an hour", "30 minutes", "two weeks", "a fortnight")
    )
    assert half.equals(minutes)
    assert fortnight.equals(weeks)
    assert not half.equals(weeks)


@pytest.mark.parametrize("text", ["20 per cent of them", "one in five", "a fifth of them", "two out of ten", "20%"])
def test_the_same_share_is_read_in_every_form(text):
    assert 20 in {share for share, _ in shares(read(text))}


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("It is not an illness.", ["illness"]),
        ("It did no lasting harm.", ["lasting", "harm"]),
        ("They can’t be changed.", ["changed"]),
        ("He rarely explains it.", ["explains"]),
        ("One recalls it instead of rereading it.", ["rereading"]),
        ("It is no longer recommended.", ["recommended"]),
        ("It is not only useful.", []),
        ("It works.", []),
    ],
)
def test_the_words_behind_a_negation_are_negated(text, negated):
    assert [word.lower for negation in negations(read(text)) for word in negation.scope] == negated


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("increased", "decreases"),
        ("anterograde", "retrograde"),
        ("hyperactive", "hypoactive"),
        ("sympathetic", "parasympathetic"),
        ("problem-focused", "emotion-focused"),
        ("harmful", "harmless"),
        ("harder", "easier"),
        ("lengthen", "shorter"),
        ("agonist", "antagonist"),
        ("solvable", "unsolvable"),
    ],
)
def test_opposites_are_known_by_list_and_by_prefix_in_both_directions(one, other):
    assert are_opposite(one, other)
    assert are_opposite(other, one)


@pytest.mark.parametrize(("one", "other"), [("increase", "increasing"), ("hot", "hot"), ("stress", "pressure")])
def test_what_only_looks_alike_is_no_opposite(one, other):
    assert not are_opposite(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("familiarity", "familiar"), ("prepared", "preparation"), ("harmless", "harm"), ("mice", "mouse")],
)
def test_words_of_a_family_share_a_key(one, other):
    assert keys(one) & keys(other)


def test_words_that_may_stand_for_one_another_are_alike():
    remember, recall = read("remember"), read("recalled")
    assert are_alike(remember.words[0], recall.words[0])
    assert not are_alike(remember.words[0], read("forget").words[0])


def test_a_text_is_read_into_clauses_and_sentences():
    reading = read("The heart beats faster, while digestion waits. It isn’t urgent.")
    assert [[word.lower for word in clause] for clause in reading.clauses] == [
        ["the", "heart", "beats", "faster"],
        ["while", "digestion", "waits"],
        ["it", "is", "not", "urgent"],
    ]
    assert [word.lower for word in reading.sentence(1)] == ["it", "is", "not", "urgent"]


@given(st.text())
def test_any_text_can_be_read_and_its_words_are_counted_through(text):
    reading = read(text)
    assert [word.place for word in reading.words] == list(range(len(reading.words)))
    assert [word for clause in reading.clauses for word in clause] == list(reading.words)
