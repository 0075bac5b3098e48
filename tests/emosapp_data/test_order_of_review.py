"""What a person looks at first, and what a release takes when it cannot or may not take everything."""

from hypothesis import given
from hypothesis import strategies as st

from emosapp_data.config import ReleaseConfig
from emosapp_data.doubt import doubt, queue
from emosapp_data.release.knowledge.choice import choose_pairs
from emosapp_data.release.splits import section_of
from emosapp_data.schema import Flag, Origin, QAPair, Reason, Verdict
from tests.emosapp_data.test_near_duplicates_step import a_pair


def judged(number: int, *verdicts: Verdict, section: str = "1", model: str | None = None) -> QAPair:
    pair = a_pair(f"What is number {number}?", f"It is {number}.")
    return pair.model_copy(
        update={
            "citation": pair.citation.model_copy(update={"section": (section,)}),
            "origin": Origin(generator="x", version=1, element=str(number), pattern="x", model=model),
            "verdicts": verdicts,
        }
    )


def passed(check: str, **fields: object) -> Verdict:
    return Verdict(check=check, version=1, passed=True, **fields)


SUICIDE = passed("sensitive", flags=(Flag.SUICIDE,))
MEDICATION = passed("sensitive", flags=(Flag.MEDICATION,))
PLAIN, WRITTEN = judged(1), judged(2, model="m")
WEAK = judged(3, passed("supported", score=0.5), model="m")
FLAGGED, URGENT = judged(4, MEDICATION), judged(5, SUICIDE)


def test_what_could_harm_comes_first_and_the_books_own_words_last():
    entries = queue([PLAIN, WRITTEN, WEAK, FLAGGED, URGENT])
    assert [entry.id for entry in entries] == [pair.id for pair in (URGENT, FLAGGED, WEAK, WRITTEN, PLAIN)]
    assert entries[0].reasons == ("speaks of suicide",)
    assert entries[2].reasons == ("support 0.50", "written by m")
    assert entries[-1].doubt == 0


def test_near_duplicates_are_looked_at_together():
    one, other = (judged(number, passed("near_duplicate", group="group-1", detail="like")) for number in (10, 11))
    flagged = one.model_copy(update={"verdicts": (*one.verdicts, SUICIDE)})
    entries = queue([other, URGENT, flagged, FLAGGED])
    places = [entry.id for entry in entries]
    assert abs(places.index(flagged.id) - places.index(other.id)) == 1


@given(st.lists(st.floats(0, 1), max_size=4), st.floats(0, 1))
def test_another_doubt_never_makes_a_pair_less_doubtful(scores, another):
    checks = ("quote", "supported", "round_trip", "judge")
    some = [passed(check, score=score) for check, score in zip(checks, scores, strict=False)]
    more = [*some, passed("judge", score=another)]
    assert doubt(judged(1, *more)).score >= doubt(judged(1, *some)).score


def test_pairs_that_wait_for_a_person_stay_out_where_the_release_asks_for_it():
    held = choose_pairs([PLAIN, URGENT, FLAGGED], ReleaseConfig(hold=(Flag.SUICIDE,)))
    assert [pair.id for pair in held.pairs] == [PLAIN.id, FLAGGED.id]
    assert held.left_out == {URGENT.id: (Reason.AWAITS_REVIEW, "speaks of suicide")}
    assert choose_pairs([PLAIN, URGENT, FLAGGED], ReleaseConfig()).left_out == {}


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(1, 120))
def test_a_target_is_met_exactly_and_every_section_gives_its_share(sizes, wanted):
    pairs = [
        judged(100 * place + number, section=str(place)) for place, size in enumerate(sizes) for number in range(size)
    ]
    chosen = choose_pairs(pairs, ReleaseConfig(pairs=wanted))
    assert len(chosen.pairs) == min(wanted, len(pairs))
    assert len(chosen.pairs) + len(chosen.left_out) == len(pairs)
    for place, size in enumerate(sizes):
        taken = sum(section_of(pair)[1] == str(place) for pair in chosen.pairs)
        assert abs(taken - min(1, wanted / len(pairs)) * size) <= 1


def test_of_a_section_the_least_doubtful_are_taken():
    chosen = choose_pairs([WEAK, PLAIN, WRITTEN], ReleaseConfig(pairs=2))
    assert [pair.id for pair in chosen.pairs] == [PLAIN.id, WRITTEN.id]
    assert chosen.left_out[WEAK.id][0] is Reason.OVER_TARGET
