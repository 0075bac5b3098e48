"""Splits: nothing similar in two of them, and a pair keeps its split when others come."""

from collections import Counter, defaultdict

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from emosapp_data.config import DuplicatesConfig, ReleaseConfig
from emosapp_data.doubt import group_of
from emosapp_data.ledger import Ledger
from emosapp_data.release.knowledge.links import links
from emosapp_data.release.splits import MOST_SECTIONS, assign, clusters, section_of
from emosapp_data.schema import PairStatus, QAPair, Verdict
from tests.emosapp_data.test_near_duplicates_step import a_pair as alike_pair
from tests.emosapp_data.test_near_duplicates_step import grouped
from tests.emosapp_data.test_schema import CITATION, a_pair

Place = tuple[int, int, int | None]
"""Chapter, section, and a group of near duplicates."""

places = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 6), st.one_of(st.none(), st.integers(1, 8))), min_size=1, max_size=80
)
ALONE: list[Place] = [(chapter, section, None) for chapter in range(11, 17) for section in range(6)]
"""Enough sections that no split is left empty but by rare chance."""
configs = st.builds(ReleaseConfig, seed=st.integers(0, 9), validation=st.floats(0, 0.4), test=st.floats(0, 0.4))


def pairs_in(entries: list[Place], book: str = "book-1", first: int = 0) -> list[QAPair]:
    made = []
    for index, (chapter, section, group) in enumerate(entries, first):
        citation = CITATION.model_copy(
            update={"book": book, "section": (f"Chapter {chapter}", f"{chapter}.{section}", "A subsection")}
        )
        alike = Verdict(check="near_duplicate", version=1, passed=True, group=f"group-{group}" if group else None)
        made.append(
            a_pair(question=f"What is the term of number {index} in {book}?").model_copy(
                update={"citation": citation, "verdicts": (alike,)}
            )
        )
    return made


@given(places, configs)
def test_no_section_and_no_group_of_near_duplicates_is_in_two_splits(entries, config):
    pairs = pairs_in(entries)
    splits = assign(pairs, config)
    assert set(splits) == {pair.id for pair in pairs}
    found = defaultdict(set)
    for pair in pairs:
        found[section_of(pair)].add(splits[pair.id])
        found[group_of(pair) or pair.id].add(splits[pair.id])
    assert all(len(inside) == 1 for inside in found.values())


@given(places, configs, st.randoms())
def test_the_order_of_the_pairs_has_no_say(entries, config, random):
    pairs = pairs_in(entries)
    assert assign(pairs, config) == assign(random.sample(pairs, len(pairs)), config)


@given(places, places, st.sampled_from([0, 0.2, 0.4]), st.sampled_from([0, 0.2, 0.4]), st.integers(0, 99))
def test_a_pair_keeps_its_split_when_pairs_come_that_are_like_no_other(entries, more, test, validation, seed):
    """In the sections that are there already, in others, and in another book; splits that were filled aside."""
    config = ReleaseConfig(test=test, validation=validation, seed=seed)
    old = pairs_in(ALONE + entries)
    new = pairs_in([(chapter, section, None) for chapter, section, _ in more], first=len(old))
    new += pairs_in([(chapter, section, 100 + (group or 0)) for chapter, section, group in more], book="book-2")
    before, after = assign(old, config), assign([*old, *new], config)
    assume(not any(_was_filled(pairs, config) for pairs in (old, [*old, *new])))
    assert {pair.id: after[pair.id] for pair in old} == before


def _was_filled(pairs: list[QAPair], config: ReleaseConfig) -> bool:
    """Whether a split would have been empty by the places alone."""
    found = clusters(pairs, config.seed)
    places = [cluster.place if len(cluster.sections) <= MOST_SECTIONS else 1 for cluster in found]
    both = config.test + config.validation
    tested = any(place < config.test for place in places)
    validated = any(config.test <= place < both for place in places)
    trained = any(place >= both for place in places)
    return bool((config.test and not tested) or (config.validation and not validated) or not trained)


@given(st.integers(0, 500), st.lists(st.integers(0, 35), min_size=2, max_size=2, unique=True))
def test_a_link_moves_pairs_of_one_of_the_two_clusters_only(seed, linked):
    config = ReleaseConfig(seed=seed, test=0.3, validation=0.3)
    pairs = pairs_in(ALONE)
    after = [pair.model_copy(update={"verdicts": _alike()}) if n in linked else pair for n, pair in enumerate(pairs)]
    before, now = assign(pairs, config), assign(after, config)
    assume(not _was_filled(pairs, config) and not _was_filled(after, config))
    moved = {pair.id for pair in pairs if before[pair.id] != now[pair.id]}
    one, other = (pairs[n].id for n in linked)
    assert moved <= {one, other}
    assert len(moved) == (before[one] != before[other])
    assert now[one] == now[other]


