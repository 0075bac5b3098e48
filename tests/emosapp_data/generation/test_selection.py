"""A budget is spread over all books and over each from beginning to end; a larger one contains the smaller."""

from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.config import GenerationConfig
from emosapp_data.generation.selection import Candidate, select
from emosapp_data.schema import PassageKind, Reason


def a_book(name: str, passages: int, kind: PassageKind = PassageKind.PROSE, length: int = 900) -> list[Candidate]:
    return [Candidate(name, f"{name}-{number:04}", length, kind) for number in range(passages)]


def test_without_a_budget_every_passage_of_prose_is_asked_about_once():
    found = select(
        [*a_book("a", 5), *a_book("k", 2, PassageKind.KEY_TERMS), *a_book("s", 1, length=50)], GenerationConfig(), 2
    )
    assert sorted(found.calls) == [f"a-{number:04}" for number in range(5)]
    assert [reason for reason, _ in found.left_out.values()] == [Reason.NOT_PROSE] * 2 + [Reason.TOO_LITTLE_TEXT]


@given(st.lists(st.integers(1, 120), min_size=1, max_size=5), st.integers(1, 200), st.integers(0, 5))
def test_every_passage_is_asked_about_or_named_with_its_reason(sizes, limit, seed):
    candidates = [entry for number, size in enumerate(sizes) for entry in a_book(f"b{number}", size)]
    found = select(candidates, GenerationConfig(limit=limit, seed=seed), 2)
    assert found.calls.keys() | found.left_out.keys() == {entry.passage for entry in candidates}
    assert not found.calls.keys() & found.left_out.keys()
    assert sum(map(len, found.calls.values())) == min(limit, len(candidates))


@given(st.integers(20, 300), st.integers(8, 60), st.integers(0, 9))
def test_every_part_of_a_book_gets_its_share(size, limit, seed):
    """No quarter of the book gets less than half, or more than twice, of what an even spread would give it."""
    found = select(a_book("a", size), GenerationConfig(limit=limit, seed=seed), 1)
    places = [int(passage[2:]) for passage in found.calls]
    expected = len(places) / 4
    for quarter in range(4):
        inside = sum(quarter * size <= 4 * place < (quarter + 1) * size for place in places)
        assert expected / 2 - 1 <= inside <= 2 * expected + 1


def test_books_share_a_budget_by_their_length():
    found = select([*a_book("long", 300), *a_book("short", 100)], GenerationConfig(limit=40), 1)
    short = sum(passage.startswith("short") for passage in found.calls)
    assert 9 <= short <= 11


@given(st.integers(1, 100), st.integers(1, 100))
def test_a_larger_trial_contains_the_smaller_one(one, other):
    candidates = [*a_book("a", 80), *a_book("b", 30)]
    small, large = sorted((one, other))
    calls = [
        {call.id for group in select(candidates, GenerationConfig(limit=limit), 1).calls.values() for call in group}
        for limit in (small, large)
    ]
    assert calls[0] <= calls[1]


def test_more_pairs_than_one_call_a_passage_gives_are_asked_for_in_a_second_round():
    found = select(a_book("a", 10), GenerationConfig(pairs=45, pairs_per_passage=3), 2)
    assert sum(map(len, found.calls.values())) == 15
    assert found.short_of == 0
    assert sorted({call.round for calls in found.calls.values() for call in calls}) == [0, 1]


def test_what_cannot_be_asked_for_is_told():
    found = select(a_book("a", 10), GenerationConfig(pairs=90, pairs_per_passage=3), 2)
    assert sum(map(len, found.calls.values())) == 20
    assert found.short_of == 30