def _alike() -> tuple[Verdict, ...]:
    return (Verdict(check="near_duplicate", version=1, passed=True, group="a link"),)


def test_the_shares_come_out_near_those_that_were_wanted():
    pairs = pairs_in([(chapter, section, None) for chapter in range(60) for section in range(20) for _ in range(3)])
    for seed in range(5):
        counts = Counter(assign(pairs, ReleaseConfig(seed=seed, test=0.1, validation=0.2)).values())
        assert 0.07 < counts["test"] / len(pairs) < 0.13
        assert 0.16 < counts["validation"] / len(pairs) < 0.24


def test_a_small_book_has_something_in_every_split():
    for seed in range(60):
        pairs = pairs_in([(chapter, section, None) for chapter in range(3) for section in range(4) for _ in range(5)])
        assert set(assign(pairs, ReleaseConfig(seed=seed)).values()) == {"train", "validation", "test"}


def test_what_is_too_large_for_a_split_does_not_fill_it():
    pairs = pairs_in([(1, 1, None)] * 50 + [(2, 1, None)] * 50)
    for seed in range(30):
        by_place = {section_of(pair): assign(pairs, ReleaseConfig(seed=seed))[pair.id] for pair in pairs}
        if not any(cluster.place < 0.2 for cluster in clusters(pairs, seed)):
            assert set(by_place.values()) == {"train"}


def test_what_all_books_have_in_common_is_not_held_out():
    linked = [(chapter, 1, 1) for chapter in range(MOST_SECTIONS + 1)]
    alone = [(chapter, 2, None) for chapter in range(40)]
    for seed in range(40):
        pairs = pairs_in(linked + alone)
        splits = assign(pairs, ReleaseConfig(seed=seed, test=0.4, validation=0.4))
        assert {splits[pair.id] for pair in pairs[: len(linked)]} == {"train"}


def test_a_chain_of_near_duplicates_is_one_cluster():
    pairs = pairs_in([(1, 1, 1), (2, 1, 1), (2, 1, 2), (3, 1, 2), (4, 1, None)])
    assert sorted(len(cluster.sections) for cluster in clusters(pairs)) == [1, 3]


def test_pairs_that_are_alike_are_in_one_split_also_where_they_are_in_two_groups():
    """A person looks at 20 at most together; a term that 30 sections explain is in two groups, and in one split."""
    pairs = pairs_in([(chapter, 1, chapter // 2) for chapter in range(4)])
    links = [(pairs[0].id, pairs[3].id), (pairs[1].id, "pair-that-was-rejected")]
    assert sorted(len(cluster.sections) for cluster in clusters(pairs)) == [1, 1, 2]
    assert sorted(len(cluster.sections) for cluster in clusters(pairs, links=links)) == [1, 3]


def test_without_shares_everything_is_for_training():
    pairs = pairs_in([(1, section, None) for section in range(30)])
    assert set(assign(pairs, ReleaseConfig(test=0, validation=0)).values()) == {"train"}


@pytest.mark.parametrize("policy", ["review", "keep-best-in-group"])
def test_the_ledger_gives_every_match_that_the_comparison_found(tmp_path, policy):
    words = "sleep memory stress coping habit mood anger grief trust shame guilt hope fear joy envy pride calm care love awe".split()
    answer = "{} is what the {} of this chapter explains at length with many examples from studies of students and of patients"
    numbers = [f"{word} {ending}" for word in words for ending in ("theory", "research")]
    made = [alike_pair(f"What is {number}?", answer.format(number.capitalize(), "third part")) for number in numbers]
    found, judged = grouped(tmp_path, made, DuplicatesConfig(policy=policy))
    assert any(group.matches for group in found)
    left = {pair.id: pair.id for pair in judged.values() if pair.status is PairStatus.KEPT}
    with Ledger.read(tmp_path) as ledger:
        linked = {frozenset(link) for link in links(ledger, left)}
        renamed = links(ledger, {pair: f"edited-{pair}" for pair in left})
    matches = {frozenset((match.first, match.second)) for group in found for match in group.matches}
    assert len(found) > 1, "more pairs than a group holds"
    assert linked == {match for match in matches if match <= left.keys()}
    assert len(renamed) == len(linked)
    assert all(one.startswith("edited-") and other.startswith("edited-") for one, other in renamed)
